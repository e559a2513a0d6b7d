"""A deadline may ask about the amount of a contract that is nearly used up."""

import sqlalchemy as sa
from alembic import op

from contracts.kernel.database.migrations.frozen import widen

revision = "0014"
down_revision = "0013"

TABLES = ("deadline", "reminder", "acknowledgement")
BEFORE = (
    "renewal_decision",
    "post_notice",
    "sign_amendment",
    "expiry",
    "signature",
    "confirm_alive",
    "late_notice",
    "payment_due",
    "act_not_returned",
    "advance_open",
    "hold_review",
    "dunning_step",
    "claim_answer",
    "limitation",
)
AFTER = (*BEFORE, "amount_used")


def upgrade() -> None:
    """Add what this revision brings."""
    for table in TABLES:
        widen(table, "kind", BEFORE, AFTER)


def downgrade() -> None:
    """Take it back: what was asked of the new kind goes."""
    for table in TABLES:
        kind: sa.ColumnClause[str] = sa.column("kind")
        op.execute(sa.delete(sa.table(table, kind)).where(kind == "amount_used"))
        widen(table, "kind", AFTER, BEFORE)
