"""Words for revisions: columns and tables as they were when a revision was written, never as our types are today.

Every code and every length is checked by a named constraint on both engines, every foreign key is RESTRICT.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_CHECK = "check"


def key(name: str = "id") -> sa.Column[Any]:
    """The surrogate key."""
    return sa.Column(name, KEY, primary_key=True, autoincrement=True)


def big(name: str, *, null: bool = False, primary: bool = False) -> sa.Column[Any]:
    """A key of anything, without a foreign key."""
    return sa.Column(name, KEY, nullable=null, primary_key=primary, autoincrement=False)


def ref(name: str, target: str, *, null: bool = False, primary: bool = False) -> sa.Column[Any]:
    """A key of another table."""
    table = name if target == "" else target
    foreign = sa.ForeignKey(f"{table}.id", ondelete="RESTRICT")
    return sa.Column(name, KEY, foreign, nullable=null, primary_key=primary, autoincrement=False)


def text(name: str, length: int, *, null: bool = False, primary: bool = False) -> sa.Column[Any]:
    """A text of at most so many characters."""
    check = (f"{name}_length", f"length({name}) <= {length}")
    return sa.Column(name, sa.String(length), nullable=null, primary_key=primary, info={_CHECK: check})


def code(name: str, *allowed: str, null: bool = False, primary: bool = False) -> sa.Column[Any]:
    """One of a fixed set of codes."""
    listed = ", ".join(f"'{each}'" for each in allowed)
    kind = sa.String(max(len(each) for each in allowed))
    check = (f"{name}_code", f"{name} IN ({listed})")
    return sa.Column(name, kind, nullable=null, primary_key=primary, info={_CHECK: check})


def whole(name: str, *, null: bool = False, primary: bool = False) -> sa.Column[Any]:
    """A count."""
    return sa.Column(name, sa.Integer(), nullable=null, primary_key=primary, autoincrement=False)


def minor(name: str, *, null: bool = True) -> sa.Column[Any]:
    """Minor units of a currency."""
    return sa.Column(name, sa.BigInteger(), nullable=null)


def day(name: str, *, null: bool = False, primary: bool = False) -> sa.Column[Any]:
    """A day."""
    return sa.Column(name, sa.Date(), nullable=null, primary_key=primary)


def moment(name: str, *, null: bool = False) -> sa.Column[Any]:
    """A UTC moment."""
    return sa.Column(name, sa.DateTime(timezone=True), nullable=null)


def flag(name: str) -> sa.Column[Any]:
    """Yes or no."""
    return sa.Column(name, sa.Boolean(), nullable=False)


def document(name: str, *, null: bool = True) -> sa.Column[Any]:
    """JSON."""
    return sa.Column(name, sa.JSON(none_as_null=True), nullable=null)


def table(name: str, *parts: Any) -> None:
    """Make a table; constraints are named by the convention of the house."""
    columns = [each for each in parts if isinstance(each, sa.Column)]
    checks = [
        sa.CheckConstraint(rule, name=label)
        for each in columns
        if (found := each.info.get(_CHECK))
        for label, rule in [found]
    ]
    op.create_table(name, *parts, *checks)


def widen(name: str, column: str, before: tuple[str, ...], after: tuple[str, ...]) -> None:
    """Let a code column take other codes, the rows left where they are.

    SQLite cannot alter a CHECK; its manual says to rewrite the stored text of the table ("Making Other Kinds Of Table
    Schema Changes"), which touches no row.
    """
    old, new = (f"{column} IN ({', '.join(repr(each) for each in codes)})" for codes in (before, after))
    conn = op.get_bind()
    if conn.dialect.name == "postgresql":
        op.drop_constraint(f"{column}_code", name, type_="check")
        op.create_check_constraint(f"{column}_code", name, sa.text(new))
        return
    version = conn.exec_driver_sql("PRAGMA schema_version").scalar_one()
    conn.exec_driver_sql("PRAGMA writable_schema=ON")
    statement = sa.text("UPDATE sqlite_master SET sql = replace(sql, :old, :new) WHERE type = 'table' AND name = :name")
    conn.execute(statement, {"old": old, "new": new, "name": name})
    conn.exec_driver_sql(f"PRAGMA schema_version={version + 1}")
    conn.exec_driver_sql("PRAGMA writable_schema=OFF")


def unique(*columns: str) -> sa.UniqueConstraint:
    """A unique constraint."""
    return sa.UniqueConstraint(*columns)


def index(name: str, on: str, *columns: str, unique: bool = False, where: str = "") -> None:
    """Make an index, or with ``where`` a partial one."""
    condition: dict[str, Any] = (
        {f"{engine}_where": sa.text(where) for engine in ("sqlite", "postgresql")} if where else {}
    )
    op.create_index(name, on, list(columns), unique=unique, **condition)


def drop(*names: str) -> None:
    """Drop tables in this order; their indexes go with them."""
    for name in names:
        op.drop_table(name)
