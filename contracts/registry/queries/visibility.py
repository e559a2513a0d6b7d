"""Which contracts are shown to a caller: a confidential one to its owner, its readers and auditors alone (§11)."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, delete, insert, or_, select
from sqlalchemy.orm import aliased

from contracts.kernel.context import Call
from contracts.kernel.database.tables import table_of
from contracts.kernel.identity import alphabetical
from contracts.people.queries import people
from contracts.people.tables import PersonRow
from contracts.registry.tables.contract import ContractReaderRow, ContractRow

_C, _R, _P = table_of(ContractRow), table_of(ContractReaderRow), table_of(PersonRow)
_H = aliased(_C, name="hidden")


def visible(call: Call, contract_id: ColumnElement[Any]) -> list[ColumnElement[bool]]:
    """The condition a query adds for rows that belong to a contract, or to none; nothing for those who see all.

    ``contract_id`` is the column with the contract's key.
    """
    if call.sees_all:
        return []
    person_id = call.person_id or 0
    read = select(_R.c.contract_id).where(_R.c.person_id == person_id)
    hidden = select(_H.c.id).where(
        _H.c.is_confidential.is_(True), _H.c.owner_id.is_distinct_from(person_id), _H.c.id.not_in(read)
    )
    return [or_(contract_id.is_(None), contract_id.not_in(hidden))]


def may_see(conn: Connection, call: Call, contract_id: int | None) -> bool:
    """Whether what belongs to this contract is shown to the caller."""
    if contract_id is None or call.sees_all:
        return True
    return conn.execute(select(_C.c.id).where(_C.c.id == contract_id, *visible(call, _C.c.id))).first() is not None


class ContractReader(NamedTuple):
    """Somebody a confidential contract is shown to."""

    login: str
    name: str


def readers_of(conn: Connection, contract_id: int) -> list[ContractReader]:
    """The people a confidential contract is shown to beside its owner, by name."""
    query = select(_P.c.login, _P.c.name).join(_R, _R.c.person_id == _P.c.id).where(_R.c.contract_id == contract_id)
    readers = [ContractReader(*row) for row in conn.execute(query)]
    return sorted(readers, key=lambda reader: (alphabetical(reader.name), reader.login))


def confidential(conn: Connection) -> dict[int, frozenset[int]]:
    """Who is named to see each confidential contract: its owner and its readers, by contract."""
    found: dict[int, set[int]] = {}
    query = select(_C.c.id, _C.c.owner_id, _R.c.person_id).outerjoin(_R, _R.c.contract_id == _C.c.id)
    for id, owner, reader in conn.execute(query.where(_C.c.is_confidential.is_(True))):
        found.setdefault(id, set()).update({owner, reader} - {None})
    return {id: frozenset(people) for id, people in found.items()}


def shown_to(conn: Connection) -> Mapping[int, frozenset[int]]:
    """Everybody who may see each confidential contract: those named, and those who see all; by contract."""
    named = confidential(conn)
    if not named:
        return {}
    seeing_all = people.seeing_all(conn)
    return {id: each | seeing_all for id, each in named.items()}


def add_reader(conn: Connection, contract_id: int, person_id: int, call: Call) -> None:
    """Show a confidential contract to a person too, who is none of its readers yet."""
    row = {"contract_id": contract_id, "person_id": person_id, "added_at": call.at, "added_by": call.login}
    conn.execute(insert(_R).values(**row))


def remove_reader(conn: Connection, contract_id: int, person_id: int) -> bool:
    """Show it to the person no more; whether it was shown before."""
    mine = _R.c.contract_id == contract_id, _R.c.person_id == person_id
    return bool(conn.execute(delete(_R).where(*mine)).rowcount)
