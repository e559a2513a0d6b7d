"""The ledger only grows: charges, payments, and rows that cover or reduce them; what is open follows (domain §6).

A row counts from its effective day (``as_of``) and was known from its moment (``known_until``). A correction is a
new row of the opposite sign with the effective day of the row it takes back: a past day asked about today is
right, and the same day asked with ``known_until`` is what was shown then.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from contracts.kernel.calendar import FAR
from contracts.kernel.derivation import Step
from contracts.kernel.money import Money
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import ContractId, PartyId

ChargeId = NewType("ChargeId", int)
PaymentId = NewType("PaymentId", int)


class LedgerFault(Refusal):
    """A row would break the ledger: cover more than is open, give more than is left, or mix currencies."""

    code = "ledger_fault"


class Direction(StrEnum):
    """Whose debt a charge is: theirs to us, or ours to them."""

    RECEIVABLE = "receivable"
    PAYABLE = "payable"


class DueForm(StrEnum):
    """How a due day was agreed; only the last day of a period moves to a working day (domain §1)."""

    PERIOD = "period"
    DATE = "date"
    UNKNOWN = "unknown"


class AdjustmentKind(StrEnum):
    """What reduces a charge without a payment."""

    CREDIT_NOTE = "credit_note"
    WRITE_OFF = "write_off"
    OFFSET = "offset"
    ASSIGNMENT = "assignment"
    REVERSAL = "reversal"


class Successor(StrEnum):
    """Which side of a debt another party takes over: a new creditor (CC Ukraine 512) or a new debtor (520)."""

    CREDITOR = "creditor"
    DEBTOR = "debtor"


@dataclass(frozen=True, slots=True)
class Charge:
    """A sum owed under a document; ``due_on`` is the last day for payment, ``FAR`` while it is not known.

    ``part_no`` counts the parts of one document that fall due on different days.
    """

    id: ChargeId
    direction: Direction
    kind: str
    number: str
    issued_on: date
    due_on: date
    amount: Money
    counterparty_id: PartyId
    contract_id: ContractId | None = None
    own_company_id: PartyId = PartyId(0)
    due_form: DueForm = DueForm.PERIOD
    part_no: int = 1
    recorded_at: datetime | None = None
    due_steps: tuple[Step, ...] = ()

    @property
    def is_due_known(self) -> bool:
        """Whether there is a day from which the charge is overdue."""
        return self.due_on != FAR


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that came in (``is_incoming``) or went out; ``amount`` is never negative."""

    id: PaymentId
    is_incoming: bool
    paid_on: date
    amount: Money
    counterparty_id: PartyId | None = None
    contract_id: ContractId | None = None
    own_company_id: PartyId = PartyId(0)
    other_name: str = ""
    other_code: str = ""
    other_account: str = ""
    purpose: str = ""
    seams: tuple[int, ...] = ()
    recorded_at: datetime | None = None
    document_no: str = ""


@dataclass(frozen=True, slots=True)
class Allocation:
    """Money of a payment given to a charge, or (``other_payment_id``) given back by an opposite payment: a refund.

    ``covered`` is in the charge's currency, ``paid`` in the payment's; a negative row takes one back.
    """

    id: int
    payment_id: PaymentId
    charge_id: ChargeId | None
    covered: Money
    paid: Money
    effective_on: date
    other_payment_id: PaymentId | None = None
    recorded_at: datetime | None = None
    reverses_id: int | None = None


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A reduction of a charge without a payment; a negative row takes one back."""

    id: int
    charge_id: ChargeId
    kind: AdjustmentKind
    amount: Money
    effective_on: date
    recorded_at: datetime | None = None
    reverses_id: int | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything recorded about some charges and payments."""

    charges: tuple[Charge, ...] = ()
    payments: tuple[Payment, ...] = ()
    allocations: tuple[Allocation, ...] = ()
    adjustments: tuple[Adjustment, ...] = field(default=())

    def open_amounts(self, as_of: date) -> dict[ChargeId, Money]:
        """What is open of each charge issued by a day; settled charges are left out."""
        covered = Counter[ChargeId]()
        for given in self.allocations:
            if given.charge_id is not None and given.effective_on <= as_of:
                covered[given.charge_id] += given.covered.minor
        for reduction in self.adjustments:
            if reduction.effective_on <= as_of:
                covered[reduction.charge_id] += reduction.amount.minor
        found: dict[ChargeId, Money] = {}
        for each in self.charges:
            rest = each.amount.minor - covered[each.id]
            if each.issued_on <= as_of and rest:
                found[each.id] = Money(rest, each.amount.currency)
        return found

    def rests(self, as_of: date) -> dict[PaymentId, Money]:
        """What is left of each payment made by a day; used-up payments are left out."""
        used = Counter[PaymentId]()
        for each in self.allocations:
            if each.effective_on <= as_of:
                for payment_id in (each.payment_id, each.other_payment_id):
                    if payment_id is not None:
                        used[payment_id] += each.paid.minor
        left = ((each, each.amount.minor - used[each.id]) for each in self.payments if each.paid_on <= as_of)
        return {each.id: Money(rest, each.amount.currency) for each, rest in left if rest}


def effective_on(payment: Payment, charge: Charge) -> date:
    """The day from which a payment covers a charge: never before the charge was issued (schema)."""
    return max(payment.paid_on, charge.issued_on)


def check_charge(amount: Money) -> None:
    """A charge is more than nothing. Raises :class:`LedgerFault`."""
    if amount.minor <= 0:
        raise LedgerFault(
            "A charge of {amount} {currency} cannot be posted: what reduces a debt is a credit note to its charge.",
            code="negative_charge",
            amount=amount.wire,
            currency=amount.currency,
        )


def check_covering(charge: Charge, still_open: Money, amount: Money) -> None:
    """An allocation or a reduction is positive and never exceeds what is open. Raises :class:`LedgerFault`."""
    if amount.currency != charge.amount.currency:
        raise LedgerFault(
            "Charge {number} is in {currency}; {amount} {other} cannot cover it without a stored rate.",
            code="currency_differs",
            number=charge.number,
            currency=charge.amount.currency,
            amount=amount.wire,
            other=amount.currency,
        )
    if amount.minor <= 0:
        raise LedgerFault("Give a sum greater than nothing, not {amount}.", code="not_positive", amount=amount.wire)
    if amount > still_open:
        raise LedgerFault(
            "Charge {number} has {open} {currency} open, so {amount} cannot be set against it.",
            code="exceeds_open",
            number=charge.number,
            open=still_open.wire,
            currency=amount.currency,
            amount=amount.wire,
        )


def check_giving(payment: Payment, rest: Money, amount: Money) -> None:
    """A payment never gives more than is left of it. Raises :class:`LedgerFault`."""
    if amount.currency != rest.currency or amount > rest:
        raise LedgerFault(
            "Of the payment of {paid_on} {rest} {currency} is left, so {amount} {other} cannot be taken from it.",
            code="exceeds_rest",
            paid_on=payment.paid_on,
            rest=rest.wire,
            currency=rest.currency,
            amount=amount.wire,
            other=amount.currency,
        )


def check_sides(payment: Payment, charge: Charge) -> None:
    """Money that came in covers what they owe us, money that went out what we owe. Raises :class:`LedgerFault`."""
    if payment.is_incoming != (charge.direction is Direction.RECEIVABLE):
        raise LedgerFault(
            "Charge {number} is on the other side: money that came in covers only what is owed to us.",
            code="wrong_side",
            number=charge.number,
        )


def spread(rest: Money, charges: Iterable[tuple[ChargeId, Money]]) -> tuple[tuple[ChargeId, Money], ...]:
    """Cover charges in the order given until nothing is left; sums of another currency are passed by."""
    left, parts = rest.minor, []
    for charge_id, still_open in charges:
        if left <= 0:
            break
        if still_open.currency != rest.currency or still_open.minor <= 0:
            continue
        part = min(left, still_open.minor)
        parts.append((charge_id, Money(part, rest.currency)))
        left -= part
    return tuple(parts)


def standing(allocations: Iterable[Allocation]) -> list[Allocation]:
    """Allocations that nobody took back."""
    rows = list(allocations)
    gone = {each.reverses_id for each in rows if each.reverses_id is not None}
    return [each for each in rows if each.reverses_id is None and each.id not in gone]


class HoldKind(StrEnum):
    """Why dunning stands still; interest and limitation run on."""

    DISPUTED = "disputed"
    PROMISED = "promised"
    SETTLING = "settling"
