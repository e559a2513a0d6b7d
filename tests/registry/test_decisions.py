"""Acknowledging silences what was told; only a decision or a fact closes a deadline (domain §10)."""

from datetime import date, timedelta

import pytest

from contracts.kernel.refusal import Refusal
from contracts.mail.outbox import deliver
from contracts.overview.agenda import Wish, agenda
from contracts.overview.why import why
from contracts.registry.decisions import NothingOpen, decide, propose, revoke
from contracts.registry.lookup import Which
from contracts.registry.notices import NewNotice, receive_notice, record_notice, revoke_notice
from contracts.registry.registry import edit
from contracts.registry.rules.contract import Choice, NoticeKind
from contracts.reminders.acknowledge import acknowledge
from contracts.reminders.daily import remind
from tests.cast import add_contract, settle

MONDAY = date(2026, 11, 23)


def kinds(ctx, call) -> list[str]:
    return [each.kind for each in agenda(ctx, call())]


def told(ctx, call, day: date) -> dict[str, list[str]]:
    """Who is told what on a day: tiers by login."""
    result = remind(ctx, call(day))
    return {mail.to.split("@")[0]: [item.tier for item in mail.items] for mail in result.messages}


def test_the_agenda_says_the_last_day_to_act_and_why(ctx, call):
    cast = settle(ctx, call())
    add_contract(ctx, call(), cast, number="7-П")
    (task,) = agenda(ctx, call())
    assert (task.kind, task.contract, task.counterparty) == ("renewal_decision", "7-П", "ТОВ «Чистий двір»")
    assert (task.due_on, task.act_by, task.days_left) == (date(2026, 12, 1), date(2026, 11, 26), 3)
    assert [step.code for step in task.why][:2] == ["end_counted", "notice_subtracted"]


def test_the_agenda_of_another_day_is_that_of_the_day(ctx, call):
    cast = settle(ctx, call())
    id = add_contract(ctx, call(), cast)
    before, after = call(date(2026, 11, 23)), call(date(2027, 3, 1))
    call(MONDAY)
    assert [(each.kind, each.due_on) for each in agenda(ctx, after)] == [
        ("notice_missed", date(2026, 12, 1)),
        ("renewal_decision", date(2027, 12, 1)),
    ]
    assert [each.due_on for each in agenda(ctx, before)] == [date(2026, 12, 1)]
    past = call(date(2025, 6, 1))
    call(MONDAY)
    assert [each.due_on for each in why(ctx, past, Which("", id=id)).deadlines] == [date(2026, 12, 1)]
    assert [each.due_on for each in agenda(ctx, past)] == [date(2026, 12, 1)]


def test_the_agenda_is_narrowed_by_time_owner_and_kind(ctx, call):
    from contracts.kernel.calendar import Duration
    from contracts.kernel.deadline import DeadlineKind

    cast = settle(ctx, call())
    add_contract(ctx, call(), cast)
    add_contract(ctx, call(), cast, owner_id=cast.tkachuk, first_day=date(2026, 6, 1))
    assert len(agenda(ctx, call())) == 2
    assert len(agenda(ctx, call(), Wish(within=Duration(7, "day")))) == 1
    assert [each.owner for each in agenda(ctx, call(), Wish(owner="tkachuk"))] == ["Ткачук Вікторія Юріївна"]
    assert agenda(ctx, call(), Wish(kind=DeadlineKind.EXPIRY)) == ()
    assert agenda(ctx, call(), Wish(counterparty="Лан")) == ()


def test_an_acknowledgement_stops_repeats_but_the_next_tier_is_sent_all_the_same(ctx, call):
    cast = settle(ctx, call())
    id = add_contract(ctx, call(), cast)
    assert told(ctx, call, MONDAY) == {"marchenko": ["3"], "bondar": ["3"]}
    done = acknowledge(ctx, call(), Which("", id=id))
    assert (done.kind, done.due_on, done.state) == ("renewal_decision", date(2026, 12, 1), "acknowledged")
    assert kinds(ctx, call) == ["renewal_decision"]
    assert told(ctx, call, MONDAY + timedelta(days=1)) == {}
    assert told(ctx, call, date(2026, 11, 25))["marchenko"] == ["1"]


def test_what_is_overdue_is_repeated_every_working_day_until_acknowledged(ctx, call):
    cast = settle(ctx, call())
    id = add_contract(ctx, call(), cast)
    assert "marchenko" in told(ctx, call, date(2026, 11, 27))
    assert "marchenko" in told(ctx, call, date(2026, 11, 30))
    acknowledge(ctx, call(), Which("", id=id), by="marchenko")
    assert "marchenko" not in told(ctx, call, date(2026, 12, 1))


def test_nothing_is_acknowledged_before_anybody_was_told(ctx, call):
    cast = settle(ctx, call())
    id = add_contract(ctx, call(), cast, first_day=date(2026, 10, 1))
    with pytest.raises(NothingOpen):
        acknowledge(ctx, call(), Which("", id=id))


def test_a_decision_to_end_opens_post_the_notice_closed_by_the_proof(ctx, call):
    cast = settle(ctx, call())
    which = Which("", id=add_contract(ctx, call(), cast))
    done = decide(ctx, call(), which, Choice.TERMINATE, reason="дорого")
    assert (done.kind, done.state) == ("renewal_decision", "closed")
    assert kinds(ctx, call) == ["post_notice"]
    record_notice(ctx, call(), which, NewNotice(NoticeKind.NON_RENEWAL, sent_on=MONDAY))
    assert kinds(ctx, call) == ["post_notice"]
    receive_notice(ctx, call(date(2026, 11, 27)), which, received_on=date(2026, 11, 27), proof="повідомлення")
    assert kinds(ctx, call) == ["expiry"]
    revoke_notice(ctx, call(), which, reason="помилка")
    assert kinds(ctx, call) == ["post_notice"]


def test_a_decision_to_renew_moves_the_question_to_the_next_term(ctx, call):
    cast = settle(ctx, call())
    which = Which("", id=add_contract(ctx, call(), cast))
    decide(ctx, call(), which, Choice.RENEW, reason="усе гаразд")
    assert [each.due_on for each in agenda(ctx, call())] == [date(2027, 12, 1)]


def test_a_decision_stands_alone_and_is_revoked_until_the_notice_is_sent(ctx, call):
    cast = settle(ctx, call())
    which = Which("", id=add_contract(ctx, call(), cast))
    decide(ctx, call(), which, Choice.TERMINATE, reason="дорого")
    with pytest.raises(NothingOpen, match="has a decision already"):
        decide(ctx, call(), which, Choice.RENEW, reason="ні")
    assert revoke(ctx, call(), which, reason="передумали").state == "open"
    assert kinds(ctx, call) == ["renewal_decision"]
    decide(ctx, call(), which, Choice.TERMINATE, reason="таки дорого")
    record_notice(ctx, call(), which, NewNotice(NoticeKind.NON_RENEWAL, sent_on=MONDAY))
    with pytest.raises(Refusal, match="was sent"):
        revoke(ctx, call(), which, reason="передумали")


def test_a_proposal_closes_nothing_and_is_named_in_the_decision(ctx, call):
    from contracts.overview.card import card

    cast = settle(ctx, call())
    which = Which("", id=add_contract(ctx, call(), cast))
    propose(ctx, call(login="marchenko"), which, Choice.TERMINATE, reason="дорого")
    assert kinds(ctx, call) == ["renewal_decision"]
    decide(ctx, call(login="bondar"), which, Choice.TERMINATE, reason="згода")
    made = card(ctx, call(), which).decisions[-1]
    assert (made.proposed_by, made.decided_by) == ("marchenko", "bondar")


def test_a_decision_needs_a_reason_and_something_to_decide(ctx, call):
    cast = settle(ctx, call())
    which = Which("", id=add_contract(ctx, call(), cast))
    with pytest.raises(Refusal):
        decide(ctx, call(), which, Choice.RENEW, reason="  ")
    with pytest.raises(NothingOpen):
        decide(ctx, call(), which, Choice.RENEW, reason="x", due_on=date(2030, 1, 1))
    draft = Which("", id=add_contract(ctx, call(), cast, status="draft"))
    with pytest.raises(NothingOpen):
        acknowledge(ctx, call(), draft)


def test_f1_a_tier_missed_while_nothing_ran_is_told_once_and_says_how_many_days_are_left(ctx, call):
    cast = settle(ctx, call(date(2026, 10, 1)))
    add_contract(ctx, call(), cast)
    first = told(ctx, call, date(2026, 10, 1))
    assert first == {"marchenko": ["60"]}
    result = remind(ctx, call(date(2026, 10, 30)))
    (mail,) = result.messages
    assert [(item.tier, item.days_left) for item in mail.items] == [("30", 27)]
    assert remind(ctx, call()).messages == ()


def test_f8_a_changed_date_re_arms_an_unrelated_edit_and_a_to_b_to_a_send_nothing(ctx, call):
    cast = settle(ctx, call())
    which = Which("", id=add_contract(ctx, call(), cast))
    assert "marchenko" in told(ctx, call, MONDAY)
    edit(ctx, call(), which, {"note": "інше"})
    assert remind(ctx, call()).messages == ()
    from contracts.kernel.calendar import Duration

    edit(ctx, call(), which, {"notice": Duration(20, "day")})
    assert told(ctx, call, MONDAY)["marchenko"] == ["14"]
    edit(ctx, call(), which, {"notice": Duration(30, "day")})
    assert remind(ctx, call()).messages == ()
    edit(ctx, call(), which, {"notice": Duration(20, "day")})
    assert remind(ctx, call()).messages == ()


def test_f23_the_number_in_each_line_of_a_mail_opens_that_contract(ctx, call, post):
    from contracts.overview.card import card

    cast = settle(ctx, call())
    ids = [add_contract(ctx, call(), cast, number=f"{n}-Л") for n in range(1, 4)]
    (mail, *_) = remind(ctx, call()).messages
    deliver(ctx, call(), "test")
    assert sorted(card(ctx, call(), item.contract).row.id for item in mail.items) == ids


def test_f23_a_contract_without_a_number_on_paper_is_told_by_its_register_number(ctx, call):
    from contracts.overview.card import card

    cast = settle(ctx, call())
    ids = [add_contract(ctx, call(), cast, number="б/н", counterparty_id=who) for who in (cast.cleaning, cast.supplier)]
    (mail, *_) = remind(ctx, call()).messages
    assert sorted(item.contract for item in mail.items) == ["1/2026", "2/2026"]
    assert [card(ctx, call(), item).row.id for item in ("1/2026", "2/2026")] == ids
