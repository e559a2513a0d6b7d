"""The phase of a contract on any day."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from contracts.kernel.calendar import FAR
from contracts.registry.rules.contract import Conditions, Phase, Renewal, Status, Suspension
from contracts.registry.rules.fault import FactsFault
from contracts.registry.rules.lifecycle import missing_in, phase_on, spans_of, status_on, turning_days
from contracts.registry.rules.term import outline
from tests.registry.rules.some_facts import DAY, RULES, amendment, any_facts, automatic, contract, days, months, notice

MARCH = date(2026, 3, 1)

FIXED = Conditions(first_day=date(2026, 1, 1), last_day=date(2026, 12, 31), renewal=Renewal.NONE)
AUTOMATIC = automatic(first_day=date(2026, 1, 1), notice=days(30))


def phase(base: Conditions, on: date, **more) -> Phase:
    return phase_on(contract(base, **more), on, RULES)


FIRST, HORIZON = date(2023, 5, 1), date(2027, 12, 31)


@settings(deadline=None, max_examples=150)
@given(any_facts(), st.lists(st.dates(FIRST, HORIZON), max_size=60))
def test_f09_spans_say_what_the_rule_says_on_every_day(facts, days):
    try:
        spans = spans_of(outline(facts, RULES, HORIZON))
        turning = turning_days(outline(facts, RULES, HORIZON))
    except FactsFault:
        assume(False)
    assert spans[0].from_on == date.min
    assert all(before.until_on == after.from_on for before, after in pairwise(spans))
    assert all(before.phase is not after.phase for before, after in pairwise(spans))
    assert spans[-1].until_on > HORIZON
    looked_at = sorted(day for day in {*turning, *(each.from_on for each in spans)} if FIRST < day < HORIZON)
    near = {day + n * DAY for day in looked_at[:: len(looked_at) // 25 + 1] for n in (-1, 0, 1)}
    for day in sorted({*days, *near}):
        span = next(each for each in spans if each.from_on <= day < each.until_on)
        assert phase_on(facts, day, RULES) is span.phase, day


@settings(deadline=None, max_examples=5)
@given(any_facts())
def test_f09_spans_say_what_the_rule_says_on_each_of_five_years_days(facts):
    try:
        spans = spans_of(outline(facts, RULES, HORIZON))
    except FactsFault:
        assume(False)
    for span in spans:
        day, last = max(span.from_on, FIRST), min(span.until_on - DAY, HORIZON)
        while day <= last:
            assert phase_on(facts, day, RULES) is span.phase, day
            day += DAY


@settings(deadline=None, max_examples=60)
@given(any_facts())
def test_a_phase_changes_only_on_a_boundary(facts):
    try:
        whole = outline(facts, RULES, HORIZON)
        turning, spans = set(turning_days(whole)), spans_of(whole)
    except FactsFault:
        assume(False)
    assert {each.from_on for each in spans[1:] if each.from_on <= HORIZON} <= turning


def test_a_status_other_than_signed_is_the_phase():
    moves = (
        (date(2026, 1, 1), Status.DRAFT),
        (date(2026, 2, 1), Status.SIGNING),
        (date(2026, 3, 1), Status.SIGNED),
    )
    found = [phase(FIXED, date(2026, month, 15), moves=moves) for month in (1, 2, 3)]
    assert found == [Phase.DRAFT, Phase.SIGNING, Phase.IN_FORCE]
    assert status_on(contract(FIXED, moves=moves), date(2020, 1, 1)) is Status.DRAFT


def test_termination_comes_before_everything_that_is_signed():
    after = {"terminated_after": date(2026, 5, 31)}
    assert phase(FIXED, date(2026, 5, 31), **after) is Phase.EXPIRING
    assert phase(FIXED, date(2026, 6, 1), **after) is Phase.TERMINATED
    assert phase(replace(FIXED, first_day=None), date(2026, 6, 1), **after) is Phase.TERMINATED


@pytest.mark.parametrize(
    ("base", "names"),
    [
        (Conditions(), ("first_day", "renewal", "last_day")),
        (replace(FIXED, first_day=None), ("first_day",)),
        (replace(FIXED, renewal=None), ("renewal",)),
        (replace(FIXED, last_day=None), ("last_day",)),
        (replace(AUTOMATIC, renewal_length=None), ("renewal_length",)),
        (replace(AUTOMATIC, notice=None), ("notice",)),
        (Conditions(first_day=date(2026, 1, 1), renewal=Renewal.EVERGREEN), ()),
        (Conditions(first_day=date(2026, 1, 1), renewal=Renewal.UNTIL_FULFILLED), ()),
    ],
)
def test_a_missing_fact_the_phase_needs_makes_it_incomplete(base, names):
    expected = Phase.INCOMPLETE if names else Phase.IN_FORCE
    assert phase(base, date(2026, 3, 1)) is expected
    assert missing_in(outline(contract(base), RULES, MARCH), MARCH) == names


def test_other_missing_facts_are_listed_and_change_nothing():
    facts = contract(FIXED, known_missing=("amount", "signatory"))
    assert missing_in(outline(facts, RULES, MARCH), MARCH) == ("amount", "signatory")
    assert phase_on(facts, date(2026, 3, 1), RULES) is Phase.IN_FORCE


def test_a_fixed_contract_from_start_to_end():
    on = {
        date(2025, 12, 31): Phase.UPCOMING,
        date(2026, 1, 1): Phase.IN_FORCE,
        date(2026, 10, 1): Phase.IN_FORCE,
        date(2026, 10, 2): Phase.EXPIRING,
        date(2026, 12, 31): Phase.EXPIRING,
        date(2027, 1, 1): Phase.EXPIRED,
    }
    assert {day: phase(FIXED, day) for day in on} == on


def test_an_automatic_contract_around_its_notice_day():
    on = {
        date(2026, 8, 27): Phase.IN_FORCE,
        date(2026, 8, 28): Phase.NOTICE_WINDOW,
        date(2026, 12, 1): Phase.NOTICE_WINDOW,
        date(2026, 12, 2): Phase.IN_FORCE,
        date(2026, 12, 31): Phase.IN_FORCE,
        date(2027, 1, 1): Phase.IN_FORCE,
    }
    assert {day: phase(AUTOMATIC, day) for day in on} == on


def test_a_suspension_hides_the_windows_but_not_the_end():
    pause = {"suspensions": (Suspension(date(2026, 12, 1), date(2027, 2, 1)),)}
    assert phase(FIXED, date(2026, 11, 30), **pause) is Phase.EXPIRING
    assert phase(FIXED, date(2026, 12, 1), **pause) is Phase.SUSPENDED
    assert phase(FIXED, date(2027, 1, 31), **pause) is Phase.SUSPENDED
    assert phase(FIXED, date(2027, 2, 1), **pause) is Phase.EXPIRED


def test_f07_the_last_term_after_the_cap_is_expiring_and_never_notice_window():
    base = replace(AUTOMATIC, max_renewals=1)
    seen = {phase(base, date(2027, 1, 1) + n * DAY) for n in range(400)}
    assert seen == {Phase.IN_FORCE, Phase.EXPIRING, Phase.EXPIRED}
    assert phase(base, date(2027, 12, 31)) is Phase.EXPIRING


def test_a_counted_notice_makes_the_term_the_last_one():
    served = {"notices": (notice(date(2026, 12, 1)),)}
    assert phase(AUTOMATIC, date(2026, 12, 2), **served) is Phase.EXPIRING
    assert phase(AUTOMATIC, date(2027, 1, 1), **served) is Phase.EXPIRED


def test_a_late_notice_leaves_the_phase_alone():
    served = {"notices": (notice(date(2026, 12, 2)),)}
    assert phase(AUTOMATIC, date(2026, 12, 20), **served) is Phase.IN_FORCE
    assert phase(AUTOMATIC, date(2027, 1, 1), **served) is Phase.IN_FORCE


def test_the_month_to_object_to_a_lease_is_in_the_notice_window():
    lease = Conditions(first_day=date(2026, 1, 1), last_day=date(2026, 6, 30), renewal=Renewal.TACIT)
    assert phase(lease, date(2026, 7, 30)) is Phase.NOTICE_WINDOW
    assert phase(lease, date(2026, 7, 31)) is Phase.IN_FORCE


def test_a_prolonged_contract_is_not_expiring():
    longer = {"amendments": (amendment(1, date(2026, 11, 1), last_day=date(2027, 12, 31)),)}
    assert phase(FIXED, date(2026, 12, 15), **longer) is Phase.IN_FORCE
    assert phase(FIXED, date(2027, 12, 15), **longer) is Phase.EXPIRING


def test_a_contract_prolonged_after_its_end_was_expired_between():
    later = {"amendments": (amendment(1, date(2027, 2, 1), last_day=date(2027, 12, 31)),)}
    assert phase(FIXED, date(2027, 1, 15), **later) is Phase.EXPIRED
    assert phase(FIXED, date(2027, 2, 1), **later) is Phase.IN_FORCE


def test_an_evergreen_contract_is_in_force_until_a_notice_runs_out():
    base = Conditions(first_day=date(2026, 1, 1), renewal=Renewal.EVERGREEN, notice=months(3))
    assert phase(base, date(2099, 1, 1)) is Phase.IN_FORCE
    served = {"notices": (notice(date(2026, 6, 15)),)}
    assert phase(base, date(2026, 9, 15), **served) is Phase.EXPIRING
    assert phase(base, date(2026, 9, 16), **served) is Phase.EXPIRED


def test_the_last_span_of_what_has_ended_is_open():
    assert spans_of(outline(contract(FIXED), RULES, date(2026, 5, 1)))[-1] == (Phase.EXPIRED, date(2027, 1, 1), FAR)


def test_an_unsigned_contract_has_one_phase_for_ever():
    drafted = contract(FIXED, moves=((date(2026, 1, 1), Status.DRAFT),))
    spans = spans_of(outline(drafted, RULES, date(2026, 5, 1)))
    assert spans == ((Phase.DRAFT, date.min, FAR),)
