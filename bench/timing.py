"""One way to time what answers with a page of keys."""

import statistics
import time
from collections.abc import Callable


def timed(run: Callable[[], list[int]], rounds: int) -> tuple[float, list[int]]:
    """Median milliseconds after one run that does not count, and the keys found."""
    taken, found = [], run()
    for _ in range(rounds):
        start = time.perf_counter()
        found = run()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken) * 1000, found
