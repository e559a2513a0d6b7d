"""Inflation losses follow the monthly index; a month counts when more than 15 of its days are in delay (law §1.2).

CC Ukraine 625(2); combined chamber KGS VS 20.11.2020, 910/13071/19 (days), 26.06.2020, 905/21/19 (chain);
KGS VS 24.09.2020, 915/2095/19 (months of deflation are counted). The product is never rounded; a result below
nothing is nothing for the whole row.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal, NamedTuple

from contracts.claims.late_payment.rules.rows import LAST_KNOWN, InterestRow
from contracts.kernel.calendar import add_months
from contracts.kernel.money import round_half_up
from contracts.kernel.rates import RateTable

Method = Literal["tranche", "chain"]
Beyond = Literal["refuse", "stop", "last_known"]

_DAY = timedelta(days=1)
_FEWEST_DAYS = 16
#: The index of a month is published on this day of the next one.
_PUBLISHED_ON = 10


class Indices(NamedTuple):
    """The months that can be used, what each came to, and where the calculation stops."""

    months: tuple[date, ...]
    values: dict[date, Fraction]
    unpublished: tuple[date, ...]
    is_short: bool
    guessed_from: date | None


class Tranche(NamedTuple):
    """A part of the principal and its delay, both days inclusive."""

    minor: int
    first_day: date
    last_day: date


def months_counted(first_day: date, last_day: date) -> list[date]:
    """The months, by first day, of which more than 15 days lie in the delay (both days inclusive)."""
    months: list[date] = []
    month = first_day.replace(day=1)
    while month <= last_day:
        after = add_months(month, 1)
        days = (min(after - _DAY, last_day) - max(month, first_day)).days + 1
        if days >= _FEWEST_DAYS:
            months.append(month)
        month = after
    return months


def usable(months: Sequence[date], table: RateTable, known_on: date, beyond: Beyond) -> Indices:
    """The index of every month, each from the day it is published on; another unknown one is a gap.

    Raises ``RateUnknown`` for a gap where ``beyond`` is ``refuse``, and before the table's first month.
    """
    public = [month for month in months if add_months(month, 1).replace(day=_PUBLISHED_ON) <= known_on]
    unpublished = tuple(months[len(public) :])
    known, late = ([month for month in public if (month <= table.sure_to) is sure] for sure in (True, False))
    if late and beyond == "refuse":
        raise table.ends_before()
    values = {month: table.value_on(month) / 100 for month in known}
    if late and beyond == "last_known":
        last = table.values[bisect_right([day for day, _ in table.values], table.sure_to) - 1][1] / 100
        values |= dict.fromkeys(late, last)
        return Indices((*known, *late), values, unpublished, False, late[0])
    return Indices(tuple(known), values, unpublished, bool(late), None)


def tranche_rows(parts: Sequence[Tranche], indices: Indices, rule: str) -> list[InterestRow]:
    """One row for every part over its own months: never claims too much."""
    return [row for part in parts if (row := _tranche_row(part, indices, rule)) is not None]


def chain_rows(parts: Sequence[Tranche], indices: Indices, rule: str) -> list[InterestRow]:
    """The balance is indexed month by month and payments are taken from the indexed balance: one row.

    A part leaves after the last month counted for it; when no principal is left, indexing ends.
    """
    counted = [_counted(part, indices) for part in parts]
    whole = sum(part.minor for part in parts)
    left = sum(part.minor for part, months in zip(parts, counted, strict=True) if months)
    if not left:
        return []
    months = max(counted, key=len)
    balance, loss, product = Fraction(left), Fraction(0), Fraction(1)
    for month in months:
        value = indices.values[month]
        loss += balance * (value - 1)
        product *= value
        gone = sum(part.minor for part, own in zip(parts, counted, strict=True) if own and own[-1] == month)
        balance, left = balance * value - gone, left - gone
    first, last = parts[0].first_day, max(part.last_day for part in parts)
    amount, marked = max(round_half_up(loss), 0), _marked(rule, months, indices)
    days = (last - first).days + 1
    return [InterestRow("inflation", first, last, days, whole, product * 100, 0, amount, marked, tuple(months))]


def _counted(part: Tranche, indices: Indices) -> list[date]:
    return [month for month in months_counted(part.first_day, part.last_day) if month in indices.values]


def _tranche_row(part: Tranche, indices: Indices, rule: str) -> InterestRow | None:
    months = _counted(part, indices)
    if not months or part.minor <= 0:
        return None
    product = Fraction(1)
    for month in months:
        product *= indices.values[month]
    amount = max(round_half_up(part.minor * (product - 1)), 0)
    days = (part.last_day - part.first_day).days + 1
    marked = _marked(rule, months, indices)
    first, last = part.first_day, part.last_day
    return InterestRow("inflation", first, last, days, part.minor, product * 100, 0, amount, marked, tuple(months))


def _marked(rule: str, months: Sequence[date], indices: Indices) -> str:
    is_guessed = indices.guessed_from is not None and any(month >= indices.guessed_from for month in months)
    return rule + LAST_KNOWN if is_guessed else rule
