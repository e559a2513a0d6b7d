"""The one JSON of results: what use cases return, as the command line's ``--json`` and REST both give it.

A dataclass or named tuple is an object, money a string of major units, a day ISO, a length ``30d``, a code its text.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from pathlib import PurePath
from typing import Any

from pydantic import TypeAdapter

from contracts.kernel.calendar import Duration
from contracts.kernel.money import Money

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
        return {name: wire(getattr(value, name)) for name in fields}
    if isinstance(value, tuple | list | set | frozenset):
        return [wire(each) for each in value]
    return _plain(type(value)).dump_python(value, mode="json")


def _fields(kind: type[object]) -> tuple[str, ...]:
    """The names of a dataclass or a named tuple, in their order."""
    return tuple(getattr(kind, "__dataclass_fields__", getattr(kind, "_fields", ())))


_ADAPTERS: dict[type[object], TypeAdapter[Any]] = {}


def _plain(kind: type[object]) -> TypeAdapter[Any]:
    """Building an adapter costs more than using it: each is kept."""
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]
