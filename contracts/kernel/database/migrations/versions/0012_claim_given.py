"""A claim keeps the facts a person gave for its letter: approval, which makes the letter anew, says the same."""

import sqlalchemy as sa
from alembic import op

from contracts.kernel.database.migrations.frozen import document

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add what this revision brings."""
    op.add_column("claim_terms", document("given"))
    op.execute(sa.text("UPDATE claim_terms SET given = '{}'"))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("claim_terms", "given")
