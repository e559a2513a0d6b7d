"""A claim received keeps the date on its page; an advance to return the day it was due back where that is agreed."""

from alembic import op

from contracts.kernel.database.migrations.frozen import day

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add what this revision brings."""
    op.add_column("claim", day("dated_on", null=True))
    op.add_column("claim_terms", day("due_on", null=True))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("claim_terms", "due_on")
    op.drop_column("claim", "dated_on")
