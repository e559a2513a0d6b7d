"""The day: note the run, roll what is late, decide once; asking again with nothing new queues nothing (domain §10)."""

from socket import gethostname

from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import again, writing
from contracts.registry.roll import roll, roll_batch
from contracts.reminders.daily import JOB, decide
from contracts.reminders.day_result import DayResult
from contracts.reminders.queries import jobs


def remind(ctx: Context, call: Call, *, is_dry: bool = False, late_minutes: int = 0) -> DayResult:
    """Roll what is late, decide the day, queue one digest per person; ``late_minutes`` is how late a planned run began.

    A dry run does the same in one transaction and takes it back: it shows every mail and leaves nothing.
    """
    if is_dry:
        return _dry(ctx, call)
    begin(ctx, call)
    again(lambda: roll(ctx, call))
    return again(lambda: _decided(ctx, call, late_minutes))


def _decided(ctx: Context, call: Call, late_minutes: int) -> DayResult:
    with writing(ctx.engine) as conn:
        result = decide(conn, ctx, call, late_minutes=late_minutes)
        conn.commit()
    return result


def _dry(ctx: Context, call: Call) -> DayResult:
    seen: set[int] = set()
    with writing(ctx.engine) as conn:
        while set(ids := roll_batch(conn, ctx, call)[0]) - seen:
            seen.update(ids)
        return decide(conn, ctx, call)


def begin(ctx: Context, call: Call) -> None:
    """Note that the run of this day began, and that it covers the days missed since the last one (F3)."""
    with writing(ctx.engine) as conn:
        jobs.start(conn, JOB, call.as_of, call.at, gethostname())
        last = jobs.last_done(conn, JOB, call.as_of)
        if last is not None:
            jobs.cover(conn, JOB, jobs.days_between(last, call.as_of), call.as_of, call.at)
        conn.commit()
