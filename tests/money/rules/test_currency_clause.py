"""A clause asks for the rate of a day; a margin is in the rate; what was to be paid covers all (domain §6)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.kernel.money import Money, money
from contracts.money.rules.currency_clause import CurrencyClause, DatedRate, RateDay, check_clause, covering, needed_for
from contracts.money.rules.ledger import LedgerFault

PAID, ISSUED = date(2026, 11, 23), date(2026, 10, 1)


def rate(value: str, price: str = "USD", paid: str = "UAH") -> DatedRate:
    return DatedRate(price, paid, Decimal(value), PAID, "nbu")


@pytest.mark.parametrize(
    ("day", "asked"),
    [(RateDay.PAYMENT, PAID), (RateDay.DAY_BEFORE, date(2026, 11, 22)), (RateDay.DOCUMENT, ISSUED)],
)
def test_the_clause_says_whose_day_the_rate_is_of(day, asked):
    assert CurrencyClause("USD", "UAH", day=day).asks_on(PAID, ISSUED) == asked


def test_a_margin_is_in_the_rate_and_its_source_says_so():
    applied = CurrencyClause("USD", "UAH", margin_bp=150).applied(rate("40"))
    assert (applied.value, applied.source) == (Decimal("40.6"), "nbu +1.5 %")


@pytest.mark.parametrize("clause", [CurrencyClause("UAH", "UAH"), CurrencyClause("USD", "UAH", source=" ")])
def test_a_clause_needs_two_currencies_and_a_source(clause):
    with pytest.raises(LedgerFault, match="currency clause needs"):
        check_clause(clause)


@given(minor=st.integers(1, 10**9), value=st.decimals("0.0001", "500", places=4))
def test_paying_what_was_to_be_paid_covers_all_of_it(minor, value):
    still = Money(minor, "USD")
    asked = needed_for(still, "UAH", rate(str(value)))
    if asked.minor:
        assert covering(asked, still, rate(str(value))) == still


def test_a_part_covers_its_part():
    assert covering(money("4125.37", "UAH"), money("500.00", "USD"), rate("41.2537")) == money("100.00", "USD")
