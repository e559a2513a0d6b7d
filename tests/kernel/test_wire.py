"""The one JSON of results: records are objects, days and moments ISO with their zone, money a string."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from contracts.kernel.money import Money
from contracts.kernel.wire import SPREAD, wire


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


@dataclass(frozen=True)
class Shown:
    """A record that says how JSON has it."""

    first: int = field(metadata={"wire": "from"})
    paid: Paid = field(metadata={"wire": SPREAD})
    secret: str = field(default="", metadata={"wire": None})


def test_a_field_may_have_another_name_be_spread_or_be_left_out() -> None:
    paid = Paid(Money(100, "UAH"), date(2026, 2, 1), datetime(2026, 2, 1, tzinfo=UTC), None)
    assert wire(Shown(1, paid)) == {"from": 1, **wire(paid)}
