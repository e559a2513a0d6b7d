"""The limitation of a document: its parts with their last days to sue, why, and every event, those undone too (§9)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import Connection

from contracts.claims.limitation.derivation import with_events
from contracts.claims.limitation.events import charges_by_key, check_visible, last_days, rule_of
from contracts.claims.limitation.queries import limitation
from contracts.claims.limitation.queries.limitation import LimitationEvent
from contracts.claims.limitation.rules.limitation import SueBy
from contracts.claims.limitation.rules.open_charge import OpenCharge, limitation_steps
from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading
from contracts.kernel.derivation import Step
from contracts.kernel.money import Money
from contracts.kernel.unit_of_work import needs
from contracts.kernel.wire import ASIDE
from contracts.money.queries import charges
from contracts.parties.queries import parties

_DAY = timedelta(days=1)


class PartToSue(NamedTuple):
    """A part of a debt with its last days."""

    amount: Money
    safe: date
    arguable: date
    restarted_on: date | None


@dataclass(frozen=True, slots=True)
class ShownEvent:
    """An event of limitation as it is shown, those undone too."""

    event: int
    kind: str
    ground: str | None
    from_on: date
    last_day: date | None
    amount: Money | None
    period: str | None
    paper: str
    signed_by: str | None
    recorded_by: str
    undone: bool
    undone_reason: str | None
    recorded_on: date = field(metadata=ASIDE)


@dataclass(frozen=True, slots=True)
class LimitationCard:
    """The limitation of a charge: its parts with their last days, why, and every event."""

    charge: str
    part: int
    due_on: date | None
    currency: str
    parts: tuple[PartToSue, ...]
    steps: tuple[Step, ...]
    events: tuple[ShownEvent, ...]


@needs("debts.read")
def limitation_card(
    ctx: Context, call: Call, document: str, *, counterparty: str | None = None
) -> list[LimitationCard]:
    """The limitation of each part of a document as of the day. Raises ``NoSuchCharge``."""
    with reading(ctx.engine) as conn:
        party = parties.counterparty(conn, counterparty).id if counterparty else None
        ids = charges.find_document(conn, document, counterparty_id=party)
        check_visible(conn, call, ids, document)
        events = limitation.events(conn, ids, with_undone=True)
        return [
            _card(conn, ctx, each, events.get(each.charge.id, []), call.as_of) for each in charges_by_key(conn, ids)
        ]


def _card(
    conn: Connection, ctx: Context, debt: OpenCharge, events: Sequence[LimitationEvent], as_of: date
) -> LimitationCard:
    charge, currency = debt.charge, debt.charge.amount.currency
    parts: tuple[SueBy, ...] = ()
    steps = charge.due_steps
    if charge.is_due_known:
        moved = with_events(debt, (each for each in events if each.undone_at is None), as_of)
        rule = rule_of(conn, ctx, charge)
        parts, steps = last_days(moved, rule), limitation_steps(moved, rule)
    return LimitationCard(
        charge.number,
        charge.part_no,
        charge.due_on if charge.is_due_known else None,
        currency,
        tuple(PartToSue(Money(each.minor, currency), each.safe, each.arguable, each.restarted_on) for each in parts),
        steps,
        tuple(_shown(each, currency) for each in events),
    )


def _shown(event: LimitationEvent, currency: str) -> ShownEvent:
    return ShownEvent(
        event.id,
        event.kind,
        event.ground,
        event.from_on,
        event.until_on - _DAY if event.until_on else None,
        None if event.amount_minor is None else Money(event.amount_minor, currency),
        event.length or None,
        event.basis,
        event.signed_by or None,
        event.recorded_by,
        event.undone_at is not None,
        event.undone_reason,
        event.recorded_at.date() if event.recorded_at else event.from_on,
    )
