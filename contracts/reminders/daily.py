"""The day: note the run, roll what is late, decide once; asking again with nothing new queues nothing (domain §10).

The decision stands under one lock: what is due and not recorded is recorded and queued at once (schema).
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from socket import gethostname
from typing import Any

from sqlalchemy import Connection

from contracts.kernel import audit
from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import again, writing
from contracts.kernel.deadline import DeadlineKey
from contracts.kernel.outside.seal import key_of, mark_of
from contracts.kernel.subject import PersonId
from contracts.kernel.unit_of_work import needs
from contracts.law.own_rates import stale_tables
from contracts.mail import queries as messages
from contracts.mail.transport import Post
from contracts.people.queries import people
from contracts.people.rules.roster import Roster
from contracts.registry.queries.visibility import shown_to
from contracts.registry.roll import roll, roll_batch
from contracts.reminders.digest.content import Coverage
from contracts.reminders.digests import Letterhead
from contracts.reminders.queries import jobs, readers, reminders
from contracts.reminders.queries.reminders import AgendaLine
from contracts.reminders.queueing import Mail, Queueing, queue
from contracts.reminders.rules.reminder import DayPlan, plan_day
from contracts.reminders.rules.tiers import DigestPolicy, ReminderPolicy
from contracts.reminders.sums import sums_by_reader

JOB = "day"


@dataclass(frozen=True, slots=True)
class DayResult:
    """What one run of the day did, or would do.

    ``due`` counts deadlines told today, ``queued`` the new digests, ``weekly_count`` those of them that only say
    that nothing is due; these are not among ``messages``.
    """

    checked: int
    due: int
    messages: tuple[Mail, ...]
    queued: int
    sent: int = 0
    failed: int = 0
    weekly_count: int = field(default=0, metadata={"wire": None})
    without_owner: int = field(default=0, metadata={"wire": None})
    fault_count: int = field(default=0, metadata={"wire": None})
    covered_days: tuple[date, ...] = field(default=(), metadata={"wire": None})

    def with_delivery(self, *, sent: int, failed: int) -> "DayResult":
        """The same day together with what its delivery did."""
        return replace(self, sent=sent, failed=failed)


@needs("program.run")
def remind(ctx: Context, call: Call, *, is_dry: bool = False, late_minutes: int = 0) -> DayResult:
    """Roll what is late, decide the day, queue one digest per person; ``late_minutes`` is how late a planned run began.

    A dry run does the same in one transaction and takes it back: it shows every mail and leaves nothing.
    """
    if is_dry:
        return _dry(ctx, call)
    _begin(ctx, call)
    again(lambda: roll(ctx, call))
    return again(lambda: _decided(ctx, call, late_minutes))


def _decided(ctx: Context, call: Call, late_minutes: int) -> DayResult:
    with writing(ctx.engine) as conn:
        result = decide(conn, ctx, call, late_minutes=late_minutes)
        conn.commit()
    return result


def _dry(ctx: Context, call: Call) -> DayResult:
    seen: set[int] = set()
    with writing(ctx.engine) as conn:
        while set(ids := roll_batch(conn, ctx, call)[0]) - seen:
            seen.update(ids)
        return decide(conn, ctx, call)


def _begin(ctx: Context, call: Call) -> None:
    """Note that the run of this day began, and that it covers the days missed since the last one (F3)."""
    with writing(ctx.engine) as conn:
        jobs.start(conn, JOB, call.as_of, call.at, gethostname())
        last = jobs.last_done(conn, JOB, call.as_of)
        if last is not None:
            jobs.cover(conn, JOB, jobs.days_between(last, call.as_of), call.as_of, call.at)
        conn.commit()


def decide(conn: Connection, ctx: Context, call: Call, *, late_minutes: int = 0) -> DayResult:
    """Decide the day in the caller's transaction, whose first statement this must be; the caller commits.

    A day that a later one has overtaken (a clock set back, a worker whose clock is behind) decides nothing: the rows
    may be those of the later day. It is looked for after the deadlines were read, so none of them can be missed.
    """
    jobs.lock_decision(conn)
    finished_at, memory = jobs.last_outcome(conn, JOB)
    roster, lines, plan = _plan(conn, ctx, call, memory)
    counts = readers.counts(conn)
    newest = jobs.newest_day(conn, JOB)
    if newest is not None and newest > call.as_of:
        jobs.overtake(conn, JOB, call.as_of, newest, call.at)
        return DayResult(counts.checked_count, 0, (), 0)
    failed = messages.failed_since(conn, finished_at, call.at)
    shown = shown_to(conn)
    coverage = Coverage(
        **_looked_at(ctx, call, counts),
        faults=tuple(each.sentence for each in counts.faults if each.contract_id not in shown),
        due_count=len({each.key for each in plan.reminders}),
        failed_mail_count=len(failed),
        covered_days=jobs.covered_days(conn, JOB, call.as_of),
        late_minutes=late_minutes,
        mark=mark_of(key_of(ctx.files.folder.parent), *audit.head(conn)),
        stale_rates=tuple(stale_tables(conn, ctx, call.as_of, (ctx.country,))) if call.as_of.weekday() == 0 else (),
    )
    overseers = {*roster.managers.values(), roster.administrator_id}
    sums = sums_by_reader(conn, ctx, call, overseers)
    head = Letterhead(call.as_of, ctx.company, ctx.base_url, coverage, sums=sums)
    secrets = tuple((shown[id], sentence) for id, sentence in counts.faults if id is not None and id in shown)
    weekly = _weekly_readers(conn, ctx, call.as_of)
    job = Queueing(head, call.at, ctx.policy(Post).sender, _reports(roster, failed), weekly, secrets)
    mails, unreadable = queue(conn, job, plan.reminders, lines)
    reminders.set_check_on(conn, {key: day for key, day in plan.check_on.items() if key not in unreadable})
    result = _result(counts, plan, coverage, mails)
    kept = {"due": result.due, "queued": result.queued, "roster": _to_json(roster), "policy": policy_of(ctx)}
    jobs.finish(conn, JOB, call.as_of, call.at, kept)
    return result


def _result(counts: readers.Counts, plan: DayPlan, coverage: Coverage, mails: Sequence[Mail]) -> DayResult:
    return DayResult(
        checked=counts.checked_count,
        due=coverage.due_count,
        messages=tuple(each for each in mails if each.items),
        queued=len(mails),
        weekly_count=sum(not each.items for each in mails),
        without_owner=len(plan.without_owner),
        fault_count=len(counts.faults),
        covered_days=coverage.covered_days,
    )


def _looked_at(ctx: Context, call: Call, counts: readers.Counts) -> dict[str, Any]:
    return {
        "checked_count": counts.checked_count,
        "checked_at": call.at.astimezone(ctx.zone).strftime("%H:%M"),
        "in_letter_count": 0,
        "without_owner_count": counts.without_owner_count,
        "incomplete_count": counts.incomplete_count,
    }


def _plan(
    conn: Connection, ctx: Context, call: Call, memory: Mapping[str, Any]
) -> tuple[Roster, dict[DeadlineKey, AgendaLine], DayPlan]:
    """Deadlines are locked before the roster is read, so that a hand-over committed in between keeps its wake.

    Where readers or tiers differ from those of the last run, the deadlines concerned are looked at whatever their
    ``check_on``: nobody who changes them has to remember it.
    """
    has_new_policy = memory.get("policy") not in (None, policy_of(ctx))
    watches, lines = reminders.due_watches(conn, call.as_of, is_all=has_new_policy)
    roster = people.roster_on(conn, call.as_of)
    if not has_new_policy and (owners := owners_concerned(roster, memory.get("roster"))):
        watches, lines = reminders.due_watches(conn, call.as_of, owners)
    return (
        roster,
        lines,
        plan_day(watches, roster, ctx.policy(ReminderPolicy), ctx.rules.calendar(ctx.country), call.as_of),
    )


def owners_concerned(roster: Roster, memory: Mapping[str, Any] | None) -> frozenset[PersonId | None]:
    """Owners whose readers differ from those of the last run, which kept its roster in the log."""
    if memory is None:
        return frozenset()
    old = _from_json(memory)
    changed = roster.changed_since(old)
    return roster.owners_concerned(changed) | old.owners_concerned(changed) if changed else frozenset()


def _reports(roster: Roster, failed: list[tuple[int | None, str, str]]) -> dict[int, tuple[tuple[str, str], ...]]:
    """Who is shown which mails that were given up: the next in line and the administrator (F12)."""
    shown: dict[int, list[tuple[str, str]]] = {}
    for recipient, address, said in failed:
        line = roster.line(PersonId(recipient)) if recipient is not None else ()
        for person in {roster.stand_in(each) for each in (*line[1:2], roster.administrator_id)} - {recipient}:
            shown.setdefault(person, []).append((address, said))
    return {person: tuple(mails) for person, mails in shown.items()}


def _weekly_readers(conn: Connection, ctx: Context, as_of: date) -> set[int]:
    """Who gets this week's line: on Monday, or on the first run after a Monday that was missed."""
    monday = as_of - timedelta(days=as_of.weekday())
    last = jobs.last_done(conn, JOB, as_of)
    if not ctx.policy(DigestPolicy).weekly_line or (monday != as_of and (last is None or last >= monday)):
        return set()
    return readers.weekly_readers(conn) - messages.told_since(conn, monday)


def policy_of(ctx: Context) -> dict[str, Any]:
    """The tiers and delays as the log of the run keeps them."""
    policy = ctx.policy(ReminderPolicy)
    tiers = {str(kind): sorted(days) for kind, days in policy.tiers.items()}
    return {**asdict(policy), "tiers": tiers}


def _to_json(roster: Roster) -> dict[str, Any]:
    return {
        "deputies": sorted(map(list, roster.deputies.items())),
        "managers": sorted(map(list, roster.managers.items())),
        "administrator": roster.administrator_id,
        "gone": sorted(roster.gone),
        "unreachable": sorted(roster.unreachable),
    }


def _from_json(stored: Mapping[str, Any]) -> Roster:
    return Roster(
        deputies={PersonId(person): PersonId(deputy) for person, deputy in stored["deputies"]},
        managers={PersonId(person): PersonId(manager) for person, manager in stored["managers"]},
        administrator_id=PersonId(stored["administrator"]),
        gone=frozenset(map(PersonId, stored["gone"])),
        unreachable=frozenset(map(PersonId, stored["unreachable"])),
    )
