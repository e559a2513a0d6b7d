"""The audit trail as a face sees it: is the chain whole, and what was done to one thing."""

from contracts.kernel import audit
from contracts.kernel.audit import Verdict
from contracts.kernel.context import Context
from contracts.kernel.database.engine import reading


def verify_audit(ctx: Context) -> Verdict:
    """Walk the chain from its beginning; names the first break."""
    with reading(ctx.engine) as conn:
        return audit.verify(conn)
