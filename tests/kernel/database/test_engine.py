"""Two doors: one snapshot to read, one writer at a time; what a person can mend is said in a sentence."""

import threading

import pytest
from sqlalchemy import func, insert, select, text, update

from contracts.kernel.database.engine import Contended, DatabaseFault, again, open_engine, reading, writing
from contracts.kernel.database.tables import table_of
from contracts.parties.tables import PartyRow

P = table_of(PartyRow)


def _add(engine, name):
    with writing(engine) as conn:
        conn.execute(insert(P).values(name=name, name_key=name))
        conn.commit()


def _count(conn):
    return conn.execute(select(func.count()).select_from(P)).scalar_one()


def test_a_reader_sees_one_snapshot_whatever_is_written_meanwhile(engine):
    _add(engine, "а")
    with reading(engine) as conn:
        before = _count(conn)
        _add(engine, "б")
        assert _count(conn) == before == 1
    with reading(engine) as conn:
        assert _count(conn) == 2


def test_a_deadlock_is_a_contention_and_the_whole_call_is_made_again(engine):
    if engine.dialect.name == "sqlite":
        pytest.skip("SQLite lets in one writer at a time")
    _add(engine, "а")
    _add(engine, "б")
    both, attempts = threading.Barrier(2), {1: 0, 2: 0}

    def rename(first: int, second: int) -> None:
        def once() -> None:
            attempts[first] += 1
            with writing(engine) as conn:
                conn.execute(update(P).where(P.c.id == first).values(short_name=str(first)))
                if attempts[first] == 1:
                    both.wait(timeout=60)
                conn.execute(update(P).where(P.c.id == second).values(short_name=str(first)))
                conn.commit()

        again(once)

    threads = [threading.Thread(target=rename, args=pair) for pair in ((1, 2), (2, 1))]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(attempts.values()) == [1, 2]
    with reading(engine) as conn:
        assert len(set(conn.execute(select(P.c.short_name)).scalars())) == 1


def test_a_call_that_never_gets_through_is_refused_with_a_sentence():
    calls: list[int] = []

    def contended() -> None:
        calls.append(1)
        raise Contended("Others changed the same contracts at the same moment; nothing was saved, try again.")

    with pytest.raises(DatabaseFault, match="try again"):
        again(contended)
    assert len(calls) == 3


def test_what_is_no_contention_is_not_tried_again():
    calls: list[int] = []

    def broken() -> None:
        calls.append(1)
        raise ValueError

    with pytest.raises(ValueError):
        again(broken)
    assert len(calls) == 1


def test_a_read_only_database_and_a_file_that_is_none_are_named(tmp_path):
    (tmp_path / "letter.sqlite").write_text("Шановні колеги, " * 100, encoding="utf-8")
    with (
        pytest.raises(DatabaseFault, match="not a database"),
        writing(open_engine(f"sqlite:///{tmp_path}/letter.sqlite")),
    ):
        pass
    with (
        pytest.raises(DatabaseFault, match="is the folder there"),
        reading(open_engine(f"sqlite:///{tmp_path}/x/y.sqlite")),
    ):
        pass


def test_a_connection_that_was_cut_is_said_in_a_sentence(engine, postgres_template):
    if engine.dialect.name == "sqlite":
        pytest.skip("there is no connection to cut")
    with pytest.raises(DatabaseFault, match="cannot be opened"), reading(engine) as conn:
        conn.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))


def test_sqlite_keeps_what_was_committed_even_when_power_fails(engine):
    if engine.dialect.name != "sqlite":
        pytest.skip("a setting of the embedded database")
    with reading(engine) as conn:
        pragmas = {
            name: conn.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("synchronous", "foreign_keys", "journal_mode")
        }
    assert pragmas == {"synchronous": 2, "foreign_keys": 1, "journal_mode": "wal"}
