"""Events of limitation keep their ground and who signed, and can be taken back; earlier ones were signed statements."""

import sqlalchemy as sa
from alembic import op

from contracts.kernel.database.migrations.frozen import code, drop, moment, ref, table, text

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Add what this revision brings."""
    table(
        "limitation_paper",
        ref("event_id", "limitation_event", primary=True),
        code("ground", "reconciliation", "letter", "claim_accepted", "part_payment", "lawsuit", "other"),
        text("signed_by", 300),
        text("length", 20),
    )
    table(
        "limitation_undo",
        ref("event_id", "limitation_event", primary=True),
        text("reason", 1000),
        moment("recorded_at"),
        text("recorded_by", 100),
    )
    op.execute(
        sa.text(
            "INSERT INTO limitation_paper (event_id, ground, signed_by, length) "
            "SELECT id, CASE kind WHEN 'acknowledged' THEN 'reconciliation' ELSE 'other' END, '', '' "
            "FROM limitation_event"
        )
    )


def downgrade() -> None:
    """Take it back."""
    drop("limitation_undo", "limitation_paper")
