"""A missed notice, a missing fact, a way too slow and a second decision, as people meet them."""

from datetime import date

import pytest

from contracts.kernel.refusal import Refusal
from contracts.language import Words
from contracts.overview.agenda import agenda
from contracts.overview.why import why
from contracts.registry.decisions import NothingOpen, decide, propose, revoke
from contracts.registry.lookup import Which
from contracts.registry.notices import NewNotice, record_notice
from contracts.registry.registry import edit
from contracts.registry.remedies import command_for, ways_sentence
from contracts.registry.rules.contract import Choice, NoticeKind, Side
from contracts.registry.rules.notice import Way
from contracts.reminders.acknowledge import acknowledge
from contracts.reminders.daily import remind
from tests.cast import add_contract, settle

#: The contract of the cast: to 31.12.2026, 30 days of notice: 01.12.2026, by letter 26.11.2026.
DEADLINE, POST_BY = date(2026, 12, 1), date(2026, 11, 26)
REGISTERED = date(2026, 11, 2)


def registered(ctx, call, **facts) -> Which:
    cast = settle(ctx, call(REGISTERED))
    return Which("", id=add_contract(ctx, call(REGISTERED), cast, number="7-П", **facts))


def tasks(ctx, call) -> list[tuple[str, date]]:
    return [(each.kind, each.due_on) for each in agenda(ctx, call)]


def told(ctx, call, day: date) -> dict[str, list[str]]:
    result = remind(ctx, call(day))
    return {mail.to.split("@")[0]: [each.kind for each in mail.items] for mail in result.messages}


def test_m1_a_missed_notice_is_told_to_owner_and_manager_until_the_manager_answers(ctx, call):
    which = registered(ctx, call)
    remind(ctx, call(date(2026, 11, 30)))
    for day in (date(2026, 12, 2), date(2026, 12, 3), date(2027, 2, 1)):
        assert told(ctx, call, day) == {"marchenko": ["notice_missed"], "bondar": ["notice_missed"]}
    with pytest.raises(Refusal, match="by whoever decides"):
        acknowledge(ctx, call(date(2027, 2, 1)), which, by="marchenko")
    acknowledge(ctx, call(date(2027, 2, 1)), which, by="bondar")
    assert told(ctx, call, date(2027, 2, 2)) == {}
    assert ("notice_missed", DEADLINE) in tasks(ctx, call(date(2027, 2, 2)))


def test_m1_accepting_the_renewal_closes_it_and_taking_that_back_opens_it(ctx, call):
    which = registered(ctx, call)
    day = date(2026, 12, 10)
    done = decide(ctx, call(day), which, Choice.RENEW, reason="працюємо далі")
    assert (done.kind, done.due_on) == ("notice_missed", DEADLINE)
    assert tasks(ctx, call(day)) == [("renewal_decision", date(2027, 12, 1))]
    revoke(ctx, call(day), which, reason="ще думаємо")
    assert tasks(ctx, call(day))[0] == ("notice_missed", DEADLINE)


def test_m1_a_decision_to_end_that_was_not_carried_out_is_followed_by_another_of_the_same_day(ctx, call):
    which = registered(ctx, call)
    decide(ctx, call(date(2026, 11, 10)), which, Choice.TERMINATE, reason="дорого")
    day = date(2026, 12, 10)
    assert tasks(ctx, call(day))[0] == ("notice_missed", DEADLINE)
    decide(ctx, call(day), which, Choice.TERMINATE, reason="домовимося")
    assert tasks(ctx, call(day))[0] == ("sign_amendment", date(2026, 12, 31))


def test_m1_a_contract_registered_after_the_day_is_told_at_once(ctx, call):
    day = date(2026, 12, 14)
    cast = settle(ctx, call(day))
    add_contract(ctx, call(day), cast)
    missed = agenda(ctx, call(day))[0]
    assert (missed.kind, missed.due_on, missed.known_since) == ("notice_missed", DEADLINE, day)
    assert "bondar" in told(ctx, call, day)


def test_m2_the_ways_still_open_stand_in_agenda_and_why(ctx, call):
    which = registered(ctx, call)
    assert agenda(ctx, call(POST_BY))[0].ways_left is None
    left = agenda(ctx, call(date(2026, 11, 28)))[0].ways_left
    assert left.ways == (Way("courier", date(2026, 11, 29)), Way("hand", DEADLINE))
    assert why(ctx, call(date(2026, 11, 28)), which).deadlines[0].ways_left == left
    assert ways_sentence(Words("en"), left) == (
        "By registered letter it is too late to send: the last day was 26 Nov 2026. Still open: by courier until Sun "
        "29 Nov 2026; by hand until Tue 1 Dec 2026."
    )


def test_m2_on_the_last_day_for_notice_what_needs_no_delivery_is_still_open(ctx, call):
    registered(ctx, call)
    assert agenda(ctx, call(DEADLINE))[0].ways_left.ways == (Way("hand", DEADLINE),)


def test_m2_only_the_ways_the_contract_allows_are_named(ctx, call):
    registered(ctx, call, notice_methods=["letter", "edoc"])
    assert agenda(ctx, call(date(2026, 11, 28)))[0].ways_left.ways == (Way("edoc", DEADLINE),)


def test_m2_where_no_way_is_left_the_other_side_is_asked_to_confirm(ctx, call):
    registered(ctx, call, notice_methods=["letter"])
    left = agenda(ctx, call(date(2026, 11, 30)))[0].ways_left
    assert left.ways == ()
    assert ways_sentence(Words("en"), left).startswith("No agreed way arrives by 1 Dec 2026 any more")


def test_m2_where_sending_is_enough_the_days_off_before_the_deadline_are_still_open(ctx, call):
    registered(ctx, call, last_day=date(2026, 12, 29), length=None, notice_counts="sent", notice_methods=["letter"])
    left = agenda(ctx, call(date(2026, 11, 28)))[0].ways_left
    assert (left.post_by, left.ways) == (date(2026, 11, 27), (Way("letter", date(2026, 11, 29)),))


def test_m2_after_a_decision_to_end_the_ways_of_sending_are_told_too(ctx, call):
    which = registered(ctx, call)
    decide(ctx, call(date(2026, 11, 10)), which, Choice.TERMINATE, reason="дорого")
    (task, *_) = agenda(ctx, call(date(2026, 11, 30)))
    assert (task.kind, task.ways_left.ways) == ("post_notice", (Way("hand", DEADLINE),))


def test_m2_a_notice_by_a_way_too_slow_is_warned_of_with_the_ways_that_are_not(ctx, call):
    which, day = registered(ctx, call), date(2026, 11, 28)
    late = record_notice(ctx, call(day), which, NewNotice(NoticeKind.NON_RENEWAL, sent_on=day)).too_late
    assert (late.method, late.counts_on, late.deadline) == ("letter", date(2026, 12, 3), DEADLINE)
    assert late.ways == (Way("courier", date(2026, 11, 29)), Way("hand", DEADLINE))


@pytest.mark.parametrize(
    ("method", "sent_on", "received_on"),
    [("letter", POST_BY, None), ("hand", DEADLINE, DEADLINE), ("letter", date(2026, 11, 28), DEADLINE)],
)
def test_m2_a_notice_in_time_is_not_warned_of(ctx, call, method, sent_on, received_on):
    which = registered(ctx, call)
    notice = NewNotice(NoticeKind.NON_RENEWAL, method=method, sent_on=sent_on, received_on=received_on)
    assert record_notice(ctx, call(DEADLINE), which, notice).too_late is None


def test_m2_a_notice_entered_as_sent_too_late_says_so_at_once(ctx, call):
    which, day = registered(ctx, call), date(2026, 12, 5)
    late = record_notice(ctx, call(day), which, NewNotice(NoticeKind.NON_RENEWAL, method="hand", sent_on=day)).too_late
    assert (late.counts_on, late.deadline, late.ways) == (day, DEADLINE, ())
    theirs = NewNotice(NoticeKind.NON_RENEWAL, by=Side.THEIRS, received_on=date(2026, 12, 7))
    assert record_notice(ctx, call(date(2026, 12, 7)), which, theirs).too_late.deadline == DEADLINE


def test_m3_a_second_decision_is_refused_naming_the_first(ctx, call):
    which = registered(ctx, call)
    decide(ctx, call(date(2026, 11, 10)), which, Choice.RENEW, reason="усе гаразд")
    with pytest.raises(NothingOpen) as refused:
        decide(ctx, call(date(2026, 11, 20)), which, Choice.TERMINATE, reason="передумали")
    assert refused.value.code == "already_decided"
    facts = refused.value.facts
    assert (facts["no"], facts["day"], facts["who"], str(facts["choice"])) == (1, date(2026, 11, 10), "tests", "renew")
    assert facts["command"].startswith("contracts undecide 7-П")
    assert tasks(ctx, call(date(2026, 11, 20))) == [("renewal_decision", date(2027, 12, 1))]


@pytest.mark.parametrize("day", [date(2026, 11, 10), DEADLINE, date(2026, 12, 2), date(2026, 12, 31)])
def test_m3_it_never_slips_while_the_term_decided_about_runs(ctx, call, day):
    which = registered(ctx, call)
    decide(ctx, call(date(2026, 11, 10)), which, Choice.RENEW, reason="усе гаразд")
    for act in (decide, propose):
        with pytest.raises(NothingOpen, match="has a decision already"):
            act(ctx, call(day), which, Choice.TERMINATE, reason="передумали")


def test_m3_the_next_term_is_decided_about_by_its_day_or_in_its_time(ctx, call):
    which = registered(ctx, call)
    decide(ctx, call(date(2026, 11, 10)), which, Choice.RENEW, reason="усе гаразд")
    named = decide(ctx, call(date(2026, 11, 11)), which, Choice.TERMINATE, reason="потім ні", due_on=date(2027, 12, 1))
    assert named.due_on == date(2027, 12, 1)
    revoke(ctx, call(date(2026, 11, 12)), which, reason="ще побачимо")
    in_time = decide(ctx, call(date(2027, 2, 1)), which, Choice.TERMINATE, reason="тепер")
    assert in_time.due_on == date(2027, 12, 1)


def test_m3_after_the_first_is_taken_back_another_may_stand(ctx, call):
    which = registered(ctx, call)
    decide(ctx, call(date(2026, 11, 10)), which, Choice.RENEW, reason="усе гаразд")
    revoke(ctx, call(date(2026, 11, 11)), which, reason="передумали")
    assert decide(ctx, call(date(2026, 11, 11)), which, Choice.TERMINATE, reason="дорого").due_on == DEADLINE


def test_m3_an_answer_to_a_missed_notice_is_not_followed_by_one_about_the_next_year(ctx, call):
    which, day = registered(ctx, call), date(2027, 2, 1)
    decide(ctx, call(day), which, Choice.RENEW, reason="приймаємо")
    for later in (day, date(2027, 3, 1)):
        with pytest.raises(NothingOpen, match="has a decision already"):
            decide(ctx, call(later), which, Choice.TERMINATE, reason="ні")
    assert decide(ctx, call(date(2027, 10, 1)), which, Choice.TERMINATE, reason="час").due_on == date(2027, 12, 1)


def test_m3_a_lease_decided_about_in_its_month_to_object_is_not_decided_about_for_the_next_year(ctx, call):
    which = registered(ctx, call, renewal="tacit", renewal_length=None, notice=None)
    decide(ctx, call(date(2027, 1, 10)), which, Choice.RENEW, reason="хай буде")
    with pytest.raises(NothingOpen, match="has a decision already"):
        decide(ctx, call(date(2027, 1, 20)), which, Choice.TERMINATE, reason="ні")


def test_m3_a_contract_that_ends_refuses_a_second_decision_too(ctx, call):
    which = registered(ctx, call, renewal="by_consent", renewal_length=None, notice=None)
    decide(ctx, call(date(2026, 11, 10)), which, Choice.LAPSE, reason="досить")
    with pytest.raises(NothingOpen, match="has a decision already"):
        decide(ctx, call(date(2026, 11, 11)), which, Choice.RENEW, reason="ні")


def test_m5_what_may_renew_asks_for_the_fact_with_the_command_that_enters_it(ctx, call):
    day = date(2027, 11, 27)
    cast = settle(ctx, call(day))
    which = Which("", id=add_contract(ctx, call(day), cast, number="8 П", renewal=None, renewal_length=None))
    (task,) = agenda(ctx, call(day))
    assert (task.kind, task.known_since) == ("missing_fact", day)
    command = command_for(task.kind, task.contract, task.why)
    assert command == "contracts contract edit '8 П' --renewal none/automatic/by_consent/tacit"
    edit(ctx, call(day), which, {"renewal": "none"})
    assert [each.kind for each in agenda(ctx, call(day))] == ["expiry"]


def test_m5_every_missing_fact_of_a_renewal_is_in_the_command(ctx, call):
    registered(ctx, call, renewal_length=None, notice=None)
    (task,) = agenda(ctx, call(date(2027, 3, 1)))
    command = command_for(task.kind, task.contract, task.why)
    assert command == "contracts contract edit 7-П --renewal-length 12m --notice 30d"


def test_m5_deciding_does_not_stand_for_a_notice_period_nobody_knows(ctx, call):
    which = registered(ctx, call, notice=None)
    with pytest.raises(NothingOpen, match="missing_fact"):
        decide(ctx, call(date(2026, 11, 20)), which, Choice.TERMINATE, reason="дорого")


def test_m1_people_who_may_not_decide_are_known_by_their_roles(ctx, call):
    which = registered(ctx, call)
    day = date(2026, 12, 2)
    remind(ctx, call(day))
    with pytest.raises(Refusal, match="by whoever decides"):
        acknowledge(ctx, call(day), which, by="tkachuk")
