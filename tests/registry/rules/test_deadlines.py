"""Which deadlines a contract has, and when somebody must look at them."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from contracts.kernel.calendar import Duration
from contracts.kernel.deadline import Deadline, DeadlineKind, check_on
from contracts.kernel.derivation import steps_json, steps_of
from contracts.registry.rules import steps
from contracts.registry.rules.contract import (
    Choice,
    Conditions,
    Decision,
    NoticeCounts,
    NoticeKind,
    Renewal,
    Side,
    Status,
)
from contracts.registry.rules.deadlines import deadlines_on
from contracts.registry.rules.fault import FactsFault
from contracts.registry.rules.term import outline
from contracts.reminders.rules.tiers import ReminderPolicy, TierClock
from tests.registry.rules.some_facts import (
    DAY,
    DAYS,
    LENGTHS,
    RULES,
    UA,
    amendment,
    any_facts,
    automatic,
    contract,
    days,
    months,
    notice,
)

K = DeadlineKind
BASE = automatic(first_day=date(2026, 1, 1), notice=days(30))
FIXED = Conditions(first_day=date(2026, 1, 1), last_day=date(2026, 12, 31), renewal=Renewal.NONE)
END = date(2026, 12, 31)


def deadlines(base: Conditions, on: date, **more) -> tuple[Deadline, ...]:
    facts = contract(base, **more)
    return deadlines_on(outline(facts, RULES, on), on)


def brief(base: Conditions, on: date, **more) -> list[tuple[DeadlineKind, date, date]]:
    return [(each.key.kind, each.key.due_on, each.act_by) for each in deadlines(base, on, **more)]


def decided(due_on: date, choice: Choice, on: date | None = None) -> dict:
    return {"decisions": (Decision(due_on, choice, on or due_on - 60 * DAY),)}


def coming(base: Conditions, on: date, **more) -> list[tuple[DeadlineKind, date, date]]:
    """What is next, beside the notice that nobody gave for the term before."""
    return [each for each in brief(base, on, **more) if each[0] is not K.NOTICE_MISSED]


@settings(deadline=None, max_examples=150)
@given(DAYS, LENGTHS, LENGTHS, st.integers(0, 200), st.integers(0, 1500))
def test_f06_an_endless_renewal_always_has_exactly_one_next_deadline(first_day, length, renewal_length, before, later):
    base = Conditions(
        first_day=first_day,
        length=length,
        renewal=Renewal.AUTOMATIC,
        renewal_length=renewal_length,
        notice=days(before),
    )
    as_of = first_day + timedelta(days=later - 100)
    (found,) = (each for each in deadlines(base, as_of) if each.key.kind is not K.NOTICE_MISSED)
    assert found.key.kind is K.RENEWAL_DECISION
    assert found.key.due_on >= as_of
    assert found.act_by <= found.key.due_on
    links = outline(contract(base), RULES, as_of + 2000 * DAY).links
    assert found.key.due_on == min(each.notice_deadline for each in links if each.notice_deadline >= as_of)


def test_f06_the_deadline_after_renewal_is_of_the_running_term():
    assert coming(automatic(), date(2026, 2, 11)) == [(K.RENEWAL_DECISION, date(2026, 6, 27), date(2026, 6, 22))]


def test_f07_after_the_cap_the_decision_is_about_the_end():
    base = automatic(first_day=date(2020, 1, 1), length=months(60), max_renewals=2)
    ((kind, due_on, _),) = coming(base, date(2026, 1, 1))
    assert (kind, due_on) == (K.RENEWAL_DECISION, date(2026, 12, 31))


def test_f24_the_day_after_the_notice_day_the_next_term_asks():
    assert brief(BASE, date(2026, 12, 1)) == [(K.RENEWAL_DECISION, date(2026, 12, 1), date(2026, 11, 26))]
    assert coming(BASE, date(2026, 12, 2)) == [(K.RENEWAL_DECISION, date(2027, 12, 1), date(2027, 11, 26))]


def test_a_decision_to_end_asks_for_the_notice_until_it_counts():
    ending = decided(date(2026, 12, 1), Choice.TERMINATE)
    assert brief(BASE, date(2026, 11, 1), **ending) == [(K.POST_NOTICE, date(2026, 12, 1), date(2026, 11, 26))]
    on_the_way = replace(notice(date(2026, 11, 3)), received_on=None)
    assert brief(BASE, date(2026, 11, 4), **ending, notices=(on_the_way,))[0][0] is K.POST_NOTICE
    received = notice(date(2026, 11, 9), sent_on=date(2026, 11, 3))
    assert brief(BASE, date(2026, 11, 10), **ending, notices=(received,)) == [(K.EXPIRY, END, END)]


def test_a_notice_missed_after_a_decision_is_told_beside_the_next_term():
    ending = decided(date(2026, 12, 1), Choice.TERMINATE)
    missed, following = brief(BASE, date(2026, 12, 2), **ending)
    assert missed[:2] == (K.NOTICE_MISSED, date(2026, 12, 1))
    assert following[:2] == (K.RENEWAL_DECISION, date(2027, 12, 1))


def test_a_decision_to_renew_asks_at_the_next_term():
    assert brief(BASE, date(2026, 11, 1), **decided(date(2026, 12, 1), Choice.RENEW))[0][1] == date(2027, 12, 1)


def test_a_decision_to_renegotiate_asks_for_the_amendment():
    talks = decided(date(2026, 12, 1), Choice.RENEGOTIATE, date(2026, 10, 1))
    assert brief(BASE, date(2026, 11, 1), **talks) == [(K.SIGN_AMENDMENT, date(2026, 12, 1), date(2026, 12, 1))]
    signed = amendment(1, date(2026, 11, 1), notice=days(60))
    found = brief(BASE, date(2026, 11, 2), **talks, amendments=(replace(signed, effective_on=date(2027, 2, 1)),))
    assert found[0][:2] == (K.RENEWAL_DECISION, date(2027, 11, 1))


@pytest.mark.parametrize("kind", [Renewal.NONE, Renewal.BY_CONSENT])
def test_a_contract_that_ends_asks_in_time_and_then_to_wind_up(kind):
    base = replace(FIXED, renewal=kind)
    assert brief(base, date(2026, 3, 1)) == [(K.RENEWAL_DECISION, END, date(2026, 11, 16))]
    assert brief(base, END) == [(K.RENEWAL_DECISION, END, date(2026, 11, 16))]
    assert brief(base, date(2027, 1, 1)) == [(K.EXPIRY, END, END)]
    assert brief(base, date(2027, 6, 1), closed_on=date(2027, 6, 1)) == []


def test_decisions_about_a_contract_that_ends():
    assert brief(FIXED, date(2026, 12, 1), **decided(END, Choice.LAPSE)) == [(K.EXPIRY, END, END)]
    renewing = decided(END, Choice.RENEW)
    assert brief(FIXED, date(2026, 12, 1), **renewing) == [(K.SIGN_AMENDMENT, END, END)]
    assert brief(FIXED, date(2027, 1, 1), **renewing) == [(K.EXPIRY, END, END)]
    longer = amendment(1, date(2026, 12, 5), last_day=date(2027, 12, 31))
    assert brief(FIXED, date(2026, 12, 6), **renewing, amendments=(longer,))[0][1] == date(2027, 12, 31)


def test_the_last_working_day_stands_for_an_end_on_a_sunday():
    base = replace(FIXED, last_day=date(2027, 1, 31))
    assert brief(base, date(2027, 2, 1)) == [(K.EXPIRY, date(2027, 1, 31), date(2027, 1, 29))]


def test_a_terminated_contract_is_wound_up():
    assert brief(BASE, date(2026, 5, 1), terminated_after=date(2026, 6, 30)) == [
        (K.EXPIRY, date(2026, 6, 30), date(2026, 6, 30))
    ]
    assert brief(BASE, date(2025, 11, 1), terminated_after=date(2025, 12, 15))[0][1] == date(2025, 12, 15)


def test_an_evergreen_contract_asks_only_where_an_end_is_asked_for():
    base = Conditions(first_day=date(2026, 1, 1), renewal=Renewal.EVERGREEN, notice=days(30))
    assert brief(base, date(2026, 5, 1)) == []
    asked = replace(base, asked_end=END)
    assert brief(asked, date(2026, 5, 1)) == [(K.RENEWAL_DECISION, date(2026, 12, 1), date(2026, 11, 26))]
    assert brief(asked, date(2026, 12, 2)) == [(K.NOTICE_MISSED, date(2026, 12, 1), date(2026, 12, 1))]
    ending = decided(date(2026, 12, 1), Choice.TERMINATE)
    assert brief(asked, date(2026, 5, 1), **ending)[0][0] is K.POST_NOTICE
    assert brief(asked, date(2026, 5, 1), **ending, notices=(notice(date(2026, 4, 1)),)) == [(K.EXPIRY, END, END)]


def test_until_fulfilled_asks_nothing():
    assert brief(Conditions(first_day=date(2026, 1, 1), renewal=Renewal.UNTIL_FULFILLED), date(2026, 5, 1)) == []


def test_a_lease_asks_until_the_month_to_object_is_over_and_then_to_confirm():
    lease = Conditions(first_day=date(2026, 1, 1), last_day=date(2026, 6, 30), renewal=Renewal.TACIT)
    assert brief(lease, date(2026, 7, 15)) == [(K.RENEWAL_DECISION, date(2026, 7, 30), date(2026, 7, 24))]
    found = brief(lease, date(2026, 7, 31))
    assert [(each[0], each[1]) for each in found] == [
        (K.RENEWAL_DECISION, date(2027, 1, 31)),
        (K.CONFIRM_ALIVE, date(2026, 7, 30)),
    ]
    confirmed = decided(date(2026, 7, 30), Choice.RENEW)
    assert [each[0] for each in brief(lease, date(2026, 7, 31), **confirmed)] == [K.RENEWAL_DECISION]


def test_an_imported_contract_is_asked_about_once_until_confirmed():
    imported = {"presumed_before": date(2026, 11, 24)}
    found = brief(automatic(), date(2026, 11, 24), **imported)
    assert (K.CONFIRM_ALIVE, date(2026, 11, 24), date(2026, 11, 24)) in found
    assert [each[0] for each in coming(automatic(), date(2026, 11, 24))] == [K.RENEWAL_DECISION]
    assert [each[0] for each in brief(BASE, date(2026, 11, 24), **imported)] == [K.RENEWAL_DECISION]


def test_a_late_notice_asks_a_person_until_it_is_decided():
    late = {"notices": (notice(date(2026, 12, 5), by=Side.THEIRS),)}
    found = brief(BASE, date(2027, 3, 1), **late)
    assert [(each[0], each[1]) for each in found] == [
        (K.RENEWAL_DECISION, date(2027, 12, 1)),
        (K.LATE_NOTICE, date(2026, 12, 5)),
    ]
    settled = decided(date(2026, 12, 5), Choice.RENEW)
    assert [each[0] for each in brief(BASE, date(2027, 3, 1), **late, **settled)] == [K.RENEWAL_DECISION]


def test_a_contract_out_for_signature_is_asked_for_after_ten_working_days():
    moves = ((date(2026, 11, 1), Status.APPROVED), (date(2026, 11, 10), Status.SIGNING))
    assert brief(BASE, date(2026, 11, 20), moves=moves) == [(K.SIGNATURE, date(2026, 11, 24), date(2026, 11, 24))]


@pytest.mark.parametrize("status", [each for each in Status if each not in (Status.SIGNED, Status.SIGNING)])
def test_what_is_not_signed_has_no_deadline(status):
    assert brief(BASE, date(2026, 11, 20), moves=((date(2026, 1, 1), status),)) == []


def test_a_renewal_without_a_notice_asks_before_the_last_day():
    found = deadlines(replace(BASE, notice=None), date(2026, 3, 1))
    assert [(each.key.kind, each.key.due_on) for each in found] == [(K.MISSING_FACT, END)]
    assert "notice_unknown" in [step.code for step in found[0].why]


def test_a_renewal_of_unknown_length_is_not_forgotten_after_its_end():
    base = replace(BASE, renewal_length=None)
    assert brief(base, date(2026, 11, 1))[0][0] is K.RENEWAL_DECISION
    assert brief(base, date(2027, 1, 5)) == [(K.MISSING_FACT, END, date(2026, 11, 16))]


def test_why_names_each_step_and_each_allowed_method():
    base = replace(BASE, notice_methods=("letter", "courier", "edoc"), clauses=(("notice", "7.3"),))
    (found,) = deadlines(base, date(2026, 11, 1))
    assert [(step.code, step.on) for step in found.why] == [
        ("end_counted", END),
        ("notice_subtracted", date(2026, 12, 1)),
        ("delivery_subtracted", date(2026, 11, 26)),
        ("method_until", date(2026, 11, 26)),
        ("method_until", date(2026, 11, 27)),
        ("method_until", date(2026, 12, 1)),
    ]
    assert dict(found.why[1].facts) == {
        "last_day": date(2026, 12, 31),
        "notice": days(30),
        "clause_no": "7.3",
    }


def test_why_shows_a_move_back_to_a_working_day():
    rules = replace(RULES, delivery={"letter": 3})
    (found,) = deadlines_on(outline(contract(BASE), rules, date(2026, 11, 1)), date(2026, 11, 1))
    assert found.act_by == date(2026, 11, 27)
    assert [(step.code, step.facts) for step in found.why if step.code == "moved_back"] == [
        ("moved_back", (("before", date(2026, 11, 28)),))
    ]


@settings(deadline=None, max_examples=250)
@given(any_facts(), st.dates(date(2024, 1, 1), date(2027, 6, 1)))
def test_every_deadline_explains_itself_and_is_acted_on_in_time(facts, as_of):
    try:
        found = deadlines_on(outline(facts, RULES, as_of), as_of)
    except FactsFault:
        assume(False)
    calendar = RULES.calendar(facts.country)
    for each in found:
        assert each.act_by <= each.key.due_on
        assert calendar.is_working(each.act_by) or each.key.kind is K.NOTICE_MISSED
        assert each.why
        assert {step.code for step in each.why} <= {code for name, code in vars(steps).items() if name.isupper()}
        assert steps_of(json.loads(json.dumps(steps_json(each.why)))) == each.why
    next_acts = {K.RENEWAL_DECISION, K.POST_NOTICE, K.SIGN_AMENDMENT, K.EXPIRY, K.SIGNATURE}
    assert sum(each.key.kind in next_acts for each in found) <= 1


@settings(deadline=None, max_examples=100)
@given(any_facts(), st.dates(date(2025, 1, 1), date(2026, 12, 31)))
def test_f01_nobody_looks_later_than_the_first_reminder(facts, as_of):
    try:
        found = deadlines_on(outline(facts, RULES, as_of), as_of)
    except FactsFault:
        assume(False)
    policy = ReminderPolicy()
    calendar = RULES.calendar(facts.country)
    for each in found:
        for number in range(-120, 60):
            day = each.act_by + number * DAY
            if TierClock(policy, calendar, day).newest(each) is not None:
                assert each.check_on <= day
                break


def test_check_on_is_the_calendars_first_day_where_no_tier_is_known():
    assert check_on(K.EXPIRY, date(2026, 11, 26), None) == date.min
    assert check_on(K.EXPIRY, date(2026, 11, 26), 90) == date(2026, 8, 28)
    assert check_on(K.EXPIRY, date(1, 2, 1), 90) == date.min


def test_a_signature_time_in_other_units_is_counted_too():
    rules = replace(RULES, signature_within=Duration(2, "week"))
    facts = contract(BASE, moves=((date(2026, 11, 7), Status.SIGNING),))
    (found,) = deadlines_on(outline(facts, rules, date(2026, 11, 20)), date(2026, 11, 20))
    assert (found.key.due_on, found.act_by) == (date(2026, 11, 21), date(2026, 11, 20))
    assert UA.is_working(found.act_by)


def test_where_sending_counts_a_sent_notice_is_enough():
    base = replace(BASE, notice_counts=NoticeCounts.SENT)
    sent = replace(notice(date(2026, 11, 3), kind=NoticeKind.NON_RENEWAL), received_on=None)
    assert brief(base, date(2026, 11, 4), notices=(sent,)) == [(K.EXPIRY, END, END)]
