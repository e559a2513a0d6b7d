"""Acknowledging silences what was told; only a decision or a fact closes a deadline (domain §10)."""

from datetime import date, timedelta

import pytest

from contracts.kernel.refusal import Refusal
from contracts.overview.agenda import Wish, agenda
from contracts.overview.why import why
from contracts.registry.decisions import NothingOpen, acknowledge, decide, propose, revoke
from contracts.registry.notices import NewNotice, receive_notice, record_notice, revoke_notice
from contracts.registry.registry import edit
from contracts.registry.rules.contract import Choice, NoticeKind
from contracts.registry.which import Which
from contracts.reminders.outbox import deliver
from contracts.reminders.remind import remind
from tests.cast import add_contract, settle

MONDAY = date(2026, 11, 23)


def kinds(desk, call) -> list[str]:
    return [each.kind for each in agenda(desk, call())]


def told(desk, call, day: date) -> dict[str, list[str]]:
    """Who is told what on a day: tiers by login."""
    result = remind(desk, call(day))
    return {mail.to.split("@")[0]: [item.tier for item in mail.items] for mail in result.messages}


def test_the_agenda_says_the_last_day_to_act_and_why(desk, call):
    cast = settle(desk, call())
    add_contract(desk, call(), cast, number="7-П")
    (task,) = agenda(desk, call())
    assert (task.kind, task.contract, task.counterparty) == ("renewal_decision", "7-П", "ТОВ «Чистий двір»")
    assert (task.due_on, task.act_by, task.days_left) == (date(2026, 12, 1), date(2026, 11, 26), 3)
    assert [step.code for step in task.why][:2] == ["end_counted", "notice_subtracted"]


def test_the_agenda_of_another_day_is_that_of_the_day(desk, call):
    cast = settle(desk, call())
    id = add_contract(desk, call(), cast)
    before, after = call(date(2026, 11, 23)), call(date(2027, 3, 1))
    call(MONDAY)
    assert [each.due_on for each in agenda(desk, after)] == [date(2027, 12, 1)]
    assert [each.due_on for each in agenda(desk, before)] == [date(2026, 12, 1)]
    past = call(date(2025, 6, 1))
    call(MONDAY)
    assert [each.due_on for each in why(desk, past, Which("", id=id)).deadlines] == [date(2026, 12, 1)]
    assert [each.due_on for each in agenda(desk, past)] == [date(2026, 12, 1)]


def test_the_agenda_is_narrowed_by_time_owner_and_kind(desk, call):
    from contracts.kernel.calendar import Duration
    from contracts.kernel.deadline import DeadlineKind

    cast = settle(desk, call())
    add_contract(desk, call(), cast)
    add_contract(desk, call(), cast, owner_id=cast.tkachuk, first_day=date(2026, 6, 1))
    assert len(agenda(desk, call())) == 2
    assert len(agenda(desk, call(), Wish(within=Duration(7, "day")))) == 1
    assert [each.owner for each in agenda(desk, call(), Wish(owner="tkachuk"))] == ["Ткачук Вікторія Юріївна"]
    assert agenda(desk, call(), Wish(kind=DeadlineKind.EXPIRY)) == ()
    assert agenda(desk, call(), Wish(counterparty="Лан")) == ()


def test_an_acknowledgement_stops_repeats_but_the_next_tier_is_sent_all_the_same(desk, call):
    cast = settle(desk, call())
    id = add_contract(desk, call(), cast)
    assert told(desk, call, MONDAY) == {"marchenko": ["3"], "bondar": ["3"]}
    done = acknowledge(desk, call(), Which("", id=id))
    assert (done.kind, done.due_on, done.state) == ("renewal_decision", date(2026, 12, 1), "acknowledged")
    assert kinds(desk, call) == ["renewal_decision"]
    assert told(desk, call, MONDAY + timedelta(days=1)) == {}
    assert told(desk, call, date(2026, 11, 25))["marchenko"] == ["1"]


def test_what_is_overdue_is_repeated_every_working_day_until_acknowledged(desk, call):
    cast = settle(desk, call())
    id = add_contract(desk, call(), cast)
    assert "marchenko" in told(desk, call, date(2026, 11, 27))
    assert "marchenko" in told(desk, call, date(2026, 11, 30))
    acknowledge(desk, call(), Which("", id=id), by="marchenko")
    assert "marchenko" not in told(desk, call, date(2026, 12, 1))


def test_nothing_is_acknowledged_before_anybody_was_told(desk, call):
    cast = settle(desk, call())
    id = add_contract(desk, call(), cast, first_day=date(2026, 10, 1))
    with pytest.raises(NothingOpen):
        acknowledge(desk, call(), Which("", id=id))


def test_a_decision_to_end_opens_post_the_notice_closed_by_the_proof(desk, call):
    cast = settle(desk, call())
    which = Which("", id=add_contract(desk, call(), cast))
    done = decide(desk, call(), which, Choice.TERMINATE, reason="дорого")
    assert (done.kind, done.state) == ("renewal_decision", "closed")
    assert kinds(desk, call) == ["post_notice"]
    record_notice(desk, call(), which, NewNotice(NoticeKind.NON_RENEWAL, sent_on=MONDAY))
    assert kinds(desk, call) == ["post_notice"]
    receive_notice(desk, call(date(2026, 11, 27)), which, received_on=date(2026, 11, 27), proof="повідомлення")
    assert kinds(desk, call) == ["expiry"]
    revoke_notice(desk, call(), which, reason="помилка")
    assert kinds(desk, call) == ["post_notice"]


def test_a_decision_to_renew_moves_the_question_to_the_next_term(desk, call):
    cast = settle(desk, call())
    which = Which("", id=add_contract(desk, call(), cast))
    decide(desk, call(), which, Choice.RENEW, reason="усе гаразд")
    assert [each.due_on for each in agenda(desk, call())] == [date(2027, 12, 1)]


def test_a_decision_stands_alone_and_is_revoked_until_the_notice_is_sent(desk, call):
    cast = settle(desk, call())
    which = Which("", id=add_contract(desk, call(), cast))
    decide(desk, call(), which, Choice.TERMINATE, reason="дорого")
    with pytest.raises(NothingOpen, match="decided already"):
        decide(desk, call(), which, Choice.RENEW, reason="ні")
    assert revoke(desk, call(), which, reason="передумали").state == "open"
    assert kinds(desk, call) == ["renewal_decision"]
    decide(desk, call(), which, Choice.TERMINATE, reason="таки дорого")
    record_notice(desk, call(), which, NewNotice(NoticeKind.NON_RENEWAL, sent_on=MONDAY))
    with pytest.raises(Refusal, match="was sent"):
        revoke(desk, call(), which, reason="передумали")


def test_a_proposal_closes_nothing_and_is_named_in_the_decision(desk, call):
    from contracts.overview.card import card

    cast = settle(desk, call())
    which = Which("", id=add_contract(desk, call(), cast))
    propose(desk, call(login="marchenko"), which, Choice.TERMINATE, reason="дорого")
    assert kinds(desk, call) == ["renewal_decision"]
    decide(desk, call(login="bondar"), which, Choice.TERMINATE, reason="згода")
    made = card(desk, call(), which).decisions[-1]
    assert (made.proposed_by, made.decided_by) == ("marchenko", "bondar")


def test_a_decision_needs_a_reason_and_something_to_decide(desk, call):
    cast = settle(desk, call())
    which = Which("", id=add_contract(desk, call(), cast))
    with pytest.raises(Refusal):
        decide(desk, call(), which, Choice.RENEW, reason="  ")
    with pytest.raises(NothingOpen):
        decide(desk, call(), which, Choice.RENEW, reason="x", due_on=date(2030, 1, 1))
    draft = Which("", id=add_contract(desk, call(), cast, status="draft"))
    with pytest.raises(NothingOpen):
        acknowledge(desk, call(), draft)


def test_f1_a_tier_missed_while_nothing_ran_is_told_once_and_says_how_many_days_are_left(desk, call):
    cast = settle(desk, call(date(2026, 10, 1)))
    add_contract(desk, call(), cast)
    first = told(desk, call, date(2026, 10, 1))
    assert first == {"marchenko": ["60"]}
    result = remind(desk, call(date(2026, 10, 30)))
    (mail,) = result.messages
    assert [(item.tier, item.days_left) for item in mail.items] == [("30", 27)]
    assert remind(desk, call()).messages == ()


def test_f8_a_changed_date_re_arms_an_unrelated_edit_and_a_to_b_to_a_send_nothing(desk, call):
    cast = settle(desk, call())
    which = Which("", id=add_contract(desk, call(), cast))
    assert "marchenko" in told(desk, call, MONDAY)
    edit(desk, call(), which, {"note": "інше"})
    assert remind(desk, call()).messages == ()
    from contracts.kernel.calendar import Duration

    edit(desk, call(), which, {"notice": Duration(20, "day")})
    assert told(desk, call, MONDAY)["marchenko"] == ["14"]
    edit(desk, call(), which, {"notice": Duration(30, "day")})
    assert remind(desk, call()).messages == ()
    edit(desk, call(), which, {"notice": Duration(20, "day")})
    assert remind(desk, call()).messages == ()


def test_f23_the_number_in_each_line_of_a_mail_opens_that_contract(desk, call, post):
    from contracts.overview.card import card

    cast = settle(desk, call())
    ids = [add_contract(desk, call(), cast, number=f"{n}-Л") for n in range(1, 4)]
    (mail, *_) = remind(desk, call()).messages
    deliver(desk, "test")
    assert sorted(card(desk, call(), item.contract).row.id for item in mail.items) == ids


def test_f23_a_contract_without_a_number_on_paper_is_told_by_its_register_number(desk, call):
    from contracts.overview.card import card

    cast = settle(desk, call())
    ids = [
        add_contract(desk, call(), cast, number="б/н", counterparty_id=who) for who in (cast.cleaning, cast.supplier)
    ]
    (mail, *_) = remind(desk, call()).messages
    assert sorted(item.contract for item in mail.items) == ["1/2026", "2/2026"]
    assert [card(desk, call(), item).row.id for item in ("1/2026", "2/2026")] == ids
