"""The ledger extract of a claim: every charge and payment of what is claimed, by day, with what was open after it."""

from datetime import date

from sqlalchemy import Connection

from contracts.claims.case.claim_card import Card
from contracts.claims.case.claim_words import reduction_words
from contracts.claims.case.queries import claims
from contracts.documents.contexts.ledger_words import document_name, payment_name
from contracts.kernel.money import Money
from contracts.money.queries import ledger, payments
from contracts.money.rules.ledger import Charge, Ledger, standing
from contracts.tabular.report_out import Value, write_report

_TITLES = {
    "uk": ("Виписка з обліку", "Документ", "Дата", "Операція", "Нараховано", "Сплачено", "Залишок", "Валюта"),
    "en": ("Ledger extract", "Document", "Date", "Entry", "Charged", "Paid", "Balance", "Currency"),
}
_ENTRIES = {
    "uk": {
        "charged": "Нараховано",
        "paid": "Оплата",
        "advanced": "Попередня оплата",
        "closed": "Виконано або повернуто",
    },
    "en": {"charged": "Charged", "paid": "Payment", "advanced": "Advance", "closed": "Performed or returned"},
}
#: A line: its day, what happened, what it adds, what it takes.
_Line = tuple[date, str, int, int]


def ledger_extract(conn: Connection, card: Card, language: str) -> bytes:
    """The workbook; each document of the claim starts with what it charged and ends with what is open."""
    items = claims.items_of(conn, card.case.row.id)
    charge_ids = [each.charge_id for each in items if each.charge_id]
    payment_ids = [each.payment_id for each in items if each.payment_id]
    known = ledger.ledger_of(conn, charge_ids, payment_ids)
    givers = ledger.payments(conn, [each.payment_id for each in known.allocations])
    full = Ledger(known.charges, tuple(givers.values()), tuple(standing(known.allocations)), known.adjustments)
    charges = {int(each.id): each for each in known.charges}
    rows: list[list[Value]] = []
    for item, shown in zip(items, card.items, strict=True):
        charge = charges.get(item.charge_id)
        lines = _of_charge(charge, full, language) if charge else _of_payment(conn, item.payment_id, full, language)
        rows += _balanced(shown.title, lines, card.case.row.currency)
    title, *headers = _TITLES[language]
    return write_report(title, headers, rows)


def _of_charge(charge: Charge, known: Ledger, language: str) -> list[_Line]:
    words = _ENTRIES[language]
    lines = [(charge.issued_on, f"{words['charged']}: {document_name(charge, language)}", charge.amount.minor, 0)]
    lines += [
        (each.effective_on, words["paid"], 0, each.covered.minor)
        for each in known.allocations
        if each.charge_id == charge.id
    ]
    gone = {each.reverses_id for each in known.adjustments if each.reverses_id is not None}
    lines += [
        (each.effective_on, reduction_words(each.kind.value, language), 0, each.amount.minor)
        for each in known.adjustments
        if each.charge_id == charge.id and each.reverses_id is None and each.id not in gone
    ]
    return lines


def _of_payment(conn: Connection, payment_id: int, known: Ledger, language: str) -> list[_Line]:
    words, row = _ENTRIES[language], payments.row_of(conn, payment_id)
    name = payment_name(row.document_no, row.paid_on, language)
    lines = [(row.paid_on, f"{words['advanced']}: {name}", row.amount_minor, 0)]
    lines += [
        (each.effective_on, words["closed"], 0, each.paid.minor)
        for each in known.allocations
        if payment_id in (each.payment_id, each.other_payment_id)
    ]
    return lines


def _balanced(title: str, lines: list[_Line], currency: str) -> list[list[Value]]:
    """The lines by day, each with what was open after it."""
    rows: list[list[Value]] = []
    left = 0
    for on, what, added, taken in sorted(lines, key=lambda each: (each[0], -each[2])):
        left += added - taken
        charged, paid = (Money(minor, currency) if minor else None for minor in (added, taken))
        rows.append([title, on, what, charged, paid, Money(left, currency), currency])
    return rows
