"""Terms, renewals, notices: how a contract runs on."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from time import process_time
from timeit import timeit

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from contracts.kernel.calendar import FAR, add
from contracts.registry.rules.contract import (
    Choice,
    Conditions,
    Decision,
    EndRule,
    NoticeCounts,
    NoticeKind,
    Renewal,
    Side,
    Term,
)
from contracts.registry.rules.derive import derive_contract
from contracts.registry.rules.fault import FactsFault
from contracts.registry.rules.notice import notice_deadline, post_by
from contracts.registry.rules.term import After, Link, current_term, length_between, outline
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

YEAR_2026 = {"first_day": date(2026, 1, 1), "last_day": date(2026, 12, 31)}


def terms_until(facts, day):
    return outline(facts, RULES, day).terms_until(day)


def links(base: Conditions, count: int, **more) -> tuple[Link, ...]:
    facts = contract(base, **more)
    whole = outline(facts, RULES, date.min)
    while len(whole.links) < count and not whole.is_whole:
        whole = outline(facts, RULES, whole.links[-1].term.last_day + DAY)
    return whole.links[:count]


def ends(base: Conditions, count: int = 4, **more) -> list[date]:
    return [link.term.last_day for link in links(base, count, **more)]


def link_on(base: Conditions, on: date, **more):
    found = outline(contract(base, **more), RULES, on).link_on(on)
    assert found is not None
    return found


def test_thirty_june_and_six_months_is_the_end_of_the_year():
    base = automatic(first_day=date(2025, 7, 1), last_day=date(2026, 6, 30), renewal_length=months(6))
    assert ends(base, 3) == [date(2026, 6, 30), date(2026, 12, 31), date(2027, 6, 30)]


def test_the_last_of_february_and_twelve_months_is_the_leap_day():
    base = automatic(first_day=date(2026, 3, 1), last_day=date(2027, 2, 28))
    assert ends(base, 3) == [date(2027, 2, 28), date(2028, 2, 29), date(2029, 2, 28)]


def test_f05_month_end_does_not_drift():
    base = automatic(first_day=date(2026, 1, 1), last_day=date(2026, 1, 31), renewal_length=months(1), notice=days(5))
    assert ends(base) == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]


@settings(deadline=None, max_examples=200)
@given(DAYS, LENGTHS, st.integers(1, 30))
def test_f05_every_end_is_counted_from_the_first_one(first_end, length, count):
    base = automatic(first_day=first_end - 40 * DAY, last_day=first_end - DAY, renewal_length=length, notice=days(0))
    last = ends(base, count + 1)[-1]
    assert last + DAY == add(first_end, length, times=count)


@settings(deadline=None, max_examples=100)
@given(DAYS, st.integers(1, 12), st.integers(2, 12))
def test_f05_k_steps_of_one_month_equal_one_step_of_k(first_end, step, count):
    base = automatic(first_day=first_end - 40 * DAY, last_day=first_end - DAY, notice=days(0))
    small = ends(replace(base, renewal_length=months(step)), count + 1)[-1]
    assert small == ends(replace(base, renewal_length=months(step * count)), 2)[-1]


def test_f06_the_deadline_belongs_to_the_term_running_then():
    link = link_on(automatic(), date(2026, 2, 11))
    assert (link.term.no, link.term.first_day, link.term.last_day) == (2, date(2025, 8, 28), date(2026, 8, 27))
    assert link.notice_deadline == date(2026, 6, 27)


def test_f07_renewals_use_their_own_length():
    base = automatic(first_day=date(2020, 1, 1), length=months(60), max_renewals=2)
    assert ends(base, 9) == [date(2024, 12, 31), date(2025, 12, 31), date(2026, 12, 31)]
    assert link_on(base, date(2026, 6, 1)).after is After.ENDS


def test_the_end_is_the_day_before_or_the_anniversary():
    base = Conditions(first_day=date(2026, 1, 15), length=months(12), renewal=Renewal.NONE)
    assert ends(base) == [date(2027, 1, 14)]
    assert ends(replace(base, end_rule=EndRule.ANNIVERSARY)) == [date(2027, 1, 15)]


def test_a_written_last_day_beats_a_counted_one():
    assert ends(Conditions(**YEAR_2026, length=months(6), renewal=Renewal.NONE)) == [date(2026, 12, 31)]


def test_a_fixed_contract_has_one_term():
    for kind in (Renewal.NONE, Renewal.BY_CONSENT, None):
        assert ends(Conditions(**YEAR_2026, renewal=kind, renewal_length=months(12))) == [date(2026, 12, 31)]


# --- notice deadline and the day to post


@pytest.mark.parametrize(
    ("last_day", "notice_before", "delivery", "deadline", "post"),
    [
        (date(2026, 12, 31), days(30), 5, date(2026, 12, 1), date(2026, 11, 26)),
        (date(2026, 12, 31), days(30), 3, date(2026, 12, 1), date(2026, 11, 27)),
        (date(2026, 12, 31), days(30), 0, date(2026, 12, 1), date(2026, 12, 1)),
        (date(2026, 6, 30), months(3), 0, date(2026, 3, 30), date(2026, 3, 30)),
        (date(2026, 5, 31), months(3), 0, date(2026, 2, 28), date(2026, 2, 27)),
    ],
)
def test_notice_is_subtracted_and_only_the_posting_moves_back(last_day, notice_before, delivery, deadline, post):
    base = automatic(last_day=last_day, notice=notice_before)
    rules = replace(RULES, delivery={"letter": delivery})
    assert notice_deadline(base, last_day, UA) == deadline
    assert post_by(deadline, base, rules, UA) == post


def test_where_sending_counts_no_delivery_is_subtracted():
    base = automatic(notice_counts=NoticeCounts.SENT)
    assert post_by(date(2026, 12, 1), base, RULES, UA) == date(2026, 12, 1)
    assert post_by(date(2026, 11, 29), base, RULES, UA) == date(2026, 11, 27)


def test_the_contracts_first_method_is_the_usual_one():
    base = automatic(notice_methods=("courier", "letter"))
    assert post_by(date(2026, 12, 3), base, RULES, UA) == date(2026, 12, 1)
    assert post_by(date(2026, 12, 3), base, RULES, UA, method="letter") == date(2026, 11, 27)


@settings(deadline=None, max_examples=150)
@given(any_facts())
def test_nobody_is_asked_to_post_later_than_the_deadline(facts):
    try:
        links = outline(facts, RULES, date(2027, 1, 1)).links
    except FactsFault:
        assume(False)
    assert all(link.post_by <= link.notice_deadline for link in links if link.notice_deadline and link.post_by)
    assert all((link.post_by is None) == (link.notice_deadline is None) for link in links)


# --- notices


@pytest.mark.parametrize("side", Side)
def test_a_notice_in_time_ends_the_chain_whoever_served_it(side):
    base = automatic(**YEAR_2026, notice=days(30))
    assert ends(base, notices=(notice(date(2026, 12, 1), by=side),)) == [date(2026, 12, 31)]
    assert ends(base, notices=(notice(date(2025, 12, 1), by=side),)) == [date(2026, 12, 31)]


def test_a_notice_a_day_late_is_kept_and_the_term_renews():
    late = notice(date(2026, 12, 2))
    first, second, third = links(automatic(**YEAR_2026, notice=days(30)), 3, notices=(late,))
    assert [each.on for each in first.late] == [date(2026, 12, 2)]
    assert (first.after, second.after, third.after) == (After.RENEWS,) * 3


def test_a_notice_ends_the_term_running_when_it_counts():
    base = automatic(**YEAR_2026, notice=days(30))
    assert ends(base, 9, notices=(notice(date(2028, 1, 1)),)) == [date(y, 12, 31) for y in (2026, 2027, 2028)]


def test_a_notice_on_its_way_does_not_count_yet_where_receipt_counts():
    on_the_way = replace(notice(date(2026, 11, 1)), received_on=None)
    base = automatic(**YEAR_2026, notice=days(30))
    assert len(ends(base, 3, notices=(on_the_way,))) == 3
    assert len(ends(replace(base, notice_counts=NoticeCounts.SENT), 3, notices=(on_the_way,))) == 1


def test_a_notice_longer_than_the_term_ends_the_first_term_it_is_in_time_for():
    base = automatic(first_day=date(2026, 1, 1), length=months(1), renewal_length=months(1), notice=days(60))
    assert ends(base, 9, notices=(notice(date(2026, 4, 10)),))[-1] == date(2026, 6, 30)


# --- tacit, evergreen


def test_a_lease_renews_for_its_first_length_unless_objected_to_within_a_month():
    lease = Conditions(first_day=date(2023, 2, 1), last_day=date(2025, 12, 31), renewal=Renewal.TACIT)
    assert ends(lease, 2) == [date(2025, 12, 31), date(2028, 11, 30)]
    objection = {"kind": NoticeKind.OBJECTION, "by": Side.THEIRS}
    assert ends(lease, 3, notices=(notice(date(2026, 1, 31), **objection),)) == [date(2025, 12, 31)]
    assert len(ends(lease, 3, notices=(notice(date(2026, 2, 1), **objection),))) == 2


def test_a_tacit_term_is_presumed_until_a_person_confirms():
    lease = Conditions(first_day=date(2026, 1, 1), last_day=date(2026, 6, 30), renewal=Renewal.TACIT)
    assert current_term(contract(lease), date(2026, 9, 1), RULES).source == "presumed"
    decided = (Decision(date(2026, 7, 30), Choice.RENEW, date(2026, 7, 1)),)
    assert current_term(contract(lease, decisions=decided), date(2026, 9, 1), RULES).source == "automatic"
    recorded = (Term(2, date(2026, 7, 1), date(2026, 12, 31), "automatic"),)
    assert current_term(contract(lease, recorded_terms=recorded), date(2026, 9, 1), RULES).source == "automatic"


def test_terms_begun_before_an_import_are_presumed():
    found = terms_until(contract(automatic(), presumed_before=date(2026, 11, 1)), date(2027, 9, 1))
    assert [each.source for each in found] == ["initial", "presumed", "presumed", "automatic"]


def test_an_evergreen_contract_ends_one_notice_after_it_was_served():
    base = Conditions(first_day=date(2026, 1, 1), renewal=Renewal.EVERGREEN, notice=months(3))
    assert ends(base) == [FAR]
    assert ends(base, notices=(notice(date(2026, 11, 30), kind=NoticeKind.TERMINATION),)) == [date(2027, 2, 28)]


def test_a_notice_ends_an_evergreen_contract_on_the_day_asked_for_if_that_is_later():
    base = Conditions(
        first_day=date(2026, 1, 1), renewal=Renewal.EVERGREEN, notice=months(1), asked_end=date(2026, 12, 31)
    )
    assert link_on(base, date(2026, 5, 1)).notice_deadline == date(2026, 11, 30)
    assert ends(base, notices=(notice(date(2026, 6, 1)),)) == [date(2026, 12, 31)]
    assert ends(base, notices=(notice(date(2026, 6, 1), by=Side.THEIRS),)) == [date(2026, 7, 1)]


def test_an_evergreen_contract_does_not_end_before_its_stated_day():
    base = Conditions(**YEAR_2026, renewal=Renewal.EVERGREEN, notice=months(1))
    assert ends(base, notices=(notice(date(2026, 3, 1)),)) == [date(2026, 12, 31)]
    assert ends(base, notices=(notice(date(2027, 3, 1)),)) == [date(2027, 4, 1)]


# --- amendments, terms by hand, termination


def test_a_later_last_day_makes_a_term_of_its_own_and_the_new_anchor():
    longer = amendment(1, date(2026, 5, 1), last_day=date(2027, 3, 31))
    found = links(automatic(**YEAR_2026), 3, amendments=(longer,))
    assert [each.after for each in found] == [After.AGREED, After.RENEWS, After.RENEWS]
    assert found[1].term == Term(2, date(2027, 1, 1), date(2027, 3, 31), "amendment", 1)
    assert found[2].term.last_day == date(2028, 3, 31)


def test_an_earlier_last_day_moves_the_end_of_the_running_term():
    shorter = amendment(1, date(2026, 5, 1), last_day=date(2026, 6, 30))
    assert ends(automatic(**YEAR_2026), 3, amendments=(shorter,)) == [
        date(2026, 6, 30),
        date(2027, 6, 30),
        date(2028, 6, 30),
    ]


def test_of_several_amendments_within_a_term_the_last_one_has_the_last_word():
    first = amendment(1, date(2026, 5, 1), last_day=date(2028, 12, 31))
    second = amendment(2, date(2026, 6, 1), last_day=date(2026, 9, 30))
    assert ends(Conditions(**YEAR_2026, renewal=Renewal.NONE), amendments=(first, second)) == [date(2026, 9, 30)]


def test_an_amendment_from_the_day_after_a_term_agrees_the_next_one_and_nothing_renews_between():
    longer = amendment(1, date(2027, 1, 1), signed_on=date(2026, 12, 15), last_day=date(2028, 12, 31))
    first, second, third = links(automatic(**YEAR_2026), 3, amendments=(longer,))
    assert (first.after, first.term.last_day) == (After.AGREED, date(2026, 12, 31))
    assert second.term == Term(2, date(2027, 1, 1), date(2028, 12, 31), "amendment", 1)
    assert third.term.first_day == date(2029, 1, 1)


def test_an_amendment_that_begins_later_leaves_the_renewal_before_it():
    later = amendment(1, date(2027, 1, 2), signed_on=date(2026, 12, 15), last_day=date(2028, 12, 31))
    assert ends(automatic(**YEAR_2026), 3, amendments=(later,)) == [
        date(2026, 12, 31),
        date(2027, 12, 31),
        date(2028, 12, 31),
    ]


def test_a_term_renews_by_the_conditions_of_its_last_day():
    to_none = amendment(1, date(2026, 12, 31), renewal=Renewal.NONE)
    too_late = replace(to_none, effective_on=date(2027, 1, 1))
    assert ends(automatic(**YEAR_2026), 9, amendments=(to_none,)) == [date(2026, 12, 31)]
    assert ends(automatic(**YEAR_2026), 9, amendments=(too_late,)) == [date(2026, 12, 31), date(2027, 12, 31)]


def test_another_renewal_length_counts_from_where_it_begins():
    monthly = amendment(1, date(2027, 2, 1), renewal_length=months(1), notice=days(5))
    assert ends(automatic(**YEAR_2026), 4, amendments=(monthly,)) == [
        date(2026, 12, 31),
        date(2027, 12, 31),
        date(2028, 1, 31),
        date(2028, 2, 29),
    ]


def test_a_draft_changes_nothing():
    draft = amendment(1, date(2026, 5, 1), signed_on=None, last_day=date(2026, 6, 30))
    assert ends(automatic(**YEAR_2026), 1, amendments=(draft,)) == [date(2026, 12, 31)]


def test_a_prolongation_continues_a_contract_under_notice():
    served = (notice(date(2026, 10, 1)),)
    longer = amendment(1, date(2026, 11, 1), last_day=date(2027, 12, 31))
    base = automatic(**YEAR_2026, notice=days(30))
    assert len(ends(base, 9, notices=served, amendments=(longer,))) == 9
    again = (*served, notice(date(2026, 11, 5)))
    assert ends(base, 9, notices=again, amendments=(longer,)) == [date(2026, 12, 31), date(2027, 12, 31)]


def test_an_evergreen_contract_given_a_last_day_ends_on_it():
    fixed = amendment(1, date(2026, 5, 1), last_day=date(2026, 12, 31))
    base = Conditions(first_day=date(2025, 1, 1), renewal=Renewal.EVERGREEN, notice=months(1))
    assert ends(base, amendments=(fixed,)) == [date(2026, 12, 31)]


def test_a_last_day_named_only_by_an_amendment_is_the_first_end():
    named = amendment(1, date(2026, 5, 1), last_day=date(2026, 12, 31))
    assert ends(Conditions(first_day=date(2026, 1, 1), renewal=Renewal.NONE), amendments=(named,)) == [
        date(2026, 12, 31)
    ]


def test_a_term_set_by_hand_stands_and_is_the_new_anchor():
    by_hand = Term(2, date(2027, 1, 1), date(2027, 9, 30), "manual")
    assert ends(automatic(**YEAR_2026), 3, recorded_terms=(by_hand,)) == [
        date(2026, 12, 31),
        date(2027, 9, 30),
        date(2028, 9, 30),
    ]
    assert ends(Conditions(**YEAR_2026, renewal=Renewal.NONE), 3, recorded_terms=(by_hand,)) == [
        date(2026, 12, 31),
        date(2027, 9, 30),
    ]


def test_a_termination_cuts_the_running_term():
    base = automatic(**YEAR_2026)
    assert ends(base, 9, terminated_after=date(2027, 3, 31)) == [date(2026, 12, 31), date(2027, 3, 31)]
    assert ends(base, 9, terminated_after=date(2025, 12, 1)) == [date(2026, 12, 31)]


@settings(deadline=None, max_examples=200)
@given(any_facts(), st.dates(date(2024, 1, 1), date(2026, 1, 1)), st.dates(date(2026, 1, 1), date(2028, 1, 1)))
def test_the_terms_do_not_depend_on_the_day_asked_about(facts, early, late):
    try:
        short, long = outline(facts, RULES, early).links, outline(facts, RULES, late).links
    except FactsFault:
        assume(False)
    assert short == long[: len(short)]
    assert [each.term.no for each in long] == list(range(1, len(long) + 1))
    assert all(each.term.first_day <= each.term.last_day for each in long)
    assert all(a.term.last_day < b.term.first_day for a, b in pairwise(long))


@settings(deadline=None, max_examples=100)
@given(DAYS, LENGTHS)
def test_a_length_is_read_back_from_its_days(first_day, length):
    last_day = add(first_day, length) - DAY
    assert add(first_day, length_between(first_day, last_day, EndRule.DAY_BEFORE)) == last_day + DAY
    assert length_between(date(2023, 2, 1), date(2025, 12, 31), EndRule.DAY_BEFORE) == months(35)
    assert length_between(date(2023, 2, 1), date(2026, 1, 1), EndRule.ANNIVERSARY) == months(35)


def test_thirty_years_of_monthly_renewals_stay_cheap():
    base = automatic(first_day=date(1996, 1, 1), length=months(1), renewal_length=months(1), notice=days(10))
    facts = contract(base, recorded_terms=terms_until(contract(base), date(2026, 1, 1)))
    terms, whole = (
        min(timeit(lambda f=f: f(facts), number=1, timer=process_time) for _ in range(5))
        for f in (
            lambda each: terms_until(each, date(2026, 1, 1)),
            lambda each: derive_contract(each, RULES, date(2026, 1, 1)),
        )
    )
    assert len(facts.recorded_terms) == 361
    assert terms < 0.02
    assert whole < 0.05
