"""What holds for every debt: rows add up, days are counted once, and segments equal a walk day by day."""

from calendar import isleap
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from contracts.claims.late_payment.laws import late_payment_law
from contracts.claims.late_payment.rules.debt import LateDebt, LateTerms, Paid
from contracts.claims.late_payment.rules.engine import calculate_late
from contracts.claims.late_payment.rules.inflation import months_counted
from contracts.claims.late_payment.rules.penalty import clause
from contracts.claims.late_payment.rules.rows import RatePlan, principal_steps, rows_of, timeline
from contracts.kernel.calendar import WEEKENDS_ONLY
from contracts.kernel.money import Money, round_half_up
from tests.claims.late_payment.some_debts import SURE_DAYS, TABLES, debts, exact_total

DAY = timedelta(days=1)
PLANS = {
    "UA": RatePlan("p", "actual", TABLES["nbu_discount_rate"], times=2, per_day=Fraction(1, 10), cap_rule="c"),
    "RU": RatePlan("p", "actual", TABLES["ru_395"], excluded=((date(2022, 4, 1), date(2022, 10, 2)),)),
    "DE": RatePlan("p", "365", TABLES["de_base_rate"], margin=Fraction(9)),
    "GB": RatePlan("p", "365", fixed=Fraction(47, 4)),
}


def claim_of(case, **terms):
    code, due, as_of, principal, parts = case
    law = late_payment_law(code)
    paid = tuple(Paid(day, Money(part, law.currency)) for day, part in parts)
    debt = LateDebt(Money(principal, law.currency), due, "date", paid)
    return calculate_late(debt, LateTerms(**terms), law, TABLES, as_of, calendar=WEEKENDS_ONLY)


def plain_rows(case, plan, rounding="row"):
    _, due, as_of, principal, parts = case
    steps = principal_steps(principal, parts, due + DAY, counts_payment_day=False)
    return rows_of("interest", timeline(plan, as_of.year), steps, as_of + DAY, rounding=rounding), steps


def day_by_day(case, plan) -> Fraction:
    """The same by going through every day with the table's own answer."""
    _, due, as_of, principal, parts = case
    total, day = Fraction(0), due + DAY
    while day <= as_of:
        owed = max(principal - sum(part for paid_on, part in parts if paid_on <= day), 0)
        year_days = 365 + isleap(day.year) if plan.year == "actual" else 365
        base = plan.table.value_on(day) if plan.table and plan.fixed is None else Fraction(0)
        if not any(first <= day < end for first, end in plan.excluded):
            total += owed * plan.rate_in(base, year_days)[0] / (100 * year_days)
        day += DAY
    return total


@settings(max_examples=60, deadline=None)
@given(debts(), st.booleans())
def test_rows_add_up_to_the_item_and_nothing_is_negative(case, is_penalty):
    terms = {"penalty": clause("0.3", "none")} if is_penalty else {}
    claim = claim_of(case, **terms)
    for item in claim.items:
        assert item.amount is not None
        assert sum(row.amount_minor for row in item.rows) == item.amount.minor >= 0
        assert all(row.amount_minor >= 0 for row in item.rows)
    assert claim.total.minor == sum(item.amount.minor for item in claim.items) + (
        claim.compensation.minor if claim.compensation else 0
    )


@settings(max_examples=60, deadline=None)
@given(debts("UA"), st.sampled_from(("tranche", "chain")))
def test_with_the_statutory_order_rows_still_add_up_and_cover_no_more_than_was_paid(case, method):
    claim = claim_of(case, allocation="law", penalty=clause("nbu2"), inflation=method)
    covered = 0
    for item in claim.items:
        assert sum(row.amount_minor for row in item.rows) == item.amount.minor >= 0
        covered -= sum(row.amount_minor for row in item.rows if row.rule.endswith(".covered"))
    to_principal = case[3] - claim.principal_left.minor
    assert covered + to_principal <= sum(part for _, part in case[4])


@settings(max_examples=60, deadline=None)
@given(debts())
def test_rows_by_days_never_overlap_and_never_leave_the_delay(case):
    rows = claim_of(case).item("interest").rows
    for before, after in pairwise(rows):
        assert before.to_on < after.from_on
    for row in rows:
        assert case[1] < row.from_on <= row.to_on <= case[2]
        assert row.days == (row.to_on - row.from_on).days + 1


@settings(max_examples=40, deadline=None)
@given(debts(), st.sampled_from(sorted(PLANS)))
def test_segments_and_day_by_day_agree(case, name):
    _, due, as_of, principal, parts = case
    assume(sum(part for _, part in parts) <= principal)
    as_of = min(as_of, due + timedelta(days=900))
    case = (case[0], due, as_of, principal, [part for part in parts if part[0] <= as_of])
    plan = PLANS[name]
    rows, _ = plain_rows(case, plan, "sum")
    exact = day_by_day(case, plan)
    assert exact_total(rows) == exact
    assert sum(row.amount_minor for row in rows) == round_half_up(exact)


@settings(max_examples=60, deadline=None)
@given(debts(), st.sampled_from(sorted(PLANS)), SURE_DAYS)
def test_splitting_a_period_changes_the_exact_sum_by_nothing(case, name, day):
    _, due, as_of, *_ = case
    assume(as_of > due)
    rows, steps = plain_rows(case, PLANS[name])
    line = timeline(PLANS[name], as_of.year)
    middle = min(max(day, due + DAY), as_of)
    left = rows_of("interest", line, steps, middle, rounding="row")
    owed = [amount for first, amount in steps if first <= middle][-1]
    later = [(middle, owed), *((first, amount) for first, amount in steps if first > middle)]
    right = rows_of("interest", line, later, as_of + DAY, rounding="row")
    assert exact_total(left) + exact_total(right) == exact_total(rows)


@settings(max_examples=60, deadline=None)
@given(debts("UA"))
def test_every_row_is_its_own_formula_rounded_half_up(case):
    for row in claim_of(case).item("interest").rows:
        exact = Decimal(row.principal_minor) * Decimal(3) * row.days / (100 * row.year_days)
        assert row.amount_minor == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@settings(max_examples=60, deadline=None)
@given(SURE_DAYS, st.integers(0, 400))
def test_a_month_is_counted_exactly_when_more_than_fifteen_of_its_days_are_in_delay(first_day, length):
    last_day = first_day + timedelta(days=length)
    days = [first_day + timedelta(days=n) for n in range(length + 1)]
    expected = sorted(
        {day.replace(day=1) for day in days if sum(one.replace(day=1) == day.replace(day=1) for one in days) > 15}
    )
    assert months_counted(first_day, last_day) == expected


@settings(max_examples=40, deadline=None)
@given(debts("UA"))
def test_by_tranches_no_more_is_claimed_than_along_the_chain_while_prices_rise(case):
    code, due, _, principal, parts = case
    year = due.replace(year=2022, day=min(due.day, 28))
    shifted = (
        code,
        year,
        date(2023, 6, 30),
        principal,
        [(max(day.replace(year=2022, day=1), year), part) for day, part in parts],
    )
    tranche, chain = (
        claim_of(shifted, kinds=("inflation",), inflation=method).amount("inflation").minor
        for method in ("tranche", "chain")
    )
    assert tranche <= chain + len(parts) + 1
