"""What the program decided, sent and printed: append-only, never recomputed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index
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
