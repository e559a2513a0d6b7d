"""Collection of a charge or a debtor stands still for a reason, until a day or until a person lifts it (domain §6)."""

from datetime import date, timedelta

from contracts.kernel.calendar import FAR
from contracts.kernel.context import Call, Context, recorded
from contracts.kernel.database.engine import reading
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.money.queries import charges, holds
from contracts.money.queries.holds import ShownHold
from contracts.money.rules.ledger import HoldKind
from contracts.parties.queries import parties


@needs("payments.match")
def hold(
    ctx: Context,
    call: Call,
    kind: HoldKind,
    reason: str,
    *,
    charge: str | None = None,
    counterparty: str | None = None,
    until_on: date | None = None,
) -> int:
    """Let dunning of a charge or of a debtor stand still; ``until_on`` is the last day held. Returns its ordinal."""
    if not reason.strip():
        raise Refusal("A hold needs a reason: the words behind it.", code="no_reason")
    if until_on is not None and until_on < call.as_of:
        raise Refusal("The hold would end on {day}, before it begins.", code="hold_ends", day=until_on)
    with writing(ctx, call) as work:
        party = parties.counterparty(work.conn, counterparty).id if counterparty else None
        charge_id = charges.find(work.conn, charge, counterparty_id=party, call=call) if charge else None
        if charge_id is None and party is None:
            raise Refusal("Name the charge to hold, or the counterparty.", code="nothing_to_hold")
        id = holds.add(
            work.conn,
            {
                "charge_id": charge_id,
                "counterparty_id": None if charge_id is not None else party,
                "kind": kind.value,
                "from_on": call.as_of,
                "until_on": FAR if until_on is None else until_on + timedelta(days=1),
                "reason": reason,
                **recorded(call),
            },
        )
        work.change(SubjectKind.HOLD, [id])
        work.note(Subject(SubjectKind.HOLD, id), "hold", {"after": {"kind": kind.value, "reason": reason}})
        work.commit()
    return id


@needs("payments.match")
def lift_hold(ctx: Context, call: Call, id: int, reason: str = "") -> None:
    """End a hold from the call's day on; one that has not begun, or has ended, cannot be lifted."""
    with writing(ctx, call) as work:
        if not holds.lift(work.conn, call, id):
            raise Refusal("There is no hold {no} that stands: `contracts hold list` shows them.", code="no_hold", no=id)
        work.change(SubjectKind.HOLD, [id])
        after = {"lifted_on": call.as_of.isoformat(), **({"reason": reason} if reason else {})}
        work.note(Subject(SubjectKind.HOLD, id), "lift_hold", {"after": after})
        work.commit()


@needs("debts.read")
def list_holds(
    ctx: Context, call: Call, *, counterparty: str | None = None, is_standing: bool = True
) -> list[ShownHold]:
    """Holds of the call's day, or with ``is_standing`` false all there ever were, in the order of recording."""
    with reading(ctx.engine) as conn:
        party = parties.counterparty(conn, counterparty).id if counterparty else None
        return holds.listed(conn, call, call.as_of if is_standing else None, party)
