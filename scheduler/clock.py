"""When the daily job is planned, how late a run is, and which day is today: dates in one named zone (F3, F4)."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

#: A run that begins later than this is called late.
GRACE = timedelta(minutes=5)


class DaytimeFault(ValueError):
    """The daily job may not be planned into the hours in which clocks change."""


def check_daytime(day_at: time) -> time:
    """The time itself; raises :class:`DaytimeFault` for 02:00 to 04:59, which some days do not have, or have twice."""
    if time(2) <= day_at < time(5):
        raise DaytimeFault(f"The daily job cannot run at {day_at:%H:%M}: choose a time before 02:00 or from 05:00 on.")
    return day_at


def today(now: datetime, zone: ZoneInfo) -> date:
    """The day it is in the zone: at 22:30 UTC on 31 December it is 1 January in Kyiv."""
    return now.astimezone(zone).date()


def late_by(now: datetime, day_at: time, zone: ZoneInfo) -> timedelta:
    """How long after its planned moment a run begins; zero within a grace of five minutes and before it."""
    local = now.astimezone(zone)
    planned = datetime.combine(local.date(), day_at, zone)
    late = now - planned
    return late if late > GRACE else timedelta()


def worded(late: timedelta) -> str:
    """A lateness for the log: ``3 h late``, ``3 h 20 min late``, ``12 min late``."""
    hours, minutes = divmod(int(late.total_seconds()) // 60, 60)
    parts = [f"{hours} h" if hours else "", f"{minutes} min" if minutes or not hours else ""]
    return " ".join(part for part in parts if part) + " late"


def must_catch_up(now: datetime, last_done: date | None, day_at: time, zone: ZoneInfo) -> bool:
    """Whether a scheduler that starts now must decide at once: today's moment has passed, or a day was missed."""
    day = today(now, zone)
    if last_done is not None and last_done >= day:
        return False
    has_missed = last_done is not None and last_done < day - timedelta(days=1)
    return has_missed or now >= datetime.combine(day, day_at, zone)
