"""Contracts with their append-only facts, amendments and annexes."""

from contracts.kernel.database.migrations.frozen import (
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

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add what this revision brings."""
    table(
        "contract",
        key(),
        whole("version"),
        ref("own_company_id", "party"),
        ref("counterparty_id", "party"),
        text("register_no", 60),
        text("void_reason", 500),
        text("number", 120),
        text("number_key", 120),
        text("their_number", 120),
        text("import_key", 64),
        text("title", 500),
        text("subject", 2000),
        text("type", 40),
        text("note", 4000),
        flag("is_confidential"),
        ref("owner_id", "person", null=True),
        ref("department_id", "department", null=True),
        ref("framework_id", "contract", null=True),
        text("country", 2),
        text("languages", 20),
        text("prevailing_language", 5),
        day("dated_on", null=True),
        day("signed_by_us_on", null=True),
        day("signed_by_them_on", null=True),
        day("concluded_on", null=True),
        day("first_day", null=True),
        text("length", 12, null=True),
        day("last_day", null=True),
        code("end_rule", "day_before", "anniversary"),
        code("renewal", "none", "automatic", "by_consent", "tacit", "evergreen", "until_fulfilled", null=True),
        text("renewal_length", 12, null=True),
        whole("max_renewals", null=True),
        text("notice", 12, null=True),
        code("notice_counts", "received", "sent"),
        document("notice_methods"),
        day("asked_end", null=True),
        minor("amount_minor"),
        text("currency", 3, null=True),
        text("payment_terms", 1000),
        text("penalty", 100),
        document("clauses"),
        day("presumed_before", null=True),
        day("alive_confirmed_on", null=True),
        day("closed_on", null=True),
        text("closed_reason", 500),
        moment("recorded_at"),
    )
    index("ix_contract_counterparty_id", "contract", "counterparty_id")
    index("ix_contract_number_key", "contract", "number_key")
    index("ix_contract_owner_id", "contract", "owner_id")
    index("uq_contract_import_key", "contract", "import_key", unique=True)
    index("uq_contract_own_company_id_register_no", "contract", "own_company_id", "register_no", unique=True)
    table(
        "amendment",
        key(),
        whole("version"),
        ref("contract_id", "contract"),
        whole("no"),
        text("number", 120),
        text("title", 500),
        day("signed_on", null=True),
        day("effective_on"),
        text("rationale", 2000),
        moment("withdrawn_at", null=True),
        moment("recorded_at"),
    )
    index("uq_amendment_contract_id_no", "amendment", "contract_id", "no", unique=True)
    table(
        "annex",
        key(),
        whole("version"),
        ref("contract_id", "contract"),
        code("kind", "specification", "order", "price_list", "schedule", "other"),
        text("number", 120),
        text("title", 500),
        day("signed_on", null=True),
        day("first_day", null=True),
        day("last_day", null=True),
        minor("amount_minor"),
        text("currency", 3, null=True),
        text("payment_terms", 1000),
        moment("recorded_at"),
    )
    index("uq_annex_contract_id_kind_number", "annex", "contract_id", "kind", "number", unique=True)
    table(
        "contract_party",
        ref("contract_id", "contract", primary=True),
        ref("party_id", "party", primary=True),
        code("role", "guarantor", "payer", "consignee", "agent", "other", primary=True),
    )
    table(
        "custom_value",
        ref("contract_id", "contract", primary=True),
        text("field", 200, primary=True),
        text("value", 4000),
        text("sort_key", 200),
    )
    index("ix_custom_value_field_sort_key", "custom_value", "field", "sort_key", "contract_id")
    table(
        "decision",
        key(),
        ref("contract_id", "contract"),
        text("kind", 40),
        day("due_on"),
        code("choice", "renew", "renegotiate", "terminate", "lapse"),
        text("reason", 2000),
        text("proposed_by", 100),
        text("decided_by", 100),
        day("decided_on"),
        moment("decided_at", null=True),
        moment("revoked_at", null=True),
    )
    index("ix_decision_contract_id", "decision", "contract_id")
    index(
        "uq_decision_contract_id_due_on",
        "decision",
        "contract_id",
        "due_on",
        unique=True,
        where="decided_at IS NOT NULL AND revoked_at IS NULL",
    )
    table(
        "notice",
        key(),
        ref("contract_id", "contract"),
        code("by", "ours", "theirs"),
        code("kind", "non_renewal", "termination", "objection"),
        text("method", 20),
        day("sent_on", null=True),
        day("received_on", null=True),
        text("tracking_no", 100),
        text("proof", 500),
        moment("recorded_at"),
        text("recorded_by", 100),
        moment("revoked_at", null=True),
    )
    index("ix_notice_contract_id", "notice", "contract_id")
    table(
        "status_move",
        ref("contract_id", "contract", primary=True),
        whole("no", primary=True),
        code("status", "draft", "in_approval", "approved", "signing", "signed", "cancelled"),
        day("effective_on"),
        text("reason", 500),
        moment("recorded_at"),
        text("recorded_by", 100),
    )
    table(
        "suspension",
        key(),
        ref("contract_id", "contract"),
        day("from_on"),
        day("until_on"),
        text("reason", 500),
        moment("recorded_at"),
        text("recorded_by", 100),
    )
    index("ix_suspension_contract_id", "suspension", "contract_id")
    table(
        "termination",
        key(),
        ref("contract_id", "contract"),
        day("last_day"),
        text("ground", 500),
        moment("recorded_at"),
        text("recorded_by", 100),
        moment("revoked_at", null=True),
    )
    index("ix_termination_contract_id", "termination", "contract_id")
    table(
        "amendment_change",
        ref("amendment_id", "amendment", primary=True),
        ref("contract_id", "contract"),
        code(
            "condition",
            "last_day",
            "renewal",
            "renewal_length",
            "max_renewals",
            "notice",
            "notice_counts",
            "notice_methods",
            "asked_end",
            "amount",
            "payment_terms",
            "penalty",
            "party_details",
            "signatory",
            "text",
            primary=True,
        ),
        text("clause", 60, primary=True),
        document("value"),
        text("old_wording", 4000),
        text("new_wording", 4000),
        day("live_on", null=True),
    )
    index("uq_amendment_change_live", "amendment_change", "contract_id", "condition", "clause", "live_on", unique=True)
    table(
        "term",
        key(),
        ref("contract_id", "contract"),
        whole("no"),
        day("first_day"),
        day("last_day"),
        code("source", "initial", "automatic", "presumed", "amendment", "manual"),
        ref("amendment_id", "amendment", null=True),
        ref("voided_by_id", "amendment", null=True),
        moment("voided_at", null=True),
        moment("recorded_at"),
    )
    index("uq_term_contract_id_no", "term", "contract_id", "no", unique=True, where="voided_at IS NULL")


def downgrade() -> None:
    """Take it back."""
    drop(
        "term",
        "amendment_change",
        "termination",
        "suspension",
        "status_move",
        "notice",
        "decision",
        "custom_value",
        "contract_party",
        "annex",
        "amendment",
        "contract",
    )
