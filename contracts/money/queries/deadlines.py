"""What the deadlines of the ledger follow from, loaded for sets of charges, payments and holds."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, select

from contracts.kernel.database.rows import chunks, keys_in, rows_in
from contracts.kernel.database.tables import table_of
from contracts.kernel.subject import SubjectKind
from contracts.money.tables import ChargeOpenRow, ChargeRow, HoldRow, PaymentRestRow, PaymentRow
from contracts.registry.tables.contract import ContractRow

_C, _O, _K = table_of(ChargeRow), table_of(ChargeOpenRow), table_of(ContractRow)
_H, _P, _R = table_of(HoldRow), table_of(PaymentRow), table_of(PaymentRestRow)


class HoldPeriod(NamedTuple):
    """A hold with its days, and the contract of its charge."""

    id: int
    kind: str
    from_on: date
    until_on: date
    contract_id: int | None


def countries_and_owners(conn: Connection, contract_ids: Collection[int]) -> dict[int, tuple[str, int | None]]:
    """Country and owner by contract."""
    query = select(_K.c.id, _K.c.country, _K.c.owner_id)
    rows = rows_in(conn, query, _K.c.id, contract_ids)
    return {row.id: (row.country, row.owner_id) for row in rows}


def holds(conn: Connection, ids: Collection[int]) -> list[HoldPeriod]:
    """Holds that nobody lifted."""
    columns = (_H.c.id, _H.c.kind, _H.c.from_on, _H.c.until_on, _C.c.contract_id)
    query = select(*columns).outerjoin(_C, _C.c.id == _H.c.charge_id).where(_H.c.lifted_on.is_(None))
    return [HoldPeriod._make(row) for row in rows_in(conn, query, _H.c.id, ids)]


def open_charges_of(conn: Connection, contract_ids: Collection[int]) -> set[int]:
    """Charges of these contracts with something open."""
    return keys_in(conn, select(_O.c.charge_id), _O.c.contract_id, contract_ids)


def payments_of(conn: Connection, contract_ids: Collection[int]) -> set[int]:
    """Payments given to these contracts with a rest."""
    return keys_in(conn, select(_R.c.payment_id), _R.c.contract_id, contract_ids)


def holds_of(conn: Connection, contract_ids: Collection[int]) -> set[int]:
    """Holds of charges of these contracts."""
    return keys_in(conn, select(_H.c.id).join(_C, _C.c.id == _H.c.charge_id), _C.c.contract_id, contract_ids)


def batches(conn: Connection, kind: SubjectKind) -> Iterator[list[int]]:
    """All charges, payments or holds in batches, for the doctor."""
    table = {SubjectKind.CHARGE: _C, SubjectKind.PAYMENT: _P, SubjectKind.HOLD: _H}[kind]
    return map(list, chunks(conn.execute(select(table.c.id)).scalars()))
