"""What follows from the facts of a contract, and how long it is right."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from contracts.kernel.calendar import FAR
from contracts.kernel.subject import Subject, SubjectKind
from contracts.registry.rules.contract import Conditions, Phase, Renewal, Status, Term
from contracts.registry.rules.derive import Derived, derive_all, derive_contract
from contracts.registry.rules.fault import FactsFault
from contracts.registry.rules.lifecycle import phase_on
from tests.registry.rules.some_facts import DAY, RULES, amendment, any_facts, automatic, contract, days, months, notice


def derived(facts, on: date) -> Derived:
    return derive_contract(facts, RULES, on)


def without_phase(each: Derived) -> tuple:
    standing = each.standing
    place = (standing.term_no, standing.first_day, standing.last_day, standing.notice_deadline, standing.post_by)
    return place, each.deadlines, each.terms_to_record, each.terms_to_void, each.missing, each.derived_until


@settings(deadline=None, max_examples=250)
@given(any_facts(), st.dates(date(2024, 1, 1), date(2027, 6, 1)), st.data())
def test_nothing_but_the_phase_differs_before_derived_until(facts, as_of, data):
    try:
        first = derived(facts, as_of)
    except FactsFault:
        assume(False)
    assert first.derived_until > as_of
    end = min(first.derived_until, as_of + timedelta(days=700))
    probes = {end - DAY, *(as_of + n * DAY for n in range(1, 8))}
    probes |= set(data.draw(st.lists(st.dates(as_of, end - DAY), max_size=12)))
    for day in sorted(each for each in probes if as_of < each < end):
        later = derived(facts, day)
        assert without_phase(later) == without_phase(first), day
        span = next(each for each in first.spans if each.from_on <= day < each.until_on)
        standing = later.standing
        assert (standing.phase, standing.phase_from) == (span.phase, span.from_on)


@settings(deadline=None, max_examples=150)
@given(any_facts(), st.dates(date(2024, 1, 1), date(2027, 6, 1)))
def test_f09_the_register_row_shows_the_phase_of_its_day(facts, as_of):
    try:
        found = derived(facts, as_of)
    except FactsFault:
        assume(False)
    standing = found.standing
    assert standing.phase is phase_on(facts, as_of, RULES)
    assert standing.phase_from <= as_of < standing.phase_until
    assert len({each.key for each in found.deadlines}) == len(found.deadlines)


@settings(deadline=None, max_examples=150)
@given(any_facts(), st.dates(date(2024, 1, 1), date(2027, 6, 1)))
def test_recording_what_is_final_leaves_nothing_to_record_or_void(facts, as_of):
    try:
        found = derived(facts, as_of)
    except FactsFault:
        assume(False)
    kept = tuple(each for each in facts.recorded_terms if each not in found.terms_to_void)
    again = derived(replace(facts, recorded_terms=kept + found.terms_to_record), as_of)
    assert (again.terms_to_record, again.terms_to_void) == ((), ())
    assert again.standing == found.standing
    assert again.spans == found.spans


def test_the_row_shows_the_first_term_before_it_and_the_last_one_after_it():
    facts = contract(Conditions(first_day=date(2026, 1, 1), last_day=date(2026, 12, 31), renewal=Renewal.NONE))
    for on, phase in ((date(2025, 6, 1), Phase.UPCOMING), (date(2027, 6, 1), Phase.EXPIRED)):
        standing = derived(facts, on).standing
        assert (standing.term_no, standing.last_day, standing.phase) == (1, date(2026, 12, 31), phase)


def test_a_contract_without_an_end_shows_none():
    facts = contract(Conditions(first_day=date(2026, 1, 1), renewal=Renewal.EVERGREEN, notice=months(3)))
    found = derived(facts, date(2026, 6, 1))
    assert (found.standing.last_day, found.standing.notice_deadline, found.standing.term_no) == (None, None, 1)
    assert found.derived_until == FAR


def test_what_can_be_derived_without_a_first_day_is():
    facts = contract(automatic(first_day=None, last_day=date(2026, 12, 31), notice=days(30)))
    found = derived(facts, date(2026, 6, 1))
    assert found.standing.phase is Phase.INCOMPLETE
    assert found.missing == ("first_day",)
    assert (found.standing.first_day, found.standing.notice_deadline) == (None, date(2026, 12, 1))
    assert [each.key.due_on for each in found.deadlines] == [date(2026, 12, 1)]


def test_without_any_end_there_is_nothing_but_what_is_missing():
    found = derived(contract(Conditions(first_day=date(2026, 1, 1), renewal=Renewal.NONE)), date(2026, 6, 1))
    assert found.standing.term_no is None
    assert found.missing == ("last_day",)
    assert found.deadlines == ()


def test_an_endless_renewal_is_derived_up_to_the_end_of_the_next_term():
    found = derived(contract(automatic()), date(2026, 2, 11))
    assert found.spans[-1].until_on == date(2027, 8, 28)
    assert found.derived_until == date(2026, 6, 28)


def test_f24_after_three_years_off_one_run_records_three_terms():
    found = derived(contract(automatic()), date(2027, 8, 28))
    assert [(each.no, each.last_day) for each in found.terms_to_record] == [
        (2, date(2026, 8, 27)),
        (3, date(2027, 8, 27)),
        (4, date(2028, 8, 27)),
    ]


def test_f24_the_end_moves_only_when_the_old_term_has_ended():
    facts = contract(automatic())
    on_the_last_day, the_day_after = derived(facts, date(2025, 8, 27)), derived(facts, date(2025, 8, 28))
    assert on_the_last_day.terms_to_record == ()
    assert on_the_last_day.standing.last_day == date(2025, 8, 27)
    assert [each.no for each in the_day_after.terms_to_record] == [2]
    assert the_day_after.standing.last_day == date(2026, 8, 27)


def test_f24_a_counted_notice_leaves_nothing_to_record():
    facts = contract(automatic(), notices=(notice(date(2025, 6, 1)),))
    found = derived(facts, date(2027, 8, 28))
    assert found.terms_to_record == ()
    assert found.standing.last_day == date(2025, 8, 27)


def test_a_lease_is_recorded_when_the_month_to_object_has_passed():
    lease = contract(Conditions(first_day=date(2026, 1, 1), last_day=date(2026, 6, 30), renewal=Renewal.TACIT))
    assert derived(lease, date(2026, 7, 30)).terms_to_record == ()
    assert [each.source for each in derived(lease, date(2026, 7, 31)).terms_to_record] == ["presumed"]


def test_a_notice_entered_late_voids_the_recorded_term():
    recorded = Term(2, date(2025, 8, 28), date(2026, 8, 27), "automatic")
    facts = contract(automatic(), recorded_terms=(recorded,), notices=(notice(date(2025, 6, 1)),))
    assert derived(facts, date(2025, 10, 1)).terms_to_void == (recorded,)


def test_an_amendment_with_an_earlier_effect_voids_the_recorded_terms():
    recorded = (
        Term(2, date(2025, 8, 28), date(2026, 8, 27), "automatic"),
        Term(3, date(2026, 8, 28), date(2027, 8, 27), "automatic"),
    )
    shorter = amendment(1, date(2026, 6, 1), signed_on=date(2026, 11, 1), last_day=date(2026, 7, 31))
    found = derived(contract(automatic(), recorded_terms=recorded, amendments=(shorter,)), date(2026, 11, 10))
    assert found.terms_to_void == recorded
    assert [(each.no, each.last_day) for each in found.terms_to_record] == [
        (2, date(2026, 7, 31)),
        (3, date(2027, 7, 31)),
    ]


def test_a_termination_voids_no_term():
    recorded = Term(2, date(2025, 8, 28), date(2026, 8, 27), "automatic")
    facts = contract(automatic(), recorded_terms=(recorded,), terminated_after=date(2026, 3, 31))
    found = derived(facts, date(2026, 6, 1))
    assert found.terms_to_void == ()
    assert found.standing.last_day == date(2026, 3, 31)
    assert found.standing.phase is Phase.TERMINATED


def test_a_clock_set_back_voids_nothing():
    recorded = tuple(derived(contract(automatic()), date(2029, 1, 1)).terms_to_record)
    assert derived(contract(automatic(), recorded_terms=recorded), date(2025, 1, 1)).terms_to_void == ()


FIXED = Conditions(first_day=date(2026, 1, 1), last_day=date(2026, 12, 31), renewal=Renewal.NONE)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (contract(replace(FIXED, last_day=date(2025, 12, 30))), "ends_before_start"),
        (contract(replace(FIXED, last_day=None, length=months(0))), "ends_before_start"),
        (contract(automatic(renewal_length=days(0))), "renewal_stands_still"),
        (contract(automatic(first_day=date(1990, 1, 1), renewal_length=days(1))), "too_many_terms"),
        (contract(automatic(renewal_length=months(99999))), "beyond_calendar"),
        (contract(automatic(notice=months(99999))), "beyond_calendar"),
        (contract(FIXED, amendments=(amendment(1, date(2026, 3, 1), last_day=date(2025, 1, 1)),)), "ends_before_start"),
        (contract(FIXED, recorded_terms=(Term(2, date(2026, 6, 1), FAR, "manual"),)), "terms_overlap"),
    ],
)
def test_f10_facts_that_contradict_themselves_are_a_named_fault(facts, code):
    done, faults = derive_all([facts], RULES, date(2026, 5, 1))
    assert done == []
    assert [each.code for each in faults] == [code]
    assert "{" not in faults[0].sentence
    with pytest.raises(FactsFault):
        derive_contract(facts, RULES, date(2026, 5, 1))


def test_f10_one_corrupt_contract_among_five_hundred_stops_nobody():
    good = contract(automatic())
    corrupt = replace(good, id=250, base=replace(good.base, first_day="soon"))
    many = [replace(good, id=number) if number != 250 else corrupt for number in range(1, 501)]
    done, faults = derive_all(many, RULES, date(2026, 5, 1))
    assert len(done) == 499
    assert [(each.subject, each.code) for each in faults] == [(Subject(SubjectKind.CONTRACT, 250), "corrupt_facts")]
    assert derive_all([replace(corrupt, base=good.base)], RULES, date(2026, 5, 1))[1] == []


def test_the_last_day_of_the_calendar_is_no_end():
    found = derived(contract(automatic(last_day=FAR)), date(2026, 5, 1))
    assert found.standing.last_day is None
    assert found.standing.phase is Phase.IN_FORCE


def test_a_future_move_bounds_what_is_derived():
    moves = ((date(2026, 1, 1), Status.SIGNING), (date(2026, 6, 1), Status.SIGNED))
    assert derived(contract(FIXED, moves=moves), date(2026, 2, 1)).derived_until == date(2026, 6, 1)
