"""Decisions, proposals and acknowledgements of deadlines: one decision stands for a target date (schema)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from contracts.kernel.database.rows import insert_one, upsert
from contracts.kernel.database.tables import table_of
from contracts.kernel.deadline import DeadlineKey
from contracts.registry.tables.contract import AcknowledgementRow, DecisionRow

_D, _A = table_of(DecisionRow), table_of(AcknowledgementRow)


def add(conn: Connection, row: Mapping[str, Any]) -> int:
    """Store a decision, or a proposal (``decided_at`` is ``None``); returns its key."""
    return insert_one(conn, _D, row)


def last_proposal(conn: Connection, contract_id: int, due_on: date) -> Row[Any] | None:
    """The newest proposal for a target date."""
    query = select(_D).where(
        _D.c.contract_id == contract_id, _D.c.due_on == due_on, _D.c.decided_at.is_(None), _D.c.revoked_at.is_(None)
    )
    return conn.execute(query.order_by(_D.c.id.desc()).limit(1)).one_or_none()


def of_contract(conn: Connection, contract_id: int) -> list[Row[Any]]:
    """Every decision and proposal of a contract, revoked ones too, oldest first."""
    return list(conn.execute(select(_D).where(_D.c.contract_id == contract_id).order_by(_D.c.id)))


def revoke(conn: Connection, id: int, at: datetime) -> None:
    """Revoke a decision; the row is kept."""
    conn.execute(update(_D).where(_D.c.id == id).values(revoked_at=at))


def acknowledge(conn: Connection, key: DeadlineKey, tier_on: date, person_id: int, at: datetime) -> bool:
    """Somebody took note of the tiers of a deadline up to ``tier_on``; ``False`` where they had done so before."""
    row = {
        "kind": key.kind.value,
        "subject_kind": key.subject.kind.value,
        "subject_id": key.subject.id,
        "due_on": key.due_on,
        "tier_on": tier_on,
        "person_id": person_id,
        "at": at,
    }
    done = conn.execute(upsert(conn, _A).values(**row).on_conflict_do_nothing().returning(_A.c.person_id))
    return done.one_or_none() is not None
