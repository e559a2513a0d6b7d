"""The one JSON of results: what use cases return, as the command line's ``--json`` and REST both give it.

A dataclass or named tuple is an object, money a string of major units, a day ISO, a length ``30d``, a code its text.
A field of a dataclass is left out where its metadata are :data:`ASIDE`, and has another key by :func:`keyed`.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from pathlib import PurePath
from typing import Any, Final

from pydantic import TypeAdapter

from contracts.kernel.calendar import Duration
from contracts.kernel.money import Money

#: Metadata of a field that texts for people are made of, and no JSON.
ASIDE: Final = {"wire": ""}
_TEXTS = (Duration, Fraction, Decimal, PurePath)


def wire(value: object) -> Any:
    """Plain JSON values of a result; what it holds of ``None`` stays ``None``."""
    if value is None or (isinstance(value, bool | int | str) and not isinstance(value, Enum)):
        return value
    if isinstance(value, Money):
        return value.wire
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, _TEXTS):
        return str(value)
    if isinstance(value, Mapping):
        return {str(wire(key)): wire(each) for key, each in value.items()}
    if fields := _fields(type(value)):
        return {key: wire(getattr(value, name)) for key, name in fields}
    if isinstance(value, tuple | list | set | frozenset):
        return [wire(each) for each in value]
    return _plain(type(value)).dump_python(value, mode="json")


def keyed(key: str) -> dict[str, str]:
    """Metadata of a field whose key in JSON is no name of Python, such as ``from``."""
    return {"wire": key}


_FIELDS: dict[type[object], tuple[tuple[str, str], ...]] = {}


def _fields(kind: type[object]) -> tuple[tuple[str, str], ...]:
    """Key and name of the fields of a dataclass or a named tuple, in their order; found once."""
    if kind not in _FIELDS:
        plain = ((name, name) for name in getattr(kind, "_fields", ()))
        fields = getattr(kind, "__dataclass_fields__", {}).items()
        named = ((each.metadata.get("wire", name), name) for name, each in fields)
        _FIELDS[kind] = tuple((key, name) for key, name in (*plain, *named) if key)
    return _FIELDS[kind]


_ADAPTERS: dict[type[object], TypeAdapter[Any]] = {}


def _plain(kind: type[object]) -> TypeAdapter[Any]:
    """Building an adapter costs more than using it: each is kept."""
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]
