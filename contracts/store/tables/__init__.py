"""Every table by noun; names of constraints follow one convention, codes and lengths are checked on both engines."""

from typing import Any

from sqlalchemy import CheckConstraint, String, Table
from sqlmodel import AutoString, SQLModel

from contracts.store.tables.amendment import Amendment, AmendmentChange, Annex
from contracts.store.tables.claims import (
    Claim,
    ClaimItem,
    ClaimMove,
    ClaimRow,
    ClaimTerms,
    DunningLetter,
    DunningRun,
    DunningStep,
)
from contracts.store.tables.contract import (
    Contract,
    ContractParty,
    CustomValue,
    Decision,
    Notice,
    StatusMove,
    Suspension,
    Term,
    Termination,
)
from contracts.store.tables.currency import CurrencyClause, CurrencyRate
from contracts.store.tables.derived import Deadline, Fault, PhaseSpan, Register
from contracts.store.tables.dunning import DunningOutcome, DunningSending
from contracts.store.tables.kernel import AuditEvent, AuditHead, Counter, File, Meta
from contracts.store.tables.limitation import LimitationEvent, LimitationPaper, LimitationUndo
from contracts.store.tables.log import Acknowledgement, JobRun, Message, Reminder
from contracts.store.tables.money import (
    Adjustment,
    Allocation,
    Assignment,
    Charge,
    ChargeItem,
    DueChange,
    Hold,
    Payment,
    Statement,
)
from contracts.store.tables.naming import metadata
from contracts.store.tables.open import ChargeOpen, PaymentRest
from contracts.store.tables.paper import Document
from contracts.store.tables.party import Authority, Inflection, Insolvency, Party, PartyAccount
from contracts.store.tables.people import Absence, Department, Person, PersonRole
from contracts.store.tables.ruleset import Ruleset
from contracts.store.tables.template import Template
from contracts.store.types import Code

__all__ = [
    "Absence",
    "Acknowledgement",
    "Adjustment",
    "Allocation",
    "Amendment",
    "AmendmentChange",
    "Annex",
    "Assignment",
    "AuditEvent",
    "AuditHead",
    "Authority",
    "Charge",
    "ChargeItem",
    "ChargeOpen",
    "Claim",
    "ClaimItem",
    "ClaimMove",
    "ClaimRow",
    "ClaimTerms",
    "Contract",
    "ContractParty",
    "Counter",
    "CurrencyClause",
    "CurrencyRate",
    "CustomValue",
    "Deadline",
    "Decision",
    "Department",
    "Document",
    "DueChange",
    "DunningLetter",
    "DunningOutcome",
    "DunningRun",
    "DunningSending",
    "DunningStep",
    "Fault",
    "File",
    "Hold",
    "Inflection",
    "Insolvency",
    "JobRun",
    "LimitationEvent",
    "LimitationPaper",
    "LimitationUndo",
    "Message",
    "Meta",
    "Notice",
    "Party",
    "PartyAccount",
    "Payment",
    "PaymentRest",
    "Person",
    "PersonRole",
    "PhaseSpan",
    "Register",
    "Reminder",
    "Ruleset",
    "Statement",
    "StatusMove",
    "Suspension",
    "Template",
    "Term",
    "Termination",
    "metadata",
    "table_of",
]


def table_of(model: type[SQLModel]) -> Table:
    """The table of a model, for set queries."""
    return metadata.tables[str(model.__tablename__)]


def _check_codes_and_lengths() -> None:
    for table in metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, Code):
                allowed = ", ".join(f"'{each}'" for each in column.type.allowed)
                table.append_constraint(CheckConstraint(f"{column.name} IN ({allowed})", name=f"{column.name}_code"))
            elif isinstance(column.type, String | AutoString) and (longest := _length(column.type)):
                rule = f"length({column.name}) <= {longest}"
                table.append_constraint(CheckConstraint(rule, name=f"{column.name}_length"))


def _length(kind: String | AutoString) -> int | None:
    """SQLModel's own text type keeps the length on what it wraps."""
    plain: Any = kind if isinstance(kind, String) else kind.impl
    return None if plain.length is None else int(plain.length)


_check_codes_and_lengths()
