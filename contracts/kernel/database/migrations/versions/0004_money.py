"""The ledger: charges, statements, payments, what covers and reduces them, and what is open."""

from contracts.kernel.database.migrations.frozen import (
    big,
    code,
    day,
    document,
    drop,
    flag,
    index,
    key,
    minor,
    moment,
    ref,
    table,
    text,
    whole,
)

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add what this revision brings."""
    table(
        "charge",
        key(),
        ref("own_company_id", "party"),
        ref("counterparty_id", "party"),
        ref("contract_id", "contract", null=True),
        ref("annex_id", "annex", null=True),
        code("direction", "receivable", "payable"),
        text("kind", 30),
        text("number", 120),
        text("number_key", 120),
        day("issued_on"),
        whole("part_no"),
        day("due_on"),
        code("due_form", "period", "date", "unknown"),
        text("waits_for", 40),
        text("terms", 500),
        document("due_steps"),
        minor("amount_minor", null=False),
        text("currency", 3),
        whole("vat_rate_bp", null=True),
        text("note", 1000),
        moment("recorded_at"),
        text("recorded_by", 100),
    )
    index("ix_charge_contract_id_due_on", "charge", "contract_id", "due_on")
    index("ix_charge_counterparty_id_issued_on", "charge", "counterparty_id", "issued_on")
    index(
        "uq_charge_document",
        "charge",
        "own_company_id",
        "counterparty_id",
        "direction",
        "kind",
        "number_key",
        "issued_on",
        "part_no",
        unique=True,
    )
    table(
        "due_change",
        ref("charge_id", "charge", primary=True),
        whole("no", primary=True),
        day("due_on"),
        code("due_form", "period", "date", "unknown"),
        document("due_steps"),
        text("reason", 1000),
        moment("recorded_at"),
        text("recorded_by", 100),
    )
    table(
        "adjustment",
        key(),
        ref("charge_id", "charge"),
        code("kind", "credit_note", "write_off", "offset", "assignment", "reversal"),
        text("number", 120),
        minor("amount_minor", null=False),
        day("effective_on"),
        text("reason", 1000),
        text("pair_key", 40),
        ref("reverses_id", "adjustment", null=True),
        moment("recorded_at"),
        text("recorded_by", 100),
    )
    index("ix_adjustment_charge_id_effective_on", "adjustment", "charge_id", "effective_on")
    index("ix_adjustment_effective_on", "adjustment", "effective_on")
    index("uq_adjustment_reverses_id", "adjustment", "reverses_id", unique=True)
    table(
        "statement",
        key(),
        ref("account_id", "party_account"),
        text("file_sha", 64),
        text("file_name", 300),
        text("format", 40),
        day("from_on", null=True),
        day("to_on", null=True),
        minor("opening_minor"),
        minor("closing_minor"),
        whole("lines_count"),
        moment("recorded_at"),
        text("recorded_by", 100),
    )
    index("uq_statement_account_id_file_sha", "statement", "account_id", "file_sha", unique=True)
    table(
        "payment",
        key(),
        ref("statement_id", "statement", null=True),
        ref("account_id", "party_account"),
        ref("own_company_id", "party"),
        text("line_key", 64),
        flag("is_incoming"),
        day("paid_on"),
        minor("amount_minor", null=False),
        text("currency", 3),
        text("other_name", 500),
        text("other_code", 40),
        text("other_account", 64),
        text("other_bank", 300),
        text("purpose", 2000),
        text("reference", 120),
        text("document_no", 120),
        ref("counterparty_id", "party", null=True),
        ref("contract_id", "contract", null=True),
        text("payer_sign", 20),
        moment("recorded_at"),
        text("recorded_by", 100),
    )
    index("ix_payment_contract_id", "payment", "contract_id")
    index("ix_payment_counterparty_id_paid_on", "payment", "counterparty_id", "paid_on")
    index("ix_payment_paid_on", "payment", "paid_on")
    index("ix_payment_statement_id", "payment", "statement_id")
    index("uq_payment_account_id_line_key", "payment", "account_id", "line_key", unique=True)
    table(
        "allocation",
        key(),
        ref("payment_id", "payment"),
        ref("charge_id", "charge", null=True),
        ref("other_payment_id", "payment", null=True),
        minor("covered_minor", null=False),
        text("covered_currency", 3),
        minor("paid_minor", null=False),
        day("effective_on"),
        text("sign", 20),
        flag("is_by_rule"),
        text("rate", 30),
        text("rate_source", 60),
        day("rate_on", null=True),
        ref("reverses_id", "allocation", null=True),
        moment("recorded_at"),
        text("recorded_by", 100),
    )
    index("ix_allocation_charge_id_effective_on", "allocation", "charge_id", "effective_on")
    index("ix_allocation_effective_on", "allocation", "effective_on")
    index("ix_allocation_other_payment_id", "allocation", "other_payment_id")
    index("ix_allocation_payment_id", "allocation", "payment_id")
    index("uq_allocation_reverses_id", "allocation", "reverses_id", unique=True)
    table(
        "hold",
        key(),
        ref("charge_id", "charge", null=True),
        ref("counterparty_id", "party", null=True),
        code("kind", "disputed", "promised", "settling"),
        day("from_on"),
        day("until_on"),
        text("reason", 1000),
        day("lifted_on", null=True),
        moment("recorded_at"),
        text("recorded_by", 100),
    )
    index("ix_hold_charge_id", "hold", "charge_id")
    index("ix_hold_counterparty_id", "hold", "counterparty_id")
    table(
        "limitation_event",
        key(),
        ref("charge_id", "charge"),
        code("kind", "acknowledged", "suspended", "agreed_longer"),
        day("from_on"),
        day("until_on", null=True),
        minor("amount_minor"),
        text("basis", 1000),
        text("file_sha", 64),
        moment("recorded_at"),
        text("recorded_by", 100),
    )
    index("ix_limitation_event_charge_id", "limitation_event", "charge_id")
    table(
        "charge_open",
        ref("charge_id", "charge", primary=True),
        big("contract_id", null=True),
        big("own_company_id"),
        big("counterparty_id"),
        code("direction", "receivable", "payable"),
        day("issued_on"),
        day("due_on"),
        text("currency", 3),
        minor("open_minor", null=False),
    )
    index(
        "ix_charge_open_ageing",
        "charge_open",
        "direction",
        "counterparty_id",
        "currency",
        "due_on",
        "issued_on",
        "own_company_id",
        "open_minor",
    )
    index("ix_charge_open_contract_id", "charge_open", "contract_id")
    index("ix_charge_open_due_on", "charge_open", "due_on")
    table(
        "payment_rest",
        ref("payment_id", "payment", primary=True),
        big("own_company_id"),
        big("counterparty_id", null=True),
        big("contract_id", null=True),
        flag("is_incoming"),
        day("paid_on"),
        text("currency", 3),
        minor("rest_minor", null=False),
    )
    index("ix_payment_rest_counterparty_id", "payment_rest", "counterparty_id", "contract_id")


def downgrade() -> None:
    """Take it back."""
    drop(
        "payment_rest",
        "charge_open",
        "limitation_event",
        "hold",
        "allocation",
        "payment",
        "statement",
        "adjustment",
        "due_change",
        "charge",
    )
