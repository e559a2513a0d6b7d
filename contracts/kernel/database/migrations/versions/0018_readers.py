"""Confidential contracts name the people they are shown to."""

from contracts.kernel.database.migrations.frozen import tables

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """One row a reader."""
    tables("""
contract_reader
    contract_id ref contract primary, person_id ref person primary index, added_at moment, added_by text 100
""")
