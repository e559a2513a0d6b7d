"""Parties, people, files, numbers, and what the installation knows about itself."""

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

revision = "0001"
down_revision = None

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


def upgrade() -> None:
    """Add what this revision brings."""
    table(
        "audit_event",
        big("seq", primary=True),
        moment("at"),
        big("person_id", null=True),
        text("login", 100),
        text("face", 20),
        text("request_id", 200),
        text("what", 60),
        code("subject_kind", *SUBJECTS),
        big("subject_id"),
        whole("version", null=True),
        text("salt", 32),
        document("payload"),
        text("payload_hash", 64),
        text("previous_hash", 64),
        text("hash", 64),
    )
    index("ix_audit_event_subject", "audit_event", "subject_kind", "subject_id", "seq")
    table("audit_head", big("id", primary=True), big("seq"), text("hash", 64))
    table("counter", text("scope", 100, primary=True), whole("year", primary=True), whole("last_no"))
    table(
        "department",
        key(),
        text("name", 200),
        ref("parent_id", "department", null=True),
        big("manager_id", null=True),
        unique("name"),
    )
    table(
        "document",
        key(),
        text("kind", 40),
        text("number", 120),
        code("subject_kind", *SUBJECTS),
        big("subject_id"),
        text("template_sha", 64),
        text("context_sha", 64),
        text("parts_sha", 64),
        text("file_sha", 64),
        day("as_of"),
        moment("made_at"),
        text("made_by", 100),
    )
    index("ix_document_subject_kind_subject_id", "document", "subject_kind", "subject_id")
    table(
        "file",
        text("sha256", 64, primary=True),
        whole("size"),
        text("media_type", 200),
        moment("stored_at"),
        moment("erased_at", null=True),
    )
    table(
        "inflection",
        code("subject_kind", "party", "authority", "person", primary=True),
        whole("subject_id", primary=True),
        text("field", 40, primary=True),
        text("language", 5, primary=True),
        text("grammatical_case", 20, primary=True),
        text("base", 500),
        text("wording", 500),
        code("source", "guess", "person"),
    )
    table("meta", text("name", 60, primary=True), text("value", 2000))
    table(
        "party",
        key(),
        whole("version"),
        flag("is_own"),
        code("kind", "company", "sole_trader", "person", "state"),
        text("name", 500),
        text("short_name", 500),
        text("name_key", 500),
        text("country", 2),
        text("code", 40, null=True),
        text("vat_code", 40, null=True),
        text("address", 1000),
        text("post_address", 1000),
        text("email", 320),
        text("phone", 100),
        text("tax_status", 500),
        text("language", 5),
        ref("merged_into_id", "party", null=True),
        moment("erased_at", null=True),
    )
    index("ix_party_name_key", "party", "name_key")
    index("uq_party_country_code", "party", "country", "code", unique=True)
    table(
        "authority",
        key(),
        ref("party_id", "party"),
        text("person_name", 300),
        text("position", 300),
        text("basis", 300),
        text("document_no", 100),
        minor("limit_minor"),
        text("currency", 3, null=True),
        day("from_on"),
        day("until_on"),
    )
    index("ix_authority_party_id", "authority", "party_id")
    index("ix_authority_until_on", "authority", "until_on")
    table(
        "party_account",
        key(),
        ref("party_id", "party"),
        text("account", 64),
        text("bank", 300),
        text("currency", 3),
        day("from_on"),
        day("until_on"),
    )
    index("ix_party_account_account", "party_account", "account")
    index("uq_party_account_party_id_account", "party_account", "party_id", "account", unique=True)
    table(
        "person",
        key(),
        whole("version"),
        text("login", 100),
        text("name", 300),
        text("position", 300),
        text("email", 320),
        text("phone", 100),
        text("language", 5),
        ref("department_id", "department", null=True),
        flag("is_active"),
        moment("erased_at", null=True),
        unique("login"),
    )
    table(
        "absence",
        key(),
        ref("person_id", "person"),
        day("from_on"),
        day("until_on"),
        ref("deputy_id", "person"),
        ref("named_by_id", "person", null=True),
        moment("cancelled_at", null=True),
    )
    index("ix_absence_person_id_until_on", "absence", "person_id", "until_on")
    table(
        "person_role",
        ref("person_id", "person", primary=True),
        text("role", 40, primary=True),
        code("scope", "all", "department", "own", primary=True),
        ref("department_id", "department", null=True),
    )


def downgrade() -> None:
    """Take it back."""
    drop(
        "person_role",
        "absence",
        "person",
        "party_account",
        "authority",
        "party",
        "meta",
        "inflection",
        "file",
        "document",
        "department",
        "counter",
        "audit_head",
        "audit_event",
    )
