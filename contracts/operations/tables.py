"""The rules in force, numbered by their fingerprint."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from contracts.kernel.database import naming
from contracts.kernel.database.types import document, moment, text


class RulesetRow(SQLModel, table=True, metadata=naming.metadata):
    """The rules a derived row was made by: says later why a date moved without a hand."""

    __tablename__ = "ruleset"

    no: int = Field(primary_key=True)
    fingerprint: str = text(64, unique=True)
    parts: Any = document(nullable=False)
    adopted_at: datetime = moment()
