"""What most queries need: keys a few hundred at a time, the next ordinal, and the key of a row just stored."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

#: Both engines bound the number of parameters of a statement; plans stay the same well below that.
MOST = 500
_Item = TypeVar("_Item")
_Key = TypeVar("_Key", int, str)


def in_parts(items: Sequence[_Item], most: int = MOST) -> Iterator[Sequence[_Item]]:
    """Some of the items at a time, in their order."""
    return (items[start : start + most] for start in range(0, len(items), most))


def chunks(keys: Iterable[_Key], most: int = MOST) -> Iterator[Sequence[_Key]]:
    """Keys in order, each once, some at a time."""
    return in_parts(sorted(set(keys)), most)


def rows_in(
    conn: Connection, query: Select[Any], column: ColumnElement[Any], keys: Iterable[_Key]
) -> Iterator[Row[Any]]:
    """The rows of a query whose column holds one of the keys, however many there are; ordered within each chunk."""
    for chunk in chunks(keys):
        yield from conn.execute(query.where(column.in_(chunk)))


def keys_in(conn: Connection, query: Select[Any], column: ColumnElement[Any], keys: Iterable[_Key]) -> set[int]:
    """What a query of one column finds by the keys, each once; NULL is none."""
    return {row[0] for row in rows_in(conn, query, column, keys) if row[0] is not None}


def next_no(conn: Connection, column: ColumnElement[int], *wanted: ColumnElement[bool]) -> int:
    """The ordinal after the greatest one given to these rows; the row they belong to must be locked."""
    return int(conn.execute(select(func.coalesce(func.max(column), 0)).where(*wanted)).scalar_one()) + 1


def insert_one(conn: Connection, table: Table, values: Mapping[str, Any]) -> int:
    """Store a row; returns its key."""
    return int(conn.execute(insert(table).values(**values).returning(table.c.id)).scalar_one())


def insert_many(conn: Connection, table: Table, values: Sequence[Mapping[str, Any]]) -> list[int]:
    """Store rows that all have the same columns; their keys in the same order."""
    statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return list(conn.execute(statement, list(map(dict, values))).scalars()) if values else []


def upsert(conn: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """The INSERT of this engine, which can say what happens where a unique key stands already."""
    return postgresql.insert(table) if conn.dialect.name == "postgresql" else sqlite.insert(table)


def first_of(column: ColumnElement[str], other: ColumnElement[str]) -> ColumnElement[str]:
    """A text, or another one where it is empty: a number on paper or the register's, a short name or the full one."""
    return func.coalesce(func.nullif(column, ""), other)


def among(column: ColumnElement[int], keys: Collection[int]) -> ColumnElement[bool]:
    """Whether a column holds one of these keys."""
    ordered = sorted(set(keys))
    if len(ordered) > 2 and ordered[-1] - ordered[0] == len(ordered) - 1:
        return column.between(ordered[0], ordered[-1])
    return column.in_(ordered)
