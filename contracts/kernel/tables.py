"""What every subject writes to: the audit trail, files by their hash, yearly series, facts of the installation."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from contracts.kernel.database import naming
from contracts.kernel.database.types import Key, code, document, maybe_moment, moment, text
from contracts.kernel.deadline import DeadlineKind
from contracts.kernel.subject import SubjectKind

SUBJECTS = tuple(each.value for each in SubjectKind)

DEADLINE_KINDS = tuple(each.value for each in DeadlineKind)


class AuditEventRow(SQLModel, table=True, metadata=naming.metadata):
    """Who did what, when, through which face; chained by hash."""

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_subject", "subject_kind", "subject_id", "seq"),)

    seq: int = Field(primary_key=True, sa_type=Key)
    at: datetime = moment()
    person_id: int | None = Field(default=None, sa_type=Key, nullable=True)
    login: str = text(100)
    face: str = text(20)
    request_id: str = text(200)
    what: str = text(60)
    subject_kind: str = code(*SUBJECTS)
    subject_id: int = Field(sa_type=Key)
    version: int | None = None
    salt: str = text(32)
    payload: Any = document()
    payload_hash: str = text(64)
    previous_hash: str = text(64)
    hash: str = text(64)


class AuditHeadRow(SQLModel, table=True, metadata=naming.metadata):
    """The end of the chain: one row, locked last in every writing transaction."""

    __tablename__ = "audit_head"

    id: int = Field(primary_key=True, sa_type=Key)
    seq: int = Field(sa_type=Key)
    hash: str = text(64)


class MetaRow(SQLModel, table=True, metadata=naming.metadata):
    """Facts about the installation itself."""

    __tablename__ = "meta"

    name: str = text(60, primary_key=True)
    value: str = text(2000)


class CounterRow(SQLModel, table=True, metadata=naming.metadata):
    """The last number given in a series of a year."""

    __tablename__ = "counter"

    scope: str = text(100, primary_key=True)
    year: int = Field(primary_key=True)
    last_no: int


class FileRow(SQLModel, table=True, metadata=naming.metadata):
    """A file of the file store, by the hash of its bytes."""

    __tablename__ = "file"

    sha256: str = text(64, primary_key=True)
    size: int
    media_type: str = text(200)
    stored_at: datetime = moment()
    erased_at: datetime | None = maybe_moment()
