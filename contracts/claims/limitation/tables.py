"""What moved the limitation of charges, the paper it rests on, and what was taken back."""

from datetime import date, datetime

from sqlmodel import SQLModel

from contracts.claims.limitation.rules.limitation import LimitationGround
from contracts.kernel.database import naming
from contracts.kernel.database.types import code, key, minor, moment, ref, text


class LimitationEventRow(SQLModel, table=True, metadata=naming.metadata):
    """What moves the limitation of a charge: confirmed by a person, with its evidence (domain §9)."""

    __tablename__ = "limitation_event"

    id: int | None = key()
    charge_id: int = ref("charge", index=True)
    kind: str = code("acknowledged", "suspended", "agreed_longer")
    from_on: date
    until_on: date | None = None
    amount_minor: int | None = minor()
    basis: str = text(1000)
    file_sha: str = text(64)
    recorded_at: datetime = moment()
    recorded_by: str = text(100)


class LimitationPaperRow(SQLModel, table=True, metadata=naming.metadata):
    """What an event of limitation rests on: its ground, who signed for the debtor; ``length``: the period agreed."""

    __tablename__ = "limitation_paper"

    event_id: int = ref("limitation_event", primary=True)
    ground: str = code(*(each.value for each in LimitationGround))
    signed_by: str = text(300)
    length: str = text(20)


class LimitationUndoRow(SQLModel, table=True, metadata=naming.metadata):
    """An event of limitation that a person took back: it moves nothing any more."""

    __tablename__ = "limitation_undo"

    event_id: int = ref("limitation_event", primary=True)
    reason: str = text(1000)
    recorded_at: datetime = moment()
    recorded_by: str = text(100)
