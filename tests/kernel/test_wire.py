"""The one JSON of results: records are objects, days and moments ISO with their zone, money a string."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from contracts.kernel.money import Money
from contracts.kernel.wire import wire


@dataclass(frozen=True)
class Paid:
    """A record with a value of each kind."""

    amount: Money
    on: date
    at: datetime
    file: Path | None


def test_a_record_is_an_object_of_plain_values() -> None:
    paid = Paid(Money(123_456, "UAH"), date(2026, 2, 1), datetime(2026, 2, 1, 6, 30, tzinfo=UTC), None)
    day = {"on": "2026-02-01", "at": "2026-02-01T06:30:00+00:00"}
    assert wire([paid]) == [{"amount": "1234.56", **day, "file": None}]
