"""What reduces a charge without a payment, and what takes that back by rows of the opposite sign (domain §6).

A reduction greater than what is open first frees money of payments, the newest first: it becomes an advance again.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from contracts.kernel.context import Call, Context, Work, recorded
from contracts.kernel.money import Money
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.money.allocate import AllocationPart, Distribution, allocate, take_back
from contracts.money.queries import adjustments, charges, ledger, open_amounts
from contracts.money.rules.ledger import AdjustmentKind, Charge, LedgerFault, check_covering, standing
from contracts.parties.queries import parties

_EVER = date.max
#: Marks the reversal of a charge whose assignment was taken back: it is not undone by itself.
_BACK = "back:"


@dataclass(frozen=True, slots=True)
class ReductionGround:
    """Why a charge is reduced: the words of a person, or the document that says so."""

    reason: str = ""
    document: str = ""

    def stated_for(self, number: str) -> "ReductionGround":
        """The ground, where it says something. Raises ``LedgerFault``."""
        if not self.reason.strip() and not self.document.strip():
            raise LedgerFault(
                "Say why charge {number} is reduced: --reason, or the document with --by.",
                code="no_reason",
                number=number,
            )
        return self


@needs("payments.post")
def reduce_charge(
    ctx: Context,
    call: Call,
    number: str,
    kind: AdjustmentKind,
    *,
    ground: ReductionGround,
    amount: Money | None = None,
    counterparty: str | None = None,
) -> Money:
    """Write off, credit or reverse a charge, in whole where no sum is named; returns the sum."""
    with writing(ctx, call) as work:
        charge = charge_meant(work, number, counterparty)
        done, _ = reduce(work, charge, kind, amount, ground=ground.stated_for(number))
        work.commit()
    return done


@needs("payments.post")
def offset_charges(
    ctx: Context, call: Call, first: str, second: str, *, ground: ReductionGround, amount: Money | None = None
) -> Money:
    """Set a charge of theirs against one of ours (CC Ukraine 601): both are reduced by the same sum."""
    ground = ground.stated_for(first)
    with writing(ctx, call) as work:
        pair = [charge_meant(work, each, None) for each in (first, second)]
        if pair[0].direction is pair[1].direction or pair[0].counterparty_id != pair[1].counterparty_id:
            raise LedgerFault(
                "Only what they owe us and what we owe them can be set off: {first} and {second} are not such.",
                code="no_offset",
                first=first,
                second=second,
            )
        sums = [open_now(work, each) for each in pair]
        if sums[0].currency != sums[1].currency:
            raise LedgerFault("Charges of two currencies cannot be set off.", code="currency_differs")
        done = amount or min(sums, key=lambda each: each.minor)
        key = f"{pair[0].id}:{pair[1].id}:{call.request_id}"[:40]
        for each in pair:
            reduce(work, each, AdjustmentKind.OFFSET, done, ground=ground, pair_key=key)
        work.commit()
    return done


@needs("payments.post")
def restore_charge(
    ctx: Context,
    call: Call,
    number: str,
    *,
    only: int | None = None,
    reason: str = "",
    counterparty: str | None = None,
) -> int:
    """Undo every reduction of a charge that stands, or the one ``charge show`` names; returns how many rows.

    An offset is undone on both sides; of an assignment the new charge is reversed, and its money freed.
    """
    with writing(ctx, call) as work:
        charge = charge_meant(work, number, counterparty)
        rows = [row for row in adjustments.to_undo(work.conn, charge.id, only) if _BACK not in row.pair_key]
        if not rows:
            raise LedgerFault("Nothing reduced charge {number}.", code="nothing_to_undo", number=number)
        ids = sorted({row.charge_id for row in rows})
        open_amounts.lock(work.conn, ids)
        _reverse_successors(work, charge.id, {row.id for row in rows})
        ledger.add_adjustments(work.conn, [{**row.opposite, **recorded(call)} for row in rows])
        work.change(SubjectKind.CHARGE, ids)
        after = {"rows": len(rows), **({"reason": reason} if reason else {})}
        for id in ids:
            work.note(Subject(SubjectKind.CHARGE, id), "undo_adjustments", {"after": after})
        work.commit()
    return len(rows)


def _reverse_successors(work: Work, charge_id: int, adjustment_ids: Collection[int]) -> None:
    """Before assignments are taken back: what is open under their new charges is reversed, its money freed."""
    found = adjustments.successions(work.conn, [charge_id])
    ids = [each.charge_id for id, each in found.items() if id in adjustment_ids and each.charge_id is not None]
    for id, charge in ledger.charges(work.conn, ids).items():
        open_amounts.lock(work.conn, [id])
        if given := standing(ledger.allocations(work.conn, charge_ids=[id])):
            take_back(work, given, "free_payment")
        if open_now(work, charge):
            reduce(work, charge, AdjustmentKind.REVERSAL, None, ground=ReductionGround(), pair_key=f"{_BACK}{id}")


def reduce(
    work: Work,
    charge: Charge,
    kind: AdjustmentKind,
    amount: Money | None,
    *,
    ground: ReductionGround,
    pair_key: str = "",
) -> tuple[Money, int]:
    """Reduce a charge within a transaction of the caller; returns the sum and the key of the row."""
    open_amounts.lock(work.conn, [charge.id])
    whole = charge.amount if kind is AdjustmentKind.REVERSAL and not pair_key else open_now(work, charge)
    reduction = amount or whole
    if kind in (AdjustmentKind.REVERSAL, AdjustmentKind.CREDIT_NOTE) and reduction <= charge.amount:
        _free(work, charge, reduction)
    check_covering(charge, open_now(work, charge), reduction)
    row = {
        "charge_id": charge.id,
        "kind": kind.value,
        "number": ground.document,
        "amount_minor": reduction.minor,
        "effective_on": max(work.call.as_of, charge.issued_on),
        "reason": ground.reason,
        "pair_key": pair_key,
        "reverses_id": None,
        **recorded(work.call),
    }
    (id,) = ledger.add_adjustments(work.conn, [row])
    work.change(SubjectKind.CHARGE, [charge.id])
    payload = {"kind": kind.value, "sum": reduction.wire, "reason": ground.reason, "document": ground.document}
    after = {name: each for name, each in payload.items() if each}
    work.note(Subject(SubjectKind.CHARGE, charge.id), "adjust", {"after": after})
    return reduction, id


def _free(work: Work, charge: Charge, reduction: Money) -> None:
    """Free so much paid money that the reduction fits: an allocation cut is taken back and its rest given again."""
    for each in reversed(standing(ledger.allocations(work.conn, charge_ids=[charge.id]))):
        missing = reduction.minor - open_now(work, charge).minor
        if missing <= 0:
            return
        take_back(work, [each], "free_payment")
        kept = each.covered.minor - missing
        if kept > 0 and each.covered.currency == each.paid.currency:
            part = AllocationPart(charge.id, Money(kept, each.covered.currency))
            allocate(work, Distribution(each.payment_id, [part]))


def open_now(work: Work, charge: Charge) -> Money:
    """What is open of a charge by everything recorded."""
    known = ledger.ledger_of(work.conn, [charge.id])
    return known.open_amounts(_EVER).get(charge.id, Money(0, charge.amount.currency))


def charge_meant(work: Work, number: str, counterparty: str | None) -> Charge:
    """The charge with a number, if it is shown to the caller. Raises ``NoSuchCharge``."""
    party = parties.counterparty(work.conn, counterparty).id if counterparty else None
    id = charges.find(work.conn, number, counterparty_id=party, call=work.call)
    return ledger.charges(work.conn, [id])[id]
