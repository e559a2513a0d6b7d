"""The audit trail as a face sees it: is the chain whole, and what was done to one thing."""

from typing import Any

from contracts.kernel import audit
from contracts.kernel.audit import Verdict
from contracts.kernel.context import Context
from contracts.kernel.database.engine import reading
from contracts.kernel.subject import Subject


def verify_audit(ctx: Context) -> Verdict:
    """Walk the chain from its beginning; names the first break."""
    with reading(ctx.engine) as conn:
        return audit.verify(conn)


def history(ctx: Context, subject: Subject, limit: int = 200) -> list[Any]:
    """What was done to a subject, newest first."""
    with reading(ctx.engine) as conn:
        return audit.history(conn, subject, limit)
