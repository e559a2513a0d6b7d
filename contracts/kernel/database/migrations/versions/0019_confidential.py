"""The few confidential contracts are found without reading every contract."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """One partial index; each engine writes the condition in its own way."""
    op.create_index(
        "ix_contract_confidential",
        "contract",
        ["id"],
        sqlite_where=sa.text("is_confidential IS 1"),
        postgresql_where=sa.text("is_confidential IS TRUE"),
    )
