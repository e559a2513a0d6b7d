"""The outbox: messages that wait, are sent, or were given up; append-only."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from contracts.kernel.database import naming
from contracts.kernel.database.types import code, document, key, maybe_moment, maybe_ref, moment, text


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
