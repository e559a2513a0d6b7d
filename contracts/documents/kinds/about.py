"""What a kind of paper is made from: the contract on a day, the charge or annex meant, the facts a person gave."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from contracts.documents.contexts.common import TermFacts
from contracts.documents.contexts.party import PartyFacts
from contracts.documents.given_values import read_given
from contracts.kernel.calendar import shift_forward
from contracts.kernel.context import Call, Context
from contracts.people.tables import PersonRow
from contracts.registry.queries.facts import load
from contracts.registry.rules.contract import ContractFacts

#: Which ledger a side pays into: what they owe us is receivable, what we owe is payable.
RECEIVABLE, PAYABLE = "receivable", "payable"


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the ledger: an act, a note, an invoice, with a row for each part of its sum."""

    kind: str
    number: str
    issued_on: date
    direction: str
    currency: str
    minor: int
    rows: tuple[Row[Any], ...]


@dataclass(frozen=True, slots=True)
class Basis:
    """What a paper rests on beside the contract: a document of the ledger, an annex, a person, or nothing."""

    document: Document | None = None
    annex: Row[Any] | None = None
    person: PersonRow | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """The facts a person gave: ``values`` by dotted name (``--set``), ``data`` as records (``--facts``)."""

    values: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)

    def said(self, name: str, currency: str = "UAH") -> Any:
        """A fact by its name, read by its type; ``None`` where nobody gave it."""
        if name in self.values:
            return read_given(name, self.values[name], currency)
        found: Any = self.data
        for part in name.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
        return found


@dataclass(frozen=True, slots=True)
class About:
    """A contract on a day: its row, facts and running term, the language of the paper, the parties."""

    conn: Connection
    ctx: Context
    call: Call
    row: Row[Any]
    term: TermFacts
    language: str
    own: PartyFacts = PartyFacts("")
    counterparty: PartyFacts = PartyFacts("")
    own_side: str = ""
    paper_number: str = ""
    basis: Basis = Basis()
    given: Given = Given()

    @property
    def facts(self) -> ContractFacts:
        """The facts of the contract."""
        return load(self.conn, [self.row.id])[self.row.id]

    @property
    def is_ukrainian(self) -> bool:
        """Whether the paper speaks Ukrainian; others speak English."""
        return self.language == "uk"

    def within(self, days: int, start: date | None = None) -> date:
        """The working day on which so many days have passed since ``start`` (today)."""
        calendar = self.ctx.rules.calendar(self.row.country)
        return shift_forward((start or self.call.as_of) + timedelta(days=days), calendar)
