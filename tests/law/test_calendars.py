"""Working days: holidays in martial law, moved days off, bank holidays."""

from datetime import date

import pytest

from contracts.kernel.calendar import Duration, add, shift_back, shift_forward
from contracts.law import calendar_of
from contracts.law.calendars import laid_out, moved_off_weekends, overlays


@pytest.mark.parametrize(
    ("country", "day", "is_working"),
    [
        ("UA", date(2021, 8, 24), False),
        ("UA", date(2021, 8, 23), False),
        ("UA", date(2021, 8, 28), True),
        ("UA", date(2022, 3, 8), False),
        ("UA", date(2022, 8, 24), True),
        ("UA", date(2024, 1, 1), True),
        ("UA", date(2026, 12, 25), True),
        ("UA", date(2026, 11, 28), False),
        ("DE", date(2026, 10, 3), False),
        ("DE", date(2026, 5, 25), False),
        ("DE", date(2026, 12, 24), True),
        ("GB", date(2026, 8, 31), False),
        ("GB", date(2026, 12, 28), False),
        ("RU", date(2025, 11, 1), True),
        ("RU", date(2025, 11, 3), False),
        ("PL", date(2026, 11, 11), False),
        ("AT", date(2026, 10, 26), False),
    ],
)
def test_a_day_is_a_working_day_where_people_work(country, day, is_working):
    assert calendar_of(country).is_working(day) is is_working


def test_a_country_without_data_knows_week_ends_only():
    calendar = calendar_of("XX")
    assert calendar.is_working(date(2026, 1, 1))
    assert not calendar.is_working(date(2026, 1, 3))


def test_after_martial_law_holidays_are_off_and_move_from_week_ends():
    regime = {"from": date(2022, 3, 24), "until": date(2027, 6, 1)}
    calendar = laid_out("UA", {"first_year": 2020, "sure_to": date(2028, 12, 31), "holidays_worked": [regime]})
    assert calendar.is_working(date(2027, 5, 31))
    assert not calendar.is_working(date(2027, 8, 24))
    assert not calendar.is_working(date(2027, 12, 27))
    assert calendar.is_working(date(2022, 8, 24))


def test_two_holidays_on_one_week_end_move_to_two_days():
    found = moved_off_weekends([date(2027, 5, 1), date(2027, 5, 2)])
    assert {date(2027, 5, 3), date(2027, 5, 4)} <= found


def test_the_regime_of_martial_law_names_its_act_and_has_no_end_yet():
    [regime] = overlays()["UA"]["holidays_worked"]
    assert "2136-IX" in regime["act"]
    assert "until" not in regime


def test_shifts_and_working_days_follow_the_calendar():
    ukraine, germany = calendar_of("UA"), calendar_of("DE")
    assert shift_forward(date(2026, 8, 22), ukraine) == date(2026, 8, 24)
    assert shift_forward(date(2026, 5, 23), germany) == date(2026, 5, 26)
    assert shift_back(date(2026, 5, 25), germany) == date(2026, 5, 22)
    assert add(date(2026, 12, 23), Duration(2, "banking_day"), germany) == date(2026, 12, 28)


def test_a_calendar_is_laid_out_once():
    assert calendar_of("UA") is calendar_of("UA")
