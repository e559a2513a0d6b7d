"""The steps of "why" with typed facts, and the one exact form in which they are stored as JSON.

A step is ``[code, day, facts]``. A fact is ``[name, value]`` where it is a text or a count, else
``[name, type, value]``: ``day`` ISO, ``length`` such as ``30d``, ``money`` such as ``1248.00 UAH``; any other type is
the table of a code.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from contracts.kernel.calendar import Duration, parse_duration
from contracts.kernel.money import Money, money


class CodeFact(NamedTuple):
    """A code with the table of words that names it; the subject that owns the table plugs it in."""

    table: str
    value: str

    def __str__(self) -> str:
        return self.value


#: What a step may know beside its day; a text is what a person entered, never a day or a code in disguise.
Fact = date | Duration | Money | CodeFact | int | str


class Step(NamedTuple):
    """One step of a derivation: a code each subject words for its own, the day it leads to, and named facts."""

    code: str
    on: date
    facts: tuple[tuple[str, Fact], ...] = ()


def steps_json(steps: Iterable[Step]) -> list[Any]:
    """Steps as plain JSON values."""
    return [[code, on.isoformat(), [_fact_json(name, value) for name, value in facts]] for code, on, facts in steps]


def steps_of(stored: Iterable[Any] | None) -> tuple[Step, ...]:
    """The steps back from JSON."""
    return tuple(
        Step(code, date.fromisoformat(on), tuple([_fact(*each) for each in facts])) for code, on, facts in stored or ()
    )


def _fact_json(name: str, value: Fact) -> list[Any]:
    if isinstance(value, date):
        return [name, "day", value.isoformat()]
    if isinstance(value, CodeFact):
        return [name, *value]
    if isinstance(value, Duration):
        return [name, "length", str(value)]
    if isinstance(value, Money):
        return [name, "money", f"{value.wire} {value.currency}"]
    if type(value) in (str, int):
        return [name, value]
    raise TypeError(f"{name} is a {type(value).__name__}: no fact of a step")


def _fact(name: str, value: Any, typed: str | None = None) -> tuple[str, Fact]:
    if typed is None:
        return name, value
    if value == "day":
        return name, date.fromisoformat(typed)
    if value == "length":
        return name, parse_duration(typed)
    if value == "money":
        return name, money(*typed.split(" "))
    return name, CodeFact(value, typed)
