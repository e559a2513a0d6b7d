"""A price in one currency paid in another is converted at a dated rate of a named source, or refused (domain §6)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from contracts.kernel.money import Money, exponent, round_half_up
from contracts.money.rules.ledger import LedgerFault

#: Digits after the point of a rate.
RATE_DIGITS = 8
#: How many days a rate stays in force where its source published none since: week-ends and holidays.
LONGEST_GAP = 10


class RateDay(StrEnum):
    """Whose day the rate is taken of."""

    PAYMENT = "payment"
    DAY_BEFORE = "day_before"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class CurrencyClause:
    """What the contract says: sums in ``price_currency``, paid in ``payment_currency``.

    ``source`` names whose rate (``nbu``, ``interbank``, ``ecb``); ``margin_bp`` is added in hundredths of a per cent.
    """

    price_currency: str
    payment_currency: str
    source: str = "nbu"
    day: RateDay = RateDay.PAYMENT
    margin_bp: int = 0

    def asks_on(self, paid_on: date, issued_on: date) -> date:
        """The day whose rate the clause asks for."""
        if self.day is RateDay.DOCUMENT:
            return issued_on
        return paid_on - timedelta(days=1) if self.day is RateDay.DAY_BEFORE else paid_on

    def applied(self, rate: "DatedRate") -> "DatedRate":
        """The rate with the margin of the clause, its source saying so."""
        if not self.margin_bp:
            return rate
        value = (rate.value * (10_000 + self.margin_bp) / 10_000).quantize(Decimal(1).scaleb(-RATE_DIGITS))
        percent = f"{Decimal(self.margin_bp) / 100:+f}".rstrip("0").rstrip(".")
        return replace(rate, value=value, source=f"{rate.source} {percent} %")


@dataclass(frozen=True, slots=True)
class DatedRate:
    """How much of ``payment_currency`` one unit of ``price_currency`` costs on a day, by a source."""

    price_currency: str
    payment_currency: str
    value: Decimal
    on: date
    source: str


def check_clause(clause: CurrencyClause) -> None:
    """A clause names two currencies, a source and a margin that is one. Raises :class:`LedgerFault`."""
    if clause.price_currency == clause.payment_currency:
        raise LedgerFault(
            "A currency clause needs two currencies: {currency} is both the price and the payment.",
            code="one_currency",
            currency=clause.price_currency,
        )
    if not clause.source.strip() or not -5_000 < clause.margin_bp < 5_000:
        raise LedgerFault("A currency clause needs whose rate it is, and a margin below 50 %.", code="no_source")


def covering(paid: Money, still_open: Money, rate: DatedRate | None) -> Money:
    """What a sum paid covers of what is open: all of it where exactly that was to be paid, whatever rounding says."""
    is_converted = rate is not None and rate.value > 0 and paid.currency != still_open.currency
    if is_converted and rate is not None and paid == needed_for(still_open, paid.currency, rate):
        return still_open
    return covered_by(paid, still_open.currency, rate)


def covered_by(paid: Money, price_currency: str, rate: DatedRate | None, margin_bp: int = 0) -> Money:
    """What a sum paid covers in the currency of the price, half up.

    Raises :class:`LedgerFault` without a stored rate, or with one of other currencies or of nothing.
    """
    if paid.currency == price_currency:
        return paid
    if rate is None or (rate.price_currency, rate.payment_currency) != (price_currency, paid.currency):
        raise LedgerFault(
            "{amount} {paid} cannot cover a debt in {price} without a rate: give the rate, its source and its day.",
            code="no_rate",
            amount=paid.wire,
            paid=paid.currency,
            price=price_currency,
        )
    if rate.value <= 0:
        raise LedgerFault("A rate of {rate} is none: give what one unit costs.", code="no_rate", rate=str(rate.value))
    price = Fraction(rate.value) * (10_000 + margin_bp) / 10_000
    exact = Fraction(paid.minor, 10 ** exponent(paid.currency)) / price
    return Money(round_half_up(exact * 10 ** exponent(price_currency)), price_currency)


def needed_for(covered: Money, payment_currency: str, rate: DatedRate, margin_bp: int = 0) -> Money:
    """What must be paid for a debt in another currency, half up; for letters and expectations."""
    price = Fraction(rate.value) * (10_000 + margin_bp) / 10_000
    exact = Fraction(covered.minor, 10 ** exponent(covered.currency)) * price
    return Money(round_half_up(exact * 10 ** exponent(payment_currency)), payment_currency)
