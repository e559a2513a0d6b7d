"""Many rows at once, past the statement machinery: executemany on SQLite, COPY on PostgreSQL; the caller commits.

Values are converted here exactly as the column types would (days, UTC moments, JSON); keys are taken beforehand.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from itertools import chain
from operator import methodcaller
from types import MappingProxyType
from typing import Any

from sqlalchemy import JSON, Boolean, Connection, Date, Table, TableClause, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine
from sqlmodel import SQLModel

from contracts.kernel.database.rows import in_parts
from contracts.kernel.database.tables import table_of
from contracts.kernel.database.types import Moment

#: Rows converted at a time.
_CHUNK = 20_000
#: Rows in one statement of SQLite: each statement costs as much as a row.
_AT_ONCE = 400


def take_ids(conn: Connection, model: type[SQLModel], count: int) -> range | list[int]:
    """The next ``count`` keys of a table: nobody else gets them; SQLite lets in one writer."""
    table = table_of(model)
    if conn.dialect.name == "sqlite":
        last = conn.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()
        return range(int(last) + 1, int(last) + 1 + count)
    sequence = func.pg_get_serial_sequence(table.name, "id")
    query = select(func.nextval(sequence)).select_from(func.generate_series(1, count).alias("n"))
    return sorted(int(each) for each in conn.execute(query).scalars())


class Encoded(str):
    """A JSON value that is text already: what was hashed is what is stored."""

    __slots__ = ()


def insert_rows(
    conn: Connection,
    model: type[SQLModel],
    rows: Sequence[Mapping[str, Any]],
    columns: Sequence[str],
    *,
    shared: Mapping[str, Any] = MappingProxyType({}),
) -> None:
    """Insert rows; all have these columns, and the ``shared`` values are the same in each.

    The other columns are NULL or must not be without a default.
    """
    table = table_of(model)
    for part in in_parts(rows, _CHUNK):
        ready = _columns(conn, table, part, columns)
        for name, value in shared.items():
            ready[name] = _converted(table.c[name].type, [value], conn.dialect.name) * len(part)
        insert_columns(conn, table, {name: values for name, values in ready.items() if _has_any(values)})


def insert_new(conn: Connection, model: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert rows, all with the same columns; those a unique key refuses are passed over. How many went in."""
    if not rows:
        return 0
    table = table_of(model)
    names = ", ".join(f'"{name}"' for name in rows[0])
    if conn.dialect.name != "sqlite":
        source = f"SELECT {names} FROM {_recordset(table)}"  # noqa: S608
        return _whole(conn, f"INSERT INTO {table.name} ({names}) {source} ON CONFLICT DO NOTHING", rows)
    marks, bound = _bound(_columns(conn, table, rows, tuple(rows[0])))
    count, mark = 0, f"({', '.join(marks.values())})"
    for part in in_parts(bound, _AT_ONCE):
        values = ", ".join([mark] * len(part))
        statement = f"INSERT INTO {table.name} ({names}) VALUES {values} ON CONFLICT DO NOTHING"  # noqa: S608
        count += _many(conn, statement, [[*chain.from_iterable(part)]])
    return count


def update_rows(
    conn: Connection, model: type[SQLModel], rows: Sequence[Mapping[str, Any]], *, key: Sequence[str]
) -> None:
    """Set the other columns of the rows with these keys, all with the same columns; a key nobody has is passed over."""
    table = table_of(model)
    for part in in_parts(rows, _CHUNK):
        columns = [name for name in part[0] if name not in key]
        if conn.dialect.name == "sqlite":
            _update_each(conn, table, _columns(conn, table, part, (*columns, *key)), key)
            continue
        sets = ", ".join(f'"{name}" = new."{name}"' for name in columns)
        on_key = " AND ".join(f'{table.name}."{name}" = new."{name}"' for name in key)
        _whole(conn, f"UPDATE {table.name} SET {sets} FROM {_recordset(table)} AS new WHERE {on_key}", part)  # noqa: S608


def _update_each(conn: Connection, table: Table, ready: Mapping[str, Sequence[Any]], key: Sequence[str]) -> None:
    marks, bound = _bound(ready)
    equal = {name: f'"{name}" = {mark}' for name, mark in marks.items()}
    sets, on_key = (
        ", ".join(equal[name] for name in ready if name not in key),
        " AND ".join(map(equal.__getitem__, key)),
    )
    _many(conn, f"UPDATE {table.name} SET {sets} WHERE {on_key}", bound)  # noqa: S608


def insert_columns(conn: Connection, table: TableClause, ready: Mapping[str, Sequence[Any]]) -> None:
    """Insert columns of values as the driver takes them.

    What all rows share is written into the statement once: binding a value costs as much as storing it.
    """
    names = ", ".join(f'"{name}"' for name in ready)
    if conn.dialect.name == "sqlite":
        marks, bound = _bound(ready)
        statement = f"INSERT INTO {table.name} ({names}) VALUES ({', '.join(marks.values())})"  # noqa: S608
        _many(conn, statement, bound)
        return
    statement = f"COPY {table.name} ({names}) FROM STDIN"
    with _told_alike(conn, statement), _driver(conn).cursor() as cursor, cursor.copy(statement) as copy:
        for values in zip(*ready.values(), strict=True):
            copy.write_row(values)


def _columns(
    conn: Connection, table: Table, rows: Sequence[Mapping[str, Any]], names: Sequence[str]
) -> dict[str, Sequence[Any]]:
    """The values by column, as the driver takes them: column by column costs a third of row by row."""
    dialect = conn.dialect.name
    return {name: _converted(table.c[name].type, [row[name] for row in rows], dialect) for name in names}


def _has_any(values: Sequence[Any]) -> bool:
    """Whether a column has a value at all; without one it is left out, which makes it NULL."""
    return values.count(None) < len(values)


def _many(conn: Connection, statement: str, rows: Iterable[Sequence[Any]]) -> int:
    """How many rows the statement touched, over all its runs."""
    with _told_alike(conn, statement), closing(_driver(conn).cursor()) as cursor:
        cursor.executemany(statement, rows)
        return int(cursor.rowcount)


def _recordset(table: TableClause) -> str:
    """The rows of one JSON text, read as rows of the table: one value to bind, however many rows."""
    return f"json_populate_recordset(NULL::{table.name}, %s::json)"


def _whole(conn: Connection, statement: str, rows: Sequence[Mapping[str, Any]]) -> int:
    """Run a statement over :func:`_recordset`; how many rows it touched."""
    text = json.dumps(rows, ensure_ascii=False, default=methodcaller("isoformat"))
    with _told_alike(conn, statement), closing(_driver(conn).cursor()) as cursor:
        cursor.execute(statement, (text,))
        return int(cursor.rowcount)


@contextmanager
def _told_alike(conn: Connection, statement: str) -> Iterator[None]:
    """What the driver raises, as the statement machinery raises it."""
    base = conn.dialect.loaded_dbapi.Error
    try:
        yield
    except base as error:
        raise DBAPIError.instance(statement, None, error, base, dialect=conn.dialect) from error


def _driver(conn: Connection) -> Any:
    """The driver's connection, in a transaction that the commit of ``conn`` ends, be this its first statement."""
    if not conn.in_transaction():
        conn.begin()
    raw = conn.connection.driver_connection
    assert raw is not None
    return raw


def _bound(ready: Mapping[str, Sequence[Any]]) -> tuple[dict[str, str], list[tuple[Any, ...]]]:
    """What stands for each column in a row of SQLite's statement, and the values to bind by row."""
    marks = {name: _literal(values, "?") for name, values in ready.items()}
    bound = [values for name, values in ready.items() if marks[name] == "?"]
    return marks, list(zip(*bound, strict=True)) if bound else [()] * len(next(iter(ready.values())))


def _literal(values: Sequence[Any], mark: str) -> str:
    """A value that stands in every row, as SQL; the mark where rows differ or the value is no plain one."""
    first = values[0]
    if len(values) < 2 or values.count(first) < len(values):
        return mark
    if first is None:
        return "NULL"
    if type(first) not in (int, str) or not set("\0\\%").isdisjoint(str(first)):
        return mark
    return str(first) if type(first) is int else "'" + first.replace("'", "''") + "'"


def _converted(type_: TypeEngine[Any], values: list[Any], dialect: str) -> list[Any]:
    convert = _converter(type_, dialect)
    if convert is None:
        return values
    if isinstance(type_, JSON):
        return [None if each is None else convert(each) for each in values]
    texts = {each: convert(each) for each in set(values) if each is not None}
    texts[None] = None
    return [texts[each] for each in values]


def _converter(type_: TypeEngine[Any], dialect: str) -> Callable[[Any], Any] | None:
    if isinstance(type_, JSON):
        return _json
    if dialect != "sqlite":
        return _utc if isinstance(type_, Moment) else None
    if isinstance(type_, Moment):
        return _moment_text
    if isinstance(type_, Date):
        return date.isoformat
    return int if isinstance(type_, Boolean) else None


#: One encoder for all: asking for one with options builds it anew each time.
_encode = json.JSONEncoder(ensure_ascii=False).encode


def _json(value: Any) -> str:
    return value if type(value) is Encoded else _encode(value)


def _utc(value: datetime) -> datetime:
    return value.astimezone(UTC)


def _moment_text(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
