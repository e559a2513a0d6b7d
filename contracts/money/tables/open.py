"""What is open of charges and left of payments: derived rows, rewritten in the transaction that changes them."""

from datetime import date

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from contracts.kernel.database import naming
from contracts.kernel.database.types import Key, code, ref, sum_minor, text
from contracts.money.tables.ledger import DIRECTIONS


class ChargeOpenRow(SQLModel, table=True, metadata=naming.metadata):
    """What is open of a charge; no row: nothing."""

    __tablename__ = "charge_open"
    __table_args__ = (
        Index(
            "ix_charge_open_ageing",
            "direction",
            "counterparty_id",
            "currency",
            "due_on",
            "issued_on",
            "own_company_id",
            "open_minor",
        ),
        Index("ix_charge_open_due_on", "due_on"),
        Index("ix_charge_open_contract_id", "contract_id"),
    )

    charge_id: int = ref("charge", primary=True)
    contract_id: int | None = Field(default=None, sa_type=Key, nullable=True)
    own_company_id: int = Field(sa_type=Key)
    counterparty_id: int = Field(sa_type=Key)
    direction: str = code(*DIRECTIONS)
    issued_on: date
    due_on: date
    currency: str = text(3)
    open_minor: int = sum_minor()


class PaymentRestRow(SQLModel, table=True, metadata=naming.metadata):
    """What is left of a payment: an advance where the payer is known, unmatched money where not; no row: nothing."""

    __tablename__ = "payment_rest"
    __table_args__ = (Index("ix_payment_rest_counterparty_id", "counterparty_id", "contract_id"),)

    payment_id: int = ref("payment", primary=True)
    own_company_id: int = Field(sa_type=Key)
    counterparty_id: int | None = Field(default=None, sa_type=Key, nullable=True)
    contract_id: int | None = Field(default=None, sa_type=Key, nullable=True)
    is_incoming: bool
    paid_on: date
    currency: str = text(3)
    rest_minor: int = sum_minor()
