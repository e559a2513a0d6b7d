"""Who owns which contracts, and how they pass to another person."""

from collections.abc import Sequence

from sqlalchemy import Connection, func, or_, select, update

from contracts.kernel.context import Call
from contracts.kernel.database.rows import chunks, rows_in
from contracts.kernel.database.tables import table_of
from contracts.registry.queries.visibility import visible
from contracts.registry.tables.contract import ContractRow

_C = table_of(ContractRow)


def owned(conn: Connection, person_id: int) -> list[int]:
    """Contracts a person runs that are not closed."""
    query = select(_C.c.id).where(_C.c.owner_id == person_id, _C.c.closed_on.is_(None)).order_by(_C.c.id)
    return list(conn.execute(query).scalars())


def shown(conn: Connection, call: Call, ids: Sequence[int]) -> list[int]:
    """Those of these contracts the caller may see."""
    query = select(_C.c.id).where(*visible(call, _C.c.id)).order_by(_C.c.id)
    return [row.id for row in rows_in(conn, query, _C.c.id, ids)]


def owned_count(conn: Connection) -> dict[int, int]:
    """How many contracts that are not closed each person runs."""
    query = select(_C.c.owner_id, func.count()).where(_C.c.closed_on.is_(None), _C.c.owner_id.is_not(None))
    return {int(id): int(count) for id, count in conn.execute(query.group_by(_C.c.owner_id))}


def hand_over(conn: Connection, ids: list[int], owner_id: int) -> None:
    """Give contracts to another person; their versions move, as a person changed them."""
    for chunk in chunks(ids):
        conn.execute(update(_C).where(_C.c.id.in_(chunk)).values(owner_id=owner_id, version=_C.c.version + 1))


def contracts_of(conn: Connection, party_id: int) -> list[int]:
    """The contracts a party is a main side of."""
    query = select(_C.c.id).where(or_(_C.c.counterparty_id == party_id, _C.c.own_company_id == party_id))
    return list(conn.execute(query.order_by(_C.c.id)).scalars())
