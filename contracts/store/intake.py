"""Many rows at once, past the statement machinery: executemany on SQLite, COPY on PostgreSQL; the caller commits.

Values are converted here exactly as the column types would (days, UTC moments, JSON); keys are taken beforehand.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import JSON, Boolean, Connection, Date, Table, func, select
from sqlmodel import SQLModel

from contracts.store.tables import table_of
from contracts.store.types import Moment


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
    conn: Connection, model: type[SQLModel], rows: Sequence[Mapping[str, Any]], columns: Sequence[str]
) -> None:
    """Insert rows; all have these columns, the others are NULL or must not be without a default."""
    if not rows:
        return
    table = table_of(model)
    used = [name for name in columns if any(row[name] is not None for row in rows)]
    raw = conn.connection.driver_connection
    assert raw is not None
    names = ", ".join(f'"{name}"' for name in used)
    tuples = _tuples(table, rows, used, conn.dialect.name)
    if conn.dialect.name == "sqlite":
        marks = ", ".join("?" * len(used))
        raw.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", tuples)  # noqa: S608
        return
    with raw.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
        for values in tuples:
            copy.write_row(values)


def _tuples(
    table: Table, rows: Iterable[Mapping[str, Any]], names: Sequence[str], dialect: str
) -> Iterator[Sequence[Any]]:
    found = [(place, _converter(table, name, dialect)) for place, name in enumerate(names)]
    converters = [(place, convert) for place, convert in found if convert is not None]
    take = itemgetter(*names) if len(names) > 1 else lambda row: (row[names[0]],)
    for row in rows:
        values = list(take(row))
        for place, convert in converters:
            if values[place] is not None:
                values[place] = convert(values[place])
        yield values


def _converter(table: Table, name: str, dialect: str) -> Callable[[Any], Any] | None:
    type_ = table.c[name].type
    if isinstance(type_, JSON):
        return _json
    if dialect != "sqlite":
        return _utc if isinstance(type_, Moment) else None
    if isinstance(type_, Moment):
        return _moment_text
    if isinstance(type_, Date):
        return _day_text
    return int if isinstance(type_, Boolean) else None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


@lru_cache(maxsize=65536)
def _day_text(value: date) -> str:
    return value.isoformat()


def _utc(value: datetime) -> datetime:
    return value.astimezone(UTC)


@lru_cache(maxsize=64)
def _moment_text(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
