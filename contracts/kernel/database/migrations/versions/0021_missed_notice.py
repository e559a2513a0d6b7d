"""A contract keeps the day it was registered; two kinds of deadlines more, and a decision for each of a day."""

import sqlalchemy as sa
from alembic import op

from contracts.kernel.database.migrations.frozen import widen

revision = "0021"
down_revision = "0020"

_BEFORE = (
    "renewal_decision|post_notice|sign_amendment|expiry|signature|confirm_alive|late_notice|payment_due"
    "|act_not_returned|advance_open|hold_review|dunning_step|claim_answer|limitation|amount_used"
)
_AFTER = _BEFORE.replace("late_notice|", "late_notice|notice_missed|missing_fact|")


def upgrade() -> None:
    """The day of what is stored is that of its record; its time of day is not known in the zone of the people."""
    for table in ("deadline", "reminder", "acknowledgement"):
        widen(table, "kind", _BEFORE, _AFTER)
    op.add_column("contract", sa.Column("registered_on", sa.Date(), nullable=True))
    op.execute(sa.text("UPDATE contract SET registered_on = date(recorded_at)"))
    op.drop_index("uq_decision_contract_id_due_on", "decision")
    stands = sa.text("decided_at IS NOT NULL AND revoked_at IS NULL")
    op.create_index(
        "uq_decision_contract_id_due_on_kind",
        "decision",
        ["contract_id", "due_on", "kind"],
        unique=True,
        sqlite_where=stands,
        postgresql_where=stands,
    )
