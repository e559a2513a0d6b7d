"""Kill -9 at any moment costs nothing: with a fixed seed here, at length in `make soak` (schema)."""

import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from contracts.kernel.context import Context
from contracts.kernel.database.engine import writing
from contracts.people.queries import people
from tests.conftest import TODAY
from tests.soak import trial, workers
from tests.soak.killing import STEPS
from tests.soak.sink import Sink
from tests.soak.workers import Death, Place
from tests.soak.world import populate

SEED = 20261123


@pytest.fixture
def place(database_url: str, tmp_path: Path, ctx: Context) -> Place:
    """A register of forty contracts, with its mail server."""
    populate(ctx, TODAY, 40)
    ctx.engine.dispose()
    return Place(database_url, tmp_path, 0)


def test_workers_killed_at_random_lose_nothing_and_repeat_only_the_same_mail(place: Place, tmp_path: Path) -> None:
    sink = Sink(tmp_path)
    days = trial.days_from(TODAY, 9)
    try:
        killed = trial.run_days(Place(place.url, place.folder, sink.port), sink, days, random.Random(SEED))
        trial.check(place, sink, days)
    finally:
        sink.down()
    assert killed >= 5


def test_a_worker_killed_at_each_step_before_and_after_it_loses_nothing(place: Place, tmp_path: Path) -> None:
    sink = Sink(tmp_path)
    here = Place(place.url, place.folder, sink.port)
    deaths = [Death(step, 1, is_after) for step in (*STEPS, "send") for is_after in (False, True)]
    days = trial.days_from(TODAY, 4)
    sink.up()
    try:
        killed = 0
        for no, death in enumerate(deaths):
            day = days[no * len(days) // len(deaths)]
            at = workers.moment(day, 8) + timedelta(minutes=11 * (no % 30))
            killed += not workers.wait(workers.fork(lambda d=day, a=at, x=death: workers.run(here, d, a, x)))
            if no + 1 == len(deaths) or days[(no + 1) * len(days) // len(deaths)] != day:
                assert workers.wait(workers.fork(lambda d=day: workers.run(here, d, workers.moment(d, 20))))
        trial.check(here, sink, days)
    finally:
        sink.down()
    assert killed >= len(STEPS)


def test_f2_many_runs_and_processes_in_a_day_tell_everything_once(place: Place, tmp_path: Path) -> None:
    sink = Sink(tmp_path)
    here = Place(place.url, place.folder, sink.port)
    sink.up()
    try:
        for hour in range(6, 12):
            pids = [workers.fork(lambda h=hour: workers.run(here, TODAY, workers.moment(TODAY, h))) for _ in range(4)]
            ends = [workers.wait(pid) for pid in pids]
            assert all(ends)
        trial.check(here, sink, [TODAY])
    finally:
        sink.down()
    assert len(sink.received) == len(set(sink.received)), "a mail was sent twice though nobody died"
    assert len({address for address, _ in sink.received}) == len(sink.received), "somebody got two mails in a day"


def test_a_hand_over_to_a_deputy_between_two_runs_is_told_to_the_deputy_once(place: Place, tmp_path: Path) -> None:
    ctx = workers.desk_at(place, workers.moment(TODAY))
    with writing(ctx.engine) as conn:
        logins = people.by_logins(conn, ["marchenko", "tkachuk"])
        row = {"person_id": logins["marchenko"], "deputy_id": logins["tkachuk"]}
        people.add_absence(conn, {**row, "from_on": TODAY + timedelta(days=1), "until_on": date(2026, 12, 30)})
        conn.commit()
    ctx.engine.dispose()
    sink = Sink(tmp_path)
    here = Place(place.url, place.folder, sink.port)
    days = trial.days_from(TODAY, 3)
    sink.up()
    try:
        for day in days:
            assert workers.wait(workers.fork(lambda d=day: workers.run(here, d, workers.moment(d))))
        trial.check(here, sink, days)
    finally:
        sink.down()
