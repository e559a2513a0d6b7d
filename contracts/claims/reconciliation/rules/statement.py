"""A reconciliation statement: what each side entered for a period, and who owes whom at its ends (domain §5).

Debit is what makes the other side owe us more: our charges and the money we paid; credit the opposite. An offset
stands on both sides and changes no balance. Only what is owed stands there; pro-forma documents are shown apart.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from contracts.kernel.money import Money
from contracts.money.rules.ledger import AdjustmentKind, Charge, ChargeId, Direction, Ledger

#: What asks for money before anything is delivered: it is owed only when an act or a note follows (domain §8).
_PROPOSALS = ("invoice", "prepayment")


@dataclass(frozen=True, slots=True)
class ProposedPayment:
    """A pro-forma document of the period: money asked for, and owed by nobody yet."""

    number: str
    on: date
    amount: Money
    direction: Direction


def is_owed(charge: Charge) -> bool:
    """Whether a charge is a debt; an invoice before delivery is a proposal to pay."""
    return charge.kind not in _PROPOSALS


@dataclass(frozen=True, slots=True)
class StatementEntry:
    """One row: the day, what it is (kind of document and number), and the sum in one of the columns.

    ``kind`` is a charge's kind, ``payment``, or a kind of adjustment.
    """

    on: date
    kind: str
    number: str
    debit: Money
    credit: Money
    contract_id: int | None = None


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """One currency of one counterparty for a period, both days inclusive; a positive balance is owed to us."""

    from_on: date = field(metadata={"wire": "from"})
    to_on: date = field(metadata={"wire": "to"})
    currency: str
    opening: Money
    debit: Money
    credit: Money
    closing: Money
    entries: tuple[StatementEntry, ...] = field(metadata={"wire": None})
    proposals: tuple[ProposedPayment, ...] = ()


def reconcile(ledger: Ledger, from_on: date, to_on: date) -> tuple[Reconciliation, ...]:
    """One statement per currency that has a balance or an entry, in order of the code."""
    entries = sorted(_entries(ledger), key=lambda each: (each.on, each.kind, each.number))
    currencies = sorted({each.debit.currency for each in entries})
    found = (
        replace(_of_currency(currency, entries, from_on, to_on), proposals=_proposals(ledger, currency, from_on, to_on))
        for currency in currencies
    )
    return tuple(each for each in found if each.opening.minor or each.entries)


def _proposals(ledger: Ledger, currency: str, from_on: date, to_on: date) -> tuple[ProposedPayment, ...]:
    """Pro-forma documents of the period, shown apart."""
    within = (each for each in ledger.charges if not is_owed(each) and from_on <= each.issued_on <= to_on)
    return tuple(
        ProposedPayment(each.number, each.issued_on, each.amount, each.direction)
        for each in within
        if each.amount.currency == currency
    )


def _of_currency(currency: str, entries: Iterable[StatementEntry], from_on: date, to_on: date) -> Reconciliation:
    own = [each for each in entries if each.debit.currency == currency]
    before = sum(each.debit.minor - each.credit.minor for each in own if each.on < from_on)
    within = tuple(each for each in own if from_on <= each.on <= to_on)
    debit, credit = sum(each.debit.minor for each in within), sum(each.credit.minor for each in within)
    return Reconciliation(
        from_on,
        to_on,
        currency,
        Money(before, currency),
        Money(debit, currency),
        Money(credit, currency),
        Money(before + debit - credit, currency),
        within,
    )


def _entries(ledger: Ledger) -> Iterator[StatementEntry]:
    of_charge = {each.id: each for each in ledger.charges if is_owed(each)}
    for charge in of_charge.values():
        is_debit = charge.direction is Direction.RECEIVABLE
        yield _entry(charge.issued_on, charge.kind, charge.number, charge.amount, charge.contract_id, is_debit=is_debit)
    for payment in ledger.payments:
        number, is_debit = payment.document_no, not payment.is_incoming
        yield _entry(payment.paid_on, "payment", number, payment.amount, payment.contract_id, is_debit=is_debit)
    for each in ledger.adjustments:
        reduced = of_charge.get(ChargeId(each.charge_id))
        if reduced is None or each.kind is AdjustmentKind.OFFSET:
            continue
        is_debit = reduced.direction is Direction.PAYABLE
        yield _entry(
            each.effective_on, each.kind.value, reduced.number, each.amount, reduced.contract_id, is_debit=is_debit
        )


def _entry(
    on: date, kind: str, number: str, amount: Money, contract_id: int | None, *, is_debit: bool
) -> StatementEntry:
    """A row in its column; a negative sum stays in its column with its sign, as accountants storno."""
    none = Money(0, amount.currency)
    return StatementEntry(on, kind, number, amount if is_debit else none, none if is_debit else amount, contract_id)
