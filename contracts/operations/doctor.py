"""The doctor derives everything anew, compares it with what is stored, and mends what follows from the facts."""

from sqlalchemy import Connection

from contracts.kernel import audit
from contracts.kernel.audit import Verdict
from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading
from contracts.kernel.outside.seal import is_mark, key_of
from contracts.kernel.sockets import Finding
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.money.derivation import check_open_amounts
from contracts.money.queries import open_amounts
from contracts.operations import leftovers
from contracts.operations.derived_check import late_deadlines
from contracts.operations.queries import inspection
from contracts.registry.derivation import check_deadlines, repair_deadlines
from contracts.registry.queries import derived, facts, search
from contracts.registry.roll import load_readable
from contracts.registry.rules.derive import derive_all
from contracts.reminders.queries import reminders


@needs("program.run")
def examine(ctx: Context, call: Call) -> list[Finding]:
    """Everything that is wrong on the day of the call, in one snapshot; empty where all is well."""
    with reading(ctx.engine) as conn:
        return [finding for check in ctx.sockets.checks for finding in check(conn, ctx, call.as_of)]


@needs("program.run")
def verify_audit(ctx: Context, call: Call) -> Verdict:
    """Walk the chain of audit events from its beginning; names the first break."""
    with reading(ctx.engine) as conn:
        return audit.verify(conn)


@needs("program.run")
def verify_mark(ctx: Context, call: Call, mark: str) -> bool:
    """Whether a mark of a digest or a backup is one of this trail: the event it names is still what it was."""
    seq = mark.partition("-")[0]
    with reading(ctx.engine) as conn:
        hash = audit.hash_at(conn, int(seq)) if seq.isdecimal() and len(seq) < 19 else None
    return hash is not None and is_mark(key_of(ctx.files.folder.parent), mark, hash)


@needs("program.run")
def repair_derived(ctx: Context, call: Call) -> int:
    """Derive every contract anew, wake what would wake too late, sweep what kills left; returns how much was wrong."""
    mended = len(leftovers.sweep(ctx.files.folder.parent))
    with reading(ctx.engine) as conn:
        batches = list(inspection.batches_of_contracts(conn))
    for ids in batches:
        with writing(ctx, call) as work:
            facts.lock(work.conn, ids)
            before = _prints(work.conn, ids)
            readable, unreadable = load_readable(work.conn, ids)
            done, faults = derive_all(readable, ctx.rules, call.as_of)
            derived.write(work.conn, done, [*faults, *unreadable], call.as_of, ctx.rules, at=call.at)
            late = {key: call.as_of for key, _, _ in late_deadlines(work.conn, ctx, ids, call.as_of)}
            reminders.set_check_on(work.conn, late)
            unfound = search.wrongly_indexed(work.conn, ids)
            search.write(work.conn, unfound)
            after = _prints(work.conn, ids)
            wrong = sum(before[id] != after[id] or id in unfound for id in ids)
            mended += wrong
            if wrong:
                work.note(Subject(SubjectKind.RULESET, ctx.rules.no), "repair_derived", {"after": {"contracts": wrong}})
            work.commit()
    return mended + _repair_money(ctx, call)


def _repair_money(ctx: Context, call: Call) -> int:
    """Make the open amounts and the deadlines of the ledger anew; how many findings that mends."""
    with writing(ctx, call) as work:
        wrong = [*check_open_amounts(work.conn, ctx, call.as_of), *check_deadlines(work.conn, ctx, call.as_of)]
        if wrong:
            open_amounts.rewrite_all(work.conn)
            repair_deadlines(work)
            work.note(Subject(SubjectKind.RULESET, ctx.rules.no), "repair_money", {"after": {"findings": len(wrong)}})
            work.commit()
    return len(wrong)


def _prints(conn: Connection, ids: list[int]) -> dict[int, object]:
    """The derived rows of each contract, to tell whether they changed."""
    found = inspection.stored(conn, ids)
    return {
        id: (
            found.registers.get(id),
            found.spans.get(id),
            {key: tuple(row) for key, row in found.deadlines.get(id, {}).items()},
            id in found.faults,
        )
        for id in ids
    }
