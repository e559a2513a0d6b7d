"""Insolvent counterparties: from which day, by which source, and since when no longer; rows are kept."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, or_, select, update

from contracts.kernel.database.rows import insert_one
from contracts.kernel.database.tables import table_of
from contracts.parties.tables import InsolvencyRow

_I = table_of(InsolvencyRow)


def add(conn: Connection, values: Mapping[str, Any]) -> int:
    """Store that a party is insolvent; returns the key."""
    return insert_one(conn, _I, values)


def end(conn: Connection, id: int, on: date, source: str) -> None:
    """From a day on it no longer is."""
    conn.execute(update(_I).where(_I.c.id == id).values(ended_on=on, ended_source=source))


def open_of(conn: Connection, party_id: int) -> Row[Any] | None:
    """The insolvency of a party that has not ended."""
    wanted = (_I.c.party_id == party_id, _I.c.ended_on.is_(None))
    return conn.execute(select(_I).where(*wanted).order_by(_I.c.id.desc()).limit(1)).one_or_none()


def standing(conn: Connection, as_of: date) -> dict[int, Row[Any]]:
    """Parties insolvent on a day."""
    return {row.party_id: row for row in conn.execute(select(_I).where(*_stands(as_of)).order_by(_I.c.id))}


def _stands(as_of: date) -> tuple[ColumnElement[bool], ...]:
    return _I.c.from_on <= as_of, or_(_I.c.ended_on.is_(None), _I.c.ended_on > as_of)
