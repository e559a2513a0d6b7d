"""Letters of the ladder keep how they left the house and what became of them; a counterparty may be insolvent.

A charge may take a level again where the letter before never left the house.
"""

from alembic import op

from contracts.kernel.database.migrations.frozen import code, day, drop, index, key, moment, ref, table, text

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Add what this revision brings."""
    table(
        "dunning_sending",
        ref("letter_id", "dunning_letter", primary=True),
        text("channel", 20),
        day("sent_on"),
        day("answer_by"),
        ref("document_id", "document", null=True),
        ref("message_id", "message", null=True),
    )
    index("ix_dunning_sending_message_id", "dunning_sending", "message_id")
    table(
        "dunning_outcome",
        key(),
        ref("letter_id", "dunning_letter"),
        code("outcome", "delivered", "returned", "refused"),
        day("on"),
        text("how", 500),
        moment("recorded_at"),
        text("recorded_by", 100),
    )
    index("ix_dunning_outcome_letter_id", "dunning_outcome", "letter_id")
    table(
        "insolvency",
        key(),
        ref("party_id", "party"),
        day("from_on"),
        text("source", 500),
        day("ended_on", null=True),
        text("ended_source", 500),
        moment("recorded_at"),
        text("recorded_by", 100),
    )
    index("ix_insolvency_party_id", "insolvency", "party_id")
    op.drop_index("uq_dunning_step_charge_id_level", "dunning_step")
    index("uq_dunning_step_letter", "dunning_step", "charge_id", "level", "letter_id", unique=True)


def downgrade() -> None:
    """Take it back: of two steps of a level the first stays."""
    op.execute(
        "DELETE FROM dunning_step WHERE EXISTS (SELECT 1 FROM dunning_step AS first WHERE first.charge_id ="
        " dunning_step.charge_id AND first.level = dunning_step.level AND first.id < dunning_step.id)"
    )
    op.drop_index("uq_dunning_step_letter", "dunning_step")
    index("uq_dunning_step_charge_id_level", "dunning_step", "charge_id", "level", unique=True)
    drop("insolvency", "dunning_outcome", "dunning_sending")
