"""A register comes in: each row created, updated, unchanged or rejected; twice adds nothing; on both engines."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from contracts.exchange.register import ReadingOptions
from contracts.exchange.sample import write_sample
from contracts.services.desk import Call, Desk
from contracts.services.exporting import export_register
from contracts.services.importing import ImportResult, import_register
from contracts.store import audit
from contracts.store.engine import open_engine, reading
from contracts.store.facts import load
from contracts.store.tables import Amendment, Annex, AuditEvent, Contract, Register, table_of
from tests.conftest import Clock, Post, desk_over
from tests.databases import SqliteTemplate

DAY = date(2026, 11, 23)


@pytest.fixture
def take(desk: Desk, call: Callable[..., Call], tmp_path: Path) -> Callable[..., ImportResult]:
    def run(text: str | Path, *, is_dry: bool = False, **options: Any) -> ImportResult:
        path = text if isinstance(text, Path) else tmp_path / "register.csv"
        if isinstance(text, str):
            path.write_text(text, encoding="utf-8")
        return import_register(desk, call(), path, options=ReadingOptions(**options), is_dry=is_dry)

    return run


@contextmanager
def other_house(folder: Path) -> Iterator[Desk]:
    """An empty register of another house."""
    (folder / "other").mkdir()
    engine = open_engine(SqliteTemplate(folder / "other").fresh(folder / "other"))
    yield desk_over(engine, folder / "other", Clock(), Post())
    engine.dispose()


def count(desk: Desk, model: Any) -> int:
    with reading(desk.engine) as conn:
        return int(conn.execute(select(func.count()).select_from(table_of(model))).scalar_one())


def rows(desk: Desk, model: Any) -> list[Any]:
    with reading(desk.engine) as conn:
        return list(conn.execute(select(table_of(model)).order_by(*table_of(model).primary_key.columns)))


def reasons(result: ImportResult) -> list[str]:
    return [str(each.reason) for each in result.rejected]


def test_the_sample_register_comes_in_whole_and_twice_adds_nothing(
    desk: Desk, take: Callable[..., ImportResult], tmp_path: Path
) -> None:
    path = tmp_path / "sample.xlsx"
    written = write_sample(path, DAY)
    first = take(path)
    assert (first.rows, first.created, first.rejected) == (written, written, ())
    events = count(desk, AuditEvent)
    second = take(path)
    assert (second.rows, second.unchanged, second.rejected) == (written, written, ())
    assert count(desk, AuditEvent) == events
    assert count(desk, Contract) == written - 3
    assert (count(desk, Amendment), count(desk, Annex)) == (2, 1)
    phases = {row.phase for row in rows(desk, Register)}
    assert {
        "in_force",
        "notice_window",
        "expiring",
        "expired",
        "upcoming",
        "incomplete",
        "terminated",
        "cancelled",
    } <= phases
    assert {"signing", "in_approval"} <= phases
    with reading(desk.engine) as conn:
        assert audit.verify(conn).first_break is None


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
@pytest.mark.parametrize("language", ["uk", "en"])
def test_f22_our_own_export_comes_back_unchanged_and_makes_the_same_facts_elsewhere(
    desk: Desk, call: Callable[..., Call], take: Callable[..., ImportResult], tmp_path: Path, suffix: str, language: str
) -> None:
    sample, path = tmp_path / "sample.xlsx", tmp_path / f"out.{suffix}"
    write_sample(sample, DAY)
    take(sample)
    written = export_register(desk, call(), path, language=language)
    again = take(path)
    assert again.rejected == ()
    assert (again.unchanged, again.rows) == (written.rows, written.rows)
    before = _facts(desk)
    with other_house(tmp_path) as elsewhere:
        first = import_register(elsewhere, call(), path)
        assert (first.created, first.rejected) == (written.rows, ())
        assert _facts(elsewhere) == before


def _facts(desk: Desk) -> list[Any]:
    """Facts by register number, without the keys of rows."""
    with reading(desk.engine) as conn:
        numbers = {row.id: row.register_no for row in conn.execute(select(table_of(Contract)))}
        loaded = load(conn, list(numbers))
    plain = []
    for id, facts in loaded.items():
        parts = tuple(
            (each.no, each.number, each.signed_on, each.effective_on, each.changes) for each in facts.amendments
        )
        status = facts.moves[-1][1]
        plain.append((numbers[id], facts.base, status, parts, facts.terminated_after, facts.closed_on))
    return sorted(plain, key=lambda each: each[0])
