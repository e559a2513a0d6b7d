"""Days and lateness in one named zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from apscheduler.triggers.cron import CronTrigger

from scheduler import clock

KYIV = ZoneInfo("Europe/Kyiv")
EIGHT = time(8)


def kyiv(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=KYIV)


def test_f04_at_2230_utc_on_new_years_eve_it_is_1_january_in_kyiv():
    assert clock.today(datetime(2026, 12, 31, 22, 30, tzinfo=UTC), KYIV) == date(2027, 1, 1)
    assert clock.today(datetime(2026, 12, 31, 21, 30, tzinfo=UTC), KYIV) == date(2026, 12, 31)


@pytest.mark.parametrize("change", [date(2026, 3, 29), date(2026, 10, 25)])
@pytest.mark.parametrize("day_at", [time(0, 30), time(1, 59), time(5), time(8), time(23, 30)])
def test_f04_on_the_days_of_clock_change_the_job_is_planned_exactly_once(change, day_at):
    trigger = CronTrigger(hour=day_at.hour, minute=day_at.minute, timezone=KYIV)
    moment = datetime.combine(change - timedelta(days=2), time(12), KYIV)
    planned: list[date] = []
    fired = None
    while moment.astimezone(KYIV).date() <= change + timedelta(days=2):
        fired = trigger.get_next_fire_time(fired, moment)
        planned.append(fired.astimezone(KYIV).date())
        moment = (fired.astimezone(UTC) + timedelta(seconds=1)).astimezone(KYIV)
    assert planned.count(change) == 1
    assert len(planned) == len(set(planned))


@pytest.mark.parametrize("day_at", [time(2), time(3, 30), time(4, 59)])
def test_f04_a_time_between_0200_and_0459_is_refused(day_at):
    with pytest.raises(clock.DaytimeFault, match=f"{day_at:%H:%M}"):
        clock.check_daytime(day_at)


def test_f03_a_run_at_11_planned_for_8_is_3_h_late():
    late = clock.late_by(kyiv(2026, 11, 24, 11), EIGHT, KYIV)
    assert clock.worded(late) == "3 h late"
    assert clock.worded(timedelta(minutes=200)) == "3 h 20 min late"
    assert clock.worded(timedelta(minutes=12)) == "12 min late"


def test_a_run_within_five_minutes_or_before_its_time_is_not_late():
    assert not clock.late_by(kyiv(2026, 11, 24, 8, 4), EIGHT, KYIV)
    assert not clock.late_by(kyiv(2026, 11, 24, 7), EIGHT, KYIV)


@pytest.mark.parametrize(
    ("now", "last_done", "must"),
    [
        (kyiv(2026, 11, 24, 11), date(2026, 11, 23), True),
        (kyiv(2026, 11, 24, 7), date(2026, 11, 23), False),
        (kyiv(2026, 11, 24, 7), date(2026, 11, 22), True),
        (kyiv(2026, 11, 24, 11), date(2026, 11, 24), False),
        (kyiv(2026, 11, 24, 7), None, False),
        (kyiv(2026, 11, 24, 9), None, True),
    ],
)
def test_f03_a_start_after_a_missed_day_catches_up(now, last_done, must):
    assert clock.must_catch_up(now, last_done, EIGHT, KYIV) is must
