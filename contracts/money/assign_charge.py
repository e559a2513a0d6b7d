"""A debt passes to a new creditor (CC Ukraine 512) or a new debtor (520): reduced here, owed there, on the same terms.

The last day for payment and limitation stay what they were (CC 262). Where the other side is no company of ours and
not theirs to us, the debt leaves our books: it is only reduced, and the card says who took it over.
"""

from dataclasses import dataclass
from typing import NamedTuple

from contracts.kernel.context import Call, Context, Work, recorded
from contracts.kernel.derivation import steps_json
from contracts.kernel.identity import fold
from contracts.kernel.money import Money
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.money.queries import adjustments, charges
from contracts.money.reduce import ReductionGround, charge_meant, reduce
from contracts.money.rules.ledger import AdjustmentKind, Charge, Direction, LedgerFault, Successor
from contracts.parties.queries import parties


@dataclass(frozen=True, slots=True)
class AssignedCharge:
    """What passed over, to whom, in which role, and whether it is still a debt of ours or to us."""

    charge: str
    to: str
    role: Successor
    amount: Money
    currency: str
    kept: bool


class _NewSide(NamedTuple):
    """Who takes a debt over."""

    id: int
    name: str
    is_own: bool


@needs("payments.post")
def assign_charge(
    ctx: Context,
    call: Call,
    number: str,
    to: str,
    role: Successor,
    *,
    amount: Money | None = None,
    ground: ReductionGround,
    counterparty: str | None = None,
) -> AssignedCharge:
    """Pass a charge on, in whole where no sum is named. Raises ``LedgerFault`` for a party that has it already."""
    with writing(ctx, call) as work:
        charge, party = charge_meant(work, number, counterparty), _party(work, to)
        sides = _sides(charge, party, role)
        if sides == (charge.own_company_id, charge.counterparty_id):
            raise LedgerFault(
                "Charge {number} stands between these two already.", code="same_party", number=charge.number
            )
        ground = ground.stated_for(number)
        done, adjustment_id = reduce(work, charge, AdjustmentKind.ASSIGNMENT, amount, ground=ground)
        new = _owed_there(work, charge, done, sides) if sides is not None else None
        adjustments.add_succession(work.conn, adjustment_id, party.id, role.value, new)
        work.commit()
    return AssignedCharge(number, party.name, role, done, done.currency, kept=new is not None)


def _party(work: Work, to: str) -> _NewSide:
    """A party by code or name: a counterparty, or an own company."""
    try:
        row = parties.counterparty(work.conn, to)
    except parties.NoSuchParty:
        own = parties.own_companies(work.conn)
        if not any(to.strip() == each.code or fold(to) in each.name_key for each in own):
            raise
        row = parties.own_company(work.conn, to)
    return _NewSide(row.id, row.short_name or row.name, row.is_own)


def _sides(charge: Charge, party: _NewSide, role: Successor) -> tuple[int, int] | None:
    """Our side and the other after the change; ``None`` where the debt is no longer one of ours."""
    is_ours = (charge.direction is Direction.RECEIVABLE) == (role is Successor.CREDITOR)
    if is_ours:
        return (party.id, charge.counterparty_id) if party.is_own else None
    return charge.own_company_id, party.id


def _owed_there(work: Work, charge: Charge, amount: Money, sides: tuple[int, int]) -> int:
    """The same debt between other sides, from the day it passed over."""
    row: dict[str, object] = {
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
    after = {"number": charge.number, "amount": amount.wire, "currency": amount.currency, "from": charge.id}
    work.note(Subject(SubjectKind.CHARGE, id), "post_charge", {"after": after})
    return id
