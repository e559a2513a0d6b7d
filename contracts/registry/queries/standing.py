"""The dated facts that move a contract: status moves, suspensions, terminations, notices; append-only (schema)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from contracts.kernel.database.rows import insert_one
from contracts.kernel.database.tables import table_of
from contracts.registry.tables.contract import NoticeRow, StatusMoveRow, SuspensionRow, TerminationRow, TermRow

_M, _S, _E = table_of(StatusMoveRow), table_of(SuspensionRow), table_of(TerminationRow)
_N, _T = table_of(NoticeRow), table_of(TermRow)


def add_suspension(conn: Connection, row: Mapping[str, Any]) -> int:
    """Store a suspension; returns its key."""
    return insert_one(conn, _S, row)


def end_suspension(conn: Connection, id: int, until_on: date) -> None:
    """Set the first day on which a suspension no longer holds."""
    conn.execute(update(_S).where(_S.c.id == id).values(until_on=until_on))


def suspensions_of(conn: Connection, contract_id: int) -> list[Row[Any]]:
    """The suspensions of a contract, oldest first."""
    return list(conn.execute(select(_S).where(_S.c.contract_id == contract_id).order_by(_S.c.from_on, _S.c.id)))


def add_termination(conn: Connection, row: Mapping[str, Any]) -> int:
    """Store a termination; returns its key."""
    return insert_one(conn, _E, row)


def termination_of(conn: Connection, contract_id: int) -> Row[Any] | None:
    """The termination that stands, if any."""
    query = select(_E).where(_E.c.contract_id == contract_id, _E.c.revoked_at.is_(None)).order_by(_E.c.id.desc())
    return conn.execute(query.limit(1)).one_or_none()


def revoke_termination(conn: Connection, id: int, at: datetime) -> None:
    """Revoke a termination; the row is kept."""
    conn.execute(update(_E).where(_E.c.id == id).values(revoked_at=at))


def add_notice(conn: Connection, row: Mapping[str, Any]) -> int:
    """Store a notice; returns its key."""
    return insert_one(conn, _N, row)


def notices_of(conn: Connection, contract_id: int) -> list[Row[Any]]:
    """Every notice of a contract, revoked ones too, oldest first."""
    return list(conn.execute(select(_N).where(_N.c.contract_id == contract_id).order_by(_N.c.id)))


def set_notice(conn: Connection, id: int, values: Mapping[str, Any]) -> None:
    """Complete a notice with what became known later: receipt, tracking number, proof, revocation."""
    conn.execute(update(_N).where(_N.c.id == id).values(**values))


def confirm_terms(conn: Connection, contract_id: int) -> int:
    """Presumed terms of a contract confirmed alive become automatic ones; how many."""
    done = conn.execute(
        update(_T)
        .where(_T.c.contract_id == contract_id, _T.c.source == "presumed", _T.c.voided_at.is_(None))
        .values(source="automatic")
    )
    return int(done.rowcount)
