"""The contract and its append-only facts: status moves, suspensions, termination, terms, notices, decisions."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from contracts.kernel.database import naming
from contracts.kernel.database.types import (
    Key,
    code,
    document,
    index_where,
    key,
    maybe_code,
    maybe_moment,
    maybe_ref,
    minor,
    moment,
    ref,
    text,
)
from contracts.kernel.money import Money
from contracts.kernel.tables import DEADLINE_KINDS, SUBJECTS
from contracts.registry.rules.contract import Choice, EndRule, NoticeCounts, NoticeKind, Renewal, Side, Status

#: The status in force is the newest move; a Code column holds exactly these.
STATUSES = tuple(each.value for each in Status)


class ContractRow(SQLModel, table=True, metadata=naming.metadata):
    """What was first agreed; amendments and later facts stand in tables of their own."""

    __tablename__ = "contract"
    __table_args__ = (
        Index("uq_contract_own_company_id_register_no", "own_company_id", "register_no", unique=True),
        Index("uq_contract_import_key", "import_key", unique=True),
        Index(
            "ix_contract_confidential",
            "id",
            sqlite_where=sql("is_confidential IS 1"),
            postgresql_where=sql("is_confidential IS TRUE"),
        ),
    )

    id: int = key()
    version: int = 1
    own_company_id: int = ref("party")
    counterparty_id: int = ref("party", index=True)
    register_no: str = text(60)
    void_reason: str = text(500)
    number: str = text(120)
    number_key: str = text(120, index=True)
    their_number: str = text(120)
    import_key: str = text(64)
    title: str = text(500)
    subject: str = text(2000)
    goods: str = text(1000)
    services: str = text(1000)
    works: str = text(1000)
    payment_for: str = text(500)
    vat_ground: str = text(500)
    type: str = text(40)
    note: str = text(4000)
    is_confidential: bool = False
    owner_id: int | None = maybe_ref("person", index=True)
    department_id: int | None = maybe_ref("department")
    framework_id: int | None = maybe_ref("contract")
    country: str = text(2, default="UA")
    languages: str = text(20, default="uk")
    prevailing_language: str = text(5)
    dated_on: date | None = None
    signed_by_us_on: date | None = None
    signed_by_them_on: date | None = None
    concluded_on: date | None = None
    first_day: date | None = None
    length: str | None = Field(default=None, max_length=12)
    last_day: date | None = None
    end_rule: str = code(*(each.value for each in EndRule), default=EndRule.DAY_BEFORE.value)
    renewal: str | None = maybe_code(*(each.value for each in Renewal))
    renewal_length: str | None = Field(default=None, max_length=12)
    max_renewals: int | None = None
    notice: str | None = Field(default=None, max_length=12)
    notice_counts: str = code(*(each.value for each in NoticeCounts), default=NoticeCounts.RECEIVED.value)
    notice_methods: list[str] | None = document()
    asked_end: date | None = None
    amount_minor: int | None = minor()
    currency: str | None = Field(default=None, max_length=3)
    payment_terms: str = text(1000)
    penalty: str = text(100)
    payment_words: str = text(2000)
    penalty_words: str = text(2000)
    clauses: dict[str, str] | None = document()
    presumed_before: date | None = None
    alive_confirmed_on: date | None = None
    closed_on: date | None = None
    closed_reason: str = text(500)
    #: The business day of the register on which it was entered.
    registered_on: date | None = None
    recorded_at: datetime = moment()

    @property
    def amount(self) -> Money | None:
        """The sum agreed, if one is known."""
        return Money(self.amount_minor, self.currency) if self.amount_minor is not None and self.currency else None


class ContractPartyRow(SQLModel, table=True, metadata=naming.metadata):
    """Another party of a contract by role; the own and the main counterparty stand in the contract itself."""

    __tablename__ = "contract_party"

    contract_id: int = ref("contract", primary=True)
    party_id: int = ref("party", primary=True)
    role: str = code("guarantor", "payer", "consignee", "agent", "other", primary_key=True)


class ContractReaderRow(SQLModel, table=True, metadata=naming.metadata):
    """Somebody a confidential contract is shown to, beside its owner."""

    __tablename__ = "contract_reader"

    contract_id: int = ref("contract", primary=True)
    person_id: int = ref("person", primary=True, index=True)
    added_at: datetime = moment()
    added_by: str = text(100)


class CustomValueRow(SQLModel, table=True, metadata=naming.metadata):
    """A field the register had and the program does not know."""

    __tablename__ = "custom_value"
    __table_args__ = (Index("ix_custom_value_field_sort_key", "field", "sort_key", "contract_id"),)

    contract_id: int = ref("contract", primary=True)
    field: str = text(200, primary_key=True)
    value: str = text(4000)
    sort_key: str = text(200)


class StatusMoveRow(SQLModel, table=True, metadata=naming.metadata):
    """A status from a day on."""

    __tablename__ = "status_move"

    contract_id: int = ref("contract", primary=True)
    no: int = Field(primary_key=True)
    status: str = code(*STATUSES)
    effective_on: date
    reason: str = text(500)
    recorded_at: datetime = moment()
    recorded_by: str = text(100)


class SuspensionRow(SQLModel, table=True, metadata=naming.metadata):
    """Days on which a contract is suspended; ``until_on`` is the first day after."""

    __tablename__ = "suspension"

    id: int = key()
    contract_id: int = ref("contract", index=True)
    from_on: date
    until_on: date
    reason: str = text(500)
    recorded_at: datetime = moment()
    recorded_by: str = text(100)


class TerminationRow(SQLModel, table=True, metadata=naming.metadata):
    """The last day of effect of a terminated contract; a revoked one is kept."""

    __tablename__ = "termination"

    id: int = key()
    contract_id: int = ref("contract", index=True)
    last_day: date
    ground: str = text(500)
    recorded_at: datetime = moment()
    recorded_by: str = text(100)
    revoked_at: datetime | None = maybe_moment()


class TermRow(SQLModel, table=True, metadata=naming.metadata):
    """A term that has become final, or was set by hand; a voided row is kept."""

    __tablename__ = "term"
    __table_args__ = (
        index_where("uq_term_contract_id_no", "contract_id", "no", where="voided_at IS NULL", unique=True),
    )

    id: int = key()
    contract_id: int = ref("contract")
    no: int
    first_day: date
    last_day: date
    source: str = code("initial", "automatic", "presumed", "amendment", "manual")
    amendment_id: int | None = maybe_ref("amendment")
    voided_by_id: int | None = maybe_ref("amendment")
    voided_at: datetime | None = maybe_moment()
    recorded_at: datetime = moment()


class NoticeRow(SQLModel, table=True, metadata=naming.metadata):
    """A notice, ours or theirs, with the days that prove it."""

    __tablename__ = "notice"

    id: int = key()
    contract_id: int = ref("contract", index=True)
    by: str = code(*(each.value for each in Side))
    kind: str = code(*(each.value for each in NoticeKind))
    method: str = text(20)
    sent_on: date | None = None
    received_on: date | None = None
    tracking_no: str = text(100)
    proof: str = text(500)
    recorded_at: datetime = moment()
    recorded_by: str = text(100)
    revoked_at: datetime | None = maybe_moment()


class DecisionRow(SQLModel, table=True, metadata=naming.metadata):
    """What the manager decided at a deadline; one stands at a time, revoked ones are kept."""

    __tablename__ = "decision"
    __table_args__ = (
        index_where(
            "uq_decision_contract_id_due_on_kind",
            "contract_id",
            "due_on",
            "kind",
            where="decided_at IS NOT NULL AND revoked_at IS NULL",
            unique=True,
        ),
    )

    id: int = key()
    contract_id: int = ref("contract", index=True)
    kind: str = text(40)
    due_on: date
    choice: str = code(*(each.value for each in Choice))
    reason: str = text(2000)
    proposed_by: str = text(100)
    decided_by: str = text(100)
    decided_on: date
    decided_at: datetime | None = maybe_moment()
    revoked_at: datetime | None = maybe_moment()


class AcknowledgementRow(SQLModel, table=True, metadata=naming.metadata):
    """Somebody took note: silences the tiers up to ``tier_on``, closes nothing."""

    __tablename__ = "acknowledgement"

    kind: str = code(*DEADLINE_KINDS, primary_key=True)
    subject_kind: str = code(*SUBJECTS, primary_key=True)
    subject_id: int = Field(primary_key=True, sa_type=Key)
    due_on: date = Field(primary_key=True)
    tier_on: date = Field(primary_key=True)
    person_id: int = ref("person", primary=True)
    at: datetime = moment()
