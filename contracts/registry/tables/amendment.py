"""Supplementary agreements with what they change, and annexes (specifications, orders, price lists)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from contracts.kernel.database import naming
from contracts.kernel.database.types import code, document, key, maybe_moment, minor, moment, ref, text
from contracts.kernel.money import Money
from contracts.registry.rules.conditions import AMENDABLE


class AmendmentRow(SQLModel, table=True, metadata=naming.metadata):
    """A supplementary agreement; a draft until signed."""

    __tablename__ = "amendment"
    __table_args__ = (Index("uq_amendment_contract_id_no", "contract_id", "no", unique=True),)

    id: int = key()
    version: int = 1
    contract_id: int = ref("contract")
    no: int
    number: str = text(120)
    title: str = text(500)
    signed_on: date | None = None
    effective_on: date
    rationale: str = text(2000)
    withdrawn_at: datetime | None = maybe_moment()
    recorded_at: datetime = moment()


class AmendmentChangeRow(SQLModel, table=True, metadata=naming.metadata):
    """One condition changed: old wording → new wording, and the value the rules use.

    ``live_on`` is the effective day once signed: two signed changes of one condition from one day cannot stand.
    """

    __tablename__ = "amendment_change"
    __table_args__ = (Index("uq_amendment_change_live", "contract_id", "condition", "clause", "live_on", unique=True),)

    amendment_id: int = ref("amendment", primary=True)
    contract_id: int = ref("contract")
    condition: str = code(*AMENDABLE, primary_key=True)
    clause: str = text(60, primary_key=True)
    value: Any = document()
    old_wording: str = text(4000)
    new_wording: str = text(4000)
    live_on: date | None = None


class AnnexRow(SQLModel, table=True, metadata=naming.metadata):
    """A specification, order, price list or schedule; what it does not say is inherited from the contract."""

    __tablename__ = "annex"
    __table_args__ = (Index("uq_annex_contract_id_kind_number", "contract_id", "kind", "number", unique=True),)

    id: int = key()
    version: int = 1
    contract_id: int = ref("contract")
    kind: str = code("specification", "order", "price_list", "schedule", "other")
    number: str = text(120)
    title: str = text(500)
    signed_on: date | None = None
    first_day: date | None = None
    last_day: date | None = None
    amount_minor: int | None = minor()
    currency: str | None = Field(default=None, max_length=3)
    payment_terms: str = text(1000)
    recorded_at: datetime = moment()

    @property
    def amount(self) -> Money | None:
        """The sum agreed, if one is known."""
        return Money(self.amount_minor, self.currency) if self.amount_minor is not None and self.currency else None
