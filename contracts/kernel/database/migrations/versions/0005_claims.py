"""Claims with their moves and frozen rows; the dunning ladder."""

from contracts.kernel.database.migrations.frozen import (
    code,
    day,
    document,
    drop,
    index,
    key,
    minor,
    moment,
    ref,
    table,
    text,
    whole,
)

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add what this revision brings."""
    table(
        "claim",
        key(),
        whole("version"),
        ref("own_company_id", "party"),
        ref("counterparty_id", "party"),
        ref("contract_id", "contract", null=True),
        code("direction", "outgoing", "incoming"),
        code("subject", "debt", "advance", "performance", "other"),
        text("number", 120),
        day("as_of"),
        text("currency", 3),
        text("law", 2),
        text("language", 5),
        whole("answer_days"),
        day("answer_by", null=True),
        minor("claimed_minor"),
        ref("document_id", "document", null=True),
        text("note", 2000),
        moment("recorded_at"),
        text("recorded_by", 100),
    )
    index("ix_claim_contract_id", "claim", "contract_id")
    index("ix_claim_counterparty_id", "claim", "counterparty_id")
    index("uq_claim_number", "claim", "own_company_id", "direction", "counterparty_id", "number", unique=True)
    table(
        "claim_move",
        ref("claim_id", "claim", primary=True),
        whole("no", primary=True),
        code(
            "status",
            "draft",
            "approved",
            "sent",
            "delivered",
            "presumed_delivered",
            "accepted",
            "partly_accepted",
            "refused",
            "unanswered",
            "settled",
            "partly_settled",
            "to_court",
            "withdrawn",
            "received",
            "answer_drafted",
            "answer_approved",
            "answered",
            "in_court",
            "closed",
        ),
        day("on"),
        text("method", 20),
        text("tracking_no", 100),
        text("reason", 1000),
        text("file_sha", 64),
        moment("recorded_at"),
        text("recorded_by", 100),
    )
    table(
        "claim_item",
        ref("claim_id", "claim", primary=True),
        whole("no", primary=True),
        ref("charge_id", "charge", null=True),
        ref("payment_id", "payment", null=True),
        minor("principal_minor", null=False),
    )
    index("ix_claim_item_charge_id", "claim_item", "charge_id")
    index("ix_claim_item_payment_id", "claim_item", "payment_id")
    table(
        "claim_row",
        ref("claim_id", "claim", primary=True),
        whole("no", primary=True),
        whole("item_no"),
        text("kind", 20),
        day("from_on", null=True),
        day("to_on", null=True),
        whole("days"),
        minor("principal_minor", null=False),
        text("rate", 60),
        whole("year_days"),
        minor("amount_minor", null=False),
        text("rule", 200),
    )
    table(
        "dunning_run",
        key(),
        ref("own_company_id", "party"),
        day("on"),
        code("state", "draft", "sent", "discarded"),
        moment("recorded_at"),
        text("recorded_by", 100),
    )
    table(
        "dunning_letter",
        key(),
        ref("run_id", "dunning_run"),
        ref("counterparty_id", "party"),
        whole("level"),
        code("state", "proposed", "approved", "excluded", "sent"),
        document("rising"),
        document("listed"),
        text("skip", 30),
        text("reason", 1000),
        ref("claim_id", "claim", null=True),
    )
    index("uq_dunning_letter_run_id_counterparty_id", "dunning_letter", "run_id", "counterparty_id", unique=True)
    table(
        "dunning_step",
        key(),
        ref("charge_id", "charge"),
        ref("letter_id", "dunning_letter", null=True),
        whole("level"),
        text("channel", 20),
        day("sent_on"),
        day("answer_by"),
        day("delivered_on", null=True),
        text("reason", 1000),
        moment("recorded_at"),
        text("recorded_by", 100),
    )
    index("ix_dunning_step_letter_id", "dunning_step", "letter_id")
    index("uq_dunning_step_charge_id_level", "dunning_step", "charge_id", "level", unique=True)


def downgrade() -> None:
    """Take it back."""
    drop("dunning_step", "dunning_letter", "dunning_run", "claim_row", "claim_item", "claim_move", "claim")
