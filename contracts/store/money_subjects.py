"""What the deadlines of the ledger follow from, loaded for sets of charges, payments, holds and claims."""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Connection, Row, select

from contracts.store.rows import chunks, rows_in
from contracts.store.tables import (
    Charge,
    ChargeOpen,
    Claim,
    ClaimMove,
    Contract,
    Hold,
    Payment,
    PaymentRest,
    table_of,
)

_C, _O, _K = table_of(Charge), table_of(ChargeOpen), table_of(Contract)
_H, _P, _R = table_of(Hold), table_of(Payment), table_of(PaymentRest)
_Q, _M = table_of(Claim), table_of(ClaimMove)


def countries_and_owners(conn: Connection, contract_ids: Collection[int]) -> dict[int, tuple[str, int | None]]:
    """Country and owner by contract."""
    query = select(_K.c.id, _K.c.country, _K.c.owner_id)
    return {row.id: (row.country, row.owner_id) for row in rows_in(conn, query, _K.c.id, contract_ids)}


def holds(conn: Connection, ids: Collection[int]) -> list[Row[Any]]:
    """Holds that nobody lifted, with the contract of their charge."""
    query = select(_H, _C.c.contract_id).outerjoin(_C, _C.c.id == _H.c.charge_id).where(_H.c.lifted_on.is_(None))
    return list(rows_in(conn, query, _H.c.id, ids))


def advances_paid(conn: Connection, ids: Collection[int]) -> list[Row[Any]]:
    """What is left of money we paid to a known party."""
    query = select(_R).where(_R.c.is_incoming.is_(False), _R.c.counterparty_id.is_not(None))
    return list(rows_in(conn, query, _R.c.payment_id, ids))


def claims(conn: Connection, ids: Collection[int]) -> list[Row[Any]]:
    """Claims by key."""
    return list(rows_in(conn, select(_Q), _Q.c.id, ids))


def claim_moves(conn: Connection, ids: Collection[int]) -> dict[int, list[Row[Any]]]:
    """The moves of each claim in the order of recording."""
    found: dict[int, list[Row[Any]]] = {}
    for row in rows_in(conn, select(_M).order_by(_M.c.claim_id, _M.c.no), _M.c.claim_id, ids):
        found.setdefault(row.claim_id, []).append(row)
    return found


def of_contracts(conn: Connection, contract_ids: Collection[int]) -> tuple[list[int], list[int], list[int], list[int]]:
    """Charges with something open, payments with a rest, holds and claims of these contracts."""
    held = select(_H.c.id).join(_C, _C.c.id == _H.c.charge_id)
    return (
        [row.charge_id for row in rows_in(conn, select(_O.c.charge_id), _O.c.contract_id, contract_ids)],
        [row.payment_id for row in rows_in(conn, select(_R.c.payment_id), _R.c.contract_id, contract_ids)],
        [row.id for row in rows_in(conn, held, _C.c.contract_id, contract_ids)],
        [row.id for row in rows_in(conn, select(_Q.c.id), _Q.c.contract_id, contract_ids)],
    )


def everything(conn: Connection) -> Iterator[tuple[list[int], list[int], list[int], list[int]]]:
    """All charges, payments, holds and claims, in batches, for the doctor."""
    for place, table in enumerate((_C, _P, _H, _Q)):
        for chunk in chunks(list(conn.execute(select(table.c.id)).scalars())):
            batch: tuple[list[int], list[int], list[int], list[int]] = ([], [], [], [])
            batch[place].extend(chunk)
            yield batch
