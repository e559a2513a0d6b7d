"""A contract keeps the clause by which another currency is paid; rates of currencies are kept by source and day."""

from contracts.kernel.database.migrations.frozen import code, day, drop, index, key, moment, ref, table, text, whole

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Add what this revision brings."""
    table(
        "currency_clause",
        ref("contract_id", "contract", primary=True),
        text("price_currency", 3),
        text("payment_currency", 3),
        text("source", 30),
        code("rate_day", "payment", "day_before", "document"),
        whole("margin_bp"),
        moment("recorded_at"),
        text("recorded_by", 100),
    )
    table(
        "currency_rate",
        key(),
        text("price_currency", 3),
        text("payment_currency", 3),
        text("source", 30),
        day("on"),
        text("value", 30),
        moment("recorded_at"),
        text("recorded_by", 100),
    )
    index("ix_currency_rate_day", "currency_rate", "price_currency", "payment_currency", "source", "on", "id")


def downgrade() -> None:
    """Take it back."""
    drop("currency_rate", "currency_clause")
