"""What follows from the facts, and the log of what was told."""

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
    unique,
    whole,
)

revision = "0003"
down_revision = "0002"

SUBJECTS = (
    "contract",
    "amendment",
    "annex",
    "notice",
    "decision",
    "party",
    "person",
    "absence",
    "message",
    "document",
    "ruleset",
    "import",
    "authority",
    "template",
    "file",
    "charge",
    "payment",
    "statement",
    "hold",
    "claim",
    "paper",
    "obligation",
)
DEADLINES = (
    "renewal_decision",
    "post_notice",
    "sign_amendment",
    "expiry",
    "signature",
    "confirm_alive",
    "late_notice",
    "payment_due",
    "act_not_returned",
    "advance_open",
    "hold_review",
    "dunning_step",
    "claim_answer",
    "limitation",
)
PHASES = (
    "draft",
    "in_approval",
    "approved",
    "signing",
    "cancelled",
    "terminated",
    "incomplete",
    "upcoming",
    "suspended",
    "expired",
    "notice_window",
    "expiring",
    "in_force",
)


def upgrade() -> None:
    """Add what this revision brings."""
    table(
        "deadline",
        code("kind", *DEADLINES, primary=True),
        code("subject_kind", *SUBJECTS, primary=True),
        big("subject_id", primary=True),
        day("due_on", primary=True),
        big("contract_id", null=True),
        big("owner_id", null=True),
        day("act_by"),
        day("check_on"),
        document("why"),
        day("closed_on", null=True),
    )
    index("ix_deadline_act_by", "deadline", "act_by")
    index("ix_deadline_check_on", "deadline", "check_on", where="closed_on IS NULL")
    index("ix_deadline_contract_id", "deadline", "contract_id")
    index("ix_deadline_owner_id_act_by", "deadline", "owner_id", "act_by")
    table(
        "fault",
        code("subject_kind", *SUBJECTS, primary=True),
        big("subject_id", primary=True),
        text("code", 60),
        text("sentence", 2000),
        day("since_on"),
    )
    table(
        "job_run",
        text("job", 40, primary=True),
        day("business_date", primary=True),
        code("state", "started", "done", "covered"),
        day("covered_by", null=True),
        whole("attempt"),
        moment("started_at"),
        moment("finished_at", null=True),
        text("host", 200),
        document("counts"),
        text("error", 2000, null=True),
    )
    table(
        "ruleset",
        whole("no", primary=True),
        text("fingerprint", 64),
        document("parts", null=False),
        moment("adopted_at"),
        unique("fingerprint"),
    )
    table(
        "acknowledgement",
        code("kind", *DEADLINES, primary=True),
        code("subject_kind", *SUBJECTS, primary=True),
        big("subject_id", primary=True),
        day("due_on", primary=True),
        day("tier_on", primary=True),
        ref("person_id", "person", primary=True),
        moment("at"),
    )
    table(
        "message",
        key(),
        text("dedup_key", 200),
        text("message_header_id", 300),
        code("channel", "email"),
        ref("recipient_id", "person", null=True),
        text("address", 320),
        text("language", 5),
        code("state", "queued", "sending", "sent", "failed", "superseded"),
        ref("superseded_by_id", "message", null=True),
        flag("is_uncertain"),
        document("content", null=False),
        whole("attempts"),
        moment("next_attempt_at"),
        moment("leased_until", null=True),
        text("leased_by", 200, null=True),
        text("server_said", 1000),
        moment("created_at"),
        moment("sent_at", null=True),
        unique("dedup_key"),
    )
    index("ix_message_next_attempt_at", "message", "next_attempt_at", where="state IN ('queued', 'sending')")
    index("ix_message_recipient_id_queued", "message", "recipient_id", where="state = 'queued'")
    table(
        "phase_span",
        ref("contract_id", "contract", primary=True),
        day("from_on", primary=True),
        day("until_on"),
        code("phase", *PHASES),
    )
    index("ix_phase_span_phase", "phase_span", "phase", "until_on", "from_on", "contract_id")
    table(
        "register",
        ref("contract_id", "contract", primary=True),
        big("own_company_id"),
        big("counterparty_id"),
        text("number", 120),
        text("title", 500),
        text("counterparty_name", 500),
        big("owner_id", null=True),
        big("department_id", null=True),
        flag("is_confidential"),
        minor("amount_minor"),
        text("currency", 3, null=True),
        whole("term_no", null=True),
        day("first_day", null=True),
        day("last_day", null=True),
        day("notice_deadline", null=True),
        day("post_by", null=True),
        code("phase", *PHASES),
        day("phase_from"),
        day("phase_until"),
        document("missing"),
        text("search_text", 2000),
        day("derived_until"),
        whole("rules_no"),
    )
    index("ix_register_derived_until", "register", "derived_until")
    index("ix_register_last_day", "register", "last_day", "contract_id")
    index("ix_register_number", "register", "number", "contract_id")
    index("ix_register_owner", "register", "owner_id", "last_day", "contract_id")
    index("ix_register_phase", "register", "phase", "last_day", "contract_id", "phase_from", "phase_until")
    index("ix_register_phase_until", "register", "phase_until")
    index("ix_register_post_by", "register", "post_by", "contract_id")
    index("ix_register_rules_no", "register", "rules_no")
    table(
        "reminder",
        key(),
        code("kind", *DEADLINES),
        code("subject_kind", *SUBJECTS),
        big("subject_id"),
        day("due_on"),
        text("tier", 20),
        day("tier_on"),
        ref("recipient_id", "person"),
        ref("in_place_of_id", "person", null=True),
        day("business_date"),
        ref("message_id", "message"),
    )
    index("ix_reminder_message_id", "reminder", "message_id")
    index(
        "uq_reminder_key",
        "reminder",
        "kind",
        "subject_kind",
        "subject_id",
        "due_on",
        "tier_on",
        "recipient_id",
        unique=True,
    )


def downgrade() -> None:
    """Take it back."""
    drop("reminder", "register", "phase_span", "message", "acknowledgement", "ruleset", "job_run", "fault", "deadline")
