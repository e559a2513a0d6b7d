"""Templates a company installed: every installation is a version of its own, the newest is in force."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from contracts.kernel.database import naming
from contracts.kernel.database.types import Key, key, maybe_moment, moment, text


class TemplateRow(SQLModel, table=True, metadata=naming.metadata):
    """A Word template of a kind and language; ``own_company_id`` 0 and ``type`` '' stand for any."""

    __tablename__ = "template"
    __table_args__ = (Index("uq_template_kind", "kind", "language", "own_company_id", "type", "version", unique=True),)

    id: int | None = key()
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
