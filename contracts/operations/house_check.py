"""The house itself: numbers given, messages told, files kept, the audit chain, keys that lead somewhere."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection

from contracts.kernel import audit
from contracts.kernel.context import Context
from contracts.kernel.files import FileFault
from contracts.kernel.numbering import NumberPattern
from contracts.kernel.refusal import N_
from contracts.kernel.sockets import Finding
from contracts.operations.queries import inspection
from contracts.registry.queries.contracts import scope_of

#: Bytes without a row are an import under way until they are this old.
ORPHAN_AFTER = timedelta(days=1)


def check_counters(conn: Connection, ctx: Context, as_of: date) -> Iterator[Finding]:
    """No series stands before a number that is already used (F21)."""
    pattern = NumberPattern(ctx.numbering.register)
    used: dict[tuple[str, int], int] = {}
    for row in inspection.register_numbers(conn):
        parsed = pattern.parse(row.register_no)
        if parsed is not None:
            series = scope_of(row.own_company_id), parsed.year
            used[series] = max(used.get(series, 0), parsed.no)
    given = inspection.last_numbers(conn)
    for (scope, year), no in used.items():
        if given.get((scope, year), 0) < no:
            facts = {"no": no, "year": year}
            yield Finding(
                "counter", N_("Register number {no} of {year} is used, but its series has not reached it."), facts
            )


def check_messages(conn: Connection, ctx: Context, as_of: date) -> Iterator[Finding]:
    """A reminder lies in exactly one message that somebody got or will get."""
    lost = inspection.reminders_of_superseded(conn)
    if lost:
        yield Finding("lost_reminders", N_("{n} reminders lie in a message that was taken over."), {"n": len(lost)})
    for row in inspection.odd_messages(conn):
        facts = {"message": row.dedup_key, "state": row.state}
        yield Finding("odd_message", N_("The message {message} is {state}, and what should say so is missing."), facts)
    for key in inspection.messages_with_foreign_reminders(conn):
        yield Finding(
            "foreign_reminder", N_("The message {message} carries a reminder of somebody else."), {"message": key}
        )


def check_files(conn: Connection, ctx: Context, as_of: date) -> Iterator[Finding]:
    """Every file row has its bytes, unchanged; bytes without a row are young."""
    rows = {row.sha256: row.size for row in inspection.file_rows(conn)}
    for sha256 in rows:
        try:
            ctx.files.get(sha256)
        except FileFault as fault:
            yield Finding("file", fault.sentence, fault.facts)
    for path in ctx.files.everything():
        moment = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        if path.name not in rows and ctx.now() - moment > ORPHAN_AFTER:
            yield Finding(
                "orphan_file", N_("The file {path} belongs to nothing and is older than a day."), {"path": path.name}
            )


def check_people(conn: Connection, ctx: Context, as_of: date) -> Iterator[Finding]:
    """Departments are led by people of the register: a rule no foreign key holds."""
    for name in inspection.dangling_managers(conn):
        yield Finding("manager", N_("The department «{name}» is led by nobody the register knows."), {"name": name})


def check_audit(conn: Connection, ctx: Context, as_of: date) -> Iterator[Finding]:
    """The chain is whole and ends where its head says."""
    verdict = audit.verify(conn)
    if verdict.first_break is not None:
        yield Finding("audit", N_("The chain of audit events breaks at event {seq}."), {"seq": verdict.first_break})


def check_keys(conn: Connection, ctx: Context, as_of: date) -> Iterator[Finding]:
    """Foreign keys lead somewhere."""
    for table in inspection.broken_keys(conn):
        yield Finding("foreign_key", N_("The table {table} points at rows that do not exist."), {"table": table})
