"""Signs of life: when the scheduler last beat, and which day was last decided."""

from datetime import date, datetime
from socket import gethostname

from contracts.kernel.context import Call, Desk
from contracts.kernel.database.engine import reading, writing
from contracts.reminders.daily import JOB
from contracts.reminders.queries import jobs

HEARTBEAT = "heartbeat"


def beat(desk: Desk, call: Call) -> None:
    """Note that the scheduler lives: one row a day, its moment renewed."""
    with writing(desk.engine) as conn:
        jobs.start(conn, HEARTBEAT, call.as_of, call.at, gethostname())
        conn.commit()


def last_beat(desk: Desk) -> datetime | None:
    """When a scheduler beat last, ``None`` if none ever did."""
    with reading(desk.engine) as conn:
        return jobs.last_started_at(conn, HEARTBEAT)


def last_decided(desk: Desk) -> date | None:
    """The newest day that was decided."""
    with reading(desk.engine) as conn:
        return jobs.last_done(conn, JOB, date.max)
