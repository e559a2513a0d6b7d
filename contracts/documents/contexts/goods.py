"""What acts, notes, invoices and specifications list: lines, the tax by rate, totals (domain §6; Tax Code 188, 194).

A line's price is without the tax where the supplier pays it, else as it is; a unit price has up to six digits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from contracts.documents.contexts.values import DocumentContext, decimal, money
from contracts.kernel.money import Money, exponent
from contracts.language import figures
from contracts.money.rules.vat import ItemSum, Priced, PricedItem, Vat, VatTotals, calculate_items

#: What one piece of a thing without a unit of its own is called: goods, and everything else.
_UNITS = {"uk": ("шт.", "послуга", "роботи"), "en": ("pc.", "service", "works")}


@dataclass(frozen=True, slots=True)
class GoodsLine:
    """One thing delivered or done; ``price`` is without the tax, ``rate_bp`` in hundredths of a per cent."""

    name: str
    unit: str
    quantity: Decimal
    price: Decimal
    rate_bp: int | None = None


def unit_of(kind: str, language: str) -> str:
    """The unit of a whole that is not divided into pieces, by the kind of contract."""
    goods, service, works = _UNITS["uk" if language == "uk" else "en"]
    return {"supply": goods, "framework": goods, "works": works}.get(kind, service)


def whole_line(name: str, unit: str, gross: Money, rate_bp: int | None) -> tuple[VatTotals, tuple[str, ...]]:
    """A document of one line whose sum with the tax is known: one piece at that price."""
    price = Decimal(gross.wire)
    vat = Vat(rate_bp, is_payer=rate_bp is not None)
    return calculate_items([PricedItem(name, Decimal(1), price, vat)], Priced.GROSS, gross.currency), (unit,)


def lines_totals(lines: Sequence[GoodsLine], currency: str) -> tuple[VatTotals, tuple[str, ...]]:
    """Lines priced without the tax, calculated once per rate and document."""
    items = [
        PricedItem(each.name, each.quantity, each.price, Vat(each.rate_bp, is_payer=each.rate_bp is not None))
        for each in lines
    ]
    return calculate_items(items, Priced.NET, currency), tuple(each.unit for each in lines)


def goods_context(totals: VatTotals, units: Sequence[str]) -> DocumentContext:
    """The records ``items``, ``vat_lines``, the totals, and what the contract's prices contain."""
    rates = [(rate, tax) for rate, _, tax in totals.by_rate if rate is not None]
    has_tax = bool(rates)
    contract: DocumentContext = {"vat": has_tax, "currency": totals.gross.currency}
    if has_tax:
        contract["vat_rate"] = decimal(Fraction(rates[0][0], 100), 2)
    return {
        "items": [_item(no, each, unit) for no, (each, unit) in enumerate(zip(totals.lines, units, strict=True), 1)],
        "vat_lines": [{"rate": decimal(Fraction(rate, 100), 2), "amount": money(tax)} for rate, tax in rates],
        "total_net": money(totals.net),
        "total_vat": money(totals.vat),
        "total": money(totals.gross),
        "contract": contract,
    }


def payment_purpose(subject: str, number: str, contract: str, tax: Money, language: str) -> str:
    """The words of the payment, as the payer's bank and accountant read them; the tax is named."""
    if language != "uk":
        bill = f"Invoice No.\u00a0{number}, {contract}" if number else contract
        return f"{bill}, including VAT {figures.money_document(tax, language)}" if tax else f"{bill}, without VAT"
    head = f"Оплата за {subject}" if subject else "Оплата"
    by = f"рахунком №\u00a0{number}" if number else "рахунком"
    paid = f"у т. ч. ПДВ {figures.money_document(tax, language)}" if tax else "без ПДВ"
    return f"{head} згідно з {by}, {contract[:1].lower()}{contract[1:]}, {paid}"


def contract_words(title: str, number: str, dated_on: date | None, language: str) -> str:
    """A contract as a paper names its ground: «Договір поставки № 12 від 01.02.2026»."""
    sign, of = ("№", "від") if language == "uk" else ("No.", "of")
    text = f"{title} {sign}\u00a0{number}"
    return f"{text} {of} {figures.date_document(dated_on, language)}" if dated_on else text


def _item(no: int, line: ItemSum, unit: str) -> DocumentContext:
    return {
        "number": no,
        "name": line.item.name,
        "unit": unit,
        "quantity": decimal(Fraction(line.item.quantity)),
        "price": _price(line),
        "vat": _rate(line),
        "amount": money(line.net),
    }


def _rate(line: ItemSum) -> str | None:
    rate = line.item.vat.rate_bp
    return decimal(Fraction(rate, 100), 2) if rate is not None and line.item.vat.is_payer else None


def _price(line: ItemSum) -> DocumentContext:
    """The unit price without the tax: as agreed where it was, else the line's sum divided by the quantity."""
    priced_net = Fraction(line.item.unit_price) * Fraction(line.item.quantity)
    net = Fraction(line.net.wire)
    price = Fraction(line.item.unit_price) if abs(priced_net - net) < Fraction(1, 100) else net / _some(line)
    whole, _, cents = decimal(price).partition(".")
    cents = cents.ljust(exponent(line.net.currency), "0")
    return {"amount": f"{whole}.{cents}" if cents else whole, "currency": line.net.currency}


def _some(line: ItemSum) -> Fraction:
    return Fraction(line.item.quantity) or Fraction(1)
