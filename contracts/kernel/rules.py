"""What an operator may set about the rules: windows, tiers, delivery days, calendars; numbered by a fingerprint."""

from collections.abc import Mapping
from dataclasses import dataclass

from contracts.kernel.calendar import WEEKENDS_ONLY, Duration, WorkCalendar

#: Raised whenever a rule of core derives something else from the same facts: everything is then derived anew.
VERSION = 4


@dataclass(frozen=True, slots=True)
class Rules:
    """The settings every derivation uses; ``no`` is the row of the ruleset they were adopted under.

    ``delivery`` gives calendar days by method of sending; ``first_tier`` the widest tier in days by deadline kind.
    """

    no: int
    calendars: Mapping[str, WorkCalendar]
    delivery: Mapping[str, int]
    usual_method: str = "letter"
    notice_window: Duration = Duration(90, "day")
    expiring_window: Duration = Duration(90, "day")
    decision_lead: Duration = Duration(45, "day")
    signature_within: Duration = Duration(10, "working_day")
    first_tier: Mapping[str, int] | None = None

    def calendar(self, country: str) -> WorkCalendar:
        """The calendar of a country; week-ends only where none is set."""
        return self.calendars.get(country, WEEKENDS_ONLY)
