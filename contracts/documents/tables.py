"""Documents that were made or attached, and the templates a company installed: each installation is a version."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from contracts.kernel.database import naming
from contracts.kernel.database.types import Key, code, key, maybe_moment, moment, ref, text
from contracts.kernel.tables import SUBJECTS


class DocumentRow(SQLModel, table=True, metadata=naming.metadata):
    """A document that was made: the template and the context that give the same bytes again."""

    __tablename__ = "document"
    __table_args__ = (Index("ix_document_subject_kind_subject_id", "subject_kind", "subject_id"),)

    id: int = key()
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


class OutgoingLetterRow(SQLModel, table=True, metadata=naming.metadata):
    """A letter that goes out: one register of a company, in which no two of a day bear one number."""

    __tablename__ = "outgoing_letter"
    __table_args__ = (Index("uq_outgoing_letter_number", "own_company_id", "dated_on", "number", unique=True),)

    id: int = key()
    own_company_id: int = ref("party")
    number: str = text(120)
    dated_on: date
    kind: str = text(40)
    addressee: str = text(500)
    document_id: int = ref("document")


class TemplateRow(SQLModel, table=True, metadata=naming.metadata):
    """A Word template of a kind and language; ``own_company_id`` 0 and ``type`` '' stand for any."""

    __tablename__ = "template"
    __table_args__ = (Index("uq_template_kind", "kind", "language", "own_company_id", "type", "version", unique=True),)

    id: int = key()
    version: int
    kind: str = text(40)
    language: str = text(5)
    own_company_id: int = Field(default=0, sa_type=Key)
    type: str = text(40)
    sha256: str = text(64)
    file_name: str = text(300)
    installed_at: datetime = moment()
    installed_by: str = text(100)
    retired_at: datetime | None = maybe_moment()
