"""Which contract is meant: a number as people write it, narrowed by counterparty and company, or its key."""

from typing import Any, NamedTuple

from sqlalchemy import Connection, Row

from contracts.kernel.context import Call
from contracts.kernel.identity import number_key
from contracts.registry.queries import contracts
from contracts.registry.queries.contracts import NoSuchContract
from contracts.registry.queries.visibility import may_see, visible


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
        shown = visible(call, contracts.KEY)
        id = contracts.find(conn, wanted.number, counterparty=wanted.counterparty, company=wanted.company, shown=shown)
    if not may_see(conn, call, id):
        raise NoSuchContract("There is no contract with the number {number}.", number=wanted.number)
    return id


def shown_number(row: "Row[Any]") -> str:
    """The number a contract is shown and found by: that on paper, the register number where the paper bears none."""
    return str(row.number if number_key(row.number) else row.register_no)
