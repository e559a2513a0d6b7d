"""Which contract is meant: a number as people write it, narrowed by counterparty and company, or its key."""

from typing import Any, NamedTuple

from sqlalchemy import Connection, Row

from contracts.kernel.context import Call
from contracts.kernel.identity import number_key
from contracts.registry.queries import contracts
from contracts.registry.queries.contracts import NoSuchContract


class Which(NamedTuple):
    """A register number, or a number on paper if exactly one contract has it; or the key a page already knows."""

    number: str
    counterparty: str | None = None
    company: str | None = None
    id: int | None = None


def find(conn: Connection, call: Call, which: "Which | str") -> int:
    """The key of the contract meant.

    Raises :class:`NoSuchContract` naming the candidates; a confidential contract is not there for those it is not
    shown to (domain §11).
    """
    wanted = Which(which) if isinstance(which, str) else which
    id = wanted.id
    if id is None:
        id = contracts.find(conn, wanted.number, counterparty=wanted.counterparty, company=wanted.company)
    if not may_see(call, contracts.row_of(conn, id)):
        raise NoSuchContract("There is no contract with the number {number}.", number=wanted.number)
    return id


def may_see(call: Call, row: "Row[Any]") -> bool:
    """Whether a contract (a row with ``is_confidential`` and ``owner_id``) is shown to the caller."""
    return not row.is_confidential or sees_all(call) or (call.person_id is not None and row.owner_id == call.person_id)


def sees_all(call: Call) -> bool:
    """Whether confidential contracts of everybody are shown to the caller."""
    return call.rights is None or "audit.read" in call.rights


def shown_number(row: "Row[Any]") -> str:
    """The number a contract is shown and found by: that on paper, the register number where the paper bears none."""
    return str(row.number if number_key(row.number) else row.register_no)
