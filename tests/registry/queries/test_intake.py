"""Many rows at once are stored as the column types would, and what the database says to that is told as elsewhere."""

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from contracts.kernel.database import intake
from contracts.kernel.database.engine import DatabaseFault, reading, writing
from contracts.kernel.database.tables import table_of
from contracts.registry.tables.derived import PhaseSpanRow
from tests.cast import add_contract, settle

_S = table_of(PhaseSpanRow)
_COLUMNS = ("contract_id", "from_on", "until_on", "phase")


def _spans(contract_id, count):
    return [
        {
            "contract_id": contract_id,
            "from_on": date.fromordinal(600_000 + no),
            "until_on": date.fromordinal(600_001 + no),
            "phase": "in_force",
        }
        for no in range(count)
    ]


def _count(ctx):
    with reading(ctx.engine) as conn:
        return conn.execute(select(func.count()).select_from(_S)).scalar_one()


@pytest.fixture
def contract(ctx, call):
    return add_contract(ctx, call(), settle(ctx, call()))


def test_rows_stored_at_once_are_the_rows_given(ctx, contract):
    rows = _spans(contract, 5)
    with writing(ctx.engine) as conn:
        intake.insert_rows(conn, PhaseSpanRow, rows, _COLUMNS)
        stored = conn.execute(
            select(_S).where(_S.c.from_on.between(date(1600, 1, 1), date(1700, 1, 1))).order_by(_S.c.from_on)
        )
        assert [dict(each._mapping) for each in stored] == rows


def test_a_key_that_is_taken_is_refused_as_by_any_statement(ctx, contract):
    before = _count(ctx)
    with pytest.raises(IntegrityError), writing(ctx.engine) as conn:
        intake.insert_rows(conn, PhaseSpanRow, _spans(contract, 2) * 2, _COLUMNS)
    assert _count(ctx) == before


def test_new_rows_go_in_and_those_that_are_there_are_passed_over_and_not_counted(ctx, contract):
    rows = _spans(contract, 1001)
    before = _count(ctx)
    with writing(ctx.engine) as conn:
        assert intake.insert_new(conn, PhaseSpanRow, rows[:500]) == 500
        assert intake.insert_new(conn, PhaseSpanRow, rows) == 501
        assert intake.insert_new(conn, PhaseSpanRow, [{**rows[0], "phase": "expired"}]) == 0
        conn.commit()
    assert _count(ctx) == before + 1001


def test_a_disk_that_is_full_is_said_in_one_sentence_and_nothing_is_saved(ctx, contract):
    if ctx.engine.dialect.name != "sqlite":
        pytest.skip("the size of a file is limited on SQLite alone")
    before = _count(ctx)
    with pytest.raises(DatabaseFault, match="The disk is full; nothing was saved"), writing(ctx.engine) as conn:
        pages = conn.exec_driver_sql("PRAGMA page_count").scalar_one()
        conn.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        intake.insert_rows(conn, PhaseSpanRow, _spans(contract, 5000), _COLUMNS)
    assert _count(ctx) == before
