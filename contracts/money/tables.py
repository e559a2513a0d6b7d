"""The ledger, append-only; what is open of it, derived; currency clauses and dated rates (schema, Money)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from contracts.kernel.database import naming
from contracts.kernel.database.types import Key, code, document, key, maybe_ref, minor, moment, ref, sum_minor, text
from contracts.money.rules.currency_clause import RateDay
from contracts.money.rules.ledger import AdjustmentKind, Direction, DueForm, HoldKind, Successor
from contracts.money.rules.vat import Priced

#: What makes a part of a document one charge.
CHARGE_KEY = ("own_company_id", "counterparty_id", "direction", "kind", "number_key", "issued_on", "part_no")
DIRECTIONS = tuple(each.value for each in Direction)


class ChargeRow(SQLModel, table=True, metadata=naming.metadata):
    """A sum owed under a document, one row per part; ``due_on`` is 9999-12-31 while it is not known."""

    __tablename__ = "charge"
    __table_args__ = (
        Index("uq_charge_document", *CHARGE_KEY, unique=True),
        Index("ix_charge_contract_id_due_on", "contract_id", "due_on"),
        Index("ix_charge_counterparty_id_issued_on", "counterparty_id", "issued_on"),
    )

    id: int | None = key()
    own_company_id: int = ref("party")
    counterparty_id: int = ref("party")
    contract_id: int | None = maybe_ref("contract")
    annex_id: int | None = maybe_ref("annex")
    direction: str = code(*DIRECTIONS)
    kind: str = text(30)
    number: str = text(120)
    number_key: str = text(120)
    issued_on: date
    part_no: int = 1
    due_on: date
    due_form: str = code(*(each.value for each in DueForm))
    waits_for: str = text(40)
    terms: str = text(500)
    due_steps: Any = document()
    amount_minor: int = sum_minor()
    currency: str = text(3)
    vat_rate_bp: int | None = None
    vat_kind: str = code("unknown", "rate", "exempt", "none", default="unknown")
    note: str = text(1000)
    recorded_at: datetime = moment()
    recorded_by: str = text(100)


class ChargeItemRow(SQLModel, table=True, metadata=naming.metadata):
    """A line of a document, kept with its first part; quantity and unit price in millionths, the sums as calculated."""

    __tablename__ = "charge_item"

    charge_id: int = ref("charge", primary=True)
    no: int = Field(primary_key=True)
    name: str = text(500)
    unit: str = text(40)
    quantity_micro: int = sum_minor()
    price_micro: int = sum_minor()
    priced: str = code(*(each.value for each in Priced))
    vat_rate_bp: int | None = None
    vat_ground: str = text(200)
    is_vat_payer: bool = True
    net_minor: int = sum_minor()
    vat_minor: int = sum_minor()
    gross_minor: int = sum_minor()


class DueChangeRow(SQLModel, table=True, metadata=naming.metadata):
    """A due day fixed by a person, or known since an event; the newest one holds."""

    __tablename__ = "due_change"

    charge_id: int = ref("charge", primary=True)
    no: int = Field(primary_key=True)
    due_on: date
    due_form: str = code(*(each.value for each in DueForm))
    due_steps: Any = document()
    reason: str = text(1000)
    recorded_at: datetime = moment()
    recorded_by: str = text(100)


class AdjustmentRow(SQLModel, table=True, metadata=naming.metadata):
    """A reduction of a charge without a payment; the two rows of an offset share ``pair_key``."""

    __tablename__ = "adjustment"
    __table_args__ = (
        Index("uq_adjustment_reverses_id", "reverses_id", unique=True),
        Index("ix_adjustment_charge_id_effective_on", "charge_id", "effective_on"),
        Index("ix_adjustment_effective_on", "effective_on"),
    )

    id: int | None = key()
    charge_id: int = ref("charge")
    kind: str = code(*(each.value for each in AdjustmentKind))
    number: str = text(120)
    amount_minor: int = sum_minor()
    effective_on: date
    reason: str = text(1000)
    pair_key: str = text(40)
    reverses_id: int | None = maybe_ref("adjustment")
    recorded_at: datetime = moment()
    recorded_by: str = text(100)


class AssignmentRow(SQLModel, table=True, metadata=naming.metadata):
    """Who took a debt over by an adjustment, and the charge it is owed under since; none where it left our books."""

    __tablename__ = "assignment"
    __table_args__ = (Index("ix_assignment_charge_id", "charge_id"),)

    adjustment_id: int = ref("adjustment", primary=True)
    party_id: int = ref("party")
    role: str = code(*(each.value for each in Successor))
    charge_id: int | None = maybe_ref("charge")


class StatementRow(SQLModel, table=True, metadata=naming.metadata):
    """A bank statement that was imported, by account and the hash of its file."""

    __tablename__ = "statement"
    __table_args__ = (Index("uq_statement_account_id_file_sha", "account_id", "file_sha", unique=True),)

    id: int | None = key()
    account_id: int = ref("party_account")
    file_sha: str = text(64)
    file_name: str = text(300)
    format: str = text(40)
    from_on: date | None = None
    to_on: date | None = None
    opening_minor: int | None = minor()
    closing_minor: int | None = minor()
    lines_count: int
    recorded_at: datetime = moment()
    recorded_by: str = text(100)


class PaymentRow(SQLModel, table=True, metadata=naming.metadata):
    """A line of a bank statement, or money entered by hand; who paid is added when it is known."""

    __tablename__ = "payment"
    __table_args__ = (
        Index("uq_payment_account_id_line_key", "account_id", "line_key", unique=True),
        Index("ix_payment_counterparty_id_paid_on", "counterparty_id", "paid_on"),
        Index("ix_payment_paid_on", "paid_on"),
    )

    id: int | None = key()
    statement_id: int | None = maybe_ref("statement", index=True)
    account_id: int = ref("party_account")
    own_company_id: int = ref("party")
    line_key: str = text(64)
    is_incoming: bool
    paid_on: date
    amount_minor: int = sum_minor()
    currency: str = text(3)
    other_name: str = text(500)
    other_code: str = text(40)
    other_account: str = text(64)
    other_bank: str = text(300)
    purpose: str = text(2000)
    purpose_seams: str = text(300)
    reference: str = text(120)
    document_no: str = text(120)
    counterparty_id: int | None = maybe_ref("party")
    contract_id: int | None = maybe_ref("contract", index=True)
    payer_sign: str = text(20)
    recorded_at: datetime = moment()
    recorded_by: str = text(100)


class AllocationRow(SQLModel, table=True, metadata=naming.metadata):
    """Money of a payment given to a charge, or back by an opposite payment; a negative row takes one back."""

    __tablename__ = "allocation"
    __table_args__ = (
        Index("uq_allocation_reverses_id", "reverses_id", unique=True),
        Index("ix_allocation_charge_id_effective_on", "charge_id", "effective_on"),
        Index("ix_allocation_payment_id", "payment_id"),
        Index("ix_allocation_other_payment_id", "other_payment_id"),
        Index("ix_allocation_effective_on", "effective_on"),
        Index("ix_allocation_batch", "batch"),
    )

    id: int | None = key()
    payment_id: int = ref("payment")
    charge_id: int | None = maybe_ref("charge")
    other_payment_id: int | None = maybe_ref("payment")
    covered_minor: int = sum_minor()
    covered_currency: str = text(3)
    paid_minor: int = sum_minor()
    effective_on: date
    sign: str = text(20)
    is_by_rule: bool = False
    rate: str = text(30)
    rate_source: str = text(60)
    rate_on: date | None = None
    reverses_id: int | None = maybe_ref("allocation")
    batch: int | None = None
    recorded_at: datetime = moment()
    recorded_by: str = text(100)


class HoldRow(SQLModel, table=True, metadata=naming.metadata):
    """Dunning of a charge, or of a debtor, stands still; ``until_on`` is the first day after, 9999-12-31: no end."""

    __tablename__ = "hold"

    id: int | None = key()
    charge_id: int | None = maybe_ref("charge", index=True)
    counterparty_id: int | None = maybe_ref("party", index=True)
    kind: str = code(*(each.value for each in HoldKind))
    from_on: date
    until_on: date
    reason: str = text(1000)
    lifted_on: date | None = None
    recorded_at: datetime = moment()
    recorded_by: str = text(100)


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


class CurrencyClauseRow(SQLModel, table=True, metadata=naming.metadata):
    """What a contract says of its currencies; edited by a person, with history in the audit."""

    __tablename__ = "currency_clause"

    contract_id: int = ref("contract", primary=True)
    price_currency: str = text(3)
    payment_currency: str = text(3)
    source: str = text(30)
    rate_day: str = code(*(each.value for each in RateDay))
    margin_bp: int = 0
    recorded_at: datetime = moment()
    recorded_by: str = text(100)


class CurrencyRateRow(SQLModel, table=True, metadata=naming.metadata):
    """What one unit of a currency costs in another, by a source from a day on; of several of a day the newest holds."""

    __tablename__ = "currency_rate"
    __table_args__ = (Index("ix_currency_rate_day", "price_currency", "payment_currency", "source", "on", "id"),)

    id: int | None = key()
    price_currency: str = text(3)
    payment_currency: str = text(3)
    source: str = text(30)
    on: date
    value: str = text(30)
    recorded_at: datetime = moment()
    recorded_by: str = text(100)
