"""What moves a contract after it was entered: suspensions, terminations, notices; append-only (schema)."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import Connection, select, update

from contracts.kernel.database.tables import models_of, table_of
from contracts.registry.tables.contract import ContractRow, NoticeRow, SuspensionRow, TerminationRow, TermRow

_K = table_of(ContractRow)
_S, _E = table_of(SuspensionRow), table_of(TerminationRow)
_N, _T = table_of(NoticeRow), table_of(TermRow)


def end_suspension(conn: Connection, id: int, until_on: date) -> None:
    """Set the first day on which a suspension no longer holds."""
    conn.execute(update(_S).where(_S.c.id == id).values(until_on=until_on))


def suspensions_of(conn: Connection, contract_id: int) -> list[SuspensionRow]:
    """The suspensions of a contract, oldest first."""
    query = select(_S).where(_S.c.contract_id == contract_id).order_by(_S.c.from_on, _S.c.id)
    return models_of(SuspensionRow, conn.execute(query))


def termination_of(conn: Connection, contract_id: int) -> TerminationRow | None:
    """The termination that stands, if any."""
    query = select(_E).where(_E.c.contract_id == contract_id, _E.c.revoked_at.is_(None)).order_by(_E.c.id.desc())
    return next(iter(models_of(TerminationRow, conn.execute(query.limit(1)))), None)


def first_day_of(conn: Connection, contract_id: int) -> date | None:
    """The first day of a contract as entered."""
    return conn.execute(select(_K.c.first_day).where(_K.c.id == contract_id)).scalar_one_or_none()


def revoke_termination(conn: Connection, id: int, at: datetime) -> None:
    """Revoke a termination; the row is kept."""
    conn.execute(update(_E).where(_E.c.id == id).values(revoked_at=at))


def notices_of(conn: Connection, contract_id: int) -> list[NoticeRow]:
    """Every notice of a contract, revoked ones too, oldest first."""
    query = select(_N).where(_N.c.contract_id == contract_id).order_by(_N.c.id)
    return models_of(NoticeRow, conn.execute(query))


def set_notice(conn: Connection, id: int, values: Mapping[str, object]) -> None:
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
