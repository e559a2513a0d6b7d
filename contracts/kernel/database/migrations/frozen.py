"""Words for revisions: columns and tables as they were when a revision was written, never as our types are today.

A column is described by its name, its kind and what is said of it: ``key``, ``ref contract null index``, ``big``,
``text 40``, ``code draft|sent``, ``whole``, ``minor``, ``day``, ``moment``, ``flag``, ``document``, then ``null``,
``primary``, ``index``, ``unique``. Every code and every length is checked by a named constraint on both engines, every
foreign key is RESTRICT.
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_PLAIN: dict[str, Any] = {
    "key": KEY,
    "ref": KEY,
    "big": KEY,
    "whole": sa.Integer(),
    "minor": sa.BigInteger(),
    "day": sa.Date(),
    "moment": sa.DateTime(timezone=True),
    "flag": sa.Boolean(),
    "document": sa.JSON(none_as_null=True),
}
_CHECK = "check"


def tables(described: str) -> None:
    """Make tables: a paragraph each, with its name, its columns and, on lines of their own, its indexes."""
    for paragraph in described.strip().split("\n\n"):
        name, *lines = (line.strip() for line in paragraph.splitlines())
        indexes = [line for line in lines if line.startswith(("index ", "unique "))]
        columns = [column(each) for each in " ".join(lines[: len(lines) - len(indexes)]).split(", ")]
        checks = [sa.CheckConstraint(rule, label) for each in columns for label, rule in each.info.get(_CHECK, ())]
        op.create_table(name, *columns, *checks)
        for each in indexes:
            index(name, each)


def column(described: str) -> sa.Column[Any]:
    """A column of a table."""
    name, kind, *said = described.split()
    foreign, checks = [], []
    if kind == "text":
        checks = [(f"{name}_length", f"length({name}) <= {said[0]}")]
    elif kind == "code":
        checks = [(f"{name}_code", f"{name} IN ({_listed(said[0].split('|'))})")]
    elif kind == "ref":
        foreign = [sa.ForeignKey(f"{said[0]}.id", ondelete="RESTRICT")]
    return sa.Column(
        name,
        _type(kind, said),
        *foreign,
        nullable="null" in said,
        primary_key=kind == "key" or "primary" in said,
        autoincrement=kind == "key",
        index="index" in said or None,
        unique="unique" in said or None,
        info={_CHECK: checks},
    )


def _type(kind: str, said: list[str]) -> Any:
    if kind == "text":
        return sa.String(int(said[0]))
    if kind == "code":
        return sa.String(max(map(len, said[0].split("|"))))
    return _PLAIN[kind]


def _listed(codes: list[str]) -> str:
    return ", ".join(f"'{each}'" for each in codes)


def index(table: str, described: str) -> None:
    """Make an index: ``index`` or ``unique``, its name, the columns, and ``where`` it is a partial one."""
    head, _, body = described.partition(": ")
    kind, name = head.split()
    columns, _, where = body.partition(" where ")
    partial = sa.text(where) if where else None
    is_unique = kind == "unique"
    op.create_index(name, table, columns.split(", "), unique=is_unique, sqlite_where=partial, postgresql_where=partial)


def widen(table: str, column: str, before: str, after: str) -> None:
    """Let a code column take other codes, the rows left where they are.

    SQLite cannot alter a CHECK; its manual says to rewrite the stored text of the table ("Making Other Kinds Of Table
    Schema Changes"), which touches no row.
    """
    old, new = (f"{column} IN ({_listed(codes.split('|'))})" for codes in (before, after))
    conn = op.get_bind()
    if conn.dialect.name == "postgresql":
        name = op.f(f"ck_{table}_{column}_code")
        op.drop_constraint(name, table, type_="check")
        op.create_check_constraint(name, table, sa.text(new))
        return
    _rewrite(table, {old: new})


def add_texts(table: str, lengths: Mapping[str, int]) -> None:
    """Columns of text that may not be null, empty in the rows there are; none keeps a default of its own.

    SQLite writes the default into a row only when the row is written, so each is, before the default is taken away.
    """
    conn = op.get_bind()
    for name, length in lengths.items():
        check = f"CONSTRAINT ck_{table}_{name}_length CHECK (length({name}) <= {length})"
        op.execute(sa.text(f"ALTER TABLE {table} ADD COLUMN {name} VARCHAR({length}) DEFAULT '' NOT NULL {check}"))
    if conn.dialect.name == "postgresql":
        for name in lengths:
            op.execute(sa.text(f"ALTER TABLE {table} ALTER COLUMN {name} DROP DEFAULT"))
        return
    first = next(iter(lengths))
    op.execute(sa.update(sa.table(table, sa.column(first))).values({first: ""}))
    _rewrite(table, {f"{name} VARCHAR({n}) DEFAULT ''": f"{name} VARCHAR({n})" for name, n in lengths.items()})


def _rewrite(table: str, words: Mapping[str, str]) -> None:
    """Change the stored text of a table on SQLite; no row is touched."""
    conn = op.get_bind()
    version = conn.exec_driver_sql("PRAGMA schema_version").scalar_one()
    conn.exec_driver_sql("PRAGMA writable_schema=ON")
    statement = sa.text("UPDATE sqlite_master SET sql = replace(sql, :old, :new) WHERE type = 'table' AND name = :name")
    for old, new in words.items():
        conn.execute(statement, {"old": old, "new": new, "name": table})
    conn.exec_driver_sql(f"PRAGMA schema_version={version + 1}")
    conn.exec_driver_sql("PRAGMA writable_schema=OFF")
