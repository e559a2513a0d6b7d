"""What the doctor asks of the store: files kept, the audit chain whole, keys that lead somewhere."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection

from contracts.kernel import audit
from contracts.kernel.context import Context
from contracts.kernel.outside.outputs import FileFault
from contracts.kernel.refusal import N_
from contracts.kernel.sockets import Finding
from contracts.operations import leftovers
from contracts.operations.queries import inspection

#: Bytes without a row are an import under way until they are this old.
ORPHAN_AFTER = timedelta(days=1)


def check_files(conn: Connection, ctx: Context, as_of: date) -> Iterator[Finding]:
    """Every file row has its bytes, unchanged; bytes without a row are young."""
    kept = inspection.kept_files(conn)
    for sha256 in kept:
        try:
            ctx.files.get(sha256)
        except FileFault as fault:
            yield Finding("file", fault.sentence, fault.facts)
    for path in ctx.files.everything():
        moment = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        if path.name not in kept and ctx.now() - moment > ORPHAN_AFTER:
            yield Finding(
                "orphan_file", N_("The file {path} belongs to nothing and is older than a day."), {"path": path.name}
            )


def check_audit(conn: Connection, ctx: Context, as_of: date) -> Iterator[Finding]:
    """The chain is whole and ends where its head says."""
    verdict = audit.verify(conn)
    if verdict.first_break is not None:
        yield Finding("audit", N_("The chain of audit events breaks at event {seq}."), {"seq": verdict.first_break})


def check_keys(conn: Connection, ctx: Context, as_of: date) -> Iterator[Finding]:
    """Foreign keys lead somewhere."""
    for table in inspection.broken_keys(conn):
        yield Finding("foreign_key", N_("The table {table} points at rows that do not exist."), {"table": table})


def check_leftovers(conn: Connection, ctx: Context, as_of: date) -> Iterator[Finding]:
    """No backup or restore was killed and left its copies in the data folder."""
    for path in leftovers.leftovers(ctx.files.folder.parent):
        sentence = N_(
            "{path} was left by a backup or a restore that was interrupted: the next backup removes it, or "
            "`contracts doctor --repair`."
        )
        yield Finding("leftover", sentence, {"path": str(path)})
