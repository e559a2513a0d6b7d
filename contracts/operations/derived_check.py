"""Everything derived is derived anew and compared; a row outside its own interval is late, not wrong (schema)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection

from contracts.kernel.context import Context
from contracts.kernel.deadline import DeadlineKey
from contracts.kernel.derivation import CodeFact, steps_json
from contracts.kernel.refusal import N_
from contracts.kernel.sockets import Finding
from contracts.operations.queries import inspection
from contracts.operations.queries.inspection import Stored
from contracts.people.queries import people
from contracts.people.rules.roster import Roster
from contracts.registry.queries import search
from contracts.registry.queries.register_rows import fixed_columns, register_row
from contracts.registry.roll import load_readable
from contracts.registry.rules.derive import Derived, derive_all
from contracts.reminders.daily import JOB, owners_concerned, policy_of
from contracts.reminders.queries import jobs, reminders
from contracts.reminders.rules.reminder import plan_day
from contracts.reminders.rules.tiers import ReminderPolicy

_REGISTER = N_("The register row of contract {number} does not follow from its facts: {columns}.")
_NO_REGISTER = N_("Contract {number} has no register row.")
_SPANS = N_("The phases of contract {number} do not follow from its facts.")
_DEADLINE = N_("The deadline «{kind}» of {due_on} of contract {number} does not follow from its facts.")
_LATE = N_("The deadline «{kind}» of {due_on} of contract {number} would be looked at too late, on {check_on}.")
_TERMS = N_("The recorded terms of contract {number} do not follow from its facts.")
_SEARCH = N_("A search would not find contract {number} by its text.")
_FAULT = N_("Contract {number} is named as faulty, but it can be derived.")
_NO_FAULT = N_("Contract {number} cannot be derived, and nothing says so: {sentence}")


class ReminderState(NamedTuple):
    """What the check of reminders knows about the day: readers, and owners whose readers changed since the last run."""

    roster: Roster
    concerned: frozenset[Any]
    is_new_policy: bool


def check_derived(conn: Connection, ctx: Context, as_of: date) -> Iterator[Finding]:
    """Every contract, in batches; where the job has run for a later day (``--as-of``), rows of that day are right."""
    ran_on = max(as_of, jobs.newest_day(conn, JOB) or as_of)
    watch = _watch(conn, ctx, ran_on)
    for ids in inspection.batches_of_contracts(conn):
        wrong = list(_batch(conn, ctx, ids, as_of))
        if wrong and ran_on > as_of:
            still = {each.facts.get("number") for each in _batch(conn, ctx, ids, ran_on)}
            wrong = [each for each in wrong if each.facts.get("number") in still]
        yield from wrong
        yield from (_late(*each) for each in late_deadlines(conn, ctx, ids, ran_on, watch))
    for each in inspection.orphan_deadlines(conn):
        yield Finding(
            "orphan_deadline", N_("A deadline «{kind}» belongs to no contract."), {"kind": CodeFact("kind", each)}
        )


def late_deadlines(
    conn: Connection, ctx: Context, ids: Sequence[int], as_of: date, watch: ReminderState | None = None
) -> Iterator[tuple[DeadlineKey, str, date]]:
    """Deadlines, with the contract's number, that would wake after the day on which they can owe a reminder."""
    watch = watch or _watch(conn, ctx, as_of)
    if watch.is_new_policy:
        return
    watches, lines = reminders.open_watches(conn, ids)
    plan = plan_day(watches, watch.roster, ctx.policy(ReminderPolicy), ctx.rules.calendar(ctx.country), as_of)
    owed = {each.key for each in plan.reminders}
    for key, stored_on in reminders.check_days(conn, ids).items():
        is_late = stored_on > as_of and (key in owed or stored_on > plan.check_on.get(key, stored_on))
        if is_late and lines[key].owner_id not in watch.concerned:
            yield key, lines[key].number, stored_on


def _watch(conn: Connection, ctx: Context, as_of: date) -> ReminderState:
    memory = jobs.last_outcome(conn, JOB)[1]
    roster = people.roster_on(conn, as_of)
    is_new_policy = memory.get("policy") not in (None, policy_of(ctx))
    return ReminderState(roster, owners_concerned(roster, memory.get("roster")), is_new_policy)


def _late(key: DeadlineKey, number: str, check_on: date) -> Finding:
    kind = CodeFact("kind", key.kind.value)
    facts = {"kind": kind, "due_on": key.due_on, "number": number, "check_on": check_on}
    return Finding("late_deadline", _LATE, facts)


def _batch(conn: Connection, ctx: Context, ids: Sequence[int], as_of: date) -> Iterator[Finding]:
    found = inspection.stored(conn, ids)
    known = fixed_columns(conn, ids)
    facts, unreadable = load_readable(conn, ids)
    done, faults = derive_all(facts, ctx.rules, as_of)
    for id in ids:
        if id not in found.registers:
            yield Finding("no_register_row", _NO_REGISTER, {"number": known[id]["number"]})
    for one in done:
        if _is_sure(found, one.subject.id, ctx, as_of):
            yield from _compare(one, found, known[one.subject.id], as_of)
    for fault in (*faults, *unreadable):
        id = fault.subject.id
        if _is_sure(found, id, ctx, as_of) and id not in found.faults:
            yield Finding("no_fault_row", _NO_FAULT, {"number": known[id]["number"], "sentence": fault.sentence})
    for id in sorted(search.wrongly_indexed(conn, ids)):
        yield Finding("search", _SEARCH, {"number": known[id]["number"]})


def _is_sure(found: Stored, id: int, ctx: Context, as_of: date) -> bool:
    """Whether the stored rows claim to be right on this day under these rules."""
    row = found.registers.get(id)
    return row is not None and row["derived_until"] > as_of and row["rules_no"] == ctx.rules.no


def _compare(one: Derived, found: Stored, head: Mapping[str, Any], as_of: date) -> Iterator[Finding]:
    id, number = one.subject.id, head["number"]
    row, wanted = found.registers[id], dict(register_row(one, head))
    if not row["phase_from"] <= as_of < row["phase_until"]:  # then the list asks the spans
        wanted |= {name: row[name] for name in ("phase", "phase_from", "phase_until")}
    columns = sorted(name for name in wanted if wanted[name] != row[name])
    if columns:
        yield Finding("register_row", _REGISTER, {"number": number, "columns": ", ".join(columns)})
    if found.spans.get(id, set()) != {(each.from_on, each.until_on, each.phase.value) for each in one.spans}:
        yield Finding("phase_spans", _SPANS, {"number": number})
    yield from _compare_deadlines(one, found, number)
    if one.terms_to_record or one.terms_to_void:
        yield Finding("terms", _TERMS, {"number": number})
    if id in found.faults:
        yield Finding("fault_row", _FAULT, {"number": number})


def _compare_deadlines(one: Derived, found: Stored, number: str) -> Iterator[Finding]:
    stored = found.deadlines.get(one.subject.id, {})
    wanted = {(each.key.kind.value, each.key.due_on): each for each in one.deadlines}
    for key in sorted(stored.keys() | wanted.keys()):
        row, deadline = stored.get(key), wanted.get(key)
        follows = deadline and (deadline.act_by, deadline.owner_id, deadline.contract_id, None)
        is_right = row and deadline and row[:4] == follows and row.why == steps_json(deadline.why)
        if not is_right:
            yield Finding("deadline", _DEADLINE, {"kind": CodeFact("kind", key[0]), "due_on": key[1], "number": number})
