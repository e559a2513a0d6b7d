"""Payment terms: parts after events, the last takes the rest, only a period's end moves (domain §6, CC 254(5))."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.kernel.calendar import FAR, WEEKENDS_ONLY, Duration
from contracts.kernel.money import Money, money
from contracts.money.rules.ledger import DueForm
from contracts.money.rules.payment_terms import (
    TermsFault,
    act_waits,
    due_as_stated,
    due_by_law,
    parse_terms,
    parts_due,
)

WHOLE = money("1000.01", "UAH")


def due(terms: str, whole=WHOLE, issued=date(2026, 3, 2), **events):
    return parts_due(parse_terms(terms), whole, issued, events, WEEKENDS_ONLY)


def test_an_advance_and_a_rest_are_two_rows_with_their_own_days():
    first, second = due("30% contract_signed+5d; rest act_signed+10bd", contract_signed=date(2026, 2, 24))
    assert (first.amount.wire, first.due_on) == ("300.00", date(2026, 3, 2))
    assert (second.amount.wire, second.due_on, second.form) == ("700.01", FAR, DueForm.UNKNOWN)
    assert second.waits_for == "act_signed"


def test_the_last_day_of_a_period_moves_from_sunday_to_monday():
    (part,) = due("rest issued+6d")
    assert (part.due_on, [step.code for step in part.steps]) == (date(2026, 3, 9), ["due_counted", "due_shifted"])


def test_a_day_fixed_by_the_contract_does_not_move():
    (part,) = due("rest 2026-03-08")
    assert (part.due_on, part.form) == (date(2026, 3, 8), DueForm.DATE)


def test_a_retention_is_a_part_with_a_late_event():
    work, kept = due("95% issued+5bd; 5% end_of_warranty", whole=money("1000.00", "UAH"))
    assert (work.amount.wire, kept.amount.wire, kept.due_on) == ("950.00", "50.00", FAR)


def test_shares_of_a_hundred_per_cent_give_the_odd_kopiyka_to_the_last():
    parts = due("33.3% issued; 33.3% issued+1d; 33.4% issued+2d")
    assert sum(each.amount.minor for each in parts) == WHOLE.minor


@pytest.mark.parametrize("terms", ["50% issued; 40% issued+1d", "2000.00 issued; rest issued+5d"])
def test_parts_that_do_not_give_the_whole_are_refused(terms):
    with pytest.raises(TermsFault, match="correct the terms or the sum"):
        due(terms)


@pytest.mark.parametrize("terms", ["rest somehow+3d", "rest issued+3x", "rest 2026-02-30", ""])
def test_terms_that_cannot_be_read_are_refused(terms):
    with pytest.raises(TermsFault):
        parse_terms(terms)


def test_where_nothing_was_agreed_the_law_says_the_day():
    monday = date(2026, 3, 2)
    assert due_by_law("delivery_note", monday, WEEKENDS_ONLY).due_on == monday
    assert due_by_law("act", monday, WEEKENDS_ONLY).steps[0].code == "due_after_works"
    assert due_by_law("invoice", monday, WEEKENDS_ONLY).form is DueForm.UNKNOWN
    assert due_by_law("invoice", monday, WEEKENDS_ONLY, demanded_on=date(2026, 3, 1)).due_on == date(2026, 3, 9)


def test_an_act_not_returned_waits_unless_silence_is_acceptance():
    sent = date(2026, 3, 2)
    assert act_waits(sent, None, WEEKENDS_ONLY)[0] is None
    assert act_waits(sent, Duration(5, "working_day"), WEEKENDS_ONLY)[0] == date(2026, 3, 9)


def test_a_stated_day_stands():
    assert due_as_stated(date(2026, 3, 8), WHOLE).due_on == date(2026, 3, 8)


@given(st.integers(100, 10**9), st.lists(st.integers(1, 30), min_size=1, max_size=3))
def test_parts_always_give_the_whole(minor, shares):
    terms = "; ".join([*(f"{share}% issued+{share}d" for share in shares), "rest act_signed+1d"])
    parts = due(terms, whole=Money(minor, "UAH"))
    assert sum(each.amount.minor for each in parts) == minor


@pytest.mark.parametrize(
    ("terms", "day"),
    [
        ("rest issued@20", date(2026, 3, 20)),
        ("rest issued@1", date(2026, 4, 1)),
        ("rest issued@5+1m", date(2026, 4, 5)),
        ("rest issued@31+0m", date(2026, 3, 31)),
        ("rest issued@31+1m", date(2026, 4, 30)),
    ],
)
def test_r1_a_day_of_a_month_is_a_date_and_the_last_of_a_shorter_month(terms, day):
    (part,) = due(terms)
    assert (part.due_on, part.form) == (day, DueForm.DATE)
