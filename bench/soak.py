"""The kill trials at length (`make soak`): random seeds on both engines until the time is up; a failure names it."""

import argparse
import random
import tempfile
import time
from pathlib import Path

from contracts.kernel.context import Call
from contracts.kernel.database.engine import open_engine
from tests.conftest import TODAY, Clock, Post, context_over
from tests.databases import PostgresTemplate, SqliteTemplate
from tests.soak import posting, trial
from tests.soak.sink import Sink
from tests.soak.workers import Place
from tests.soak.world import populate


def main() -> None:
    """Run trials in turn on SQLite and PostgreSQL and print what each survived."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**31))
    parser.add_argument("--days", type=int, default=14)
    parser.add_argument("--contracts", type=int, default=60)
    given = parser.parse_args()
    end, seed, killed = time.monotonic() + given.minutes * 60, given.seed, 0
    with tempfile.TemporaryDirectory() as folder:
        sqlite, postgres = SqliteTemplate(Path(folder)), PostgresTemplate()
        while time.monotonic() < end:
            for name in ("sqlite", "postgresql"):
                home = Path(tempfile.mkdtemp(dir=folder))
                url = sqlite.fresh(home) if name == "sqlite" else postgres.fresh()
                died = _trial(url, home, seed, given.days, given.contracts)
                killed += died
                print(f"seed {seed} {name}: {died} workers killed, nothing lost, nothing told in two mails", flush=True)
                if name == "postgresql":
                    postgres.drop(url)
                home = Path(tempfile.mkdtemp(dir=folder))
                url = sqlite.fresh(home) if name == "sqlite" else postgres.fresh()
                died = _posting(url, home, seed)
                killed += died
                print(f"seed {seed} {name}: {died} posting workers killed, nothing lost, nothing twice", flush=True)
                if name == "postgresql":
                    postgres.drop(url)
            seed += 1
    print(f"{killed} workers killed in all")


def _trial(url: str, home: Path, seed: int, days: int, contracts: int) -> int:
    ctx = context_over(open_engine(url), home, Clock(), Post())
    populate(ctx, TODAY, contracts)
    ctx.engine.dispose()
    sink = Sink(home)
    place = Place(url, home, sink.port)
    dates = trial.days_from(TODAY, days)
    try:
        killed = trial.run_days(place, sink, dates, random.Random(seed))
        trial.check(place, sink, dates)
    except AssertionError as error:
        raise SystemExit(f"seed {seed} on {url.split(':')[0]}: {error}") from error
    finally:
        sink.down()
    return killed


def _posting(url: str, home: Path, seed: int) -> int:
    chance, clock = random.Random(seed), Clock()
    ctx = context_over(open_engine(url), home, clock, Post())
    posting.open_books(ctx, Call(None, "soak", "cli", TODAY, clock(), "soak"))
    ctx.engine.dispose()
    place, books = Place(url, home, 0), posting.made_up(chance, 12)
    acts, files = [("acts.csv", books.charges_file())], books.statements()
    try:
        killed = posting.rush(place, acts, chance)
        posting.settle_down(place, lambda: posting.post(place, acts))
        killed += sum(posting.rush(place, files, chance) for _ in range(6))
        posting.settle_down(place, lambda: posting.post(place, files))
        posting.check(place, books)
    except AssertionError as error:
        raise SystemExit(f"seed {seed} on {url.split(':')[0]}, posting: {error}") from error
    return killed


if __name__ == "__main__":
    main()
