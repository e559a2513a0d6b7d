"""Until when a debt can be sued for: the two readings, restarts, and each day of a penalty on its own."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.claims.limitation.periods import limitation_of
from contracts.claims.limitation.rules.limitation import Restart, Suspended, barred_to, parts_to_sue, sue_by
from contracts.kernel.calendar import Duration

UA, RU, DE, GB = (limitation_of(country) for country in ("UA", "RU", "DE", "GB"))
YEAR = Duration(1, "year")


@pytest.mark.parametrize(
    ("due", "safe", "arguable"),
    [
        # Expired before the quarantine: dead in both readings.
        (date(2017, 4, 1), date(2020, 4, 1), date(2020, 4, 1)),
        # Alive on 02.04.2020: ends no earlier than 04.09.2025.
        (date(2017, 4, 2), date(2025, 9, 4), date(2025, 9, 4)),
        (date(2019, 12, 31), date(2025, 9, 4), date(2028, 6, 3)),
        (date(2021, 1, 29), date(2025, 9, 4), date(2028, 9, 3)),
        # The suspension of 583 days, 30.01.2024–03.09.2025, is added.
        (date(2022, 5, 10), date(2026, 12, 14), date(2028, 9, 3)),
        (date(2024, 1, 29), date(2028, 9, 3), date(2028, 9, 3)),
        (date(2025, 8, 1), date(2028, 9, 3), date(2028, 9, 3)),
        # After it: three plain years.
        (date(2025, 9, 3), date(2028, 9, 3), date(2028, 9, 3)),
        (date(2025, 9, 10), date(2028, 9, 10), date(2028, 9, 10)),
        (date(2024, 2, 29), date(2028, 9, 3), date(2028, 9, 3)),
    ],
)
def test_the_two_readings_of_a_ukrainian_debt(due, safe, arguable):
    [found] = parts_to_sue(UA, due, 100)
    assert (found.safe, found.arguable) == (safe, arguable)


def test_a_penalty_day_of_before_september_2025_can_be_sued_for_to_3_september_2026():
    assert sue_by(UA, date(2025, 9, 3), "safe", length=YEAR) == date(2026, 9, 3)
    assert sue_by(UA, date(2025, 8, 1), "safe", length=YEAR) == date(2026, 9, 3)
    assert barred_to(UA, date(2025, 1, 1), date(2026, 3, 1), date(2026, 9, 3), length=YEAR) is None
    assert barred_to(UA, date(2025, 1, 1), date(2026, 3, 1), date(2026, 9, 4), length=YEAR) == date(2025, 9, 3)


def test_periods_of_other_laws():
    assert parts_to_sue(DE, date(2023, 5, 10), 1)[0].safe == date(2026, 12, 31)
    assert parts_to_sue(GB, date(2020, 2, 29), 1)[0].safe == date(2026, 2, 28)
    assert parts_to_sue(RU, date(2023, 5, 10), 1)[0].arguable == date(2026, 5, 10)
    assert limitation_of("FR") is None


def test_a_longer_period_agreed_in_writing_takes_the_place_of_the_general_one():
    assert sue_by(UA, date(2025, 9, 10), "safe", length=Duration(5, "year")) == date(2030, 9, 10)


def test_a_pre_action_procedure_suspends_one_debt():
    claim = Suspended("both", date(2025, 3, 1), date(2025, 3, 31), "202(3)")
    assert sue_by(RU, date(2023, 5, 10), "safe", suspended=(claim,)) == date(2026, 6, 9)


def test_an_acknowledgement_restarts_only_the_part_acknowledged():
    found = parts_to_sue(UA, date(2025, 9, 10), 1000, (Restart(date(2026, 5, 4), True, 400),))
    assert [(part.minor, part.safe, part.restarted_on) for part in found] == [
        (400, date(2029, 5, 4), date(2026, 5, 4)),
        (600, date(2028, 9, 10), None),
    ]


def test_in_ukraine_an_acknowledgement_counts_before_expiry_only_and_in_russia_in_writing_also_after():
    late = Restart(date(2029, 1, 1), True)
    assert parts_to_sue(UA, date(2025, 9, 10), 10, (late,))[0].safe == date(2028, 9, 10)
    assert parts_to_sue(RU, date(2020, 9, 10), 10, (late,))[0].safe == date(2032, 1, 1)
    assert parts_to_sue(RU, date(2020, 9, 10), 10, (Restart(date(2029, 1, 1), False),))[0].safe == date(2023, 9, 10)


def test_an_acknowledgement_in_time_only_by_the_arguable_reading_moves_only_that():
    found = parts_to_sue(UA, date(2021, 6, 1), 10, (Restart(date(2027, 6, 1), True),))[0]
    assert found.safe < date(2027, 6, 1)
    assert found.arguable == date(2030, 6, 1)


@given(st.dates(date(2010, 1, 1), date(2030, 1, 1)), st.integers(0, 800))
def test_safe_never_lies_after_arguable_and_later_debts_expire_no_earlier(due, days):
    [first], [second] = parts_to_sue(UA, due, 1), parts_to_sue(UA, due + timedelta(days=days), 1)
    assert first.safe <= first.arguable
    assert first.safe <= second.safe
    assert first.arguable <= second.arguable


@given(st.dates(date(2019, 1, 1), date(2026, 1, 1)), st.integers(0, 900), st.dates(date(2021, 1, 1), date(2028, 1, 1)))
def test_barred_days_are_exactly_those_past_their_own_last_day(first_day, length, as_of):
    last_day = first_day + timedelta(days=length)
    found = barred_to(UA, first_day, last_day, as_of, length=YEAR)
    days = [first_day + timedelta(days=n) for n in range(length + 1)]
    old = [day for day in days if sue_by(UA, day, "safe", length=YEAR) < as_of]
    assert found == (old[-1] if old else None)
