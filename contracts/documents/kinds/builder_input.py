"""What a kind of document is made from: the contract on a day, the charge or annex meant, the facts a person gave."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from contracts.documents.contexts.common import DocumentFacts
from contracts.documents.contexts.party import place_of
from contracts.documents.overrides import Overrides
from contracts.kernel.calendar import shift_forward
from contracts.kernel.context import Call, Context
from contracts.kernel.money import Money
from contracts.money.queries.charges import ListedCharge
from contracts.people.tables import PersonRow
from contracts.registry.rules.contract import Conditions, ContractFacts
from contracts.registry.tables.amendment import AnnexRow
from contracts.registry.tables.contract import ContractRow

#: Which ledger a side pays into: what they owe us is receivable, what we owe is payable.
RECEIVABLE, PAYABLE = "receivable", "payable"


@dataclass(frozen=True, slots=True)
class LedgerDocument:
    """One document of the ledger: an act, a note, an invoice, with a row for each part of its sum."""

    kind: str
    number: str
    issued_on: date
    direction: str
    currency: str
    rows: tuple[ListedCharge, ...] = ()

    @property
    def amount(self) -> Money:
        """Its whole sum."""
        return Money(sum(each.amount_minor for each in self.rows), self.currency)


@dataclass(frozen=True, slots=True)
class DocumentBasis:
    """What a document rests on beside the contract: a document of the ledger, an annex, a person, or nothing."""

    document: LedgerDocument | None = None
    annex: AnnexRow | None = None
    person: PersonRow | None = None


@dataclass(frozen=True, slots=True)
class DocumentSpec:
    """The document meant: language and kind, our side (performer, customer, empty), its number.

    ``basis`` is the document, annex or person it is made of, ``overrides`` the facts a person gave.
    """

    language: str
    kind: str = ""
    own_side: str = ""
    number: str = ""
    basis: DocumentBasis = DocumentBasis()
    overrides: Overrides = Overrides()


@dataclass(frozen=True, slots=True)
class BuilderInput:
    """A contract on a day: its entry, its facts, all that every document says of it, and the document meant.

    ``left_out`` are charges a letter does not demand, as a claim demands them.
    """

    conn: Connection
    ctx: Context
    call: Call
    contract: ContractRow
    facts: ContractFacts
    common: DocumentFacts
    spec: DocumentSpec
    left_out: frozenset[int] = frozenset()

    @property
    def language(self) -> str:
        """The language of the document."""
        return self.spec.language

    @property
    def conditions(self) -> Conditions:
        """The conditions in force on the day."""
        return self.common.conditions

    @property
    def contract_id(self) -> int:
        """The key of the contract."""
        return self.contract.id

    @property
    def owner_id(self) -> int | None:
        """Who is responsible for the contract."""
        return self.contract.owner_id

    @property
    def person_id(self) -> int | None:
        """The person the document names."""
        return self.spec.basis.person.id if self.spec.basis.person is not None else None

    @property
    def place(self) -> Mapping[str, str]:
        """Our town, as a record of a document says its place; empty where our address names none."""
        place = place_of(self.common.own.address, self.language)
        return {"place": place} if place else {}

    def within(self, days: int, start: date | None = None) -> date:
        """The working day on which so many days have passed since ``start`` (today)."""
        calendar = self.ctx.rules.calendar(self.contract.country)
        return shift_forward((start or self.call.as_of) + timedelta(days=days), calendar)
