"""Interest is principal × rate × days ÷ year over segments; a row ends only where one of these changes (law §0).

Segments are cut at changes of the unpaid principal and of the rate, at excluded days, and on 1 January where the
year's length depends on the year. All arithmetic is exact; money is rounded in one place, by the law's own rule.
"""

from bisect import bisect_right
from calendar import isleap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Literal, NamedTuple

from contracts.kernel.money import round_half_up
from contracts.kernel.rates import RateTable

Rounding = Literal["row", "sum"]
Year = Literal["actual", "365"]

_DAY = timedelta(days=1)
#: Rates without a table hold since long before any debt that can still be claimed.
_LONG_AGO = date(1990, 1, 1)
#: What is added to the rule of a row calculated past the last sure day.
LAST_KNOWN = ":last_known"


class InterestRow(NamedTuple):
    """One printed row; both days inclusive, sums in minor units, ``rate`` in per cent a year.

    ``year_days`` is 0 where a row is no interest by days (inflation, a fine, a payment covering it).
    ``months`` are the index months counted, as their first days.
    """

    kind: str
    from_on: date
    to_on: date
    days: int
    principal_minor: int
    rate: Fraction
    year_days: int
    amount_minor: int
    rule: str
    months: tuple[date, ...] = ()


class Piece(NamedTuple):
    """Days of one rate: P minor units accrue ``P × days × num ÷ den`` from ``from_on`` to before ``until_on``."""

    from_on: date
    until_on: date
    rate: Fraction
    year_days: int
    rule: str
    num: int
    den: int


@dataclass(frozen=True, slots=True)
class RatePlan:
    """How a rate follows from its table and clause.

    ``table × times + margin`` is the rate, or, beside ``per_day`` (per cent a day), the cap on it. ``fixed`` is an
    agreed rate a year. ``excluded`` are (first day, first day after) on which nothing accrues. ``cap_rule`` is the
    rule of a row on which the cap bites.
    """

    rule: str
    year: Year
    table: RateTable | None = None
    times: int = 1
    margin: Fraction = Fraction(0)
    fixed: Fraction | None = None
    per_day: Fraction | None = None
    cap_rule: str = ""
    excluded: tuple[tuple[date, date], ...] = ()

    def rate_in(self, base: Fraction, year_days: int) -> tuple[Fraction, str]:
        """The rate a year and its rule, from the table's value and the length of the year."""
        if self.fixed is not None:
            return self.fixed, self.rule
        found = base * self.times + self.margin
        if self.per_day is None:
            return found, self.rule
        agreed = self.per_day * year_days
        return (found, self.cap_rule) if self.table and found < agreed else (agreed, self.rule)


class Timeline:
    """The pieces of a plan in order, found by day."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = tuple(pieces)
        self._starts = [piece.from_on for piece in self.pieces]

    def __iter__(self) -> Iterator[Piece]:
        return iter(self.pieces)

    def since(self, day: date) -> int:
        """The place of the piece that holds a day, or of the first one after it."""
        place = max(bisect_right(self._starts, day) - 1, 0)
        return place if not self.pieces or self.pieces[place].until_on > day else place + 1


@lru_cache(maxsize=256)
def timeline(plan: RatePlan, to_year: int) -> Timeline:
    """The pieces of a plan from its table's first day to the end of a year; the last rate runs on."""
    until = date(min(to_year + 1, 9999), 1, 1)
    pieces: list[Piece] = []
    by_table = plan.table.spans(until) if plan.table is not None and plan.fixed is None else None
    for first, end, base in by_table or [(_LONG_AGO, until, Fraction(0))]:
        for from_on, until_on, year_days in _years(first, end, plan.year):
            rate, rule = plan.rate_in(base, year_days)
            factor = rate / (100 * year_days)
            piece = Piece(from_on, until_on, rate, year_days, rule, factor.numerator, factor.denominator)
            _add(pieces, piece, plan.year)
    return Timeline(list(_without(pieces, plan.excluded)))


def rows_of(
    kind: str, line: Timeline, steps: Sequence[tuple[date, int]], until_on: date, *, rounding: Rounding
) -> list[InterestRow]:
    """The rows of a principal that changes by ``steps`` (day, minor units from that day on), to before ``until_on``.

    ``row``: every row half up, the total is their sum. ``sum``: the exact total half up, the last unit spread so
    that the printed rows add up to it.
    """
    rows: list[InterestRow] = []
    pieces = line.pieces
    ends = [day for day, _ in steps[1:]]
    ends.append(until_on)
    exact, printed = Fraction(0), 0
    for (first, principal), end in zip(steps, ends, strict=True):
        end = min(end, until_on)
        if principal <= 0 or first >= end:
            continue
        for place in range(line.since(first), len(pieces)):
            piece_from, piece_until, rate, year_days, rule, num, den = pieces[place]
            if piece_from >= end:
                break
            from_on = piece_from if piece_from > first else first
            stop = piece_until if piece_until < end else end
            days = (stop - from_on).days
            product = principal * days * num
            if rounding == "row":
                amount = (abs(2 * product) + den) // (2 * den) * (1 if product >= 0 else -1)
            else:
                exact += Fraction(product, den)
                amount = round_half_up(exact) - printed
                printed += amount
            rows.append(InterestRow(kind, from_on, stop - _DAY, days, principal, rate, year_days, amount, rule))
    return rows


def principal_steps(
    principal: int, payments: Iterable[tuple[date, int]], first_day: date, *, counts_payment_day: bool
) -> list[tuple[date, int]]:
    """The unpaid principal from ``first_day`` on: a payment counts from its day, or from the day after.

    ``payments`` are (day, minor units) in order of days; the principal never falls below zero.
    """
    steps = [(first_day, principal)]
    for paid_on, amount in payments:
        principal = max(principal - amount, 0)
        day = max(paid_on + _DAY if counts_payment_day else paid_on, first_day)
        if steps[-1][0] == day:
            steps[-1] = (day, principal)
        elif steps[-1][1] != principal:
            steps.append((day, principal))
    return steps


def cut_at(steps: Sequence[tuple[date, int]], day: date) -> list[tuple[date, int]]:
    """The same steps with a row forced to begin on ``day``."""
    before = [step for step in steps if step[0] < day]
    if not before or any(step[0] == day for step in steps):
        return list(steps)
    return [*before, (day, before[-1][1]), *(step for step in steps if step[0] > day)]


def last_day_owed(steps: Sequence[tuple[date, int]], last: date) -> date | None:
    """The last day up to ``last`` on which principal is unpaid."""
    ends = [*(day for day, _ in steps[1:]), last + _DAY]
    days = [min(end, last + _DAY) for (day, owed), end in zip(steps, ends, strict=True) if owed > 0 and day <= last]
    return max(days) - _DAY if days else None


def _years(first: date, end: date, year: Year) -> Iterator[tuple[date, date, int]]:
    if year == "365":
        yield first, end, 365
        return
    while first < end:
        after = date(first.year + 1, 1, 1)
        yield first, min(after, end), 365 + isleap(first.year)
        first = after


def _add(pieces: list[Piece], piece: Piece, year: Year) -> None:
    """Join a piece to the one before where only the calendar of decisions, not the rate, moved."""
    before = pieces[-1] if pieces else None
    is_new_year = year == "actual" and (piece.from_on.month, piece.from_on.day) == (1, 1)
    if before and before.rate == piece.rate and before.rule == piece.rule and not is_new_year:
        pieces[-1] = before._replace(until_on=piece.until_on)
    else:
        pieces.append(piece)


def _without(pieces: Iterable[Piece], excluded: Sequence[tuple[date, date]]) -> Iterator[Piece]:
    for piece in pieces:
        parts = [(piece.from_on, piece.until_on)]
        for off_from, off_until in excluded:
            parts = [
                part
                for first, end in parts
                for part in ((first, min(end, off_from)), (max(first, off_until), end))
                if part[0] < part[1]
            ]
        for first, end in parts:
            yield piece._replace(from_on=first, until_on=end)
