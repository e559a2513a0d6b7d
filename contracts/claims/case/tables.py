"""Claims with their moves, terms, items and frozen rows."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from contracts.claims.case.rules.claim import ClaimDirection, ClaimStatus, ClaimSubject
from contracts.kernel.database import naming
from contracts.kernel.database.types import (
    Key,
    code,
    document,
    index_where,
    key,
    maybe_ref,
    minor,
    moment,
    ref,
    sum_minor,
    text,
)


class ClaimRow(SQLModel, table=True, metadata=naming.metadata):
    """A demand of ours or theirs; its status is the newest move. ``dated_on`` is the date on the page of theirs."""

    __tablename__ = "claim"
    __table_args__ = (
        Index("uq_claim_number", "own_company_id", "direction", "counterparty_id", "number", unique=True),
    )

    id: int | None = key()
    version: int = 1
    own_company_id: int = ref("party")
    counterparty_id: int = ref("party", index=True)
    contract_id: int | None = maybe_ref("contract", index=True)
    direction: str = code(*(each.value for each in ClaimDirection))
    subject: str = code(*(each.value for each in ClaimSubject))
    number: str = text(120)
    as_of: date
    currency: str = text(3)
    law: str = text(2)
    language: str = text(5)
    answer_days: int
    answer_by: date | None = None
    claimed_minor: int | None = minor()
    document_id: int | None = maybe_ref("document")
    note: str = text(2000)
    recorded_at: datetime = moment()
    recorded_by: str = text(100)
    dated_on: date | None = None


class ClaimMoveRow(SQLModel, table=True, metadata=naming.metadata):
    """A claim has a status from a day on; ``amount_minor`` is the sum the move speaks of, such as what was accepted."""

    __tablename__ = "claim_move"

    claim_id: int = ref("claim", primary=True)
    no: int = Field(primary_key=True)
    status: str = code(*(each.value for each in ClaimStatus))
    on: date
    method: str = text(20)
    tracking_no: str = text(100)
    reason: str = text(1000)
    file_sha: str = text(64)
    recorded_at: datetime = moment()
    recorded_by: str = text(100)
    amount_minor: int | None = minor()


class ClaimTermsRow(SQLModel, table=True, metadata=naming.metadata):
    """What an outgoing claim is calculated by, from its draft on; ``penalties`` pairs contracts with their clause.

    ``due_on`` is the day an advance was to be returned by, where the contract or an earlier demand says so; ``given``
    are facts of the letter given by hand.
    """

    __tablename__ = "claim_terms"

    claim_id: int = ref("claim", primary=True)
    interest_rate: str = text(60)
    answer: str = text(20)
    with_settled: bool
    beyond: str = code("refuse", "stop", "last_known")
    inflation: str = code("tranche", "chain")
    penalties: list[list[int | str]] = document(nullable=False)
    due_on: date | None = None
    given: dict[str, str] | None = document()


class ClaimItemRow(SQLModel, table=True, metadata=naming.metadata):
    """A charge (or a payment: an advance to return) claimed, with what was open of it when it was calculated.

    ``open_…`` repeats its key while the claim is open: no debt stands in two open claims.
    """

    __tablename__ = "claim_item"
    __table_args__ = (
        Index("uq_claim_item_open_charge_id", "open_charge_id", unique=True),
        Index("uq_claim_item_open_payment_id", "open_payment_id", unique=True),
    )

    claim_id: int = ref("claim", primary=True)
    no: int = Field(primary_key=True)
    charge_id: int | None = maybe_ref("charge", index=True)
    payment_id: int | None = maybe_ref("payment", index=True)
    principal_minor: int = sum_minor()
    open_charge_id: int | None = Field(default=None, sa_type=Key, nullable=True)
    open_payment_id: int | None = Field(default=None, sa_type=Key, nullable=True)


class ClaimInterestRow(SQLModel, table=True, metadata=naming.metadata):
    """One row of the calculation as frozen at approval; ``rate`` is a decimal text, per cent a year."""

    __tablename__ = "claim_row"

    claim_id: int = ref("claim", primary=True)
    no: int = Field(primary_key=True)
    item_no: int
    kind: str = text(20)
    from_on: date | None = None
    to_on: date | None = None
    days: int
    principal_minor: int = sum_minor()
    rate: str = text(60)
    year_days: int
    amount_minor: int = sum_minor()
    rule: str = text(200)


class ClaimLetterRow(SQLModel, table=True, metadata=naming.metadata):
    """The claim letter of a debt given by hand: known, so that no second one demands it, until another replaces it."""

    __tablename__ = "claim_letter"
    __table_args__ = (
        index_where(
            "uq_claim_letter_debt",
            *("contract_id", "currency", "due_on", "document_key"),
            where="replaced_on IS NULL",
            unique=True,
        ),
    )

    id: int | None = key()
    contract_id: int = ref("contract")
    number: str = text(120)
    as_of: date
    currency: str = text(3)
    due_on: date
    principal_minor: int = sum_minor()
    document: str = text(300)
    document_key: str = text(300)
    document_id: int | None = maybe_ref("document")
    replaced_on: date | None = None
    replaced_by: str = text(100)
    recorded_at: datetime = moment()
    recorded_by: str = text(100)


class PaymentAsideRow(SQLModel, table=True, metadata=naming.metadata):
    """Money that waits to be matched and that, as a person said, belongs to no demand."""

    __tablename__ = "payment_aside"

    payment_id: int = ref("payment", primary=True)
    reason: str = text(1000)
    recorded_at: datetime = moment()
    recorded_by: str = text(100)
