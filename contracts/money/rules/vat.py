"""VAT is calculated once per rate and document, and the last line takes the difference (domain §6; Tax Code 188, 194).

A unit price is a decimal with up to six digits, not money; a line's sum is rounded once. ``net`` prices carry the
tax on top, ``gross`` prices contain it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from contracts.kernel.money import LARGEST_MINOR, Money, exponent, round_half_up
from contracts.kernel.refusal import N_, Refusal
from contracts.money.rules.ledger import LedgerFault

#: Digits after the point of a unit price and of a quantity.
_DIGITS = 6
#: The largest price or quantity a BIGINT of millionths takes, with room.
_LARGEST = Decimal(1_000_000_000_000)
_BAD_PRICE = N_(
    "{item}: the price {value} is negative, has more than {digits} digits after the point, or is too large."
)
_BAD_QUANTITY = N_(
    "{item}: the quantity {value} is negative, has more than {digits} digits after the point, or is too large."
)


class VatFault(Refusal):
    """An item cannot be calculated: too many digits, or a rate that is none."""

    code = "vat_fault"


class Priced(StrEnum):
    """Whether prices are without the tax or contain it."""

    NET = "net"
    GROSS = "gross"


@dataclass(frozen=True, slots=True)
class Vat:
    """How an item is taxed: a rate in hundredths of a per cent, ``None`` with the ground of the exemption.

    ``is_payer`` is false where the supplier is no payer of the tax: no rate, no exemption.
    """

    rate_bp: int | None = 2000
    ground: str = ""
    is_payer: bool = True


@dataclass(frozen=True, slots=True)
class PricedItem:
    """One line of a document before the tax."""

    name: str
    quantity: Decimal
    unit_price: Decimal
    vat: Vat = Vat()
    unit: str = ""


@dataclass(frozen=True, slots=True)
class ItemSum:
    """One line with its tax: ``net + vat = gross``."""

    item: PricedItem
    net: Money
    vat: Money
    gross: Money


@dataclass(frozen=True, slots=True)
class VatTotals:
    """A document's sums: per rate (``None``: no tax) and together."""

    lines: tuple[ItemSum, ...]
    by_rate: tuple[tuple[int | None, Money, Money], ...]
    net: Money
    vat: Money
    gross: Money


class DocumentLines(NamedTuple):
    """The lines of one document with their sums, and how they were priced."""

    totals: VatTotals
    priced: Priced

    @property
    def rate_bp(self) -> int | None:
        """The rate all lines share, in hundredths of a per cent; ``None`` where there is none, or more than one."""
        rates = {rate for rate, _, _ in self.totals.by_rate}
        return rates.pop() if len(rates) == 1 else None


def rate_text(rate_bp: int) -> str:
    """A rate in hundredths of a per cent as people write it: ``20``, ``5.5``."""
    whole = Fraction(rate_bp, 100)
    return str(whole.numerator) if whole.denominator == 1 else f"{float(whole):g}"


def calculate_items(items: Sequence[PricedItem], priced: Priced, currency: str) -> VatTotals:
    """Sum a document. Raises :class:`VatFault` for more than six digits, a negative or absurd rate, or no items."""
    if not items:
        raise VatFault("The document has no items: enter at least one.", code="no_items")
    given = [_given(item, currency) for item in items]
    taxes = _taxes(items, given, priced)
    lines = tuple(
        _line(item, sum_given, tax, priced, currency) for item, sum_given, tax in zip(items, given, taxes, strict=True)
    )
    return totals_of(lines, currency)


def totals_of(lines: Sequence[ItemSum], currency: str) -> VatTotals:
    """The sums of lines that were calculated before: nothing is rounded again."""
    return VatTotals(
        tuple(lines),
        _by_rate(lines, currency),
        Money(sum(each.net.minor for each in lines), currency),
        Money(sum(each.vat.minor for each in lines), currency),
        Money(sum(each.gross.minor for each in lines), currency),
    )


def _given(item: PricedItem, currency: str) -> int:
    """The line's sum as priced, in minor units."""
    numbers = ((_BAD_PRICE, "bad_price", item.unit_price), (_BAD_QUANTITY, "bad_quantity", item.quantity))
    for sentence, code, value in numbers:
        if not (value.is_finite() and 0 <= value <= _LARGEST and value == round(value, _DIGITS)):
            raise VatFault(sentence, code=code, item=item.name, value=str(value), digits=_DIGITS)
    rate = item.vat.rate_bp
    if rate is not None and not 0 <= rate <= 10_000:
        raise VatFault("{item}: {rate} % is no VAT rate.", code="no_rate", item=item.name, rate=rate / 100)
    exact = Fraction(item.quantity) * Fraction(item.unit_price) * 10 ** exponent(currency)
    if exact > LARGEST_MINOR:
        raise VatFault("{item}: the sum is larger than any the register keeps.", code="too_large", item=item.name)
    return round_half_up(exact)


def _taxes(items: Sequence[PricedItem], given: Sequence[int], priced: Priced) -> list[int]:
    """The tax of each line; the last line of a rate takes what the document's tax differs by."""
    taxes = [0] * len(items)
    places: dict[int, list[int]] = {}
    for place, item in enumerate(items):
        if item.vat.is_payer and item.vat.rate_bp:
            places.setdefault(item.vat.rate_bp, []).append(place)
    for rate, held in places.items():
        whole = _tax(sum(given[place] for place in held), rate, priced)
        for place in held[:-1]:
            taxes[place] = _tax(given[place], rate, priced)
        taxes[held[-1]] = whole - sum(taxes[place] for place in held[:-1])
    return taxes


def _tax(minor: int, rate_bp: int, priced: Priced) -> int:
    base = 10_000 if priced is Priced.NET else 10_000 + rate_bp
    return round_half_up(Fraction(minor * rate_bp, base))


def _line(item: PricedItem, given: int, tax: int, priced: Priced, currency: str) -> ItemSum:
    net = given if priced is Priced.NET else given - tax
    return ItemSum(item, Money(net, currency), Money(tax, currency), Money(net + tax, currency))


def _by_rate(lines: Sequence[ItemSum], currency: str) -> tuple[tuple[int | None, Money, Money], ...]:
    sums: dict[int | None, tuple[int, int]] = {}
    for each in lines:
        rate = each.item.vat.rate_bp if each.item.vat.is_payer else None
        net, tax = sums.get(rate, (0, 0))
        sums[rate] = (net + each.net.minor, tax + each.vat.minor)
    return tuple((rate, Money(net, currency), Money(tax, currency)) for rate, (net, tax) in sums.items())


def lines_of(items: Sequence[PricedItem], priced: Priced, currency: str, stated: Money | None = None) -> DocumentLines:
    """The lines with their sums. Raises ``LedgerFault`` where a person stated another sum than they give."""
    if len({each.vat.is_payer for each in items}) > 1:
        raise LedgerFault(
            "Some lines have VAT and others are of a supplier who pays none: name the VAT of every line.",
            code="vat_mixed",
        )
    totals = calculate_items(items, priced, currency)
    if stated is not None and stated != totals.gross:
        raise LedgerFault(
            "The lines give {lines} {currency}, the sum stated is {stated}: correct the lines, or leave the sum out.",
            code="lines_differ",
            lines=totals.gross.wire,
            currency=currency,
            stated=stated.wire,
        )
    return DocumentLines(totals, priced)
