"""A reminder is due when its tier is reached and not yet recorded for this deadline and recipient (domain §10).

The newest reached tier counts, so missed tiers collapse. A row with ``tier_on`` on or after it, or of the same tier,
silences it for that recipient: a clock set back, a tier added for the past or a moved ``act_by`` sends nothing again.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from contracts.kernel.calendar import FAR, WorkCalendar
from contracts.kernel.deadline import Deadline, DeadlineKey
from contracts.kernel.subject import PersonId
from contracts.people.rules.roster import Roster
from contracts.reminders.rules.tiers import LONG_PAST, ONCE, OVERDUE, PolicyFault, ReminderPolicy, Tier, TierClock

__all__ = [
    "LONG_PAST",
    "ONCE",
    "OVERDUE",
    "DayPlan",
    "PolicyFault",
    "Reminder",
    "ReminderPolicy",
    "Roster",
    "Tier",
    "Watch",
    "plan_day",
    "reached_tier",
]


class Reminder(NamedTuple):
    """One line in one person's digest; ``told_on`` is the business day, ``role`` why this person reads it.

    ``role`` is ``owner``, ``deputy``, ``manager``, ``escalated`` or ``no_owner``.
    """

    key: DeadlineKey
    tier: str
    tier_on: date
    recipient_id: PersonId
    in_place_of: PersonId | None = None
    told_on: date = FAR
    role: str = "owner"


class Watch(NamedTuple):
    """A deadline with what was already told and acknowledged about it.

    ``acknowledged_tier_on`` is the newest acknowledged tier's day, ``acknowledged_by`` who acknowledged that tier.
    Where nobody is named the acknowledgement speaks for everybody.
    """

    deadline: Deadline
    recorded: tuple[Reminder, ...] = ()
    acknowledged_tier_on: date | None = None
    is_closed: bool = False
    acknowledged_by: frozenset[PersonId] = frozenset()
    #: Who may see a confidential contract; ``None`` where everybody may.
    shown_to: frozenset[int] | None = None


class DayPlan(NamedTuple):
    """What one day owes: the reminders, when to look at each deadline again, and which have no owner."""

    reminders: tuple[Reminder, ...]
    check_on: Mapping[DeadlineKey, date]
    without_owner: tuple[DeadlineKey, ...]


class _Reader(NamedTuple):
    """Somebody in line for an owner's deadlines; ``in_place_of`` is the absent person."""

    id: PersonId
    in_place_of: PersonId | None
    role: str


def plan_day(
    watches: Iterable[Watch], roster: Roster, policy: ReminderPolicy, calendar: WorkCalendar, as_of: date
) -> DayPlan:
    """What to tell whom on ``as_of``, and for each watched deadline the next day on which anything can change.

    Pure; planning again with what was recorded gives nothing. ``check_on`` may be early, never late; a change of
    the roster or an acknowledgement is a wake of its own (schema, "The life of one reminder").
    """
    day = _Day(roster, policy, TierClock(policy, calendar, as_of))
    reminders: list[Reminder] = []
    check_on: dict[DeadlineKey, date] = {}
    without_owner: list[DeadlineKey] = []
    for watch in watches:
        deadline = watch.deadline
        if watch.is_closed:
            check_on[deadline.key] = FAR
            continue
        if not roster.has_owner(deadline.owner_id):
            without_owner.append(deadline.key)
        check_on[deadline.key] = day.decide(watch, reminders)
    return DayPlan(tuple(reminders), check_on, tuple(without_owner))


def reached_tier(deadline: Deadline, policy: ReminderPolicy, calendar: WorkCalendar, as_of: date) -> Tier | None:
    """The newest tier reached on ``as_of``, which an acknowledgement silences; ``None`` before the widest one."""
    return TierClock(policy, calendar, as_of).newest(deadline)


class _Day:
    """One day's decision; the line of readers of each owner is looked up once."""

    def __init__(self, roster: Roster, policy: ReminderPolicy, clock: TierClock) -> None:
        self._roster, self._policy, self._clock = roster, policy, clock
        self._lines: dict[PersonId | None, tuple[_Reader, ...]] = {}

    def decide(self, watch: Watch, out: list[Reminder]) -> date:
        """Adds what this deadline owes today to ``out``; returns the next day on which anything can change."""
        deadline = watch.deadline
        next_on = self._clock.next_on(deadline)
        tier = self._clock.newest(deadline)
        if tier is None:
            return next_on
        line = self._shown_line(watch)
        if not line:
            return next_on
        first = line[0][1]
        is_silent = _is_acknowledged(watch, tier)
        if _is_owed(watch, tier, first.id) and not (is_silent and _has_answered(watch, tier, first.id)):
            out.append(self._reminder(watch, tier, first))
            told_on = self._clock.as_of
        else:
            told_on = FAR
        if is_silent or len(line) == 1 or tier.name == LONG_PAST or deadline.key.kind in ONCE:
            return next_on
        told_on = min((row.told_on for row in watch.recorded if row.tier == tier.name), default=told_on)
        return min(next_on, self._tell_the_line(watch, tier, line[1:], told_on, out))

    def _tell_the_line(
        self, watch: Watch, tier: Tier, line: Iterable[tuple[int, _Reader]], told_on: date, out: list[Reminder]
    ) -> date:
        """The manager from a tier on, and each next in line after so many working days without an answer."""
        clock = self._clock
        is_for_manager = tier.name == OVERDUE or int(tier.name) <= self._policy.manager_from
        for level, reader in line:
            is_manager = level == 1 and is_for_manager and reader.role != "escalated"
            if not is_manager and told_on == FAR:
                return FAR
            if not is_manager:
                escalate_on = clock.working_days_after(told_on, level * self._policy.escalate_after)
                if escalate_on > clock.as_of:
                    return escalate_on
            if _is_owed(watch, tier, reader.id):
                role = "manager" if is_manager else "escalated"
                out.append(self._reminder(watch, tier, reader._replace(role=role)))
        return FAR

    def _reminder(self, watch: Watch, tier: Tier, reader: _Reader) -> Reminder:
        return Reminder(
            watch.deadline.key, tier.name, tier.on, reader.id, reader.in_place_of, self._clock.as_of, reader.role
        )

    def _shown_line(self, watch: Watch) -> list[tuple[int, _Reader]]:
        """The readers in line with their places; a confidential contract passes over those who may not see it.

        In place of a deputy who may not the owner is told, though away. Where nobody is left to escalate to, it is the
        administrator, if shown the contract.
        """
        owner_id, shown_to, admin = watch.deadline.owner_id, watch.shown_to, self._roster.administrator_id
        line = list(enumerate(self._line(owner_id)))
        if shown_to is None:
            return line
        shown = [(place, reader) for place, reader in line if reader.id in shown_to]
        if owner_id is not None and self._roster.has_owner(owner_id) and (not shown or shown[0][0]):
            shown.insert(0, (0, _Reader(owner_id, None, "owner")))
        if len(shown) < 2 and admin in shown_to and all(reader.id != admin for _, reader in shown):
            shown.append((1, _Reader(admin, None, "escalated")))
        return shown

    def _line(self, owner_id: PersonId | None) -> tuple[_Reader, ...]:
        found = self._lines.get(owner_id)
        if found is None:
            found = self._lines[owner_id] = tuple(self._readers(owner_id))
        return found

    def _readers(self, owner_id: PersonId | None) -> Iterable[_Reader]:
        seen: set[PersonId] = set()
        for person in self._roster.line(owner_id):
            reader = self._roster.stand_in(person)
            if reader in seen:
                continue
            is_absent = reader != person
            role = "deputy" if is_absent else "owner"
            if not self._roster.has_owner(owner_id) and not seen:
                role = "no_owner"
            yield _Reader(reader, person if is_absent else None, role)
            seen.add(reader)


def _is_owed(watch: Watch, tier: Tier, recipient_id: PersonId) -> bool:
    """Whether nothing recorded for this recipient stands against the tier."""
    for row in watch.recorded:
        if row.recipient_id == recipient_id:
            if row.tier_on >= tier.on or (row.tier == tier.name and tier.name != OVERDUE):
                return False
            if row.tier == OVERDUE and tier.name == LONG_PAST:
                return False
    return True


def _is_acknowledged(watch: Watch, tier: Tier) -> bool:
    """Whether the tier, an earlier mail of the same tier, or any overdue day was acknowledged."""
    until = watch.acknowledged_tier_on
    if until is None:
        return False
    if tier.on <= until or (tier.name in (OVERDUE, LONG_PAST) and until > watch.deadline.act_by):
        return True
    return any(row.tier == tier.name and row.tier_on <= until for row in watch.recorded)


def _has_answered(watch: Watch, tier: Tier, recipient_id: PersonId) -> bool:
    """Whether an acknowledgement speaks for this reader; one who is new to the tier is told once all the same."""
    if not watch.acknowledged_by or recipient_id in watch.acknowledged_by:
        return True
    return tier.name == OVERDUE and any(
        row.tier == OVERDUE and row.recipient_id == recipient_id for row in watch.recorded
    )
