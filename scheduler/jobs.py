"""The jobs: each makes a call for this moment and asks one service; a job that fails is logged and comes again."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time

from contracts.kernel.context import Call, Context
from contracts.mail.outbox import deliver
from contracts.operations.heartbeat import beat
from contracts.reminders.daily import remind
from scheduler import clock

LOG = logging.getLogger("scheduler")


@dataclass(frozen=True, slots=True)
class SchedulerPost:
    """What the jobs need: the context, the clock, the name of this process, and when the day is planned."""

    ctx: Context
    now: Callable[[], datetime]
    worker: str
    day_at: time

    def call(self) -> Call:
        """A call of the scheduler at this moment."""
        at = self.now()
        return Call(
            person_id=None,
            login="scheduler",
            face="scheduler",
            as_of=clock.today(at, self.ctx.zone),
            at=at,
            request_id=f"{self.worker}:{at.isoformat()}",
        )


def day(post: SchedulerPost) -> None:
    """Decide today and deliver; how late it began is logged and said in the digests."""
    late = clock.late_by(post.now(), post.day_at, post.ctx.zone)
    result = remind(post.ctx, post.call(), late_minutes=int(late.total_seconds()) // 60)
    LOG.info("day decided%s: %d due, %d queued", f", {clock.worded(late)}" if late else "", result.due, result.queued)
    outbox(post)


def outbox(post: SchedulerPost) -> None:
    """Deliver what waits."""
    result = deliver(post.ctx, post.call(), post.worker)
    if result.sent or result.failed or result.server_said:
        LOG.info("outbox: %d sent, %d failed %s", result.sent, result.failed, result.server_said)


def heartbeat(post: SchedulerPost) -> None:
    """Note that the scheduler lives."""
    beat(post.ctx, post.call())
