"""What moved the limitation of charges: recorded with its ground, listed, taken back by its own row (domain §9)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select

from contracts.claims.limitation.tables import LimitationEventRow, LimitationPaperRow, LimitationUndoRow
from contracts.kernel.context import Call
from contracts.kernel.database.rows import insert_one, keys_in, rows_in
from contracts.kernel.database.tables import table_of
from contracts.kernel.money import Money
from contracts.kernel.wire import ASIDE
from contracts.money.tables import ChargeRow
from contracts.registry.queries.visibility import visible

_E, _P, _U = table_of(LimitationEventRow), table_of(LimitationPaperRow), table_of(LimitationUndoRow)
_C = table_of(ChargeRow)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitationEvent:
    """What moves the limitation of a charge, the paper it rests on, and the reason it was taken back for."""

    event: int = 0
    kind: str
    ground: str | None = None
    from_on: date
    last_day: date | None = None
    amount: Money | None = None
    period: str | None = None
    paper: str
    signed_by: str | None = None
    recorded_by: str = ""
    undone: bool = False
    undone_reason: str | None = None
    recorded_on: date = field(default=date.min, metadata=ASIDE)
    charge_id: int = field(default=0, metadata=ASIDE)


def add(conn: Connection, charge_id: int, event: LimitationEvent, by: Mapping[str, object]) -> int:
    """Record an event with what it rests on; returns its ordinal."""
    values = {
        "charge_id": charge_id,
        "kind": event.kind,
        "from_on": event.from_on,
        "until_on": event.last_day + _DAY if event.last_day else None,
        "amount_minor": event.amount.minor if event.amount is not None else None,
        "basis": event.paper,
        "file_sha": "",
    }
    id = insert_one(conn, _E, {**values, **by})
    paper = {"ground": event.ground, "signed_by": event.signed_by or "", "length": event.period or ""}
    conn.execute(insert(_P).values(**paper, event_id=id))
    return id


def undo(conn: Connection, id: int, values: Mapping[str, object]) -> None:
    """Take an event back."""
    conn.execute(insert(_U).values(**values, event_id=id))


def event(conn: Connection, id: int) -> LimitationEvent | None:
    """An event by its ordinal."""
    return next((_event(row) for row in conn.execute(_events().where(_E.c.id == id))), None)


def events(
    conn: Connection, charge_ids: Collection[int], *, with_undone: bool = False
) -> dict[int, list[LimitationEvent]]:
    """What moves the limitation of each charge, in the order of recording."""
    found: dict[int, list[LimitationEvent]] = {}
    query = _events() if with_undone else _events().where(_U.c.event_id.is_(None))
    for each in map(_event, rows_in(conn, query.order_by(_E.c.id), _E.c.charge_id, charge_ids)):
        found.setdefault(each.charge_id, []).append(each)
    return found


def visible_charges(conn: Connection, call: Call, ids: Sequence[int]) -> set[int]:
    """Those of these charges that are shown to the caller."""
    if call.sees_all:
        return set(ids)
    return keys_in(conn, select(_C.c.id).where(*visible(call, _C.c.contract_id)), _C.c.id, ids)


def _events() -> Select[Any]:
    undone = (_U.c.event_id, _U.c.reason.label("undone_reason"))
    query = select(_E, _C.c.currency, _P.c.ground, _P.c.signed_by, _P.c.length, *undone).join(
        _C, _C.c.id == _E.c.charge_id
    )
    return query.outerjoin(_P, _P.c.event_id == _E.c.id).outerjoin(_U, _U.c.event_id == _E.c.id)


def _event(row: Row[Any]) -> LimitationEvent:
    return LimitationEvent(
        event=row.id,
        kind=row.kind,
        ground=row.ground,
        from_on=row.from_on,
        last_day=row.until_on - _DAY if row.until_on else None,
        amount=None if row.amount_minor is None else Money(row.amount_minor, row.currency),
        period=row.length or None,
        paper=row.basis,
        signed_by=row.signed_by or None,
        recorded_by=row.recorded_by,
        undone=row.event_id is not None,
        undone_reason=row.undone_reason,
        recorded_on=row.recorded_at.date(),
        charge_id=row.charge_id,
    )
