"""What became of a letter of the ladder: how it left the house, and whether it was delivered, returned or refused."""

from datetime import date, datetime

from sqlmodel import SQLModel

from contracts.claims.dunning.rules.ladder import DeliveryOutcome
from contracts.kernel.database import naming
from contracts.kernel.database.types import code, key, maybe_ref, moment, ref, text


class DunningSendingRow(SQLModel, table=True, metadata=naming.metadata):
    """A reminder that left the house: as a mail of the outbox, or as a letter in a file (no ``message_id``).

    ``answer_by`` is the day the letter itself names.
    """

    __tablename__ = "dunning_sending"

    letter_id: int = ref("dunning_letter", primary=True)
    channel: str = text(20)
    sent_on: date
    answer_by: date
    document_id: int | None = maybe_ref("document")
    message_id: int | None = maybe_ref("message", index=True)


class DunningOutcomeRow(SQLModel, table=True, metadata=naming.metadata):
    """What a person recorded of a letter's delivery; the newest row holds."""

    __tablename__ = "dunning_outcome"

    id: int | None = key()
    letter_id: int = ref("dunning_letter", index=True)
    outcome: str = code(*(each.value for each in DeliveryOutcome))
    on: date
    how: str = text(500)
    recorded_at: datetime = moment()
    recorded_by: str = text(100)
