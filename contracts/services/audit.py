"""The audit trail as a face sees it: is the chain whole, and what was done to one thing."""

from contracts.services.desk import Desk
from contracts.store import audit
from contracts.store.audit import Verdict
from contracts.store.engine import reading


def verify_audit(desk: Desk) -> Verdict:
    """Walk the chain from its beginning; names the first break."""
    with reading(desk.engine) as conn:
        return audit.verify(conn)
