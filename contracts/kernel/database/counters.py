"""Yearly series without gaps: the next number is taken in the transaction that uses it."""

from sqlalchemy import Connection, select

from contracts.kernel.database.rows import upsert
from contracts.kernel.database.tables import table_of
from contracts.kernel.tables import CounterRow

_C = table_of(CounterRow)


def next_number(conn: Connection, scope: str, year: int, *, count: int = 1) -> int:
    """Take the next ``count`` numbers of a series; returns the first of them."""
    statement = (
        upsert(conn, _C)
        .values(scope=scope, year=year, last_no=count)
        .on_conflict_do_update(index_elements=["scope", "year"], set_={"last_no": _C.c.last_no + count})
        .returning(_C.c.last_no)
    )
    last: int = conn.execute(statement).scalar_one()
    return last - count + 1


def at_least(conn: Connection, scope: str, year: int, no: int) -> None:
    """Move a series past a number that somebody gave by hand."""
    statement = upsert(conn, _C).values(scope=scope, year=year, last_no=no)
    greater = {"last_no": statement.excluded.last_no}
    conn.execute(
        statement.on_conflict_do_update(
            index_elements=["scope", "year"], set_=greater, where=_C.c.last_no < statement.excluded.last_no
        )
    )


def last_numbers(conn: Connection) -> dict[tuple[str, int], int]:
    """The last number given, by series and year."""
    return {(row.scope, row.year): row.last_no for row in conn.execute(select(_C.c.scope, _C.c.year, _C.c.last_no))}
