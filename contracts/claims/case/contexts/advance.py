"""The demand to return an advance: what was paid, what deliveries closed of it, when it is due back (CC 693(2))."""

from dataclasses import dataclass
from datetime import date

from contracts.claims.case.contexts.letter import ClaimFacts
from contracts.documents.contexts.values import DocumentContext, day, money
from contracts.kernel.money import Money


@dataclass(frozen=True, slots=True)
class AdvancePayment:
    """One payment made in advance: ``closed`` is what deliveries or returns took of it."""

    document: str
    paid_on: date
    amount: Money
    closed: Money
    left: Money
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class AdvanceFacts:
    """The payments; ``return_by`` where the day for the return has been named before."""

    payments: tuple[AdvancePayment, ...]
    return_by: date | None = None
    delivery_clause: str = ""


def advance_record(advance: AdvanceFacts, facts: ClaimFacts) -> DocumentContext:
    """The record ``advance`` of the letter; the day of delivery is said by a person (``--deliver-by``)."""
    return {
        "rows": [_row(each) for each in advance.payments],
        "total": money(facts.principal),
        "return_by": day(advance.return_by),
        "delivery_clause": advance.delivery_clause or None,
        "deliver_by": None,
    }


def _row(each: AdvancePayment) -> DocumentContext:
    return {
        "document": each.document,
        "date": day(each.paid_on),
        "amount": money(each.amount),
        "closed": money(each.closed),
        "open": money(each.left),
        "purpose": each.purpose or None,
    }
