"""Which reminder tier of a deadline is the newest reached on a day, and when the next one comes (domain §10)."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, NamedTuple

from contracts.kernel.calendar import FAR, WorkCalendar
from contracts.kernel.deadline import Deadline, DeadlineKind

#: After ``act_by``: repeated every working day until acknowledged, at most ``stop_after`` days after ``due_on``.
OVERDUE: Final = "overdue"
#: Nobody was told while it was overdue: told once, in a list of its own (F13).
LONG_PAST: Final = "long_past"
#: Kinds that are told once: no repeats, no manager, no escalation.
ONCE: Final = frozenset({DeadlineKind.CONFIRM_ALIVE})
#: Kinds that stay overdue until somebody answers: never long past.
UNTIL_ANSWERED: Final = frozenset({DeadlineKind.NOTICE_MISSED})

DEFAULT_TIERS: Final[Mapping[str, tuple[int, ...]]] = {
    DeadlineKind.RENEWAL_DECISION: (90, 60, 30, 14, 7, 3, 1, 0),
    DeadlineKind.POST_NOTICE: (90, 60, 30, 14, 7, 3, 1, 0),
    DeadlineKind.SIGN_AMENDMENT: (90, 60, 30, 14, 7, 3, 1, 0),
    DeadlineKind.EXPIRY: (60, 30, 7, 0),
    DeadlineKind.SIGNATURE: (0,),
    DeadlineKind.CONFIRM_ALIVE: (0,),
    DeadlineKind.LATE_NOTICE: (0,),
    DeadlineKind.NOTICE_MISSED: (0,),
    DeadlineKind.MISSING_FACT: (60, 30, 7, 0),
    DeadlineKind.PAYMENT_DUE: (7, 1, 0),
    DeadlineKind.CLAIM_ANSWER: (7, 1, 0),
    DeadlineKind.LIMITATION: (180, 90, 60, 30, 14, 7),
    DeadlineKind.ACT_NOT_RETURNED: (0,),
    DeadlineKind.ADVANCE_OPEN: (0,),
    DeadlineKind.HOLD_REVIEW: (0,),
    DeadlineKind.AMOUNT_USED: (0,),
}
_DAY = timedelta(days=1)
_ON_THE_DAY = (0,)


class PolicyFault(ValueError):
    """A reminder setting has no meaning: tiers are days *before* the last day to act, never negative."""


class Tier(NamedTuple):
    """A reached tier: its name (days before ``act_by``, ``overdue``, ``long_past``) and the day it was reached."""

    name: str
    on: date


@dataclass(frozen=True, slots=True)
class ReminderPolicy:
    """What an operator may set. ``tiers`` and ``manager_from`` are days before ``act_by``.

    ``escalate_after`` counts working days without an acknowledgement; ``stop_after`` days after ``due_on``.
    Raises :class:`PolicyFault` for a negative number (F14).
    """

    tiers: Mapping[str, tuple[int, ...]] = field(default_factory=lambda: dict(DEFAULT_TIERS))
    manager_from: int = 7
    escalate_after: int = 2
    stop_after: int = 30

    def __post_init__(self) -> None:
        for kind, days in self.tiers.items():
            if not days or min(days) < 0:
                raise PolicyFault(f"reminders.tiers.{kind}: write days before the last day to act, 0 or more")
        for name in ("manager_from", "stop_after"):
            if getattr(self, name) < 0:
                raise PolicyFault(f"reminders.{name}: write a number of days, 0 or more")
        if self.escalate_after < 1:
            raise PolicyFault("reminders.escalate_after: write a number of working days, 1 or more")


class TierClock:
    """The tiers as one day sees them; working days are looked up once for all deadlines."""

    def __init__(self, policy: ReminderPolicy, calendar: WorkCalendar, as_of: date) -> None:
        self.as_of, self.calendar = as_of, calendar
        self._tiers = {str(kind): tuple(sorted(set(days))) for kind, days in policy.tiers.items()}
        self._stop = timedelta(days=policy.stop_after)
        self._work_day = as_of
        while not calendar.is_working(self._work_day):
            self._work_day -= _DAY
        self._added: dict[tuple[date, int], date] = {}

    def newest(self, deadline: Deadline) -> Tier | None:
        """The newest reached tier; ``None`` before the widest one."""
        key, act_by = deadline.key, deadline.act_by
        if self.as_of > key.due_on and key.kind in UNTIL_ANSWERED:
            return Tier(OVERDUE, max(self._work_day, act_by + _DAY))
        if self.as_of > act_by and key.kind not in ONCE:
            if self.as_of - key.due_on > self._stop:
                return Tier(LONG_PAST, key.due_on + self._stop + _DAY)
            if self._work_day > act_by:
                return Tier(OVERDUE, self._work_day)
        tiers = self._tiers.get(key.kind, _ON_THE_DAY)
        place = bisect_left(tiers, (act_by - self.as_of).days)
        if place == len(tiers):
            return None
        days = tiers[place]
        return Tier(str(days), act_by - timedelta(days=days))

    def next_on(self, deadline: Deadline) -> date:
        """The next day after today on which another tier is reached; ``FAR`` if none is left."""
        key, act_by = deadline.key, deadline.act_by
        tiers = self._tiers.get(key.kind, _ON_THE_DAY)
        place = bisect_left(tiers, (act_by - self.as_of).days)
        if place:
            return act_by - timedelta(days=tiers[place - 1])
        if key.kind in ONCE:
            return FAR
        long_past_on = FAR if key.kind in UNTIL_ANSWERED else key.due_on + self._stop + _DAY
        if self.as_of >= long_past_on:
            return FAR
        return min(self.working_days_after(max(self.as_of, act_by), 1), long_past_on)

    def working_days_after(self, day: date, count: int) -> date:
        """The ``count``-th working day after a day."""
        found = self._added.get((day, count))
        if found is None:
            found, left = day, count
            while left:
                found += _DAY
                left -= self.calendar.is_working(found)
            self._added[day, count] = found
        return found


@dataclass(frozen=True, slots=True)
class DigestPolicy:
    """``weekly_line``: whether those for whom nothing is due get a line on Mondays."""

    weekly_line: bool = True
