"""Many rows at once, past the statement machinery: executemany on SQLite, COPY on PostgreSQL; the caller commits.

Values are converted here exactly as the column types would (days, UTC moments, JSON); keys are taken beforehand.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Connection, Date, Table, func, select
from sqlmodel import SQLModel

from contracts.store.tables import table_of
from contracts.store.types import Moment

_CHUNK = 5000


def take_ids(conn: Connection, model: type[SQLModel], count: int) -> range | list[int]:
    """The next ``count`` keys of a table: nobody else gets them; SQLite lets in one writer."""
    table = table_of(model)
    if conn.dialect.name == "sqlite":
        last = conn.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()
        return range(int(last) + 1, int(last) + 1 + count)
    sequence = func.pg_get_serial_sequence(table.name, "id")
    query = select(func.nextval(sequence)).select_from(func.generate_series(1, count).alias("n"))
    return sorted(int(each) for each in conn.execute(query).scalars())


def insert_rows(
    conn: Connection, model: type[SQLModel], rows: Iterable[Mapping[str, Any]], columns: Sequence[str]
) -> None:
    """Insert rows; all have these columns, the others are NULL or must not be without a default."""
    table = table_of(model)
    converters = [_converter(table, name, conn.dialect.name) for name in columns]
    raw = conn.connection.driver_connection
    assert raw is not None
    names = ", ".join(f'"{name}"' for name in columns)
    tuples = (
        tuple(
            value if convert is None or value is None else convert(value)
            for convert, value in zip(converters, values, strict=True)
        )
        for values in (map(row.__getitem__, columns) for row in rows)
    )
    if conn.dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        raw.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", tuples)  # noqa: S608
        return
    with raw.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
        for values in tuples:
            copy.write_row(values)


def _converter(table: Table, name: str, dialect: str) -> Callable[[Any], Any] | None:
    type_ = table.c[name].type
    if isinstance(type_, JSON):
        return _json
    if dialect != "sqlite":
        return _utc if isinstance(type_, Moment) else None
    if isinstance(type_, Moment):
        return _moment_text
    if isinstance(type_, Date):
        return date.isoformat
    return int if isinstance(type_, Boolean) else None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _utc(value: datetime) -> datetime:
    return value.astimezone(UTC)


def _moment_text(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
