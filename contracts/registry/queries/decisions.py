"""Decisions, proposals and acknowledgements of deadlines: one decision stands for a target date (schema)."""

from datetime import date, datetime

from sqlalchemy import Connection, select, update

from contracts.kernel.database.rows import upsert
from contracts.kernel.database.tables import models_of, table_of
from contracts.kernel.deadline import DeadlineKey
from contracts.registry.tables.contract import AcknowledgementRow, DecisionRow

_D, _A = table_of(DecisionRow), table_of(AcknowledgementRow)


def of_contract(conn: Connection, contract_id: int) -> list[DecisionRow]:
    """Every decision and proposal of a contract, revoked ones too, oldest first."""
    query = select(_D).where(_D.c.contract_id == contract_id).order_by(_D.c.id)
    return models_of(DecisionRow, conn.execute(query))


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
