"""A person says of money that waits to be matched that it does not belong to a demand."""

from contracts.kernel.database.migrations.frozen import tables

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """One row a payment."""
    tables("""
payment_aside
    payment_id ref payment primary, reason text 1000, recorded_at moment, recorded_by text 100
""")
