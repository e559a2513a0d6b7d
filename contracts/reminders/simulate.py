"""The mails of the coming months if nobody acts: the daily decision stepped day by day in memory, nothing written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import Connection

from contracts.kernel.calendar import add_months
from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading
from contracts.kernel.database.rows import in_parts
from contracts.kernel.deadline import DeadlineKey
from contracts.kernel.subject import PersonId
from contracts.kernel.unit_of_work import needs
from contracts.people.queries import people
from contracts.people.rules.roster import Roster
from contracts.registry.queries import facts
from contracts.registry.queries.visibility import shown_to
from contracts.registry.rules.contract import ContractFacts
from contracts.registry.rules.derive import Derived, derive_all
from contracts.reminders.queries import readers, reminders
from contracts.reminders.queueing import MailItem
from contracts.reminders.rules.reminder import Reminder, Watch, plan_day
from contracts.reminders.rules.tiers import ReminderPolicy

CHUNK = 2000
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ComingMail:
    """A mail of a coming day; ``to`` is the address."""

    on: date
    to: str
    items: tuple[MailItem, ...]


@dataclass(frozen=True, slots=True)
class Simulation:
    """The mails from one day up to and including another."""

    from_on: date = field(metadata={"wire": None})
    until_on: date = field(metadata={"wire": None})
    messages: tuple[ComingMail, ...]


@dataclass(slots=True)
class _Course:
    """One contract on its way through the days."""

    facts: ContractFacts
    derived: Derived
    watches: dict[DeadlineKey, Watch]
    check_on: dict[DeadlineKey, date]
    shown_to: frozenset[int] | None = None

    def wakes_on(self) -> date:
        """The next day on which this contract can owe anything."""
        return min([self.derived.derived_until, *self.check_on.values()])


@needs("contracts.read")
def simulate(ctx: Context, call: Call, months: int) -> Simulation:
    """Every mail from ``as_of`` through the coming months, with absences as known today and no decision taken.

    Mails about contracts the caller may not see are left out.
    """
    until = add_months(call.as_of, months)
    found: dict[tuple[date, PersonId], list[tuple[Reminder, Watch]]] = {}
    with reading(ctx.engine) as conn:
        rosters = _rosters(conn, call.as_of, until)
        ids = reminders.soon_ids(conn, call, until)
        for chunk_ids in in_parts(ids, CHUNK):
            chunk = _courses(conn, ctx, call, chunk_ids)
            for reminder, watch in _step(ctx, chunk, rosters):
                found.setdefault((reminder.told_on, reminder.recipient_id), []).append((reminder, watch))
        who = readers.readers(conn, {recipient for _, recipient in found})
        numbers = reminders.numbers(conn, ids)
    mails = [
        ComingMail(on, who[recipient].email or who[recipient].login, _items(told, numbers))
        for (on, recipient), told in found.items()
        if recipient in who
    ]
    return Simulation(call.as_of, until, tuple(sorted(mails, key=lambda mail: (mail.on, mail.to))))


def _rosters(conn: Connection, first: date, last: date) -> dict[date, Roster]:
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return {day: people.roster_on(conn, day) for day in days}


def _courses(conn: Connection, ctx: Context, call: Call, ids: Sequence[int]) -> dict[int, _Course]:
    """The contracts with what was already told about their open deadlines; faulty ones owe nothing here."""
    loaded = facts.load(conn, ids)
    derived, _ = derive_all(loaded.values(), ctx.rules, call.as_of)
    known = {watch.deadline.key: watch for watch in reminders.open_watches(conn, ids)[0]}
    courses, shown = {}, shown_to(conn)
    for each in derived:
        course = _Course(loaded[each.subject.id], each, {}, {}, shown.get(each.subject.id))
        _arrive(course, each, known)
        courses[each.subject.id] = course
    return courses


def _arrive(course: _Course, derived: Derived, known: dict[DeadlineKey, Watch]) -> None:
    """Take over what a derivation says: new deadlines appear, vanished ones go, told ones keep their log."""
    watches = {}
    for deadline in derived.deadlines:
        watch = known.get(deadline.key, Watch(deadline, shown_to=course.shown_to))
        watches[deadline.key] = watch._replace(deadline=deadline)
    course.derived = derived
    course.check_on = {key: course.check_on.get(key, date.min) for key in watches}
    course.watches = watches


def _step(ctx: Context, courses: dict[int, _Course], rosters: dict[date, Roster]) -> Iterator[tuple[Reminder, Watch]]:
    calendar = ctx.rules.calendar(ctx.country)
    before: Roster | None = None
    for day, roster in rosters.items():
        owners = _concerned(roster, before)
        awake: dict[DeadlineKey, _Course] = {}
        for course in courses.values():
            if course.wakes_on() <= day or (owners and course.facts.owner_id in owners):
                _derive_again(ctx, course, day)
                awake.update({key: course for key, on in course.check_on.items() if on <= day or owners})
        plan = plan_day([awake[key].watches[key] for key in awake], roster, ctx.policy(ReminderPolicy), calendar, day)
        for reminder in plan.reminders:
            course = awake[reminder.key]
            watch = course.watches[reminder.key]
            course.watches[reminder.key] = watch._replace(recorded=(*watch.recorded, reminder))
            yield reminder, watch
        for key, on in plan.check_on.items():
            awake[key].check_on[key] = on
        before = roster


def _derive_again(ctx: Context, course: _Course, day: date) -> None:
    if course.derived.derived_until <= day:
        again, _ = derive_all([course.facts], ctx.rules, day)
        if again:
            _arrive(course, again[0], course.watches)
        else:
            course.derived = course.derived._replace(derived_until=day + _DAY)


def _concerned(roster: Roster, before: Roster | None) -> frozenset[PersonId | None]:
    changed = roster.changed_since(before) if before else frozenset[PersonId]()
    if before is None or not changed:
        return frozenset()
    return roster.owners_concerned(changed) | before.owners_concerned(changed)


def _items(told: list[tuple[Reminder, Watch]], numbers: dict[int, str]) -> tuple[MailItem, ...]:
    items = [
        MailItem(
            contract=numbers.get(watch.deadline.contract_id or reminder.key.subject.id, ""),
            kind=reminder.key.kind.value,
            tier=reminder.tier,
            due_on=reminder.key.due_on,
            days_left=(watch.deadline.act_by - reminder.told_on).days,
        )
        for reminder, watch in told
    ]
    return tuple(sorted(items, key=lambda item: (item.days_left, item.contract)))
