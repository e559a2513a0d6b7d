"""A register comes in: each row created, updated, unchanged or rejected; twice adds nothing; on both engines."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from contracts.exchange.register import ReadingOptions
from contracts.exchange.sample import write_sample
from contracts.services.desk import Call, Desk
from contracts.services.importing import ImportResult, import_register
from contracts.store import audit
from contracts.store.engine import reading
from contracts.store.tables import Amendment, Annex, AuditEvent, Contract, Register, table_of

DAY = date(2026, 11, 23)


@pytest.fixture
def take(desk: Desk, call: Callable[..., Call], tmp_path: Path) -> Callable[..., ImportResult]:
    def run(text: str | Path, *, is_dry: bool = False, **options: Any) -> ImportResult:
        path = text if isinstance(text, Path) else tmp_path / "register.csv"
        if isinstance(text, str):
            path.write_text(text, encoding="utf-8")
        return import_register(desk, call(), path, options=ReadingOptions(**options), is_dry=is_dry)

    return run


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
