"""A rate table knows its source and the last day it is sure of; beyond that day nothing is guessed (law §0)."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal, NamedTuple

from contracts.kernel.refusal import Refusal

#: How a table moves: on the days named, every half-year, or every month (an index).
Step = Literal["change", "half_year", "month"]


class RateUnknown(Refusal):
    """A table does not reach a day that is asked for."""

    code = "rate_unknown"


class Span(NamedTuple):
    """One rate and the days it holds: ``from_on`` inclusive, ``until_on`` the first day after."""

    from_on: date
    until_on: date
    value: Fraction


@dataclass(frozen=True, eq=False)
class RateTable:
    """Dated values in per cent a year (or index points), each from its day on, ascending.

    Compared by identity: a table is loaded once and is the key of what is computed from it.
    """

    code: str
    values: tuple[tuple[date, Fraction], ...]
    sure_to: date
    source: str
    series: str = ""
    country: str = ""
    step: Step = "change"
    is_closed: bool = False
    _days: tuple[date, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_days", tuple(day for day, _ in self.values))

    @property
    def first_day(self) -> date:
        """The first day the table knows."""
        return self._days[0]

    def value_on(self, day: date) -> Fraction:
        """The value in force on a day. Raises :class:`RateUnknown` outside the days the table is sure of."""
        if day < self.first_day:
            raise self.starts_later()
        if day > self.sure_to:
            raise self.ends_before()
        return self.values[bisect_right(self._days, day) - 1][1]

    def spans(self, until_on: date = date.max) -> Iterator[Span]:
        """Every value with its days, the last one up to ``until_on``; equal neighbours are not joined."""
        ends = (*self._days[1:], until_on)
        for (day, value), end in zip(self.values, ends, strict=True):
            if day < until_on:
                yield Span(day, min(end, until_on), value)

    def ends_before(self) -> RateUnknown:
        """The refusal that names the last sure day."""
        return RateUnknown(
            "The table {table} is sure only to {sure_to}: import a newer one (contracts rates import), or choose "
            "--beyond stop or --beyond last_known.",
            code="beyond_sure_to",
            table=self.code,
            sure_to=self.sure_to,
        )

    def starts_later(self) -> RateUnknown:
        """The refusal that names the first day."""
        return RateUnknown(
            "The table {table} begins on {first_day}; earlier days cannot be reckoned with it.",
            code="before_table",
            table=self.code,
            first_day=self.first_day,
        )


def table_of(tables: Mapping[str, RateTable], code: str) -> RateTable:
    """A table by code. Raises :class:`RateUnknown` where there is none."""
    found = tables.get(code)
    if found is None:
        raise RateUnknown(
            "There is no rate table {table}: import one (contracts rates import), or give the rate a year.",
            code="no_table",
            table=code,
        )
    return found


def joined(code: str, first: RateTable, then: RateTable, *, from_on: date) -> RateTable:
    """Two tables after one another: ``then`` holds from ``from_on``, with the value it has on that day."""
    earlier = tuple((day, value) for day, value in first.values if day < from_on)
    later = tuple((day, value) for day, value in then.values if day > from_on)
    values = (*earlier, (from_on, then.value_on(from_on)), *later)
    source = f"{first.source}; {then.source}"
    return RateTable(code, values, then.sure_to, source, then.series, then.country)
