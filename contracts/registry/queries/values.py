"""Conditions in columns and JSON and back: durations as text, money as minor units with a currency, days ISO."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from contracts.kernel.calendar import Duration, parse_duration
from contracts.kernel.money import Money
from contracts.registry.rules.contract import ConditionValue, NoticeCounts, Renewal

_duration = lru_cache(maxsize=4096)(parse_duration)


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
    if isinstance(value, Renewal | NoticeCounts):
        return value.value
    return list(value) if isinstance(value, tuple) else value


_READERS: dict[str, Callable[[Any], ConditionValue]] = {
    "last_day": date.fromisoformat,
    "asked_end": date.fromisoformat,
    "renewal": Renewal,
    "renewal_length": _duration,
    "notice": _duration,
    "notice_counts": NoticeCounts,
    "notice_methods": tuple,
    "amount": lambda stored: Money(int(stored["minor"]), str(stored["currency"])),
    "max_renewals": int,
}


def from_json(condition: str, stored: Any) -> ConditionValue:
    """The value of a condition from JSON; raises ``ValueError``, ``KeyError`` or ``TypeError`` where it is corrupt."""
    if stored is None:
        return () if condition == "notice_methods" else None
    reader = _READERS.get(condition)
    return str(stored) if reader is None else reader(stored)
