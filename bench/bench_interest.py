"""Late payment in bulk: printed rows against day-by-day Decimal.

Run as ``python bench/bench_interest.py [DEBTS]``. The day-by-day baseline is timed on a sample and scaled.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from contracts.claims.late_payment.rules.rows import (
    RatePlan,
    Timeline,
    principal_steps,
    rows_of,
    timeline,
    year_days_of,
)
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


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds, and what came out."""
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def main(count: int = 100_000) -> None:
    """Printed rows of all debts, medians of interleaved rounds; the answers are checked against each other."""
    plan = RatePlan("UA.543-96.cap", "actual", rate_tables()["nbu_discount_rate"], times=2)
    line = timeline(plan, LAST.year)
    debts, sample = made(count, 1), made(SAMPLE, 1)
    taken: dict[str, list[float]] = {"slow": [], "rows": []}
    for _ in range(ROUNDS):
        seconds, slow = timed(lambda: day_by_day(sample, plan))
        taken["slow"].append(seconds * count / SAMPLE)
        seconds, _ = timed(lambda: by_rows(debts, line))
        taken["rows"].append(seconds)
        assert by_rows(sample, line) == slow, "rows differ from day by day"
    slow_time, row_time = (statistics.median(taken[name]) for name in ("slow", "rows"))
    print(f"printed rows of {count:,} debts, 2016-2026, each row half up (aim: 30 x)")
    print(f"  day-by-day Decimal ({SAMPLE} debts, scaled)  {slow_time:9.2f} s")
    print(f"  rows by segments                        {row_time:9.2f} s   {slow_time / row_time:7.1f} x faster")


if __name__ == "__main__":
    main(*(int(text) for text in sys.argv[1:]))
