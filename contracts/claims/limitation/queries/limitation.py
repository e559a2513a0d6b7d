"""What moved the limitation of charges: recorded with its ground, listed, taken back by its own row (domain §9)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, insert, select

from contracts.claims.limitation.tables import LimitationEventRow, LimitationPaperRow, LimitationUndoRow
from contracts.kernel.context import Call
from contracts.kernel.database.rows import insert_one, keys_in, rows_in
from contracts.kernel.database.tables import table_of
from contracts.money.tables import ChargeRow
from contracts.registry.queries.visibility import visible

_E, _P, _U = table_of(LimitationEventRow), table_of(LimitationPaperRow), table_of(LimitationUndoRow)
_C = table_of(ChargeRow)
_EVENT = ("kind", "from_on", "basis", "until_on", "amount_minor")


class LimitationEvent(NamedTuple):
    """What moves the limitation of a charge, and the paper it rests on; ``undone_at`` where it was taken back."""

    kind: str
    from_on: date
    basis: str
    until_on: date | None = None
    amount_minor: int | None = None
    ground: str | None = ""
    signed_by: str | None = ""
    length: str | None = ""
    id: int = 0
    charge_id: int = 0
    recorded_at: datetime | None = None
    recorded_by: str = ""
    undone_at: datetime | None = None
    undone_reason: str | None = None


def add(conn: Connection, event: LimitationEvent, by: Mapping[str, object]) -> int:
    """Record an event with what it rests on; returns its ordinal."""
    values = {name: getattr(event, name) for name in (*_EVENT, "charge_id")}
    id = insert_one(conn, _E, {**values, "file_sha": "", **by})
    paper = {"ground": event.ground, "signed_by": event.signed_by, "length": event.length}
    conn.execute(insert(_P).values(**paper, event_id=id))
    return id


def undo(conn: Connection, id: int, values: Mapping[str, object]) -> None:
    """Take an event back."""
    conn.execute(insert(_U).values(**values, event_id=id))


def event(conn: Connection, id: int) -> LimitationEvent | None:
    """An event by its ordinal."""
    row = conn.execute(_events().where(_E.c.id == id)).one_or_none()
    return LimitationEvent(*row) if row is not None else None


def events(
    conn: Connection, charge_ids: Collection[int], *, with_undone: bool = False
) -> dict[int, list[LimitationEvent]]:
    """What moves the limitation of each charge, in the order of recording."""
    found: dict[int, list[LimitationEvent]] = {}
    query = _events().order_by(_E.c.id)
    if not with_undone:
        query = query.where(_U.c.event_id.is_(None))
    for each in map(LimitationEvent._make, rows_in(conn, query, _E.c.charge_id, charge_ids)):
        found.setdefault(each.charge_id, []).append(each)
    return found


def visible_charges(conn: Connection, call: Call, ids: Sequence[int]) -> set[int]:
    """Those of these charges that are shown to the caller."""
    if call.sees_all:
        return set(ids)
    return keys_in(conn, select(_C.c.id).where(*visible(call, _C.c.contract_id)), _C.c.id, ids)


def _events() -> Select[Any]:
    query = select(
        *(_E.c[name] for name in _EVENT),
        *(_P.c.ground, _P.c.signed_by, _P.c.length),
        *(_E.c.id, _E.c.charge_id, _E.c.recorded_at, _E.c.recorded_by),
        _U.c.recorded_at.label("undone_at"),
        _U.c.reason.label("undone_reason"),
    )
    return query.outerjoin(_P, _P.c.event_id == _E.c.id).outerjoin(_U, _U.c.event_id == _E.c.id)
