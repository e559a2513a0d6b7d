"""One register of outgoing letters: no two of a company and a day bear one number."""

import sqlalchemy as sa
from alembic import op

from contracts.kernel.database.migrations.frozen import tables

revision = "0030"
down_revision = "0029"

_LETTERS = (
    *("payment_reminder", "demand", "claim_answer", "non_renewal_notice", "renewal_proposal", "termination_notice"),
    *("document_request", "cover_letter", "set_off"),
)


def upgrade() -> None:
    """The register begins empty; its series goes on after the highest number of any kind of letter."""
    tables("""
        outgoing_letter
        id key, own_company_id ref party, number text 120, dated_on day, kind text 40, addressee text 500,
        document_id ref document
        unique uq_outgoing_letter_number: own_company_id, dated_on, number
    """)
    conn, highest = op.get_bind(), dict[tuple[str, int], int]()
    counter = sa.table("counter", *map(sa.column, ("scope", "year", "last_no")))
    for scope, year, last in conn.execute(sa.select(counter.c.scope, counter.c.year, counter.c.last_no)).all():
        head, _, company = scope.rpartition(":")
        if head.removeprefix("document:") in _LETTERS and head.startswith("document:"):
            key = (f"letter:{company}", year)
            highest[key] = max(highest.get(key, 0), last)
    rows = [{"scope": scope, "year": year, "last_no": last} for (scope, year), last in highest.items()]
    if rows:
        conn.execute(sa.insert(counter), rows)
