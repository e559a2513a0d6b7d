"""The doctor finds each thing that can go wrong, and mends what follows from the facts."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, insert, select, text, update

from contracts.kernel.database.engine import reading, writing
from contracts.kernel.database.tables import table_of
from contracts.kernel.tables import AuditEventRow, CounterRow
from contracts.mail.tables import MessageRow
from contracts.operations.doctor import repair_derived
from contracts.people.tables import DepartmentRow
from contracts.registry.roll import roll
from contracts.registry.tables.contract import ContractRow, TermRow
from contracts.registry.tables.derived import DeadlineRow, FaultRow, PhaseSpanRow, RegisterRow
from contracts.reminders.daily import remind
from tests.cast import add_contract, settle
from tests.conftest import examined

planted = pytest.mark.broken_on_purpose
DAY = timedelta(days=1)


def _do(ctx, *statements):
    with writing(ctx.engine) as conn:
        for statement in statements:
            conn.execute(statement)
        conn.commit()


def _codes(ctx, clock):
    return {each.code for each in examined(ctx, clock.day)}


@pytest.fixture
def cast(ctx, call):
    return settle(ctx, call())


@pytest.fixture
def contract(ctx, call, cast):
    return add_contract(ctx, call(), cast)


def test_a_register_just_filled_is_clean(ctx, clock, contract):
    assert examined(ctx, clock.day) == []


def test_a_register_nobody_rolled_for_a_year_is_late_not_wrong(ctx, clock, contract):
    clock.set(clock.day + 400 * DAY)
    assert examined(ctx, clock.day) == []


R, S, D, T = (table_of(each) for each in (RegisterRow, PhaseSpanRow, DeadlineRow, TermRow))
WRONG_ROWS = {
    "register_row": update(R).values(last_day=date(2026, 12, 30)),
    "no_register_row": delete(R),
    "phase_spans": delete(S).where(S.c.from_on == date(2026, 1, 1)),
    "deadline": update(D).values(act_by=date(2026, 11, 27)),
    "fault_row": insert(table_of(FaultRow)).values(
        subject_kind="contract", subject_id=1, code="x", sentence="x", since_on=date(2026, 1, 1)
    ),
    "search": text("DELETE FROM search"),
    "late_deadline": update(D).values(check_on=date.max),
}


@planted
@pytest.mark.parametrize("code", WRONG_ROWS)
def test_a_derived_row_that_does_not_follow_is_found_and_mended(ctx, call, clock, contract, code):
    _do(ctx, WRONG_ROWS[code])
    assert code in _codes(ctx, clock)
    assert repair_derived(ctx, call()) == 1
    assert examined(ctx, clock.day) == []
    assert repair_derived(ctx, call()) == 0


def test_derived_tables_that_were_lost_are_made_anew_equal(ctx, call, contract):
    def rows():
        with reading(ctx.engine) as conn:
            return [list(map(tuple, conn.execute(select(each)))) for each in (R, S, D)]

    before = rows()
    _do(ctx, delete(D), delete(S), delete(R))
    repair_derived(ctx, call())
    assert rows() == before


@planted
def test_a_fact_changed_behind_the_program_is_found(ctx, clock, contract):
    _do(ctx, update(table_of(ContractRow)).values(notice="60d"))
    assert {"register_row", "deadline", "phase_spans"} <= _codes(ctx, clock)


@planted
def test_a_term_recorded_too_early_is_found(ctx, call, clock, contract):
    row = {"no": 2, "first_day": date(2027, 1, 1), "last_day": date(2027, 6, 30), "source": "automatic"}
    _do(ctx, insert(T).values(contract_id=contract, recorded_at=clock(), **row))
    assert "terms" in _codes(ctx, clock)
    repair_derived(ctx, call())
    assert examined(ctx, clock.day) == []


@planted
def test_a_reminder_owed_and_not_woken_is_found_after_a_run(ctx, call, clock, contract):
    remind(ctx, call())
    clock.set(clock.day + 2 * DAY)
    roll(ctx, call())
    _do(ctx, update(D).values(check_on=date.max))
    assert "late_deadline" in _codes(ctx, clock)


@planted
def test_a_counter_behind_its_numbers_is_found(ctx, clock, contract):
    _do(ctx, update(table_of(CounterRow)).values(last_no=0))
    assert "counter" in _codes(ctx, clock)


@planted
def test_reminders_left_in_a_message_taken_over_are_found(ctx, call, clock, contract):
    remind(ctx, call())
    _do(ctx, update(table_of(MessageRow)).values(state="superseded"))
    assert {"lost_reminders", "odd_message"} <= _codes(ctx, clock)


@planted
def test_files_without_bytes_and_bytes_without_a_row_are_found(ctx, clock, cast):
    sha = ctx.files.put(b"signed")
    clock.set(date(2100, 1, 1))
    assert _codes(ctx, clock) == {"orphan_file"}
    from contracts.kernel.files import record

    with writing(ctx.engine) as conn:
        record(conn, sha, 6, "application/pdf", clock())
        conn.commit()
    assert examined(ctx, clock.day) == []
    ctx.files.path(sha).write_bytes(b"forged")
    assert _codes(ctx, clock) == {"file"}
    ctx.files.path(sha).unlink()
    assert _codes(ctx, clock) == {"file"}


@planted
def test_a_department_led_by_nobody_is_found(ctx, clock, cast):
    _do(ctx, update(table_of(DepartmentRow)).values(manager_id=777))
    assert "manager" in _codes(ctx, clock)


@planted
def test_a_broken_audit_chain_is_found(ctx, clock, contract):
    _do(ctx, update(table_of(AuditEventRow)).where(table_of(AuditEventRow).c.seq == 2).values(login="somebody"))
    assert "audit" in _codes(ctx, clock)


@planted
def test_a_key_that_leads_nowhere_is_found(ctx, clock, contract):
    if ctx.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL never lets one in")
    with ctx.engine.connect() as conn:
        conn.exec_driver_sql("PRAGMA foreign_keys=OFF")
        conn.exec_driver_sql("UPDATE contract SET owner_id = 777")
        conn.exec_driver_sql("PRAGMA foreign_keys=ON")
    assert "foreign_key" in _codes(ctx, clock)


def test_a_day_run_ahead_of_today_leaves_rows_that_are_right_for_that_day(ctx, call, clock, contract):
    for days in (0, 30, 200):
        remind(ctx, call(as_of=clock.day + days * DAY))
        assert examined(ctx, clock.day) == []
