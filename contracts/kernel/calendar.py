"""Days and durations: months are counted from the anchor and clamped; only the end of a period shifts (domain §1)."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Unit = Literal["day", "working_day", "banking_day", "week", "month", "year"]

_DAY = timedelta(days=1)
#: The first day that no range ever reaches: an open range ends here, never on NULL.
FAR = date.max

_SHORT: dict[str, Unit] = {
    "d": "day",
    "wd": "working_day",
    "bd": "banking_day",
    "w": "week",
    "m": "month",
    "y": "year",
}
_LETTERS = {unit: short for short, unit in _SHORT.items()}
_ISO: dict[str, Unit] = {"D": "day", "W": "week", "M": "month", "Y": "year"}
_DURATION = re.compile(r"\s*(\d{1,5})\s*(wd|bd|d|w|m|y)\s*", re.IGNORECASE)
_ISO_DURATION = re.compile(r"\s*P(\d{1,5})([DWMY])\s*", re.IGNORECASE)


class DurationFault(ValueError):
    """A text is not a duration such as ``60d``, ``5wd``, ``2w``, ``3m``, ``1y`` or ``P3M``."""


class CalendarExhausted(ValueError):
    """A day lies outside what a calendar can count (years 1 to 9999)."""


@dataclass(frozen=True, slots=True)
class Duration:
    """A count of one calendar unit, never converted into another."""

    count: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.count}{_LETTERS[self.unit]}"

    def __mul__(self, times: int) -> "Duration":
        return Duration(self.count * times, self.unit)


def parse_duration(text: str) -> Duration:
    """Read ``60d``, ``5wd``, ``10bd``, ``2w``, ``3m``, ``1y`` or ISO 8601 ``P3M``.

    Raises :class:`DurationFault`; a negative duration cannot be written.
    """
    if match := _DURATION.fullmatch(text):
        return Duration(int(match[1]), _SHORT[match[2].lower()])
    if match := _ISO_DURATION.fullmatch(text):
        return Duration(int(match[1]), _ISO[match[2].upper()])
    raise DurationFault(f"{text!r} is not a duration: write 60d, 5wd, 10bd, 2w, 3m, 1y or P3M")


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Working days of one country: week-ends and holidays are off, some week-ends are worked.

    ``sure_to`` is the last day for which the holidays are known; later days know week-ends only.
    """

    country: str
    holidays: frozenset[date]
    working_weekends: frozenset[date]
    sure_to: date

    def is_working(self, day: date) -> bool:
        """Whether people work on this day."""
        if day.weekday() >= 5:
            return day in self.working_weekends
        return day not in self.holidays


#: A calendar that knows week-ends only; for reckonings where no country is given.
WEEKENDS_ONLY = WorkCalendar("", frozenset(), frozenset(), date.max)


def add_months(anchor: date, months: int) -> date:
    """The same day ``months`` later (or earlier), clamped to the month's end (CC Ukraine 254(3))."""
    year, month0 = divmod(anchor.year * 12 + anchor.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise CalendarExhausted(f"{months} months from {anchor.isoformat()} is beyond the calendar")
    day = anchor.day
    if day > 28:
        day = min(day, monthrange(year, month0 + 1)[1])
    return date(year, month0 + 1, day)


def add(anchor: date, length: Duration, calendar: WorkCalendar = WEEKENDS_ONLY, *, times: int = 1) -> date:
    """The day ``times`` durations after the anchor, counted from the anchor at once.

    ``times`` may be negative. Counting k steps at once keeps 31 January → 28 February → **31** March;
    counting one by one would not, so no rule chains :func:`add`.
    """
    count = length.count * times
    unit = length.unit
    try:
        if unit == "day":
            return anchor + timedelta(count)
        if unit == "month":
            return add_months(anchor, count)
        if unit == "year":
            return add_months(anchor, 12 * count)
        if unit == "week":
            return anchor + timedelta(weeks=count)
        return _add_working(anchor, count, calendar)
    except OverflowError:
        raise CalendarExhausted(f"{length} from {anchor.isoformat()} is beyond the calendar") from None


#: Units that add: how many of the smaller one each of them is.
_FAMILIES: dict[str, tuple[Unit, int]] = {
    "day": ("day", 1),
    "week": ("day", 7),
    "month": ("month", 1),
    "year": ("month", 12),
    "working_day": ("working_day", 1),
    "banking_day": ("banking_day", 1),
}


def together(one: Duration, other: Duration) -> Duration | None:
    """Both durations as one, counted at once; ``None`` where their units do not add (days and months)."""
    (unit, times), (other_unit, other_times) = _FAMILIES[one.unit], _FAMILIES[other.unit]
    return Duration(one.count * times + other.count * other_times, unit) if unit == other_unit else None


def subtract(anchor: date, length: Duration, calendar: WorkCalendar = WEEKENDS_ONLY) -> date:
    """The day one duration before the anchor, clamped: 30 June less 3 months is 30 March."""
    return add(anchor, length, calendar, times=-1)


def _add_working(anchor: date, count: int, calendar: WorkCalendar) -> date:
    step = timedelta(days=1 if count >= 0 else -1)
    day, left = anchor, abs(count)
    while left:
        day += step
        if calendar.is_working(day):
            left -= 1
    return day


def shift_forward(day: date, calendar: WorkCalendar) -> date:
    """The day itself or the next working day: for the last day of a *period* only (CC Ukraine 254(5))."""
    while not calendar.is_working(day):
        day += _DAY
    return day


def shift_back(day: date, calendar: WorkCalendar) -> date:
    """The day itself or the working day before it: for our own act-by days."""
    while not calendar.is_working(day):
        day -= _DAY
    return day
