"""The naming convention of constraints, set before the first table is defined."""

from typing import Any

from sqlmodel import SQLModel

metadata = SQLModel.metadata
metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def length_of(kind: Any) -> int | None:
    """How many characters a type of column takes; SQLModel's own text type keeps it on what it wraps."""
    plain = getattr(kind, "impl", kind)
    length = getattr(plain, "length", None)
    return None if length is None else int(length)
