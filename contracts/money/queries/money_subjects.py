"""What the deadlines of the ledger follow from, loaded for sets of charges, payments, holds and claims."""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Connection, Row, select

from contracts.claims.case.tables import ClaimMoveRow, ClaimRow
from contracts.kernel.database.tables import table_of
from contracts.money.queries.ledger import chunks
from contracts.money.tables.ledger import ChargeRow, HoldRow, PaymentRow
from contracts.money.tables.open import ChargeOpenRow, PaymentRestRow
from contracts.registry.tables.contract import ContractRow

_C, _O, _K = table_of(ChargeRow), table_of(ChargeOpenRow), table_of(ContractRow)
_H, _P, _R = table_of(HoldRow), table_of(PaymentRow), table_of(PaymentRestRow)
_Q, _M = table_of(ClaimRow), table_of(ClaimMoveRow)


def countries_and_owners(conn: Connection, contract_ids: Collection[int]) -> dict[int, tuple[str, int | None]]:
    """Country and owner by contract."""
    found: dict[int, tuple[str, int | None]] = {}
    for chunk in chunks(contract_ids):
        query = select(_K.c.id, _K.c.country, _K.c.owner_id).where(_K.c.id.in_(chunk))
        found.update({row.id: (row.country, row.owner_id) for row in conn.execute(query)})
    return found


def holds(conn: Connection, ids: Collection[int]) -> list[Row[Any]]:
    """Holds that nobody lifted, with the contract of their charge."""
    query = select(_H, _C.c.contract_id).outerjoin(_C, _C.c.id == _H.c.charge_id).where(_H.c.lifted_on.is_(None))
    return [row for chunk in chunks(ids) for row in conn.execute(query.where(_H.c.id.in_(chunk)))]


def advances_paid(conn: Connection, ids: Collection[int]) -> list[Row[Any]]:
    """What is left of money we paid to a known party."""
    query = select(_R).where(_R.c.is_incoming.is_(False), _R.c.counterparty_id.is_not(None))
    return [row for chunk in chunks(ids) for row in conn.execute(query.where(_R.c.payment_id.in_(chunk)))]


def claims(conn: Connection, ids: Collection[int]) -> list[Row[Any]]:
    """Claims by key."""
    return [row for chunk in chunks(ids) for row in conn.execute(select(_Q).where(_Q.c.id.in_(chunk)))]


def claim_moves(conn: Connection, ids: Collection[int]) -> dict[int, list[Row[Any]]]:
    """The moves of each claim in the order of recording."""
    found: dict[int, list[Row[Any]]] = {}
    for chunk in chunks(ids):
        for row in conn.execute(select(_M).where(_M.c.claim_id.in_(chunk)).order_by(_M.c.claim_id, _M.c.no)):
            found.setdefault(row.claim_id, []).append(row)
    return found


def of_contracts(conn: Connection, contract_ids: Collection[int]) -> tuple[list[int], list[int], list[int], list[int]]:
    """Charges with something open, payments with a rest, holds and claims of these contracts."""
    found: tuple[list[int], list[int], list[int], list[int]] = ([], [], [], [])
    for chunk in chunks(contract_ids):
        queries = (
            select(_O.c.charge_id).where(_O.c.contract_id.in_(chunk)),
            select(_R.c.payment_id).where(_R.c.contract_id.in_(chunk)),
            select(_H.c.id).join(_C, _C.c.id == _H.c.charge_id).where(_C.c.contract_id.in_(chunk)),
            select(_Q.c.id).where(_Q.c.contract_id.in_(chunk)),
        )
        for into, query in zip(found, queries, strict=True):
            into.extend(conn.execute(query).scalars())
    return found


def everything(conn: Connection) -> Iterator[tuple[list[int], list[int], list[int], list[int]]]:
    """All charges, payments, holds and claims, in batches, for the doctor."""
    for place, table in enumerate((_C, _P, _H, _Q)):
        for chunk in chunks(list(conn.execute(select(table.c.id)).scalars())):
            batch: tuple[list[int], list[int], list[int], list[int]] = ([], [], [], [])
            batch[place].extend(chunk)
            yield batch
