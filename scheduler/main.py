"""The wiring of APScheduler: late runs run, missed ones are one, none runs twice at once, in one named zone (F3)."""

import logging
import os
import socket
from collections.abc import Callable
from datetime import datetime, time
from typing import TypeVar

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.schedulers.base import BaseScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from contracts.kernel.context import Context
from contracts.operations.heartbeat import last_decided
from scheduler import clock, jobs

LOG = logging.getLogger("scheduler")
_Scheduler = TypeVar("_Scheduler", bound=BaseScheduler)
#: A run is never dropped for being late (F3), several missed ones are one, and a job never overtakes itself.
JOB_DEFAULTS = {"coalesce": True, "misfire_grace_time": None, "max_instances": 1}


def wire(scheduler: _Scheduler, post: jobs.SchedulerPost, *, outbox_seconds: int = 60) -> _Scheduler:
    """Plan the jobs of one post, the first run of the day at once where today's was missed.

    Raises :class:`scheduler.clock.DaytimeFault` for a daily time between 02:00 and 04:59.
    """
    zone, day_at = post.ctx.zone, clock.check_daytime(post.day_at)
    scheduler.configure(timezone=zone, job_defaults=JOB_DEFAULTS)
    daily = CronTrigger(hour=day_at.hour, minute=day_at.minute, timezone=zone)
    first: dict[str, datetime] = {}
    if clock.must_catch_up(post.now(), last_decided(post.ctx, post.call()), day_at, zone):
        LOG.info("a day was missed: deciding now")
        first["next_run_time"] = post.now()
    scheduler.add_job(jobs.day, daily, args=[post], id="day", **first)
    every = IntervalTrigger(seconds=outbox_seconds, timezone=zone)
    scheduler.add_job(jobs.outbox, every, args=[post], id="outbox")
    scheduler.add_job(jobs.heartbeat, IntervalTrigger(seconds=60, timezone=zone), args=[post], id="heartbeat")
    return scheduler


def post_of(ctx: Context, now: Callable[[], datetime], day_at: time) -> jobs.SchedulerPost:
    """The post of this process."""
    return jobs.SchedulerPost(ctx, now, f"{socket.gethostname()}:{os.getpid()}", day_at)


def start_background(post: jobs.SchedulerPost, *, outbox_seconds: int = 60) -> Callable[[], None]:
    """Run beside the web server; returns what stops it, waiting for a job under way."""
    scheduler = wire(BackgroundScheduler(), post, outbox_seconds=outbox_seconds)
    scheduler.start()
    return lambda: scheduler.shutdown(wait=True)
