"""A debt passes to a new creditor (CC Ukraine 512) or a new debtor (520): reduced here, owed there, on the same terms.

The last day for payment and limitation stay what they were (CC 262). Where the other side is no company of ours and
not theirs to us, the debt leaves our books: it is only reduced, and the card says who took it over.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from contracts.kernel.context import Call, Context, Work, recorded
from contracts.kernel.derivation import steps_json
from contracts.kernel.identity import fold
from contracts.kernel.money import Money
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import require, writing
from contracts.money.adjusting import BACK, Ground, charge_meant, open_now, reduce_charge, stated
from contracts.money.allocating import standing, take_back
from contracts.money.queries import assignments, charges, ledger, open_amounts
from contracts.money.rules.ledger import AdjustmentKind, Charge, Direction, LedgerFault, Successor
from contracts.parties.queries import parties
from contracts.parties.tables import PartyRow


@dataclass(frozen=True, slots=True)
class PassedOn:
    """What passed over, to whom, and whether it is still a debt of ours or to us."""

    amount: Money
    party: str
    is_kept: bool


def assign(
    ctx: Context,
    call: Call,
    number: str,
    to: str,
    role: Successor,
    *,
    amount: Money | None = None,
    ground: Ground,
    counterparty: str | None = None,
) -> PassedOn:
    """Pass a charge on, in whole where no sum is named. Raises ``LedgerFault`` for a party that has it already."""
    require(call, "payments.post")
    with writing(ctx, call) as work:
        charge, party = charge_meant(work, number, counterparty), _party(work, to)
        sides = _sides(charge, party, role)
        if sides == (charge.own_company_id, charge.counterparty_id):
            raise LedgerFault(
                "Charge {number} stands between these two already.", code="same_party", number=charge.number
            )
        done, adjustment_id = reduce_charge(
            work, charge, AdjustmentKind.ASSIGNMENT, amount, ground=stated(ground, number)
        )
        new = _owed_there(work, charge, done, sides) if sides is not None else None
        assignments.add(work.conn, adjustment_id, party.id, role.value, new)
        work.commit()
    return PassedOn(done, party.short_name or party.name, is_kept=new is not None)


def take_over_back(work: Work, charge_id: int, adjustment_ids: Collection[int]) -> None:
    """Before assignments are taken back: what is open under their new charges is reversed, its money freed."""
    found = assignments.away_from(work.conn, [charge_id])
    ids = [row.charge_id for id, row in found.items() if id in adjustment_ids and row.charge_id is not None]
    for id, charge in ledger.charges(work.conn, ids).items():
        open_amounts.lock(work.conn, [id])
        if given := standing(ledger.allocations(work.conn, charge_ids=[id])):
            take_back(work, given, "free_payment")
        if open_now(work, charge):
            reduce_charge(work, charge, AdjustmentKind.REVERSAL, None, ground=Ground(), pair_key=f"{BACK}{id}")


def _party(work: Work, to: str) -> PartyRow:
    """A party by code or name: a counterparty, or an own company."""
    try:
        return parties.counterparty(work.conn, to)
    except parties.NoSuchParty:
        if any(to.strip() == row.code or fold(to) in row.name_key for row in parties.own_companies(work.conn)):
            return parties.own_company(work.conn, to)
        raise


def _sides(charge: Charge, party: PartyRow, role: Successor) -> tuple[int, int] | None:
    """Our side and the other after the change; ``None`` where the debt is no longer one of ours."""
    is_ours = (charge.direction is Direction.RECEIVABLE) == (role is Successor.CREDITOR)
    if is_ours:
        return (party.id, charge.counterparty_id) if party.is_own else None
    return charge.own_company_id, party.id


def _owed_there(work: Work, charge: Charge, amount: Money, sides: tuple[int, int]) -> int:
    """The same debt between other sides, from the day it passed over."""
    row: dict[str, Any] = {
        "own_company_id": sides[0],
        "counterparty_id": sides[1],
        "contract_id": charge.contract_id,
        "annex_id": None,
        "direction": charge.direction.value,
        "kind": "assigned",
        "number": charge.number,
        "issued_on": max(work.call.as_of, charge.issued_on),
        "currency": amount.currency,
        "vat_rate_bp": None,
        "note": "",
        "terms": "",
        "amount_minor": amount.minor,
        "due_on": charge.due_on,
        "due_form": charge.due_form.value,
        "waits_for": charges.waits_for(work.conn, charge.id) if not charge.is_due_known else "",
        "due_steps": steps_json(charge.due_steps),
        **recorded(work.call),
    }
    (id,) = charges.add_many(work.conn, [{**row, "part_no": charges.next_part(work.conn, row)}])
    work.change(SubjectKind.CHARGE, [id])
    told = {"number": charge.number, "amount": amount.wire, "currency": amount.currency, "from": charge.id}
    work.note(Subject(SubjectKind.CHARGE, id), "post_charge", {"after": told})
    return id
