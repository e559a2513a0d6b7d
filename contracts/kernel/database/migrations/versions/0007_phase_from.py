"""Rows whose phase does not hold on a day are found by an index, whichever end of the phase the day lies beyond."""

from alembic import op

from contracts.kernel.database.migrations.frozen import index

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add what this revision brings."""
    index("ix_register_phase_from", "register", "phase_from")


def downgrade() -> None:
    """Take it back."""
    op.drop_index("ix_register_phase_from", "register")
