"""The contract meant: a number as people write it, narrowed by counterparty and company, or its key."""

from typing import NamedTuple

from sqlalchemy import Connection

from contracts.kernel import identity
from contracts.kernel.context import Call, Work
from contracts.registry.derivation import locked_facts
from contracts.registry.queries import contracts
from contracts.registry.queries.visibility import visible
from contracts.registry.rules.contract import ContractFacts
from contracts.registry.tables.contract import ContractRow


class Which(NamedTuple):
    """A register number, or a number on paper if exactly one contract has it; or the key a page already knows."""

    number: str
    counterparty: str | None = None
    company: str | None = None
    id: int | None = None


def find_contract(conn: Connection, call: Call, which: Which | str) -> ContractRow:
    """The contract meant, read once.

    Raises :class:`NoSuchContract` naming the candidates; a confidential contract is not there for those it is not
    shown to (domain §11).
    """
    ref = Which(which) if isinstance(which, str) else which
    shown = visible(call, contracts.KEY)
    if ref.id is not None:
        return contracts.by_key(conn, ref.id, shown)
    return contracts.find(conn, ref.number, counterparty=ref.counterparty, company=ref.company, shown=shown)


def find(conn: Connection, call: Call, which: Which | str) -> int:
    """The key of the contract meant, as :func:`find_contract` finds it."""
    return find_contract(conn, call, which).id


class LockedContract(NamedTuple):
    """A contract that nobody else changes until the transaction ends: its row and its facts."""

    row: ContractRow
    facts: ContractFacts

    @property
    def id(self) -> int:
        """Its key."""
        return self.row.id

    @property
    def number(self) -> str:
        """The number it is shown by."""
        return shown_number(self.row)


def lock_contract(work: Work, which: Which | str, *, version: int | None = None) -> LockedContract:
    """The contract meant, its row locked; raises ``StaleVersion`` where somebody saved another version."""
    id = find(work.conn, work.call, which)
    known = locked_facts(work, id, version=version)
    return LockedContract(contracts.row_of(work.conn, id), known)


def shown_number(row: ContractRow) -> str:
    """The number a contract is shown and found by."""
    return identity.shown_number(row.number, row.register_no)
