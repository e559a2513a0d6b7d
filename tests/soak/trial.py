"""The kill trial: days of workers that die anywhere, a mail server away for two of them, clocks a day apart.

What must be true afterwards is computed by core alone: the reminders recorded are those that plain days would owe.
"""

import os
import random
import signal
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from contracts.kernel.context import Context
from contracts.kernel.database.engine import reading
from contracts.kernel.database.tables import table_of
from contracts.kernel.deadline import DeadlineKey
from contracts.mail.tables import MessageRow
from contracts.people.queries import people
from contracts.registry.queries import facts
from contracts.registry.rules.derive import derive_contract
from contracts.reminders.rules.reminder import Reminder, Watch, plan_day
from contracts.reminders.rules.tiers import ReminderPolicy
from contracts.reminders.tables import ReminderRow as ReminderRow
from tests.conftest import examined
from tests.soak import workers
from tests.soak.killing import STEPS
from tests.soak.sink import Sink
from tests.soak.workers import Death, Place

_DAY = timedelta(days=1)
#: One told thing: kind, contract, target date, tier's day, recipient.
Told = tuple[str, int, date, date, int]


def expected(ctx: Context, days: Sequence[date]) -> set[Told]:
    """What plain days owe, by core alone: every contract derived and every deadline planned on every day."""
    with reading(ctx.engine) as conn:
        ids = list(conn.execute(select(_CONTRACT.c.id)).scalars())
        loaded = facts.load(conn, ids)
        rosters = {day: people.roster_on(conn, day) for day in days}
    told: dict[DeadlineKey, tuple[Reminder, ...]] = {}
    for day in days:
        deadlines = [each for one in loaded.values() for each in derive_contract(one, ctx.rules, day).deadlines]
        watches = [Watch(each, told.get(each.key, ())) for each in deadlines]
        plan = plan_day(watches, rosters[day], ctx.policy(ReminderPolicy), ctx.rules.calendar(ctx.country), day)
        for reminder in plan.reminders:
            told[reminder.key] = (*told.get(reminder.key, ()), reminder)
    return {
        (key.kind.value, key.subject.id, key.due_on, each.tier_on, each.recipient_id)
        for key, rows in told.items()
        for each in rows
    }


def run_days(place: Place, sink: Sink, days: Sequence[date], chance: random.Random) -> int:
    """Run the days with dying workers; returns how many were killed.

    The first day is plain. On each other day three workers run at once, two with the day's clock and one a day behind,
    each told to die at some step or at a random moment; then one comes to its end, and one whose clock is a day ahead
    may die. The mail server is away on the third and fourth day.
    """
    killed = 0
    sink.up()
    assert _plain(place, days[0])
    for no, day in enumerate(days[1:-1], 2):
        if no == 3:
            sink.down()
        if no == 5:
            sink.up()
        pids = [_deadly(place, on, day, chance) for on in (day, day, day - _DAY)]
        _strike(pids, chance)
        killed += sum(not workers.wait(pid) for pid in pids)
        assert _plain(place, day)
        killed += not workers.wait(_deadly(place, day + _DAY, day, chance))
    assert _plain(place, days[-1])
    sink.down()
    return killed


def recorded(ctx: Context) -> list[Told]:
    """Every reminder row."""
    with reading(ctx.engine) as conn:
        names = ("kind", "subject_id", "due_on", "tier_on", "recipient_id")
        return [tuple(row) for row in conn.execute(select(*(_ROW.c[name] for name in names)))]


def mails_by_item(ctx: Context, received: Sequence[tuple[str, str]]) -> dict[Any, set[str]]:
    """The Message-IDs in which each item was told, from what the mail server accepted."""
    with reading(ctx.engine) as conn:
        rows = conn.execute(select(_MESSAGE.c.message_header_id, _MESSAGE.c.recipient_id, _MESSAGE.c.content)).all()
    contents = {row.message_header_id: row for row in rows}
    found: dict[Any, set[str]] = {}
    for _, header in received:
        row = contents[header]
        for item in row.content["items"]:
            days = date.fromisoformat(item["due_on"]), date.fromisoformat(item["tier_on"])
            found.setdefault((item["kind"], item["contract_id"], *days, row.recipient_id), set()).add(header)
    return found


def check(place: Place, sink: Sink, days: Sequence[date]) -> None:
    """The three sentences of the kill trial, and a clean doctor."""
    ctx = workers.desk_at(place, workers.moment(days[-1], 20))
    rows, owed = recorded(ctx), expected(ctx, days)
    assert len(rows) == len(set(rows)), "a reminder is recorded twice"
    assert set(rows) == owed, f"missing {sorted(owed - set(rows))[:5]}, unowed {sorted(set(rows) - owed)[:5]}"
    told = mails_by_item(ctx, sink.received)
    twice = {item: mails for item, mails in told.items() if len(mails) > 1}
    assert not twice, f"told in two different mails: {list(twice.items())[:3]}"
    with reading(ctx.engine) as conn:
        states = set(conn.execute(select(_MESSAGE.c.state).distinct()).scalars())
    assert states <= {"sent", "superseded"}, f"messages left behind: {states}"
    findings = examined(ctx, days[-1])
    assert not findings, findings
    ctx.engine.dispose()


def days_from(first: date, count: int) -> list[date]:
    """So many days, beginning with the first."""
    return [first + n * _DAY for n in range(count)]


def any_death(chance: random.Random) -> Death | None:
    """A step to die at; one worker in five only has to fear the random moment."""
    if chance.random() < 0.2:
        return None
    return Death(chance.choice([*STEPS, "send"]), chance.choice((1, 1, 1, 2, 3)), chance.random() < 0.5)


def _plain(place: Place, day: date) -> bool:
    """A run that nothing kills, an hour later, when every lease of the morning has run out."""
    at = workers.moment(day, 9, 30)
    return workers.wait(workers.fork(lambda: workers.run(place, day, at)))


def _deadly(place: Place, clock_day: date, day: date, chance: random.Random) -> int:
    death = any_death(chance)
    at = workers.moment(clock_day, 8, chance.randrange(60))
    return workers.fork(lambda: workers.run(place, clock_day, at, death))


def _strike(pids: Sequence[int], chance: random.Random) -> None:
    """Kill one of the workers wherever it is just now; one that is dead already is beyond harm."""
    if chance.random() < 0.5:
        signal.sigtimedwait([], chance.random() * 0.2)
        os.kill(chance.choice(pids), signal.SIGKILL)


_ROW, _MESSAGE = table_of(ReminderRow), table_of(MessageRow)
_CONTRACT = _ROW.metadata.tables["contract"]
