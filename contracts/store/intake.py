"""Many rows at once, past the statement machinery: executemany on SQLite, COPY on PostgreSQL; the caller commits.

Values are converted here exactly as the column types would (days, UTC moments, JSON); keys are taken beforehand.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Connection, Date, Table, func, select
from sqlalchemy.types import TypeEngine
from sqlmodel import SQLModel

from contracts.store.tables import table_of
from contracts.store.types import Moment

#: Rows converted at a time.
_CHUNK = 20_000


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
    conn: Connection, model: type[SQLModel], rows: Sequence[Mapping[str, Any]], columns: Sequence[str]
) -> None:
    """Insert rows; all have these columns, the others are NULL or must not be without a default."""
    table = table_of(model)
    for start in range(0, len(rows), _CHUNK):
        _insert(conn, table, rows[start : start + _CHUNK], columns)


def _insert(conn: Connection, table: Table, rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Column by column, which costs a third of row by row; a column without any value is left out."""
    dialect = conn.dialect.name
    found = {name: [row[name] for row in rows] for name in columns}
    ready = {
        name: _converted(table.c[name].type, values, dialect)
        for name, values in found.items()
        if values.count(None) < len(values)
    }
    raw = conn.connection.driver_connection
    assert raw is not None
    if dialect == "sqlite":
        _insert_sqlite(raw, table.name, ready)
        return
    names = ", ".join(f'"{name}"' for name in ready)
    with raw.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
        for values in zip(*ready.values(), strict=True):
            copy.write_row(values)


def _insert_sqlite(raw: Any, table: str, ready: Mapping[str, Sequence[Any]]) -> None:
    """What all rows share is written into the statement once: binding a value costs as much as storing it."""
    marks = {name: _literal(values) for name, values in ready.items()}
    names = ", ".join(f'"{name}"' for name in ready)
    bound = [values for name, values in ready.items() if marks[name] == "?"]
    statement = f"INSERT INTO {table} ({names}) VALUES ({', '.join(marks.values())})"  # noqa: S608
    raw.executemany(statement, zip(*bound, strict=True))


def _literal(values: Sequence[Any]) -> str:
    """A value that stands in every row, as SQL; ``?`` where rows differ, or there is only one."""
    first = values[0]
    if len(values) < 2 or values.count(first) < len(values) or type(first) not in (int, str) or "\0" in str(first):
        return "?"
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
