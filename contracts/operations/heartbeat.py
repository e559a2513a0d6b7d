"""Signs of life: when the scheduler last beat, and which day was last decided."""

from datetime import date
from socket import gethostname

from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading, writing
from contracts.kernel.unit_of_work import needs
from contracts.reminders.daily import JOB
from contracts.reminders.queries import jobs

HEARTBEAT = "heartbeat"


@needs("program.run")
def beat(ctx: Context, call: Call) -> None:
    """Note that the scheduler lives: one row a day, its moment renewed."""
    with writing(ctx.engine) as conn:
        jobs.start(conn, HEARTBEAT, call.as_of, call.at, gethostname())
        conn.commit()


@needs("program.run")
def last_decided(ctx: Context, call: Call) -> date | None:
    """The newest day that was decided."""
    with reading(ctx.engine) as conn:
        return jobs.last_done(conn, JOB, date.max)
