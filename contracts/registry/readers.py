"""A confidential contract is shown to its owner, to auditors, and to the readers named for it (domain §11)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from contracts.kernel.context import Call, Context, Work
from contracts.kernel.database.engine import reading
from contracts.kernel.refusal import Refusal
from contracts.kernel.unit_of_work import needs, writing
from contracts.people.queries import people
from contracts.registry.lookup import LockedContract, Which, find_contract, lock_contract, shown_number
from contracts.registry.queries import visibility
from contracts.registry.queries.visibility import ContractReader
from contracts.registry.registry import contract_subject


class ReaderRefused(Refusal):
    """The person cannot become a reader, or is none."""

    code = "reader"


@dataclass(frozen=True, slots=True)
class ContractReaders:
    """Who a contract is shown to beside its owner and auditors; one that is not confidential is shown to everybody."""

    contract: str
    is_confidential: bool
    readers: tuple[ContractReader, ...]


@needs("contracts.read")
def list_readers(ctx: Context, call: Call, which: Which | str) -> ContractReaders:
    """The named readers of a contract the caller may see."""
    with reading(ctx.engine) as conn:
        row = find_contract(conn, call, which)
        return ContractReaders(shown_number(row), row.is_confidential, tuple(visibility.readers_of(conn, row.id)))


@needs("contracts.register")
def change_readers(
    ctx: Context, call: Call, which: Which | str, *, add: Sequence[str] = (), remove: Sequence[str] = ()
) -> ContractReaders:
    """Show a confidential contract to these people too, and to those no more.

    Raises :class:`ReaderRefused` for a contract that is not confidential, a person who sees it already, or does not.
    """
    with writing(ctx, call) as work:
        contract = lock_contract(work, which)
        for text in add:
            _add(work, contract, people.find(work.conn, text))
        for text in remove:
            _remove(work, contract, people.find(work.conn, text))
        readers = tuple(visibility.readers_of(work.conn, contract.id))
        work.commit()
    return ContractReaders(contract.number, contract.row.is_confidential, readers)


def _add(work: Work, contract: LockedContract, person: Any) -> None:
    facts = {"person": person.name, "number": contract.number}
    if not contract.row.is_confidential:
        raise ReaderRefused(
            "Contract {number} is shown to everybody: make it confidential first, "
            "`contracts contract edit {number} --confidential`.",
            number=contract.number,
        )
    if not person.is_active:
        raise ReaderRefused("{person} has left and can read nothing.", person=person.name)
    readers = [each.login for each in visibility.readers_of(work.conn, contract.id)]
    if person.id == contract.row.owner_id or person.login in readers:
        raise ReaderRefused("{person} sees contract {number} already.", **facts)
    visibility.add_reader(work.conn, contract.id, person.id, work.call)
    work.note(contract_subject(contract.id), "add_reader", {"after": {"reader": person.login}})


def _remove(work: Work, contract: LockedContract, person: Any) -> None:
    if not visibility.remove_reader(work.conn, contract.id, person.id):
        raise ReaderRefused(
            "{person} is none of the readers of contract {number}.", person=person.name, number=contract.number
        )
    work.note(contract_subject(contract.id), "remove_reader", {"before": {"reader": person.login}})
