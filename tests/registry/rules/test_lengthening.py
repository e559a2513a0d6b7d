"""Terms are lengthened from one anchor: the first day where the end was computed, else the written end (M4)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.kernel.calendar import WEEKENDS_ONLY, Duration, add, together
from contracts.registry.rules.contract import Conditions, EndRule, Renewal, Term
from contracts.registry.rules.lengthening import Anchor
from contracts.registry.rules.term import last_day_if_agreed, outline
from tests.registry.rules.some_facts import DAY, DAYS, RULES, amendment, automatic, contract, days, months

D = date.fromisoformat
YEAR = Duration(1, "year")
WEEKS = st.builds(Duration, st.integers(3, 60), st.just("week"))
NUMBER_OF_DAYS = st.builds(Duration, st.integers(20, 400), st.just("day"))
MONTHS = st.builds(Duration, st.integers(1, 24), st.just("month"))
YEARS = st.builds(Duration, st.integers(1, 3), st.just("year"))
ADDING = st.one_of(st.tuples(*[st.one_of(MONTHS, YEARS)] * 2), st.tuples(*[st.one_of(WEEKS, NUMBER_OF_DAYS)] * 2))


def ends(base: Conditions, count: int, **more) -> list[date]:
    facts = contract(base, **more)
    whole = outline(facts, RULES, date.min)
    while len(whole.links) < count and not whole.is_whole:
        whole = outline(facts, RULES, whole.links[-1].term.last_day + DAY)
    return [link.term.last_day for link in whole.links[:count]]


def computed(first_day: str, length: Duration, renewal_length: Duration, **more) -> Conditions:
    return automatic(
        first_day=D(first_day), length=length, renewal_length=renewal_length, **{"notice": days(0), **more}
    )


def test_m4_a_clamped_computed_end_does_not_drift():
    base = computed("2026-08-31", months(6), months(6))
    assert ends(base, 4) == [D("2027-02-27"), D("2027-08-30"), D("2028-02-28"), D("2028-08-30")]


@pytest.mark.parametrize(
    ("first_day", "length", "renewal_length", "last_days"),
    [
        ("2026-01-31", months(1), months(1), ["2026-02-27", "2026-03-30", "2026-04-29", "2026-05-30"]),
        ("2024-02-29", YEAR, YEAR, ["2025-02-27", "2026-02-27", "2027-02-27", "2028-02-28"]),
        ("2025-08-31", months(6), YEAR, ["2026-02-27", "2027-02-27", "2028-02-28"]),
        ("2026-05-31", YEAR, months(1), ["2027-05-30", "2027-06-29", "2027-07-30"]),
        ("2026-08-31", months(6), days(30), ["2027-02-27", "2027-03-29", "2027-04-28"]),
        ("2026-08-31", Duration(2, "week"), days(1), ["2026-09-13", "2026-09-14"]),
        ("2026-08-31", days(10), months(1), ["2026-09-09", "2026-10-09", "2026-11-09"]),
    ],
)  # fmt: skip
def test_m4_months_are_added_before_they_are_counted(first_day, length, renewal_length, last_days):
    assert ends(computed(first_day, length, renewal_length), len(last_days)) == [D(each) for each in last_days]


def test_m4_a_written_last_day_goes_on_from_its_half_open_end():
    base = automatic(first_day=D("2026-08-31"), last_day=D("2027-02-27"), renewal_length=months(6), notice=days(0))
    assert ends(base, 3) == [D("2027-02-27"), D("2027-08-27"), D("2028-02-27")]


def test_m4_an_anniversary_comes_back_to_its_own_day():
    base = computed("2026-08-30", months(6), months(6), end_rule=EndRule.ANNIVERSARY)
    assert ends(base, 3) == [D("2027-02-28"), D("2027-08-30"), D("2028-02-29")]


def test_m4_another_renewal_length_counts_on_from_the_first_day():
    quarterly = amendment(1, D("2027-03-10"), renewal_length=months(3))
    base = computed("2026-08-31", months(6), months(6))
    assert ends(base, 4, amendments=(quarterly,)) == [
        D("2027-02-27"),
        D("2027-08-30"),
        D("2027-11-29"),
        D("2028-02-28"),
    ]


def test_m4_an_agreed_end_and_a_term_by_hand_are_written_ends():
    base = computed("2026-08-31", months(6), months(6))
    moved = amendment(1, D("2026-10-01"), last_day=D("2027-02-26"))
    assert ends(base, 2, amendments=(moved,)) == [D("2027-02-26"), D("2027-08-26")]
    by_hand = Term(1, D("2026-08-31"), D("2027-02-27"), "manual")
    assert ends(base, 2, recorded_terms=(by_hand,)) == [D("2027-02-27"), D("2027-08-27")]


def test_m4_a_lease_renews_for_its_first_length_from_its_first_day():
    lease = Conditions(first_day=D("2025-10-31"), length=months(4), renewal=Renewal.TACIT)
    assert ends(lease, 3) == [D("2026-02-27"), D("2026-06-29"), D("2026-10-30")]


@settings(deadline=None, max_examples=200)
@given(DAYS, ADDING, st.integers(1, 20), st.sampled_from(EndRule))
def test_m4_every_end_is_counted_from_the_first_day(first_day, lengths, count, end_rule):
    length, renewal_length = lengths
    base = automatic(
        first_day=first_day, length=length, renewal_length=renewal_length, notice=days(0), end_rule=end_rule
    )
    whole = length
    for _ in range(count):
        whole = together(whole, renewal_length)
    inclusive = DAY if end_rule is EndRule.DAY_BEFORE else 0 * DAY
    assert ends(base, count + 1)[-1] == add(first_day, whole) - inclusive


@settings(deadline=None, max_examples=100)
@given(DAYS, MONTHS, NUMBER_OF_DAYS, st.integers(1, 20))
def test_m4_units_that_do_not_add_go_on_from_the_first_end(first_day, length, renewal_length, count):
    base = automatic(first_day=first_day, length=length, renewal_length=renewal_length, notice=days(0))
    assert ends(base, count + 1)[-1] == add(add(first_day, length), renewal_length, times=count) - DAY
    turned = replace(base, length=renewal_length, renewal_length=length)
    assert ends(turned, count + 1)[-1] == add(add(first_day, renewal_length), length, times=count) - DAY


def test_m4_only_units_of_one_kind_add():
    assert together(YEAR, months(6)) == months(18)
    assert together(Duration(2, "week"), days(3)) == days(17)
    assert together(Duration(5, "working_day"), Duration(5, "working_day")) == Duration(10, "working_day")
    assert together(months(1), days(30)) is None
    assert together(Duration(5, "working_day"), days(5)) is None


def test_m4_nothing_counted_ends_where_it_began():
    assert Anchor(D("2026-08-31")).end(WEEKENDS_ONLY) == D("2026-08-31")


def test_m4_a_term_proposed_ends_as_one_that_renews():
    base = computed("2026-08-31", months(6), months(6), renewal=Renewal.BY_CONSENT)
    whole = outline(contract(base), RULES, D("2026-12-01"))
    assert last_day_if_agreed(whole, D("2026-12-01"), months(6)) == D("2027-08-30")
    written = replace(base, last_day=D("2027-02-27"))
    assert last_day_if_agreed(outline(contract(written), RULES, D("2026-12-01")), D("2026-12-01"), months(6)) == D(
        "2027-08-27"
    )
    endless = replace(base, renewal=Renewal.EVERGREEN)
    assert last_day_if_agreed(outline(contract(endless), RULES, D("2026-12-01")), D("2026-12-01"), months(6)) is None


@settings(deadline=None, max_examples=120)
@given(
    st.dates(date(2024, 1, 1), date(2026, 12, 31)),
    st.integers(1, 24),
    st.integers(1, 24),
    st.integers(0, 90),
    st.integers(1, 5),
)
def test_m4_every_deadline_of_a_computed_end_is_that_of_the_same_end_counted_at_once(
    first_day, length, renewal_length, notice_days, count
):
    """Start from a computed end: the k-th last day for notice is k renewals after the first day, less the notice."""
    base = Conditions(
        first_day=first_day,
        length=months(length),
        renewal=Renewal.AUTOMATIC,
        renewal_length=months(renewal_length),
        notice=days(notice_days),
    )
    last_day = add(first_day, months(length + count * renewal_length)) - timedelta(days=1)
    links = outline(contract(base), RULES, last_day).links
    assert links[count].term.last_day == last_day
    assert links[count].notice_deadline == last_day - timedelta(days=notice_days)


@settings(deadline=None, max_examples=80)
@given(st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.integers(1, 24), st.integers(1, 24), st.integers(1, 4))
def test_m4_terms_recorded_on_the_way_change_nothing(first_day, length, renewal_length, count):
    """A register lived through with its terms recorded derives the same as one that looks at the last day alone."""
    base = Conditions(
        first_day=first_day,
        length=months(length),
        renewal=Renewal.AUTOMATIC,
        renewal_length=months(renewal_length),
        notice=days(30),
    )
    on = add(first_day, months(length + count * renewal_length))
    at_once = outline(contract(base), RULES, on)
    recorded = tuple(each.agreed for each in at_once.links[1 : count + 1])
    assert outline(contract(base, recorded_terms=recorded), RULES, on).links == at_once.links
