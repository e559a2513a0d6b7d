"""The one JSON of results: what use cases return, as the command line's ``--json`` and REST both give it.

A dataclass or named tuple is an object, money a string of major units, a day ISO, a length ``30d``, a code its text.
The metadata of a dataclass's field may say ``wire``: its name in JSON, :data:`SPREAD` for an object whose fields stand
in its place, or ``None`` for what JSON leaves out.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from pathlib import PurePath
from typing import Any, Final

from pydantic import TypeAdapter

from contracts.kernel.calendar import Duration
from contracts.kernel.money import Money

#: The name in JSON of a field whose own fields stand in its place.
SPREAD: Final = "*"
#: Metadata of a field that texts for people are made of, and no JSON.
ASIDE: Final[dict[str, str | None]] = {"wire": None}
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
    if names := _fields(type(value)):
        return _object(value, names)
    if isinstance(value, tuple | list | set | frozenset):
        return [wire(each) for each in value]
    return _plain(type(value)).dump_python(value, mode="json")


def _object(value: object, names: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field, name in names.items():
        part = wire(getattr(value, field))
        found.update(part if name == SPREAD else {name: part})
    return found


_NAMES: dict[type[object], Mapping[str, str]] = {}


def _fields(kind: type[object]) -> Mapping[str, str]:
    """Fields of a dataclass or a named tuple that JSON has, in their order, with their names there."""
    if kind not in _NAMES:
        named = (
            (each.name, each.metadata.get("wire", each.name)) for each in (fields(kind) if is_dataclass(kind) else ())
        )
        plain = {name: name for name in getattr(kind, "_fields", ())}
        _NAMES[kind] = plain | {field: name for field, name in named if name is not None}
    return _NAMES[kind]


_ADAPTERS: dict[type[object], TypeAdapter[Any]] = {}


def _plain(kind: type[object]) -> TypeAdapter[Any]:
    """Building an adapter costs more than using it: each is kept."""
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]
