"""Conditions in columns and JSON and back: durations as text, money as minor units with a currency, days ISO."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import Row

from contracts.kernel.calendar import Duration, parse_duration
from contracts.kernel.money import Money
from contracts.registry.rules.conditions import CONDITIONS, FIELD_BY_NAME, ContractField
from contracts.registry.rules.contract import Conditions, ConditionValue, EndRule, NoticeCounts, Renewal

_duration = lru_cache(maxsize=4096)(parse_duration)
Reader = Callable[[Any], ConditionValue]


def duration(stored: str | None) -> Duration | None:
    """A stored duration; raises ``DurationFault`` where the text is none."""
    return _duration(stored) if stored else None


def sum_of(minor: int | None, currency: str | None) -> Money | None:
    """A stored sum; none without a currency."""
    return Money(int(minor), currency) if minor is not None and currency else None


def clauses(stored: Mapping[str, str] | None) -> tuple[tuple[str, str], ...]:
    """Clause numbers by condition name, kept as a JSON object."""
    return tuple(stored.items()) if stored else ()


def to_json(value: ConditionValue) -> Any:
    """The value of a condition as plain JSON; the inverse of :func:`from_json` for the condition it belongs to."""
    if isinstance(value, Money):
        return {"minor": value.minor, "currency": value.currency}
    if isinstance(value, Duration):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    return list(value) if isinstance(value, tuple) else value


_FROM_JSON: Mapping[type[object], Reader] = {
    date: date.fromisoformat,
    Duration: _duration,
    Money: lambda stored: Money(int(stored["minor"]), str(stored["currency"])),
    Renewal: Renewal,
    NoticeCounts: NoticeCounts,
    tuple: tuple,
    int: int,
}


def from_json(condition: str, stored: Any) -> ConditionValue:
    """The value of a condition from JSON; raises ``ValueError``, ``KeyError`` or ``TypeError`` where it is corrupt."""
    kind = FIELD_BY_NAME[condition].kind if condition in FIELD_BY_NAME else str
    if stored is None:
        return () if kind is tuple else None
    return _FROM_JSON.get(kind, str)(stored)


def to_columns(field: ContractField, value: ConditionValue) -> dict[str, Any]:
    """A value in the columns it is kept in."""
    if isinstance(value, Money):
        return {"amount_minor": value.minor, "currency": value.currency}
    if isinstance(value, Duration):
        return {field.name: str(value)}
    if value is None:
        return dict.fromkeys(field.columns)
    if isinstance(value, tuple):
        return {field.name: list(value) or None}
    return {field.name: value.value if isinstance(value, StrEnum) else value}


#: Kinds that stand in their column otherwise than as they are.
_FROM_COLUMN: Mapping[type[object], Reader] = {
    Duration: lambda stored: _duration(stored) if stored else None,
    Renewal: lambda stored: Renewal(stored) if stored else None,
    NoticeCounts: NoticeCounts,
    EndRule: EndRule,
    tuple: lambda stored: tuple(stored or ()),
}
_CODED = tuple((each.name, _FROM_COLUMN[each.kind]) for each in CONDITIONS if each.kind in _FROM_COLUMN)
_PLAIN = tuple(each.name for each in CONDITIONS if each.kind not in _FROM_COLUMN and each.kind is not Money)


def conditions_of(row: Row[Any]) -> Conditions:
    """The conditions a contract began with."""
    found: dict[str, Any] = {name: read(getattr(row, name)) for name, read in _CODED}
    for name in _PLAIN:
        found[name] = getattr(row, name)
    return Conditions(**found, amount=sum_of(row.amount_minor, row.currency), clauses=clauses(row.clauses))
