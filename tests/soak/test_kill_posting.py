"""Kill -9 during posting loses nothing and doubles nothing, on both engines: each step dies, and workers at random."""

import random
from pathlib import Path

import pytest

from contracts.kernel.context import Context
from contracts.money.statements import read_statement
from tests.conftest import TODAY
from tests.soak import posting, workers
from tests.soak.posting import STEPS, Books
from tests.soak.workers import Death, Place

SEED = 20261125
#: Steps that only the table of acts comes to.
OF_ACTS = ("add charges", "cover from advances")


@pytest.fixture
def books() -> Books:
    made = posting.made_up(random.Random(SEED))
    for name, data in made.statements():
        read_statement(data, name)  # so that no child loads and learns it anew
    return made


@pytest.fixture
def place(database_url: str, tmp_path: Path, ctx: Context, call) -> Place:
    """A register with one contract and an advance under it."""
    posting.open_books(ctx, call(TODAY))
    ctx.engine.dispose()
    return Place(database_url, tmp_path, 0)


def test_a_worker_killed_at_each_step_before_and_after_it_loses_and_doubles_nothing(place: Place, books: Books) -> None:
    acts, files = ("acts.csv", books.charges_file()), books.statements()
    killed = 0
    for step in OF_ACTS:
        for is_after in (False, True):
            killed += not workers.wait(posting.fork(place, [acts], Death(step, 1, is_after)))
    posting.settle_down(place, lambda: posting.post(place, [acts]))
    deaths = [Death(step, 1, is_after) for step in STEPS if step not in OF_ACTS for is_after in (False, True)]
    for no, death in enumerate(deaths):
        killed += not workers.wait(posting.fork(place, [files[no % len(files)]], death))
    posting.settle_down(place, lambda: posting.post(place, files))
    posting.check(place, books)
    assert killed >= len(STEPS) + len(OF_ACTS)


def test_workers_at_once_killed_at_random_lose_and_double_nothing(place: Place, books: Books) -> None:
    chance = random.Random(SEED)
    acts, files = ("acts.csv", books.charges_file()), books.statements()
    killed = posting.rush(place, [acts], chance)
    posting.settle_down(place, lambda: posting.post(place, [acts]))
    for _ in range(3):
        killed += posting.rush(place, files, chance)
    posting.settle_down(place, lambda: posting.post(place, files))
    posting.check(place, books)
    assert killed >= 3
