"""A claim keeps what it is reckoned by, and a move the sum it speaks of; earlier claims get the choices of then."""

import sqlalchemy as sa
from alembic import op

from contracts.kernel.database.migrations.frozen import code, document, drop, flag, minor, ref, table, text

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add what this revision brings."""
    table(
        "claim_terms",
        ref("claim_id", "claim", primary=True),
        text("interest_rate", 60),
        text("answer", 20),
        flag("with_settled"),
        code("beyond", "refuse", "stop", "last_known"),
        code("inflation", "tranche", "chain"),
        document("penalties", null=False),
    )
    op.execute(
        sa.text(
            "INSERT INTO claim_terms (claim_id, interest_rate, answer, with_settled, beyond, inflation, penalties) "
            "SELECT id, '', '', false, 'stop', 'tranche', '[]' FROM claim WHERE direction = 'outgoing'"
        )
    )
    op.add_column("claim_move", minor("amount_minor"))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("claim_move", "amount_minor")
    drop("claim_terms")
