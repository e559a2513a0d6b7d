"""A debt is outstanding from its issue and overdue after its due day; the day itself is not overdue (domain §6)."""

from dataclasses import dataclass
from datetime import date, timedelta

from contracts.kernel.calendar import FAR

#: Upper ends of the buckets, in full days past due; later days fall into the last one.
DEFAULT_BOUNDS = (30, 60, 90, 180)


@dataclass(frozen=True, slots=True)
class Buckets:
    """Names and bounds of the ageing buckets: ``0`` is not overdue, then days past due."""

    bounds: tuple[int, ...] = DEFAULT_BOUNDS

    def __post_init__(self) -> None:
        if not self.bounds or self.bounds[0] < 1 or list(self.bounds) != sorted(set(self.bounds)):
            raise ValueError("ageing buckets are rising numbers of days, the first at least 1")

    @property
    def names(self) -> tuple[str, ...]:
        """``0``, ``1-30``, … ``180+``."""
        starts = (1, *(each + 1 for each in self.bounds))
        middle = (f"{start}-{end}" for start, end in zip(starts, self.bounds, strict=False))
        return ("0", *middle, f"{self.bounds[-1]}+")

    def limits(self, as_of: date) -> tuple[tuple[str, date, date], ...]:
        """For each bucket the first and last due day it holds on ``as_of``, for set queries."""
        ends = [as_of - timedelta(days=1), *(as_of - timedelta(days=each + 1) for each in self.bounds)]
        rows = [("0", as_of, FAR)]
        for name, latest, after in zip(self.names[1:], ends, [*ends[1:], None], strict=True):
            rows.append((name, date.min if after is None else after + timedelta(days=1), latest))
        return tuple(rows)
