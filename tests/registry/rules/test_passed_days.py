"""When a day has passed the duty stays, changes its sentence and its remedy, and goes when a person settles it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.kernel.deadline import Deadline, DeadlineKind
from contracts.registry.rules.contract import Choice, Conditions, Decision, Renewal
from contracts.registry.rules.deadlines import deadlines_on
from contracts.registry.rules.derive import derive_contract
from contracts.registry.rules.term import outline
from tests.registry.rules.some_facts import (
    DAY,
    LENGTHS,
    RULES,
    amendment,
    automatic,
    contract,
    days,
    months,
    notice,
)

K = DeadlineKind
#: 05.01.2026–05.01.2027, a year more by itself, 45 days of notice: the case of the issue.
YEAR = Conditions(
    first_day=date(2026, 1, 5),
    last_day=date(2027, 1, 5),
    renewal=Renewal.AUTOMATIC,
    renewal_length=months(12),
    notice=days(45),
)
LAST_DAY_FOR_NOTICE = date(2026, 11, 21)
REGISTERED = date(2026, 1, 7)


def on_day(base: Conditions, on: date, **more) -> dict[DeadlineKind, Deadline]:
    facts = contract(base, **{"registered_on": REGISTERED, **more})
    found = deadlines_on(outline(facts, RULES, on), on)
    assert len({each.key.kind for each in found}) == len(found)
    return {each.key.kind: each for each in found}


def codes(deadline: Deadline) -> list[str]:
    return [each.code for each in deadline.why]


def decisions(*made: tuple[date, Choice, date]) -> dict:
    return {"decisions": tuple(Decision(*each) for each in made)}


def test_m1_a_missed_notice_stays_with_what_follows_and_what_is_still_possible():
    found = on_day(YEAR, date(2026, 11, 22))
    missed = found[K.NOTICE_MISSED]
    assert (missed.key.due_on, missed.act_by) == (LAST_DAY_FOR_NOTICE, LAST_DAY_FOR_NOTICE)
    assert codes(missed) == ["end_stated", "notice_subtracted", "missed_renews", "next_notice"]
    assert dict(missed.why[2].facts) == {"first_day": date(2027, 1, 6), "last_day": date(2028, 1, 5)}
    assert missed.why[3].on == found[K.RENEWAL_DECISION].key.due_on == date(2027, 11, 21)


def test_m1_on_the_last_day_for_notice_nothing_is_missed_yet():
    assert set(on_day(YEAR, LAST_DAY_FOR_NOTICE)) == {K.RENEWAL_DECISION}


def test_m1_what_renewed_is_told_in_the_past_and_what_will_renew_in_the_future():
    assert "missed_renewed" in codes(on_day(YEAR, date(2027, 1, 6))[K.NOTICE_MISSED])
    before, after = (on_day(YEAR, day)[K.RENEWAL_DECISION] for day in (date(2027, 1, 5), date(2027, 1, 6)))
    assert (codes(before)[0], codes(after)[0]) == ("term_renews", "term_renewed")


def test_m1_a_contract_registered_after_the_day_is_told_of_it_and_since_when_it_could_be_known():
    entered = date(2026, 11, 25)
    missed = on_day(YEAR, date(2026, 12, 1), registered_on=entered)[K.NOTICE_MISSED]
    assert missed.why[-1] == ("entered_late", entered, ())


def test_m1_a_renewal_that_had_begun_before_the_contract_was_registered_is_no_news():
    assert set(on_day(YEAR, date(2027, 3, 1), registered_on=date(2027, 1, 6))) == {K.RENEWAL_DECISION}
    assert K.NOTICE_MISSED in on_day(YEAR, date(2027, 3, 1), registered_on=date(2027, 1, 5))


def test_m1_it_never_vanishes_into_the_deadline_of_the_next_year():
    for day in (date(2027, 5, 1), date(2027, 11, 1), date(2027, 11, 21)):
        found = on_day(YEAR, day)
        assert found[K.NOTICE_MISSED].key.due_on == LAST_DAY_FOR_NOTICE
        assert found[K.RENEWAL_DECISION].key.due_on == date(2027, 11, 21)
    assert on_day(YEAR, date(2027, 11, 22))[K.NOTICE_MISSED].key.due_on == date(2027, 11, 21)


def test_m1_a_decision_to_renew_in_time_leaves_nothing_missed():
    in_time = decisions((LAST_DAY_FOR_NOTICE, Choice.RENEW, date(2026, 10, 1)))
    assert K.NOTICE_MISSED not in on_day(YEAR, date(2026, 11, 22), **in_time)


def test_m1_a_decision_to_end_that_nobody_carried_out_is_missed_all_the_more():
    ending = decisions((LAST_DAY_FOR_NOTICE, Choice.TERMINATE, date(2026, 10, 1)))
    assert "decided" in codes(on_day(YEAR, date(2026, 11, 22), **ending)[K.NOTICE_MISSED])
    on_the_way = replace(notice(date(2026, 11, 10)), received_on=None)
    missed = on_day(YEAR, date(2026, 11, 22), **ending, notices=(on_the_way,))[K.NOTICE_MISSED]
    assert "notice_on_the_way" in codes(missed)
    received = notice(date(2026, 11, 18), sent_on=date(2026, 11, 10))
    assert set(on_day(YEAR, date(2026, 11, 22), **ending, notices=(received,))) == {K.EXPIRY}


def test_m1_other_terms_that_nobody_signed_are_missed_until_they_are():
    talks = decisions((LAST_DAY_FOR_NOTICE, Choice.RENEGOTIATE, date(2026, 10, 1)))
    assert K.NOTICE_MISSED in on_day(YEAR, date(2026, 11, 22), **talks)
    signed = amendment(1, date(2026, 11, 20), payment_terms="10 банківських днів")
    assert K.NOTICE_MISSED not in on_day(YEAR, date(2026, 11, 22), **talks, amendments=(signed,))


def test_m1_a_person_settles_it_by_accepting_the_renewal():
    accepted = decisions((LAST_DAY_FOR_NOTICE, Choice.RENEW, date(2026, 11, 24)))
    assert set(on_day(YEAR, date(2026, 11, 24), **accepted)) == {K.RENEWAL_DECISION}


@pytest.mark.parametrize("choice", [Choice.TERMINATE, Choice.LAPSE, Choice.RENEGOTIATE])
def test_m1_an_end_or_other_terms_sought_by_agreement_are_asked_for_until_signed(choice):
    sought = decisions((LAST_DAY_FOR_NOTICE, choice, date(2026, 11, 24)))
    found = on_day(YEAR, date(2026, 11, 24), **sought)
    assert K.NOTICE_MISSED not in found
    assert found[K.SIGN_AMENDMENT].key.due_on == date(2027, 1, 5)
    assert K.SIGN_AMENDMENT in on_day(YEAR, date(2027, 2, 1), **sought)
    signed = amendment(1, date(2026, 12, 1), payment_terms="аванс")
    assert K.SIGN_AMENDMENT not in on_day(YEAR, date(2027, 2, 1), **sought, amendments=(signed,))
    ended = {**sought, "terminated_after": date(2027, 3, 31)}
    assert set(on_day(YEAR, date(2027, 2, 1), **ended)) == {K.EXPIRY}


def test_m1_a_notice_that_came_too_late_is_asked_about_once():
    late = notice(date(2026, 12, 1))
    found = on_day(YEAR, date(2026, 12, 2), notices=(late,))
    assert set(found) == {K.LATE_NOTICE, K.RENEWAL_DECISION}
    assert codes(found[K.LATE_NOTICE])[-1] == "renews_all_the_same"


def test_m1_the_day_to_end_an_endless_contract_on_a_day_asked_for_is_missed_too():
    base = Conditions(
        first_day=date(2026, 1, 5), renewal=Renewal.EVERGREEN, notice=days(30), asked_end=date(2026, 12, 31)
    )
    missed = on_day(base, date(2026, 12, 2))[K.NOTICE_MISSED]
    assert (codes(missed)[-1], missed.why[-1].on) == ("missed_asked_end", date(2026, 12, 31))


def test_m1_the_last_renewal_agreed_says_when_the_contract_ends():
    missed = on_day(replace(YEAR, max_renewals=1), date(2026, 11, 22))[K.NOTICE_MISSED]
    assert (codes(missed)[-1], missed.why[-1].on) == ("then_ends", date(2028, 1, 5))


def test_m1_a_contract_that_is_over_or_closed_has_nothing_missed():
    capped = replace(YEAR, max_renewals=1)
    assert set(on_day(capped, date(2028, 1, 6))) == {K.EXPIRY}
    assert on_day(YEAR, date(2026, 12, 1), closed_on=date(2026, 12, 1)) == {}


def test_m1_a_lease_whose_month_to_object_passed_asks_whether_it_is_alive():
    lease = Conditions(first_day=date(2026, 1, 5), last_day=date(2027, 1, 5), renewal=Renewal.TACIT)
    assert set(on_day(lease, date(2027, 2, 6))) == {K.CONFIRM_ALIVE, K.RENEWAL_DECISION}


@settings(deadline=None, max_examples=120)
@given(st.dates(date(2024, 1, 1), date(2026, 6, 1)), LENGTHS, st.integers(0, 90), st.integers(0, 1200))
def test_m1_without_a_word_from_anybody_every_passed_day_for_notice_is_told(first_day, length, before, later):
    base = Conditions(
        first_day=first_day, length=length, renewal=Renewal.AUTOMATIC, renewal_length=length, notice=days(before)
    )
    as_of = first_day + timedelta(days=later)
    facts = contract(base, registered_on=first_day)
    passed = [each.notice_deadline for each in outline(facts, RULES, as_of).links if each.term.first_day <= as_of]
    passed = [day for day in passed if day < as_of]
    missed = [each.key.due_on for each in deadlines_on(outline(facts, RULES, as_of), as_of)]
    assert [day for day in missed if day < as_of] == passed[-1:]


@settings(deadline=None, max_examples=80)
@given(st.integers(0, 800), st.integers(1, 400))
def test_m1_what_is_stored_is_right_until_the_day_it_says(start, step):
    facts = contract(YEAR, registered_on=REGISTERED)
    first, later = (derive_contract(facts, RULES, REGISTERED + n * DAY) for n in (start, start + step))
    if REGISTERED + (start + step) * DAY < first.derived_until:
        assert first.deadlines == later.deadlines


def test_m5_a_contract_that_may_renew_asks_for_the_fact_and_never_to_be_closed():
    unknown = replace(YEAR, renewal=None, renewal_length=None)
    for day in (date(2026, 3, 1), date(2027, 1, 6), date(2027, 12, 3)):
        found = on_day(unknown, day)
        assert set(found) == {K.MISSING_FACT}
        assert found[K.MISSING_FACT].key.due_on == date(2027, 1, 5)
        assert "fact_missing" in codes(found[K.MISSING_FACT])


@pytest.mark.parametrize(
    ("gone", "names"),
    [
        ({"notice": None}, ["notice"]),
        ({"renewal_length": None, "notice": None}, ["renewal_length", "notice"]),
        ({"renewal": None}, ["renewal"]),
    ],
)
def test_m5_each_missing_fact_is_named(gone, names):
    (found,) = on_day(replace(YEAR, **gone), date(2027, 2, 1)).values()
    assert found.key == on_day(replace(YEAR, **gone), date(2026, 2, 1))[K.MISSING_FACT].key
    missing = [str(value) for step in found.why for name, value in step.facts if name == "missing"]
    assert missing == names


def test_m5_a_renewal_whose_length_is_unknown_is_missed_and_asked_for():
    unknown = replace(YEAR, renewal_length=None)
    assert set(on_day(unknown, LAST_DAY_FOR_NOTICE)) == {K.RENEWAL_DECISION}
    assert set(on_day(unknown, date(2026, 12, 1))) == {K.NOTICE_MISSED, K.MISSING_FACT}
    assert set(on_day(unknown, date(2027, 1, 10))) == {K.MISSING_FACT}


def test_m5_a_lease_without_a_length_asks_for_it():
    lease = Conditions(last_day=date(2026, 6, 30), renewal=Renewal.TACIT)
    assert set(on_day(lease, date(2026, 9, 1))) == {K.MISSING_FACT}


def test_m5_a_fact_missed_in_a_year_that_passed_is_not_put_off_to_the_next():
    unknown = replace(YEAR, notice=None)
    assert on_day(unknown, date(2028, 6, 1))[K.MISSING_FACT].key.due_on == date(2027, 1, 5)
    late = on_day(unknown, date(2028, 6, 1), registered_on=date(2028, 5, 1))[K.MISSING_FACT]
    assert late.key.due_on == date(2029, 1, 5)
    entered = amendment(1, date(2027, 6, 1), notice=days(30))
    assert K.MISSING_FACT not in on_day(unknown, date(2027, 6, 2), amendments=(entered,))


def test_m5_what_does_not_renew_is_closed_as_before():
    assert set(on_day(replace(YEAR, renewal=Renewal.NONE), date(2027, 2, 1))) == {K.EXPIRY}
    assert set(on_day(replace(YEAR, renewal=Renewal.BY_CONSENT), date(2027, 2, 1))) == {K.EXPIRY}


def test_m5_a_decision_to_let_it_end_answers_whether_it_renews():
    ends = decisions((date(2027, 1, 5), Choice.LAPSE, date(2026, 12, 1)))
    assert set(on_day(replace(YEAR, renewal=None), date(2027, 2, 1), **ends)) == {K.EXPIRY}


def test_m5_what_was_entered_after_its_day_says_so():
    ended = replace(YEAR, renewal=Renewal.NONE)
    found = on_day(ended, date(2027, 12, 3), registered_on=date(2027, 12, 3))[K.EXPIRY]
    assert found.why[-1] == ("entered_late", date(2027, 12, 3), ())
    assert "entered_late" not in codes(on_day(ended, date(2027, 12, 3))[K.EXPIRY])


def test_m5_an_import_asked_about_on_its_day_is_not_late():
    found = on_day(
        automatic(), date(2026, 11, 23), presumed_before=date(2026, 11, 22), registered_on=date(2026, 11, 22)
    )
    assert "entered_late" not in codes(found[K.CONFIRM_ALIVE])
    assert K.NOTICE_MISSED not in found
