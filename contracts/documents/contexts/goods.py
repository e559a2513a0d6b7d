"""What acts, notes, invoices and specifications list: lines, the tax by rate, totals (domain §6; Tax Code 188, 194).

A line's price is without the tax where the supplier pays it, else as it is; a unit price has up to six digits.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from contracts.documents.contexts.contract_words import words
from contracts.documents.contexts.values import DocumentContext, decimal, money
from contracts.kernel.money import Money, exponent
from contracts.language import figures
from contracts.money.rules.vat import ItemSum, VatTotals


def unit_of(kind: str, language: str) -> str:
    """The unit of a whole that is not divided into pieces, by the kind of contract."""
    unit = {"supply": "goods", "framework": "goods", "works": "works"}.get(kind, "service")
    return str(words("units", language)[unit])


def goods_context(totals: VatTotals) -> DocumentContext:
    """The records ``items``, ``vat_lines``, the totals, and what the contract's prices contain."""
    rates = [(rate, tax) for rate, _, tax in totals.by_rate if rate is not None]
    contract: DocumentContext = {"vat": bool(rates), "currency": totals.gross.currency}
    if rates:
        contract["vat_rate"] = percent(rates[0][0])
    return {
        "items": [_item(no, each) for no, each in enumerate(totals.lines, 1)],
        "vat_lines": [{"rate": percent(rate), "amount": money(tax)} for rate, tax in rates],
        "total_net": money(totals.net),
        "total_vat": money(totals.vat),
        "total": money(totals.gross),
        "contract": contract,
    }


def percent(rate_bp: int) -> str:
    """A rate in hundredths of a per cent as contexts hold it."""
    return decimal(Fraction(rate_bp, 100), 2)


@dataclass(frozen=True, slots=True)
class Bill:
    """A bill as the payer's bank reads it: its number and day, the contract's, what is paid for, the taxes in it."""

    number: str
    dated_on: date
    contract: str
    contract_on: date | None
    paid_for: str | None
    taxes: tuple[tuple[int, Money], ...]


def payment_purpose(bill: Bill, language: str) -> str:
    """The words of the payment: what for, by which bill and contract, and the tax, named by its rate."""
    known = words("purpose", language)

    def dated(name: str, number: str, on: date | None) -> str:
        text = str(known[name].format(number=number))
        return known["dated"].format(name=text, day=figures.date_document(on, language)) if on else text

    head = known["paid_for"].format(what=bill.paid_for) if bill.paid_for else known["paid"]
    by = dated("bill", bill.number, bill.dated_on) if bill.number else known["bare"]
    taxes = ", ".join(
        known["tax"].format(
            rate=figures.percent(Decimal(percent(rate)), language), tax=figures.money_document(tax, language)
        )
        for rate, tax in bill.taxes
    )
    tax = known["with_tax"].format(taxes=taxes) if taxes else known["no_tax"]
    return f"{head} {by}, {dated('contract', bill.contract, bill.contract_on)}, {tax}"


def contract_words(title: str, number: str, dated_on: date | None, language: str) -> str:
    """A contract as a paper names its ground: «Договір поставки № 12 від 01.02.2026»."""
    known = words("papers", language)
    text = str(known["contract"].format(title=title, number=number))
    return known["dated"].format(name=text, day=figures.date_document(dated_on, language)) if dated_on else text


def _item(no: int, line: ItemSum) -> DocumentContext:
    """A line; its unit price is without the tax: as agreed where it was, else the line's sum by the quantity."""
    item, net = line.item, Fraction(line.net.wire)
    quantity, price = Fraction(item.quantity), Fraction(item.unit_price)
    if abs(price * quantity - net) >= Fraction(1, 100):
        price = net / (quantity or Fraction(1))
    whole, _, cents = decimal(price).partition(".")
    cents = cents.ljust(exponent(line.net.currency), "0")
    return {
        "number": no,
        "name": item.name,
        "unit": item.unit,
        "quantity": decimal(quantity),
        "price": {"amount": f"{whole}.{cents}" if cents else whole, "currency": line.net.currency},
        "vat": percent(item.vat.rate_bp) if item.vat.rate_bp is not None and item.vat.is_payer else None,
        "amount": money(line.net),
    }
