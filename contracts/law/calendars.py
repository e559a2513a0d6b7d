"""Working days by country: public holidays from a library, under dated overlays of our own (domain §1)."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from contracts.kernel.calendar import WorkCalendar

_DAY = timedelta(days=1)
_OVERLAYS = Path(__file__).with_name("calendars.toml")


@lru_cache
def overlays() -> Mapping[str, Mapping[str, Any]]:
    """The dated overlays by country, as written in ``calendars.toml``."""
    return tomllib.loads(_OVERLAYS.read_text(encoding="utf-8"))


@lru_cache
def calendar_of(country: str) -> WorkCalendar:
    """The working days of a country by ISO code; a country without data knows week-ends only.

    Ukraine: from 24 March 2022 to the end of the overlay public holidays are working days (Law 2136-IX art. 6);
    after it the holidays of the Labour Code, those on a week-end moved to the next working day (art. 67).
    """
    overlay = overlays().get(country)
    if overlay is None:
        return WorkCalendar(country, frozenset(), frozenset(), date.max)
    return laid_out(country, overlay)


def laid_out(country: str, overlay: Mapping[str, Any]) -> WorkCalendar:
    """The library's public holidays up to ``sure_to`` with the overlay laid over them."""
    import holidays

    regimes = overlay.get("holidays_worked", ())
    last = min([overlay["sure_to"], *(each["from"] for each in regimes if "until" not in each)])
    years = range(overlay["first_year"], last.year + 1)
    public = holidays.country_holidays(country, subdiv=overlay.get("subdivision"), years=years)
    off, worked = set(public), set(getattr(public, "weekend_workdays", ()) or ())
    for regime in regimes:
        first, until = regime["from"], regime.get("until", date.max)
        off = {day for day in off if not first <= day < until}
        worked = {day for day in worked if not first <= day < until}
        if until != date.max:
            after = holidays.country_holidays(country, years=years, categories="workday")
            off |= moved_off_weekends(day for day in after if day >= until)
    return WorkCalendar(country, frozenset(off), frozenset(worked), overlay["sure_to"])


def moved_off_weekends(days: Iterable[date]) -> set[date]:
    """Holidays and the days off they give: one on a week-end moves to the next working day (Labour Code 67)."""
    found = set(days)
    for day in sorted(found):
        if day.weekday() >= 5:
            moved = day
            while moved.weekday() >= 5 or moved in found:
                moved += _DAY
            found.add(moved)
    return found
