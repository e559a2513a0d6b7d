"""The text a contract is found by is indexed by its pieces: FTS5 on SQLite, numbers under GIN on PostgreSQL."""

from zlib import crc32

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from contracts.kernel.database.migrations.frozen import KEY

revision = "0008"
down_revision = "0007"

_CHUNK = 2000
_DERIVED = sa.text(
    "SELECT contract_id, search_text FROM register WHERE rules_no > 0 AND contract_id > :last "
    "ORDER BY contract_id LIMIT :most"
)


def upgrade() -> None:
    """Add what this revision brings."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE search USING fts5(body, tokenize = 'trigram', detail = none)")
        op.execute("INSERT INTO search (rowid, body) SELECT contract_id, search_text FROM register WHERE rules_no > 0")
        return
    search = op.create_table(
        "search",
        sa.Column("contract_id", KEY, primary_key=True, autoincrement=False),
        sa.Column("pieces", postgresql.ARRAY(sa.Integer()), nullable=False),
    )
    _fill(search)
    op.create_index("ix_search_pieces", "search", ["pieces"], postgresql_using="gin")


def downgrade() -> None:
    """Take it back."""
    op.drop_table("search")


def _fill(search: sa.Table) -> None:
    last = 0
    while rows := op.get_bind().execute(_DERIVED, {"last": last, "most": _CHUNK}).all():
        op.bulk_insert(search, [{"contract_id": id, "pieces": _hashes(body)} for id, body in rows])
        last = rows[-1].contract_id


def _hashes(body: str) -> list[int]:
    return sorted({crc32(body[at : at + 3].encode()) & 0x7FFF_FFFF for at in range(len(body) - 2)})
