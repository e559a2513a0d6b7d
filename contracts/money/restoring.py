"""What reduced a charge is taken back by rows of the opposite sign: an offset on both sides, an assignment too (§6)."""

from contracts.kernel.context import Call, Context, recorded
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import require, writing
from contracts.money.adjusting import BACK, charge_meant
from contracts.money.allocating import touch
from contracts.money.passing_on import take_over_back
from contracts.money.queries import charges, ledger, open_amounts
from contracts.money.rules.ledger import LedgerFault


def take_adjustments_back(
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
    require(call, "payments.post")
    with writing(ctx, call) as work:
        charge = charge_meant(work, number, counterparty)
        rows = [row for row in charges.adjustments_to_undo(work.conn, charge.id, only) if BACK not in row.pair_key]
        if not rows:
            raise LedgerFault("Nothing reduced charge {number}.", code="nothing_to_undo", number=number)
        touched = sorted({row.charge_id for row in rows})
        open_amounts.lock(work.conn, touched)
        take_over_back(work, charge.id, {row.id for row in rows})
        ledger.add_adjustments(work.conn, [{**charges.opposite(row), **recorded(call)} for row in rows])
        touch(work, ledger.charges(work.conn, touched).values(), [])
        after = {"rows": len(rows), **({"reason": reason} if reason else {})}
        for id in touched:
            work.note(Subject(SubjectKind.CHARGE, id), "undo_adjustments", {"after": after})
        work.commit()
    return len(rows)
