"""How a side kept its days for payment (domain §3)."""

from datetime import date

from contracts.kernel.money import money
from contracts.money.rules.performance import ChargePaid, discipline

DUE = date(2026, 10, 15)


def paid(on, due=DUE, currency="UAH"):
    return ChargePaid(money("10.00", currency), due, on)


def test_what_is_paid_by_its_day_is_in_time_and_what_is_open_is_not_done():
    found = discipline([paid(DUE), paid(date(2026, 10, 20)), paid(None), paid(None, date(2026, 12, 1))], DUE)
    assert (found.due, found.done, found.days_late, found.used) == (3, 2, (5,), money("40.00", "UAH"))


def test_sums_of_two_currencies_are_no_total_and_nothing_is_none():
    assert discipline([paid(DUE), paid(DUE, currency="EUR")], DUE).used is None
    assert discipline([], DUE) == (0, 0, (), None)
