"""Numbers, files by content hash, and the documents made from them."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from contracts.store.tables import naming
from contracts.store.tables.derived import SUBJECTS
from contracts.store.types import Key, code, key, maybe_moment, moment, text


class Counter(SQLModel, table=True, metadata=naming.metadata):
    """The last number given in a series of a year."""

    __tablename__ = "counter"

    scope: str = text(100, primary_key=True)
    year: int = Field(primary_key=True)
    last_no: int


class File(SQLModel, table=True, metadata=naming.metadata):
    """A file of the file store, by the hash of its bytes."""

    __tablename__ = "file"

    sha256: str = text(64, primary_key=True)
    size: int
    media_type: str = text(200)
    stored_at: datetime = moment()
    erased_at: datetime | None = maybe_moment()


class Document(SQLModel, table=True, metadata=naming.metadata):
    """A document that was made: the template and the context that give the same bytes again."""

    __tablename__ = "document"
    __table_args__ = (Index("ix_document_subject_kind_subject_id", "subject_kind", "subject_id"),)

    id: int | None = key()
    kind: str = text(40)
    number: str = text(120)
    subject_kind: str = code(*SUBJECTS)
    subject_id: int = Field(sa_type=Key)
    template_sha: str = text(64)
    context_sha: str = text(64)
    parts_sha: str = text(64)
    file_sha: str = text(64)
    as_of: date
    made_at: datetime = moment()
    made_by: str = text(100)
