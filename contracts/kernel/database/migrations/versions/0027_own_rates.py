"""Rates a person entered above the shipped tables: a value from a day on, or that nothing changed until a day."""

from contracts.kernel.database.migrations.frozen import tables

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """One row an entry; what was taken back stays."""
    tables("""
own_rate
    id key, table_code text 40, kind code value|confirmed, since_on day, on day, value text 40, source text 300,
    recorded_at moment, recorded_by text 100, undone_at moment null, undone_by text 100
    index ix_own_rate_table_code: table_code
""")
