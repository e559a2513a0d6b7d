"""The wiring of the clock: late runs run, missed days are accounted for, and the process ends when it is asked to."""

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

import pytest
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import select

from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading
from contracts.kernel.database.tables import table_of
from contracts.operations.heartbeat import last_decided
from contracts.reminders.tables import JobRunRow, ReminderRow
from scheduler import jobs
from scheduler.clock import DaytimeFault
from scheduler.main import post_of, start_background, wire
from tests.cast import add_contract, settle
from tests.conftest import KYIV, Clock, Post, examined

EIGHT = time(8)
#: The notice deadline is 1 December, so a letter is posted by 26 November: three days are left on 23 November.
MONDAY = date(2026, 11, 23)


@pytest.fixture
def office(ctx: Context, call: Callable[..., Call], clock: Clock) -> jobs.SchedulerPost:
    """A register with one contract to decide about, and the clock's post over it."""
    call(MONDAY)
    cast = settle(ctx, call())
    add_contract(ctx, call(), cast)
    return post_of(ctx, clock, EIGHT)


def runs(ctx: Context) -> dict[date, str]:
    run = table_of(JobRunRow)
    with reading(ctx.engine) as conn:
        rows = conn.execute(
            select(run.c.business_date, run.c.state).where(run.c.job == "day").order_by("business_date")
        )
        return {row.business_date: row.state for row in rows}


def told(ctx: Context) -> list[tuple[date, str, int]]:
    reminder = table_of(ReminderRow)
    with reading(ctx.engine) as conn:
        rows = conn.execute(
            select(reminder.c.business_date, reminder.c.tier, reminder.c.recipient_id).order_by(reminder.c.id)
        )
        return [tuple(row) for row in rows]


def at_once(scheduler: BackgroundScheduler) -> datetime | None:
    """When the day is decided first, where that is not left to the time of the day."""
    return getattr(scheduler.get_job("day"), "next_run_time", None)


def test_f03_asleep_at_8_awake_at_11_runs_once_and_says_3_h_late(
    office: jobs.SchedulerPost, post: Post, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    clock.set(MONDAY, 11)
    scheduler = wire(BackgroundScheduler(), office)
    assert at_once(scheduler) == clock()
    assert scheduler._job_defaults == {"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
    with caplog.at_level(logging.INFO, logger="scheduler"):
        scheduler.get_job("day").func(office)
    assert [each for each in caplog.messages if each.startswith("day decided, 3 h late: ")]
    scheduler.get_job("day").func(office)
    assert runs(office.ctx) == {MONDAY: "done"}
    assert len(told(office.ctx)) == len(set(told(office.ctx))) == 2, "the owner's and the manager's"
    assert len({address for address, _ in post.sent}) == len(post.sent)


def test_f03_every_missed_day_is_accounted_for_at_the_next_start(office: jobs.SchedulerPost, clock: Clock) -> None:
    jobs.day(office)
    clock.set(date(2026, 11, 27), 6, 30)
    scheduler = wire(BackgroundScheduler(), office)
    assert at_once(scheduler) == clock()
    jobs.day(office)
    assert runs(office.ctx) == {
        MONDAY: "done",
        date(2026, 11, 24): "covered",
        date(2026, 11, 25): "covered",
        date(2026, 11, 26): "covered",
        date(2026, 11, 27): "done",
    }
    assert last_decided(office.ctx, office.call()) == date(2026, 11, 27)
    assert at_once(wire(BackgroundScheduler(), office)) is None
    assert examined(office.ctx, clock.day) == []


def test_f03_nothing_is_caught_up_before_the_time_of_the_day(office: jobs.SchedulerPost, clock: Clock) -> None:
    jobs.day(office)
    clock.set(date(2026, 11, 24), 7, 59)
    scheduler = wire(BackgroundScheduler(), office)
    assert at_once(scheduler) is None
    assert {job.id for job in scheduler.get_jobs()} == {"day", "outbox", "heartbeat"}


def test_f04_the_daily_job_stands_in_the_zone_of_the_house(office: jobs.SchedulerPost) -> None:
    daily = wire(BackgroundScheduler(), office).get_job("day").trigger
    for day, offset in ((date(2026, 3, 29), 3), (date(2026, 10, 25), 2)):
        fired = daily.get_next_fire_time(None, datetime.combine(day, time(0, 30), KYIV))
        assert (fired.date(), fired.hour, fired.utcoffset().total_seconds()) == (day, 8, offset * 3600)


def test_f04_the_day_is_that_of_the_zone_when_the_job_runs(office: jobs.SchedulerPost, clock: Clock) -> None:
    clock.set(date(2027, 1, 1), 0, 30)
    jobs.day(replace(office, day_at=time(0, 30)))
    assert clock().date() == date(2026, 12, 31)
    assert last_decided(office.ctx, office.call()) == date(2027, 1, 1)


def test_f04_an_hour_that_some_days_do_not_have_is_refused(office: jobs.SchedulerPost) -> None:
    with pytest.raises(DaytimeFault, match="03:30"):
        wire(BackgroundScheduler(), replace(office, day_at=time(3, 30)))


def test_the_heartbeat_is_seen(office: jobs.SchedulerPost, clock: Clock) -> None:
    beats = select(table_of(JobRunRow).c.started_at).where(table_of(JobRunRow).c.job == "heartbeat")
    with reading(office.ctx.engine) as conn:
        assert conn.execute(beats).first() is None
    jobs.heartbeat(office)
    with reading(office.ctx.engine) as conn:
        assert conn.execute(beats).scalar_one() == clock()


def test_what_waits_is_sent_when_the_server_is_back(office: jobs.SchedulerPost, post: Post, clock: Clock) -> None:
    post.is_away = True
    jobs.day(office)
    assert post.sent == []
    post.is_away = False
    clock.set(date(2026, 11, 25))
    jobs.outbox(office)
    assert {address for address, _ in post.sent} >= {"marchenko@yasensvit.example"}
    sent = len(post.sent)
    jobs.outbox(office)
    assert len(post.sent) == sent


def test_beside_a_server_it_starts_and_stops(office: jobs.SchedulerPost, clock: Clock) -> None:
    jobs.day(office)
    finish = start_background(office)
    finish()
    assert runs(office.ctx) == {MONDAY: "done"}


def test_serve_starts_decides_and_ends_on_sigterm(tmp_path: Path) -> None:
    env = {**os.environ, "LANG": "en_US.UTF-8"}
    config = tmp_path / "config.toml"
    config.write_text('[schedule]\nday_at = "00:00"\n', encoding="utf-8")
    program = [sys.executable, "-c", "from contracts.cli.main import run; run()"]
    place = ["--config", str(config), "--data", str(tmp_path / "data")]
    subprocess.run([*program, "init", *place], env=env, check=True, capture_output=True, timeout=60)
    with subprocess.Popen([*program, "serve", *place], env=env, stderr=subprocess.PIPE, text=True) as process:
        seen = []
        for line in process.stderr:
            seen.append(line)
            if "day decided" in line:
                process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0
    assert any("scheduler up" in line for line in seen)
    assert "scheduler down" in seen[-1]
