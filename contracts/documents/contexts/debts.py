"""The block of debts of a letter: one row a document, totals per currency, the oldest day for payment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from contracts.documents.contexts.values import DocumentContext, day, money
from contracts.kernel.money import Money, total


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """An unpaid or partly paid document."""

    document: str
    dated_on: date | None
    amount: Money
    open: Money
    due_on: date | None
    clause: str = ""
    contract: str = ""


def debt_context(
    rows: Sequence[OpenDocument], as_of: date, currency: str, advance: Money | None = None
) -> DocumentContext:
    """The record ``debt``; currencies never add, ``total`` is that of the contract's currency."""
    totals = total([row.open for row in rows])
    days = [row.due_on for row in rows if row.due_on is not None]
    return {
        "rows": [_row(row, as_of) for row in rows],
        "total": money(totals.get(currency, Money(0, currency))),
        "totals": [money(each) for each in totals.values()],
        "oldest_due_on": day(min(days)) if days else None,
        "advance": money(advance) if advance else None,
    }


def _row(row: OpenDocument, as_of: date) -> DocumentContext:
    return {
        "document": row.document,
        "clause": row.clause or None,
        "date": day(row.dated_on),
        "amount": money(row.amount),
        "paid": money(row.amount - row.open),
        "open": money(row.open),
        "due_on": day(row.due_on),
        "days_late": max((as_of - row.due_on).days, 0) if row.due_on else 0,
        "contract": row.contract or None,
        "is_on_demand": row.due_on is None,
        "proofs": None,
    }
