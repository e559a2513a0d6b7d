"""Exact column types: whole minor units, UTC moments, days, codes with a check; the same on both engines."""

from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Index, Integer, String, TypeDecorator
from sqlalchemy import text as sql
from sqlmodel import Field

_Value = TypeVar("_Value")
#: Keys count up on both engines: a plain BIGINT key does not on SQLite.
Key = BigInteger().with_variant(Integer, "sqlite")
#: Minor units of a currency beside their ``currency`` column.
Minor = BigInteger()
#: JSON written whole and never searched; Python ``None`` is SQL NULL.
Document = JSON(none_as_null=True)


class Moment(TypeDecorator[datetime]):
    """A UTC moment with microseconds; naive datetimes are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """UTC in: SQLite keeps the text without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        at = value.astimezone(UTC)
        return at.replace(tzinfo=None) if dialect.name == "sqlite" else at

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """UTC out."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Code(String):
    """A short code out of a fixed set; the table gets a named CHECK for it."""

    def __init__(self, *allowed: str) -> None:
        self.allowed = allowed
        super().__init__(max(len(each) for each in allowed))

    def adapt(self, cls: Any, **more: Any) -> Any:
        """SQLAlchemy copies types by the names of their arguments; ours has none."""
        return Code(*self.allowed) if cls is Code else super().adapt(cls, **more)


def key() -> int:
    """The surrogate key of a table; never shown to people."""
    return _column(int, default=None, primary_key=True, sa_type=Key, sa_column_kwargs={"autoincrement": True})


def ref(target: str, *, primary: bool = False, index: bool = False) -> int:
    """A key of another table; it can never be deleted from under this row."""
    return _column(int, foreign_key=f"{target}.id", ondelete="RESTRICT", sa_type=Key, primary_key=primary, index=index)


def maybe_ref(target: str, *, index: bool = False) -> int | None:
    """A key of another table, or none."""
    on_key = {"foreign_key": f"{target}.id", "ondelete": "RESTRICT", "sa_type": Key}
    return _column(int, default=None, nullable=True, index=index, **on_key)


def text(
    length: int, *, default: str = "", primary_key: bool = False, index: bool = False, unique: bool = False
) -> str:
    """A text of at most so many characters, empty by default."""
    said = {"primary_key": primary_key, "index": index, "unique": unique}
    return _column(str, default=default, max_length=length, sa_type=String(length), **said)


def code(*allowed: str, default: str | None = None, primary_key: bool = False) -> str:
    """A column of :class:`Code`."""
    usual = {} if default is None else {"default": default}
    return _column(str, sa_type=Code(*allowed), primary_key=primary_key, **usual)


def maybe_code(*allowed: str) -> str | None:
    """A code or none."""
    return _column(str, default=None, sa_type=Code(*allowed), nullable=True)


def moment() -> datetime:
    """A column of :class:`Moment`."""
    return _column(datetime, sa_type=Moment)


def maybe_moment() -> datetime | None:
    """A moment or none."""
    return _column(datetime, default=None, sa_type=Moment, nullable=True)


def sum_minor() -> int:
    """A sum in minor units that is always there."""
    return _column(int, sa_type=Minor)


def minor() -> int | None:
    """A sum in minor units, or none."""
    return _column(int, default=None, sa_type=Minor, nullable=True)


def document(default: Any = None, *, nullable: bool = True) -> Any:
    """A JSON value."""
    return Field(default=default, sa_type=Document, nullable=nullable)


def _column(_: type[_Value], **said: Any) -> _Value:
    """A field of a table: SQLModel's ``Field`` may be anything, and becomes a value of the column's type here alone."""
    field: _Value = Field(**said)
    return field


def index_where(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index of the rows that fit alone, on both engines."""
    return Index(name, *columns, unique=unique, sqlite_where=sql(where), postgresql_where=sql(where))
