"""A debt passed on keeps who took it over, and the charge it is owed under since."""

from contracts.kernel.database.migrations.frozen import code, drop, index, ref, table

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add what this revision brings."""
    table(
        "assignment",
        ref("adjustment_id", "adjustment", primary=True),
        ref("party_id", "party"),
        code("role", "creditor", "debtor"),
        ref("charge_id", "charge", null=True),
    )
    index("ix_assignment_charge_id", "assignment", "charge_id")


def downgrade() -> None:
    """Take it back."""
    drop("assignment")
