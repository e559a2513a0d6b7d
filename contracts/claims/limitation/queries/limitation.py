"""What moved the limitation of charges: recorded with its ground, listed, taken back by its own row (domain §9)."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select

from contracts.claims.limitation.tables import LimitationEventRow, LimitationPaperRow, LimitationUndoRow
from contracts.kernel.database.rows import insert_one, rows_in
from contracts.kernel.database.tables import table_of

_E, _P, _U = table_of(LimitationEventRow), table_of(LimitationPaperRow), table_of(LimitationUndoRow)


def add(conn: Connection, event: Mapping[str, Any], paper: Mapping[str, Any]) -> int:
    """Record an event with what it rests on; returns its ordinal."""
    id = insert_one(conn, _E, event)
    conn.execute(insert(_P).values(**paper, event_id=id))
    return id


def undo(conn: Connection, id: int, values: Mapping[str, Any]) -> None:
    """Take an event back."""
    conn.execute(insert(_U).values(**values, event_id=id))


def event(conn: Connection, id: int) -> Row[Any] | None:
    """An event by its ordinal, with ``undone_at`` where it was taken back."""
    return conn.execute(_events().where(_E.c.id == id)).one_or_none()


def events(conn: Connection, charge_ids: Collection[int], *, with_undone: bool = False) -> dict[int, list[Row[Any]]]:
    """What moves the limitation of each charge, in the order of recording."""
    found: dict[int, list[Row[Any]]] = {}
    query = _events().order_by(_E.c.id)
    if not with_undone:
        query = query.where(_U.c.event_id.is_(None))
    for row in rows_in(conn, query, _E.c.charge_id, charge_ids):
        found.setdefault(row.charge_id, []).append(row)
    return found


def _events() -> Select[Any]:
    undone = (_U.c.recorded_at.label("undone_at"), _U.c.reason.label("undone_reason"))
    query = select(_E, _P.c.ground, _P.c.signed_by, _P.c.length, *undone)
    return query.outerjoin(_P, _P.c.event_id == _E.c.id).outerjoin(_U, _U.c.event_id == _E.c.id)
