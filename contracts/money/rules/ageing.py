"""A debt is outstanding from its issue and overdue after its due day; the day itself is not overdue (domain §6)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.kernel.calendar import FAR
from contracts.kernel.money import Money
from contracts.money.rules.ledger import Charge

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

    def name(self, days_overdue: int) -> str:
        """The bucket of so many full days past due."""
        if days_overdue <= 0:
            return "0"
        place = next((n for n, end in enumerate(self.bounds, 1) if days_overdue <= end), len(self.bounds) + 1)
        return self.names[place]

    def limits(self, as_of: date) -> tuple[tuple[str, date, date], ...]:
        """For each bucket the first and last due day it holds on ``as_of``, for set queries."""
        ends = [as_of - timedelta(days=1), *(as_of - timedelta(days=each + 1) for each in self.bounds)]
        rows = [("0", as_of, FAR)]
        for name, latest, after in zip(self.names[1:], ends, [*ends[1:], None], strict=True):
            rows.append((name, date.min if after is None else after + timedelta(days=1), latest))
        return tuple(rows)


@dataclass(frozen=True, slots=True)
class Aged:
    """What a debtor owes in one currency on a day."""

    currency: str
    outstanding: Money
    overdue: Money
    oldest_due_on: date | None
    buckets: tuple[tuple[str, Money], ...]
    not_known: Money


def days_overdue(due_on: date, as_of: date) -> int:
    """Full days past due: none on the due day itself, none while it is unknown."""
    return max((as_of - due_on).days, 0) if due_on != FAR else 0


def age(open_charges: Iterable[tuple[Charge, Money]], as_of: date, buckets: Buckets) -> tuple[Aged, ...]:
    """Ageing per currency, in order of first appearance; what has no due day counts in bucket ``0``."""
    by_currency: dict[str, list[tuple[Charge, Money]]] = {}
    for charge, still_open in open_charges:
        by_currency.setdefault(still_open.currency, []).append((charge, still_open))
    return tuple(_aged(currency, rows, as_of, buckets) for currency, rows in by_currency.items())


def _aged(currency: str, rows: Sequence[tuple[Charge, Money]], as_of: date, buckets: Buckets) -> Aged:
    sums = dict.fromkeys(buckets.names, 0)
    for charge, still_open in rows:
        sums[buckets.name(days_overdue(charge.due_on, as_of))] += still_open.minor
    known = [charge.due_on for charge, still_open in rows if charge.is_due_known and still_open.minor > 0]
    return Aged(
        currency,
        Money(sum(sums.values()), currency),
        Money(sum(sums.values()) - sums["0"], currency),
        min(known, default=None),
        tuple((name, Money(minor, currency)) for name, minor in sums.items()),
        Money(sum(still_open.minor for charge, still_open in rows if not charge.is_due_known), currency),
    )
