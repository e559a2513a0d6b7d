"""A document of the ledger keeps its lines: what, how much, at which price, with which VAT."""

from contracts.kernel.database.migrations.frozen import code, drop, flag, minor, ref, table, text, whole

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add what this revision brings."""
    table(
        "charge_item",
        ref("charge_id", "charge", primary=True),
        whole("no", primary=True),
        text("name", 500),
        text("unit", 40),
        minor("quantity_micro", null=False),
        minor("price_micro", null=False),
        code("priced", "net", "gross"),
        whole("vat_rate_bp", null=True),
        text("vat_ground", 200),
        flag("is_vat_payer"),
        minor("net_minor", null=False),
        minor("vat_minor", null=False),
        minor("gross_minor", null=False),
    )


def downgrade() -> None:
    """Take it back."""
    drop("charge_item")
