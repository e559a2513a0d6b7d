"""Templates companies installed, with their versions."""

from contracts.kernel.database.migrations.frozen import big, drop, index, key, moment, table, text, whole

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add what this revision brings."""
    table(
        "template",
        key(),
        whole("version"),
        text("kind", 40),
        text("language", 5),
        big("own_company_id"),
        text("type", 40),
        text("sha256", 64),
        text("file_name", 300),
        moment("installed_at"),
        text("installed_by", 100),
        moment("retired_at", null=True),
    )
    index("uq_template_kind", "template", "kind", "language", "own_company_id", "type", "version", unique=True)


def downgrade() -> None:
    """Take it back."""
    drop("template")
