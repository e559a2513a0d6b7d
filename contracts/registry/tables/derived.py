"""Rows that follow from the facts, with the day until which they are right; losing them costs nothing."""

from datetime import date
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from contracts.kernel.database import naming
from contracts.kernel.database.types import Key, code, document, index_where, minor, ref, text
from contracts.kernel.deadline import DeadlineKind
from contracts.kernel.tables import SUBJECTS
from contracts.registry.rules.contract import Phase

PHASES = tuple(each.value for each in Phase)


class RegisterRow(SQLModel, table=True, metadata=naming.metadata):
    """What the list shows of a contract: right where phase_from ≤ day < phase_until and day < derived_until.

    ``number`` is what people call it by: the number on paper, or the register number of one without.
    """

    __tablename__ = "register"
    __table_args__ = (
        Index("ix_register_phase", "phase", "last_day", "contract_id", "phase_from", "phase_until"),
        Index("ix_register_phase_from", "phase_from"),
        Index("ix_register_phase_until", "phase_until"),
        Index("ix_register_derived_until", "derived_until"),
        Index("ix_register_rules_no", "rules_no"),
        Index("ix_register_last_day", "last_day", "contract_id"),
        Index("ix_register_post_by", "post_by", "contract_id"),
        Index("ix_register_number", "number", "contract_id"),
        Index("ix_register_owner", "owner_id", "last_day", "contract_id"),
    )

    contract_id: int = ref("contract", primary=True)
    own_company_id: int = Field(sa_type=Key)
    counterparty_id: int = Field(sa_type=Key)
    number: str = text(120)
    title: str = text(500)
    counterparty_name: str = text(500)
    owner_id: int | None = Field(default=None, sa_type=Key, nullable=True)
    department_id: int | None = Field(default=None, sa_type=Key, nullable=True)
    is_confidential: bool = False
    amount_minor: int | None = minor()
    currency: str | None = Field(default=None, max_length=3)
    term_no: int | None = None
    first_day: date | None = None
    last_day: date | None = None
    notice_deadline: date | None = None
    post_by: date | None = None
    phase: str = code(*PHASES)
    phase_from: date
    phase_until: date
    missing: list[str] | None = document()
    search_text: str = text(2000)
    derived_until: date
    rules_no: int


class PhaseSpanRow(SQLModel, table=True, metadata=naming.metadata):
    """Days of one phase, for questions about another day than today."""

    __tablename__ = "phase_span"
    __table_args__ = (Index("ix_phase_span_phase", "phase", "until_on", "from_on", "contract_id"),)

    contract_id: int = ref("contract", primary=True)
    from_on: date = Field(primary_key=True)
    until_on: date
    phase: str = code(*PHASES)


class DeadlineRow(SQLModel, table=True, metadata=naming.metadata):
    """A derived deadline; ``check_on`` is the next day on which anything can change for it."""

    __tablename__ = "deadline"
    __table_args__ = (
        index_where("ix_deadline_check_on", "check_on", where="closed_on IS NULL"),
        Index("ix_deadline_owner_id_act_by", "owner_id", "act_by"),
        Index("ix_deadline_act_by", "act_by"),
    )

    kind: str = code(*(each.value for each in DeadlineKind), primary_key=True)
    subject_kind: str = code(*SUBJECTS, primary_key=True)
    subject_id: int = Field(primary_key=True, sa_type=Key)
    due_on: date = Field(primary_key=True)
    contract_id: int | None = Field(default=None, sa_type=Key, nullable=True, index=True)
    owner_id: int | None = Field(default=None, sa_type=Key, nullable=True)
    act_by: date
    check_on: date
    why: Any = document()
    closed_on: date | None = None


class FaultRow(SQLModel, table=True, metadata=naming.metadata):
    """What could not be derived; named in the digest, gone when it derives."""

    __tablename__ = "fault"

    subject_kind: str = code(*SUBJECTS, primary_key=True)
    subject_id: int = Field(primary_key=True, sa_type=Key)
    code: str = text(60)
    sentence: str = text(2000)
    since_on: date
