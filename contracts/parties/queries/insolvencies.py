"""Insolvent counterparties: from which day, by which source, and since when no longer; rows are kept."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select, update

from contracts.kernel.database.rows import insert_one
from contracts.kernel.database.tables import models_of, table_of
from contracts.parties.tables import InsolvencyRow

_I = table_of(InsolvencyRow)


def add(conn: Connection, values: Mapping[str, Any]) -> int:
    """Store that a party is insolvent; returns the key."""
    return insert_one(conn, _I, values)


def end(conn: Connection, id: int, on: date, source: str) -> None:
    """From a day on it no longer is."""
    conn.execute(update(_I).where(_I.c.id == id).values(ended_on=on, ended_source=source))


def open_of(conn: Connection, party_id: int) -> InsolvencyRow | None:
    """The insolvency of a party that has not ended."""
    return next(reversed(_found(conn, _I.c.party_id == party_id, _I.c.ended_on.is_(None))), None)


def standing(conn: Connection, as_of: date) -> dict[int, InsolvencyRow]:
    """Parties insolvent on a day."""
    stands = _I.c.from_on <= as_of, or_(_I.c.ended_on.is_(None), _I.c.ended_on > as_of)
    return {row.party_id: row for row in _found(conn, *stands)}


def _found(conn: Connection, *wanted: ColumnElement[bool]) -> list[InsolvencyRow]:
    return models_of(InsolvencyRow, conn.execute(select(_I).where(*wanted).order_by(_I.c.id)))
