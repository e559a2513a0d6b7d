"""Whether VAT is in the sum of a charge is kept apart from its rate: unknown is not «without VAT»."""

from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """What has a rate has VAT; of the rest nobody knows."""
    op.execute(
        "ALTER TABLE charge ADD COLUMN vat_kind VARCHAR(7) DEFAULT 'unknown' NOT NULL "
        "CONSTRAINT ck_charge_vat_kind_code CHECK (vat_kind IN ('unknown', 'rate', 'exempt', 'none'))"
    )
    op.execute("UPDATE charge SET vat_kind = 'rate' WHERE vat_rate_bp IS NOT NULL")
