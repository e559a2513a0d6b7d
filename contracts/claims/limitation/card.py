"""The limitation of a document: its parts with their last days to sue, why, and every event, those undone too (§9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from contracts.claims.limitation.derivation import open_charges, with_events
from contracts.claims.limitation.events import last_days
from contracts.claims.limitation.periods import limitation_in
from contracts.claims.limitation.queries import limitation
from contracts.claims.limitation.queries.limitation import LimitationEvent
from contracts.claims.limitation.rules.limitation import SueBy
from contracts.claims.limitation.rules.open_charge import OpenCharge, limitation_steps
from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading
from contracts.kernel.derivation import Step
from contracts.kernel.money import Money
from contracts.kernel.unit_of_work import needs
from contracts.money.queries import charges
from contracts.parties.queries import parties


class PartToSue(NamedTuple):
    """A part of a debt with its last days."""

    amount: Money
    safe: date
    arguable: date
    restarted_on: date | None


@dataclass(frozen=True, slots=True)
class LimitationCard:
    """The limitation of a charge: its parts with their last days, why, and every event."""

    charge: str
    part: int
    due_on: date | None
    currency: str
    parts: tuple[PartToSue, ...]
    steps: tuple[Step, ...]
    events: tuple[LimitationEvent, ...]


@needs("debts.read")
def limitation_card(
    ctx: Context, call: Call, document: str, *, counterparty: str | None = None
) -> list[LimitationCard]:
    """The limitation of each part of a document as of the day. Raises ``NoSuchCharge``."""
    with reading(ctx.engine) as conn:
        party = parties.counterparty(conn, counterparty).id if counterparty else None
        ids = charges.find_document(conn, document, counterparty_id=party, call=call)
        events = limitation.events(conn, ids, with_undone=True)
        return [_card(ctx, each, events.get(each.charge.id, []), call.as_of) for each in open_charges(conn, ids)]


def _card(ctx: Context, debt: OpenCharge, events: Sequence[LimitationEvent], as_of: date) -> LimitationCard:
    charge, currency = debt.charge, debt.charge.amount.currency
    parts: tuple[SueBy, ...] = ()
    steps = charge.due_steps
    if charge.is_due_known:
        moved = with_events(debt, (each for each in events if not each.undone), as_of)
        rule = limitation_in(debt.country or ctx.country)
        parts, steps = last_days(moved, rule), limitation_steps(moved, rule)
    return LimitationCard(
        charge.number,
        charge.part_no,
        charge.due_on if charge.is_due_known else None,
        currency,
        tuple(PartToSue(Money(each.minor, currency), each.safe, each.arguable, each.restarted_on) for each in parts),
        steps,
        tuple(events),
    )
