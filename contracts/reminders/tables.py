"""What the house decided, sent and printed: append-only, never recomputed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from contracts.kernel.database import naming
from contracts.kernel.database.types import Key, code, document, key, maybe_moment, maybe_ref, moment, ref, text
from contracts.kernel.tables import DEADLINE_KINDS, SUBJECTS


class ReminderRow(SQLModel, table=True, metadata=naming.metadata):
    """One line of one person's digest; the unique key decides who told it."""

    __tablename__ = "reminder"
    __table_args__ = (
        Index(
            "uq_reminder_key",
            "kind",
            "subject_kind",
            "subject_id",
            "due_on",
            "tier_on",
            "recipient_id",
            unique=True,
        ),
    )

    id: int | None = key()
    kind: str = code(*DEADLINE_KINDS)
    subject_kind: str = code(*SUBJECTS)
    subject_id: int = Field(sa_type=Key)
    due_on: date
    tier: str = text(20)
    tier_on: date
    recipient_id: int = ref("person")
    in_place_of_id: int | None = maybe_ref("person")
    business_date: date
    message_id: int = ref("message", index=True)


class MessageRow(SQLModel, table=True, metadata=naming.metadata):
    """A message of the outbox; its text is made when it is sent."""

    __tablename__ = "message"
    __table_args__ = (
        Index(
            "ix_message_next_attempt_at",
            "next_attempt_at",
            sqlite_where=sql("state IN ('queued', 'sending')"),
            postgresql_where=sql("state IN ('queued', 'sending')"),
        ),
        Index(
            "ix_message_recipient_id_queued",
            "recipient_id",
            sqlite_where=sql("state = 'queued'"),
            postgresql_where=sql("state = 'queued'"),
        ),
    )

    id: int | None = key()
    dedup_key: str = text(200, unique=True)
    message_header_id: str = text(300)
    channel: str = code("email", default="email")
    recipient_id: int | None = maybe_ref("person")
    address: str = text(320)
    language: str = text(5)
    state: str = code("queued", "sending", "sent", "failed", "superseded")
    superseded_by_id: int | None = maybe_ref("message")
    is_uncertain: bool = False
    content: Any = document(nullable=False)
    attempts: int = 0
    next_attempt_at: datetime = moment()
    leased_until: datetime | None = maybe_moment()
    leased_by: str | None = Field(default=None, max_length=200)
    server_said: str = text(1000)
    created_at: datetime = moment()
    sent_at: datetime | None = maybe_moment()


class AcknowledgementRow(SQLModel, table=True, metadata=naming.metadata):
    """Somebody took note: silences the tiers up to ``tier_on``, closes nothing."""

    __tablename__ = "acknowledgement"

    kind: str = code(*DEADLINE_KINDS, primary_key=True)
    subject_kind: str = code(*SUBJECTS, primary_key=True)
    subject_id: int = Field(primary_key=True, sa_type=Key)
    due_on: date = Field(primary_key=True)
    tier_on: date = Field(primary_key=True)
    person_id: int = ref("person", primary=True)
    at: datetime = moment()


class JobRunRow(SQLModel, table=True, metadata=naming.metadata):
    """A run of a job for a business day, or a missed day that another run covered."""

    __tablename__ = "job_run"

    job: str = text(40, primary_key=True)
    business_date: date = Field(primary_key=True)
    state: str = code("started", "done", "covered")
    covered_by: date | None = None
    attempt: int
    started_at: datetime = moment()
    finished_at: datetime | None = maybe_moment()
    host: str = text(200)
    counts: Any = document()
    error: str | None = Field(default=None, max_length=2000)
