"""Totals over many debts by prefix sums of exact integers: no segments, no sorting, one rounding a debt (law §0).

A day's factor is rate × common denominator ÷ (100 × year), a whole number; C(day) is the running sum of factors. What
a debt has grown by is then ``P × (C(end) − C(first)) − Σ part × (C(end) − C(paid))``. It is the exact sum rounded
once: for laws that round every printed row it may differ from the printed total by fractions of a unit a row, and is
to be called unrounded there; :func:`row_total` gives the printed one.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from math import lcm

from contracts.claims.late_payment.rules.interest_rows import Timeline


class RunningSum:
    """C(day) of one rate plan; ``denominator`` is common to all its days."""

    def __init__(self, line: Timeline) -> None:
        self.denominator = lcm(*(piece.den for piece in line)) if line.pieces else 1
        self._first = line.pieces[0].from_on.toordinal() if line.pieces else 1
        sums, total, day = [0], 0, self._first
        for piece in line:
            start, end = piece.from_on.toordinal(), piece.until_on.toordinal()
            sums.extend([total] * (start - day))
            factor = piece.num * (self.denominator // piece.den)
            sums.extend(
                range(total + factor, total + factor * (end - start) + 1, factor) if factor else [total] * (end - start)
            )
            total += factor * (end - start)
            day = end
        self._sums = sums

    def exact(
        self, principal: int, first_day: date, until_on: date, payments: Iterable[tuple[date, int]] = ()
    ) -> Fraction:
        """What accrues from ``first_day`` to before ``until_on``, exact, in minor units."""
        return Fraction(self._numerator(principal, first_day, until_on, payments), self.denominator)

    def total(self, principal: int, first_day: date, until_on: date, payments: Iterable[tuple[date, int]] = ()) -> int:
        """The same, rounded half up once.

        ``payments`` are (first day on which the part no longer bears interest, minor units) and must not exceed the
        principal: the ledger's allocations never do.
        """
        numerator = self._numerator(principal, first_day, until_on, payments)
        sign = -1 if numerator < 0 else 1
        return sign * ((2 * abs(numerator) + self.denominator) // (2 * self.denominator))

    def totals(self, debts: Iterable[tuple[int, date, date, Sequence[tuple[date, int]]]]) -> list[int]:
        """:meth:`total` of many debts, given as (principal, first day, day after the last, payments)."""
        sums, first, last = self._sums, self._first, len(self._sums) - 1
        whole, twice = self.denominator, 2 * self.denominator
        found = []
        for principal, first_day, until_on, payments in debts:
            start, end = first_day.toordinal() - first, until_on.toordinal() - first
            if start < 0 or end > last or end <= start:
                found.append(self.total(principal, first_day, until_on, payments))
                continue
            at_end = sums[end]
            grown = principal * (at_end - sums[start])
            for paid_on, part in payments:
                place = paid_on.toordinal() - first
                if place < end:
                    grown -= part * (at_end - sums[place if place > start else start])
            found.append((2 * grown + whole) // twice if grown >= 0 else -((whole - 2 * grown) // twice))
        return found

    def _numerator(self, principal: int, first_day: date, until_on: date, payments: Iterable[tuple[date, int]]) -> int:
        sums, first, last = self._sums, self._first, len(self._sums) - 1
        start = min(max(first_day.toordinal() - first, 0), last)
        end = min(max(until_on.toordinal() - first, 0), last)
        if end <= start:
            return 0
        grown = principal * (sums[end] - sums[start])
        for paid_on, part in payments:
            place = min(max(paid_on.toordinal() - first, start), end)
            grown -= part * (sums[end] - sums[place])
        return grown


def row_total(line: Timeline, steps: Sequence[tuple[date, int]], until_on: date) -> int:
    """The printed total of a law that rounds every row half up, without making the rows."""
    total = 0
    ends = [day for day, _ in steps[1:]]
    ends.append(until_on)
    pieces = line.pieces
    for (first, principal), end in zip(steps, ends, strict=True):
        end = min(end, until_on)
        if principal <= 0 or first >= end:
            continue
        for place in range(line.since(first), len(pieces)):
            piece = pieces[place]
            if piece.from_on >= end:
                break
            days = (min(piece.until_on, end) - max(piece.from_on, first)).days
            product, den = principal * days * piece.num, piece.den
            total += (abs(2 * product) + den) // (2 * den) * (1 if product >= 0 else -1)
    return total
