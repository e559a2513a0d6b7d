"""Late payment in bulk: printed rows against day-by-day Decimal, totals against a vectorised integer pass.

Run as ``python bench/bench_interest.py [ROWS_DEBTS] [TOTALS_DEBTS]``. The day-by-day baseline is timed on a sample and
scaled; the vectorised one needs numpy, which the program itself does not use.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from contracts.claims.late_payment.rules.interest_rows import (
    RatePlan,
    Timeline,
    principal_steps,
    rows_of,
    timeline,
    year_days_of,
)
from contracts.claims.late_payment.rules.interest_totals import RunningSum, row_total
from contracts.law import rate_tables

ROUNDS = 3
SAMPLE = 200
DAY = timedelta(days=1)
FIRST, LAST = date(2016, 3, 1), date(2026, 3, 1)


class Debt(NamedTuple):
    """A debt in minor units; ``parts`` are (day from which a part no longer bears interest, minor units)."""

    first_day: date
    until_on: date
    principal: int
    parts: list[tuple[date, int]]


def made(count: int, seed: int) -> list[Debt]:
    """Debts over ten years of rate changes, up to five payments each."""
    chance = random.Random(seed)
    span = (LAST - FIRST).days
    debts = []
    for _ in range(count):
        start = chance.randrange(span - 1)
        length = chance.randrange(1, span - start)
        first = FIRST + start * DAY
        principal = chance.randrange(1, 10**10)
        parts = sorted((first + chance.randrange(length) * DAY, principal // 7) for _ in range(chance.randrange(6)))
        debts.append(Debt(first, first + length * DAY, principal, parts))
    return debts


def day_by_day(debts: Sequence[Debt], plan: RatePlan) -> list[int]:
    """What a first program does: every day its rate, Decimal, a row at each change, each row half up."""
    table = plan.table
    assert table is not None
    totals = []
    for debt in debts:
        total, row, key = Decimal(0), Decimal(0), None
        day = debt.first_day
        while day < debt.until_on:
            owed = debt.principal - sum(part for paid_on, part in debt.parts if paid_on <= day)
            rate = Decimal(str(float(table.value_on(day)))) * plan.times
            if (owed, rate, day.year) != key:
                total += row.quantize(Decimal(1), ROUND_HALF_UP)
                row, key = Decimal(0), (owed, rate, day.year)
            row += Decimal(owed) * rate / (100 * year_days_of(day.year))
            day += DAY
        totals.append(int(total + row.quantize(Decimal(1), ROUND_HALF_UP)))
    return totals


def by_rows(debts: Sequence[Debt], line: Timeline) -> list[int]:
    """Ours: every printed row made, and summed."""
    totals = []
    for debt in debts:
        steps = principal_steps(debt.principal, debt.parts, debt.first_day, counts_payment_day=False)
        rows = rows_of("interest", line, steps, debt.until_on, rounding="row")
        totals.append(sum(row.amount_minor for row in rows))
    return totals


def by_row_totals(debts: Sequence[Debt], line: Timeline) -> list[int]:
    """Ours, without making the rows: the same totals."""
    return [
        row_total(
            line, principal_steps(debt.principal, debt.parts, debt.first_day, counts_payment_day=False), debt.until_on
        )
        for debt in debts
    ]


def by_prefix(debts: Sequence[Debt], sums: RunningSum) -> list[int]:
    """Ours: prefix sums, one rounding a debt."""
    return sums.totals((debt.principal, debt.first_day, debt.until_on, debt.parts) for debt in debts)


def vectorised(debts: Sequence[Debt], line: Timeline) -> Callable[[], Any] | None:
    """One pass of numpy over whole columns, two 64-bit halves a sum; ``None`` where numpy is not installed."""
    try:
        import numpy
    except ImportError:
        return None
    common = 100 * 100 * 365 * 366
    begin = FIRST.toordinal()
    factors = numpy.zeros((LAST - FIRST).days, dtype=numpy.int64)
    for piece in line:
        start, end = max(piece.from_on.toordinal() - begin, 0), piece.until_on.toordinal() - begin
        if end > 0:
            factors[start:end] = common * piece.num // piece.den
    sums = numpy.concatenate(([0], numpy.cumsum(factors)))
    principal = numpy.array([debt.principal for debt in debts], dtype=numpy.int64)
    first = numpy.array([debt.first_day.toordinal() - begin for debt in debts])
    until = numpy.array([debt.until_on.toordinal() - begin for debt in debts])
    owner = numpy.array([no for no, debt in enumerate(debts) for _ in debt.parts])
    paid = numpy.array([day.toordinal() - begin for debt in debts for day, _ in debt.parts])
    part = numpy.array([amount for debt in debts for _, amount in debt.parts], dtype=numpy.int64)

    def run() -> Any:
        million = 10**6
        grown = sums[until] - sums[first]
        kept = sums[until[owner]] - sums[numpy.maximum(paid, first[owner])]
        high, low = principal // million * grown, principal % million * grown
        numpy.subtract.at(high, owner, part // million * kept)
        numpy.subtract.at(low, owner, part % million * kept)
        whole, rest = numpy.divmod(high, common)
        return whole * million + (rest * million + low + common // 2) // common

    return run


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds, and what came out."""
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def main(row_debts: int = 100_000, total_debts: int = 1_000_000) -> None:
    """Both comparisons, medians of interleaved rounds; the answers are checked against each other."""
    plan = RatePlan("UA.543-96.cap", "actual", rate_tables()["nbu_discount_rate"], times=2)
    line = timeline(plan, LAST.year)
    rows_against_days(row_debts, plan, line)
    totals_against_columns(total_debts, line)


def rows_against_days(count: int, plan: RatePlan, line: Timeline) -> None:
    """Printed rows of all debts; the baseline on a sample, scaled."""
    debts, sample = made(count, 1), made(SAMPLE, 1)
    taken: dict[str, list[float]] = {"slow": [], "rows": [], "totals": []}
    for _ in range(ROUNDS):
        seconds, slow = timed(lambda: day_by_day(sample, plan))
        taken["slow"].append(seconds * count / SAMPLE)
        seconds, fast = timed(lambda: by_rows(debts, line))
        taken["rows"].append(seconds)
        seconds, totals = timed(lambda: by_row_totals(debts, line))
        taken["totals"].append(seconds)
        assert fast == totals, "totals without rows differ from the rows"
        assert by_rows(sample, line) == slow, "rows differ from day by day"
    slow_time, row_time, total_time = (statistics.median(taken[name]) for name in ("slow", "rows", "totals"))
    print(f"printed rows of {count:,} debts, 2016-2026, each row half up (aim: 30 x)")
    print(f"  day-by-day Decimal ({SAMPLE} debts, scaled)  {slow_time:9.2f} s")
    print(f"  rows by segments                        {row_time:9.2f} s   {slow_time / row_time:7.1f} x faster")
    print(f"  row-rounded totals without rows         {total_time:9.2f} s   {slow_time / total_time:7.1f} x faster")


def totals_against_columns(count: int, line: Timeline) -> None:
    """Totals of all debts, one rounding each, against numpy."""
    debts, sums = made(count, 2), RunningSum(line)
    column = vectorised(debts, line)
    ours, theirs = [], []
    for _ in range(ROUNDS):
        seconds, totals = timed(lambda: by_prefix(debts, sums))
        ours.append(seconds)
        if column is not None:
            seconds, expected = timed(column)
            theirs.append(seconds)
            assert totals == expected.tolist(), "prefix sums differ from the vectorised pass"
    for debt, total in zip(debts[:SAMPLE], totals[:SAMPLE], strict=True):
        steps = principal_steps(debt.principal, debt.parts, debt.first_day, counts_payment_day=False)
        rows = rows_of("interest", line, steps, debt.until_on, rounding="sum")
        assert sum(row.amount_minor for row in rows) == total, "prefix sums differ from segments"
    print(f"totals of {count:,} debts by prefix sums, one rounding a debt (aim: under 20 x the vectorised pass)")
    print(f"  prefix sums, Python integers            {statistics.median(ours):9.2f} s")
    if theirs:
        ratio = statistics.median(ours) / statistics.median(theirs)
        print(f"  numpy, two 64-bit halves                {statistics.median(theirs):9.3f} s   {ratio:7.1f} x")
    else:
        print("  numpy is not installed: no vectorised pass beside it")


if __name__ == "__main__":
    main(*(int(text) for text in sys.argv[1:]))
