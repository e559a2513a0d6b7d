"""A price in one currency paid in another is converted at a dated rate of a named source, or refused (domain §6)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from contracts.core.ledger import LedgerFault
from contracts.core.money import Money, exponent, round_half_up


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


@dataclass(frozen=True, slots=True)
class DatedRate:
    """How much of ``payment_currency`` one unit of ``price_currency`` costs on a day, by a source."""

    price_currency: str
    payment_currency: str
    value: Decimal
    on: date
    source: str


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
