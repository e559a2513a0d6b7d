"""The ledger extract of a claim: every charge and payment of what is claimed, by day, with what was open after it."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection

from contracts.claims.case.calculation import reductions_of
from contracts.claims.case.card import ClaimCard
from contracts.claims.case.contexts.words import reduction_words
from contracts.claims.case.queries import claims
from contracts.claims.case.queries.cited import CitedPayment, cited_payments
from contracts.documents.contexts.ledger_words import document_name, payment_name
from contracts.kernel.money import Money
from contracts.money.allocating import standing
from contracts.money.queries import ledger
from contracts.money.rules.ledger import Allocation, Charge, Ledger
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


class _Line(NamedTuple):
    """A day, what happened on it, what it adds, what it takes."""

    on: date
    what: str
    added: int
    taken: int


def ledger_extract(conn: Connection, card: ClaimCard, language: str) -> bytes:
    """The workbook; each document of the claim starts with what it charged and ends with what is open."""
    items = claims.items_of(conn, card.stored.id)
    payment_ids = [each.payment_id for each in items if each.payment_id]
    known = ledger.ledger_of(conn, [each.charge_id for each in items if each.charge_id], payment_ids)
    allocations = standing(known.allocations)
    charges = {int(each.id): each for each in known.charges}
    advances = {each.id: each for each in cited_payments(conn, payment_ids)}
    rows: list[list[Value]] = []
    for item, shown in zip(items, card.items, strict=True):
        lines = (
            _of_charge(charges[item.charge_id], known, allocations, language)
            if item.charge_id
            else _of_advance(advances[item.payment_id or 0], allocations, language)
        )
        rows += _balanced(shown.document, sorted(lines, key=lambda each: (each.on, -each.added)), card.currency)
    title, *headers = _TITLES[language]
    return write_report(title, headers, rows)


def _of_charge(charge: Charge, known: Ledger, allocations: list[Allocation], language: str) -> Iterator[_Line]:
    words = _ENTRIES[language]
    yield _Line(charge.issued_on, f"{words['charged']}: {document_name(charge, language)}", charge.amount.minor, 0)
    for each in allocations:
        if each.charge_id == charge.id:
            yield _Line(each.effective_on, words["paid"], 0, each.covered.minor)
    for reduction in reductions_of(charge.id, known):
        what = reduction_words(reduction.kind.value, language)
        yield _Line(reduction.effective_on, what, 0, reduction.amount.minor)


def _of_advance(payment: CitedPayment, allocations: list[Allocation], language: str) -> Iterator[_Line]:
    words = _ENTRIES[language]
    name = payment_name(payment.document_no, payment.paid_on, language)
    yield _Line(payment.paid_on, f"{words['advanced']}: {name}", payment.amount.minor, 0)
    for each in allocations:
        if payment.id in (each.payment_id, each.other_payment_id):
            yield _Line(each.effective_on, words["closed"], 0, each.paid.minor)


def _balanced(title: str, lines: list[_Line], currency: str) -> Iterator[list[Value]]:
    """The lines, each with what was open after it."""
    left = 0
    for on, what, added, taken in lines:
        left += added - taken
        charged, paid = (Money(minor, currency) if minor else None for minor in (added, taken))
        yield [title, on, what, charged, paid, Money(left, currency), currency]
