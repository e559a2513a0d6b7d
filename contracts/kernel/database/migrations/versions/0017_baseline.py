"""The whole schema, as the first release has it: it goes on from revision 0017 of the trial history before it.

A database of that last trial revision has this very schema, so it is in order as it is. The text beside this module
describes the tables in the words of ``frozen.py``.
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from contracts.kernel.database.migrations.frozen import tables

revision = "0017"
down_revision = None

#: The codes of a column, by the name the description has for them.
_CODES = {
    "SUBJECTS": (
        "contract|amendment|annex|notice|decision|party|person|absence|message|document|ruleset|"
        "import|authority|template|file|charge|payment|statement|hold|claim|paper|obligation"
    ),
    "DEADLINES": (
        "renewal_decision|post_notice|sign_amendment|expiry|signature|confirm_alive|late_notice|"
        "payment_due|act_not_returned|advance_open|hold_review|dunning_step|claim_answer|limitation|"
        "amount_used"
    ),
    "PHASES": (
        "draft|in_approval|approved|signing|cancelled|terminated|incomplete|upcoming|suspended|expired|"
        "notice_window|expiring|in_force"
    ),
    "CONDITIONS": (
        "last_day|renewal|renewal_length|max_renewals|notice|notice_counts|notice_methods|asked_end|"
        "amount|payment_terms|penalty|party_details|signatory|text"
    ),
    "CLAIM_STATUSES": (
        "draft|approved|sent|delivered|presumed_delivered|accepted|partly_accepted|refused|unanswered|"
        "settled|partly_settled|to_court|withdrawn|received|answer_drafted|answer_approved|answered|"
        "in_court|closed"
    ),
}


def upgrade() -> None:
    """Make every table, and the index of pieces each engine keeps its own way."""
    described = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8")
    tables(described.format_map(_CODES))
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE search USING fts5(body, tokenize = 'trigram', detail = none)")
        return
    op.create_table(
        "search",
        sa.Column("contract_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("pieces", postgresql.ARRAY(sa.Integer()), nullable=False),
    )
    op.create_index("ix_search_pieces", "search", ["pieces"], postgresql_using="gin")
