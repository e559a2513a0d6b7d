"""The register's own rates: entered by a person with their source, above the shipped tables."""

from datetime import date, datetime

from sqlmodel import SQLModel

from contracts.kernel.database import naming
from contracts.kernel.database.types import code, key, maybe_moment, moment, text


class OwnRateRow(SQLModel, table=True, metadata=naming.metadata):
    """``value`` from the day ``on``, or nothing changed until ``on``; ``since_on``: the last day sure before it."""

    __tablename__ = "own_rate"

    id: int | None = key()
    table_code: str = text(40, index=True)
    kind: str = code("value", "confirmed")
    since_on: date
    on: date
    value: str = text(40)
    source: str = text(300)
    recorded_at: datetime = moment()
    recorded_by: str = text(100)
    undone_at: datetime | None = maybe_moment()
    undone_by: str = text(100)
