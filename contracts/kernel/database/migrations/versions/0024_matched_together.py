"""Payments matched by one command are undone by one: their allocations bear its number."""

from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """What was matched before was matched one by one."""
    op.execute("ALTER TABLE allocation ADD COLUMN batch INTEGER")
    op.create_index("ix_allocation_batch", "allocation", ["batch"])
