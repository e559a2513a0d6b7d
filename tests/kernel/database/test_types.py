"""Exact types: what goes in comes out, on both engines."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine, func, insert, select
from sqlalchemy.exc import IntegrityError, StatementError

from contracts.kernel.database.engine import reading, writing
from contracts.kernel.database.tables import table_of
from contracts.kernel.money import LARGEST_MINOR
from contracts.parties.tables import AuthorityRow, PartyRow
from contracts.reminders.tables import JobRunRow

P, A, J = table_of(PartyRow), table_of(AuthorityRow), table_of(JobRunRow)


def _party(engine: Engine, **more: object) -> int:
    with writing(engine) as conn:
        id = conn.execute(insert(P).values(name="А", name_key="а", **more).returning(P.c.id)).scalar_one()
        conn.commit()
    return id


def _run(at: datetime) -> dict[str, object]:
    return {"job": "day", "business_date": date(2026, 3, 29), "state": "done", "attempt": 1, "started_at": at}


def test_a_moment_comes_back_in_utc_to_the_microsecond(engine):
    at = datetime(2026, 3, 29, 3, 30, 0, 123456, tzinfo=timezone(timedelta(hours=3)))
    with writing(engine) as conn:
        conn.execute(insert(J).values(**_run(at)))
        conn.commit()
    with reading(engine) as conn:
        stored = conn.execute(select(J.c.started_at)).scalar_one()
    assert stored == at and stored.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(engine):
    with writing(engine) as conn, pytest.raises((StatementError, ValueError), match="time zone"):
        conn.execute(insert(J).values(**_run(datetime(2026, 3, 29))))  # noqa: DTZ001


def test_the_largest_sum_is_kept_to_the_kopiyka_and_sums_are_whole(engine):
    party = _party(engine)
    row = {"party_id": party, "from_on": date(2026, 1, 1), "until_on": date.max, "currency": "UAH"}
    with writing(engine) as conn:
        conn.execute(insert(A), [{**row, "limit_minor": LARGEST_MINOR}, {**row, "limit_minor": 1}])
        conn.commit()
    with reading(engine) as conn:
        assert int(conn.execute(select(func.sum(A.c.limit_minor))).scalar_one()) == LARGEST_MINOR + 1


def test_an_open_range_ends_on_the_last_day_of_the_calendar(engine):
    party = _party(engine)
    with writing(engine) as conn:
        conn.execute(insert(A).values(party_id=party, from_on=date.min, until_on=date.max))
        conn.commit()
    with reading(engine) as conn:
        assert conn.execute(select(A.c.from_on, A.c.until_on)).one() == (date.min, date.max)


def test_an_unknown_code_and_a_text_too_long_are_refused_on_both_engines(engine):
    for wrong in ({"kind": "alien"}, {"country": "UKR"}, {"code": "9" * 41}):
        with pytest.raises(Exception) as refusal:
            _party(engine, **wrong)
        assert isinstance(refusal.value, IntegrityError) or "too long" in str(refusal.value)


def test_a_party_with_accounts_cannot_be_deleted_from_under_them(engine):
    party = _party(engine)
    with writing(engine) as conn:
        conn.execute(insert(A).values(party_id=party, from_on=date.min, until_on=date.max))
        conn.commit()
    with writing(engine) as conn, pytest.raises(IntegrityError):
        conn.execute(P.delete().where(P.c.id == party))


def test_keys_count_up_by_themselves(engine):
    assert [_party(engine), _party(engine)] == [1, 2]


def test_nothing_can_be_written_through_the_reading_door_of_postgresql(engine):
    if engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one file and no read-only transactions")
    with reading(engine) as conn, pytest.raises(Exception, match="read-only"):
        conn.execute(insert(P).values(name="А", name_key="а"))


def test_what_is_not_committed_is_taken_back(engine):
    with writing(engine) as conn:
        conn.execute(insert(P).values(name="А", name_key="а"))
    with reading(engine) as conn:
        assert conn.execute(select(func.count()).select_from(P)).scalar_one() == 0
