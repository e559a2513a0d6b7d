"""Exact column types: whole minor units, UTC moments, days, codes with a check; the same on both engines."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, String, TypeDecorator
from sqlmodel import Field

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


def key() -> Any:
    """The surrogate key of a table; never shown to people."""
    return Field(default=None, primary_key=True, sa_type=Key, sa_column_kwargs={"autoincrement": True})


def ref(target: str, *, primary: bool = False, index: bool = False) -> Any:
    """A key of another table; it can never be deleted from under this row."""
    return Field(foreign_key=f"{target}.id", ondelete="RESTRICT", sa_type=Key, primary_key=primary, index=index)


def maybe_ref(target: str, *, index: bool = False) -> Any:
    """A key of another table, or none."""
    return Field(default=None, foreign_key=f"{target}.id", ondelete="RESTRICT", sa_type=Key, nullable=True, index=index)


def text(length: int, **more: Any) -> Any:
    """A text of at most so many characters, empty by default."""
    return Field(default=more.pop("default", ""), max_length=length, sa_type=String(length), **more)


def code(*allowed: str, **more: Any) -> Any:
    """A column of :class:`Code`."""
    return Field(sa_type=Code(*allowed), **more)


def moment(**more: Any) -> Any:
    """A column of :class:`Moment`."""
    return Field(sa_type=Moment, **more)


def maybe_moment() -> Any:
    """A moment or none."""
    return Field(default=None, sa_type=Moment, nullable=True)


def minor() -> Any:
    """A sum in minor units, or none."""
    return Field(default=None, sa_type=Minor, nullable=True)


def document(default: Any = None, *, nullable: bool = True) -> Any:
    """A JSON value."""
    return Field(default=default, sa_type=Document, nullable=nullable)
