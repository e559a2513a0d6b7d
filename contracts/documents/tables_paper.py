"""Numbers, files by content hash, and the documents made from them."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from contracts.kernel.database import naming
from contracts.kernel.database.types import Key, code, key, moment, text
from contracts.kernel.tables import SUBJECTS


class DocumentRow(SQLModel, table=True, metadata=naming.metadata):
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
