"""Runs of the ladder, their letters, how these left and what became of them, and the levels charges reached."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import SQLModel

from contracts.claims.dunning.rules.ladder import DeliveryOutcome
from contracts.kernel.database import naming
from contracts.kernel.database.types import code, document, key, maybe_ref, moment, ref, text


class DunningRunRow(SQLModel, table=True, metadata=naming.metadata):
    """One run of the ladder at a controlling day: drafted, looked through by a person, sent."""

    __tablename__ = "dunning_run"

    id: int | None = key()
    own_company_id: int = ref("party")
    on: date
    state: str = code("draft", "sent", "discarded")
    recorded_at: datetime = moment()
    recorded_by: str = text(100)


class DunningLetterRow(SQLModel, table=True, metadata=naming.metadata):
    """What a run would send one debtor, and what a person decided about it."""

    __tablename__ = "dunning_letter"
    __table_args__ = (Index("uq_dunning_letter_run_id_counterparty_id", "run_id", "counterparty_id", unique=True),)

    id: int | None = key()
    run_id: int = ref("dunning_run")
    counterparty_id: int = ref("party")
    level: int
    state: str = code("proposed", "approved", "excluded", "sent")
    rising: list[list[int]] = document()
    listed: list[int] = document()
    skip: str = text(30)
    reason: str = text(1000)
    claim_id: int | None = maybe_ref("claim")


class DunningStepRow(SQLModel, table=True, metadata=naming.metadata):
    """A level a charge has reached, by a letter; it may be taken again where a letter never left."""

    __tablename__ = "dunning_step"
    __table_args__ = (Index("uq_dunning_step_letter", "charge_id", "level", "letter_id", unique=True),)

    id: int | None = key()
    charge_id: int = ref("charge")
    letter_id: int | None = maybe_ref("dunning_letter", index=True)
    level: int
    channel: str = text(20)
    sent_on: date
    answer_by: date
    delivered_on: date | None = None
    reason: str = text(1000)
    recorded_at: datetime = moment()
    recorded_by: str = text(100)


class DunningSendingRow(SQLModel, table=True, metadata=naming.metadata):
    """A reminder that left: as a mail of the outbox, or as a letter in a file (no ``message_id``).

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
