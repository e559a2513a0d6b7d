"""A debt stands in one open claim at a time; letters of debts given by hand are known, so that none is sent twice."""

import sqlalchemy as sa
from alembic import op

from contracts.kernel.database.migrations.frozen import column, index, tables

revision = "0025"
down_revision = "0024"

_OVER = ("settled", "withdrawn", "closed")


def upgrade() -> None:
    """The oldest open claim of a debt keeps it; a later one of before stays a claim, and cannot be approved anew."""
    for name in ("charge", "payment"):
        op.add_column("claim_item", column(f"open_{name}_id big null"))
        _hold(name)
        index("claim_item", f"unique uq_claim_item_open_{name}_id: open_{name}_id")
    tables("""
claim_letter
    id key, contract_id ref contract, number text 120, as_of day, currency text 3, due_on day, principal_minor minor,
    document text 300, document_key text 300, document_id ref document null, replaced_on day null,
    replaced_by text 100, recorded_at moment, recorded_by text 100
    unique uq_claim_letter_debt: contract_id, currency, due_on, document_key where replaced_on IS NULL
""")


def _hold(name: str) -> None:
    item = sa.table("claim_item", *(sa.column(each) for each in ("claim_id", "no", f"{name}_id", f"open_{name}_id")))
    claim = sa.table("claim", sa.column("id"), sa.column("direction"))
    move = sa.table("claim_move", sa.column("claim_id"), sa.column("no"), sa.column("status"))
    newest = sa.select(move.c.claim_id, sa.func.max(move.c.no).label("no")).group_by(move.c.claim_id).subquery()
    over = (
        sa.select(move.c.claim_id)
        .join(newest, (newest.c.claim_id == move.c.claim_id) & (newest.c.no == move.c.no))
        .where(move.c.status.in_(_OVER))
    )
    query = (
        sa.select(item.c.claim_id, item.c.no, item.c[f"{name}_id"])
        .join(claim, claim.c.id == item.c.claim_id)
        .where(claim.c.direction == "outgoing", item.c[f"{name}_id"].is_not(None), item.c.claim_id.not_in(over))
        .order_by(item.c.claim_id, item.c.no)
    )
    conn, seen = op.get_bind(), set[int]()
    for claim_id, no, key in conn.execute(query).all():
        if key not in seen:
            seen.add(key)
            on_row = (item.c.claim_id == claim_id, item.c.no == no)
            conn.execute(sa.update(item).where(*on_row).values({f"open_{name}_id": key}))
