"""The log of job runs: which business day was decided, by whom, and which missed days another run covered."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select, text, update

from contracts.kernel.database.rows import upsert
from contracts.kernel.database.tables import table_of
from contracts.reminders.tables import JobRunRow

_J = table_of(JobRunRow)
#: Key of the advisory lock under which one process at a time decides a day.
_DECISION = 0x646F_686F


def lock_decision(conn: Connection) -> None:
    """Wait until no other process decides; the first statement of its transaction (schema, Transactions).

    On SQLite the writing door already let in one process only.
    """
    if conn.dialect.name == "postgresql":
        conn.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _DECISION})


def start(conn: Connection, job: str, business_date: date, at: datetime, host: str) -> None:
    """Note that a run began; a run of the same day that never finished is taken over, a done one begins again."""
    row = {"job": job, "business_date": business_date, "state": "started", "attempt": 1, "started_at": at, "host": host}
    conn.execute(
        upsert(conn, _J)
        .values(**row, counts={})
        .on_conflict_do_update(
            index_elements=["job", "business_date"],
            set_={"attempt": _J.c.attempt + 1, "started_at": at, "host": host, "state": "started", "error": None},
        )
    )


def cover(conn: Connection, job: str, days: Iterable[date], by: date, at: datetime) -> None:
    """Note missed days as covered by the run of another day; a day that has a row keeps it."""
    rows = [
        {
            "job": job,
            "business_date": day,
            "state": "covered",
            "covered_by": by,
            "attempt": 0,
            "started_at": at,
            "finished_at": at,
            "host": "",
            "counts": {},
        }
        for day in days
    ]
    if rows:
        conn.execute(upsert(conn, _J).on_conflict_do_nothing(index_elements=["job", "business_date"]), rows)


def finish(conn: Connection, job: str, business_date: date, at: datetime, counts: Mapping[str, Any]) -> None:
    """Note that a run ended, with what it counted."""
    conn.execute(
        update(_J)
        .where(_J.c.job == job, _J.c.business_date == business_date)
        .values(state="done", finished_at=at, counts=dict(counts), error=None)
    )


def newest_day(conn: Connection, job: str) -> date | None:
    """The newest day for which a run began."""
    query = select(func.max(_J.c.business_date)).where(_J.c.job == job, _J.c.state != "covered")
    newest: date | None = conn.execute(query).scalar_one()
    return newest


def overtake(conn: Connection, job: str, business_date: date, by: date, at: datetime) -> None:
    """Note that a run was overtaken by the run of a later day, which covers it."""
    conn.execute(
        update(_J)
        .where(_J.c.job == job, _J.c.business_date == business_date, _J.c.state == "started")
        .values(state="covered", covered_by=by, finished_at=at)
    )


def last_done(conn: Connection, job: str, before: date) -> date | None:
    """The newest day before this one that was decided."""
    last: date | None = conn.execute(
        select(func.max(_J.c.business_date)).where(
            _J.c.job == job, _J.c.business_date < before, _J.c.state != "covered", _J.c.finished_at.is_not(None)
        )
    ).scalar_one()
    return last


def last_outcome(conn: Connection, job: str) -> tuple[datetime | None, dict[str, Any]]:
    """When a run of this job ended last, and what it counted."""
    row = conn.execute(
        select(_J.c.finished_at, _J.c.counts)
        .where(_J.c.job == job, _J.c.state != "covered", _J.c.finished_at.is_not(None))
        .order_by(_J.c.finished_at.desc())
        .limit(1)
    ).one_or_none()
    return (None, {}) if row is None else (row.finished_at, row.counts)


def covered_days(conn: Connection, job: str, by: date) -> tuple[date, ...]:
    """The missed days that the run of this day covers."""
    query = select(_J.c.business_date).where(_J.c.job == job, _J.c.covered_by == by).order_by(_J.c.business_date)
    return tuple(conn.execute(query).scalars())


def days_between(after: date, before: date) -> tuple[date, ...]:
    """The days strictly between two days."""
    return tuple(after + timedelta(days=n) for n in range(1, (before - after).days))
