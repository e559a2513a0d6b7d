"""Where a file cut the purpose of a payment into pieces is kept: a number may go on behind the cut."""

from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Payments known before have no seams."""
    op.execute(
        "ALTER TABLE payment ADD COLUMN purpose_seams VARCHAR(300) DEFAULT '' NOT NULL "
        "CONSTRAINT ck_payment_purpose_seams_length CHECK (length(purpose_seams) <= 300)"
    )
