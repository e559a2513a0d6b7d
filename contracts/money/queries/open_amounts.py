"""Open amounts are rewritten from all rows of the charges and payments touched, in the same transaction (schema).

No row means that nothing is open, or left. ``doctor`` calculates all of them anew and compares.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, Select, Table, cast, delete, func, insert, select

from contracts.kernel.database.rows import chunks
from contracts.kernel.database.tables import table_of
from contracts.kernel.events import Covered
from contracts.kernel.money import Money
from contracts.money import tables

_C, _D, _P = table_of(tables.ChargeRow), table_of(tables.DueChangeRow), table_of(tables.PaymentRow)
_L, _J = table_of(tables.AllocationRow), table_of(tables.AdjustmentRow)
_O, _R = table_of(tables.ChargeOpenRow), table_of(tables.PaymentRestRow)


def lock(conn: Connection, charge_ids: Collection[int], payment_ids: Collection[int] = ()) -> None:
    """Lock charges by key, then payments by key: one order for everybody (schema, Transactions)."""
    for table, ids in ((_C, charge_ids), (_P, payment_ids)):
        for chunk in chunks(ids):
            conn.execute(select(table.c.id).where(table.c.id.in_(chunk)).order_by(table.c.id).with_for_update()).all()


def rewrite(conn: Connection, charge_ids: Collection[int], payment_ids: Collection[int] = ()) -> Covered:
    """Make the open rows of these charges and payments what their facts say; tells which sums changed."""
    charges = [id for chunk in chunks(set(charge_ids)) for id in _rewritten(conn, _O, open_charges(), _C.c.id, chunk)]
    payments = [
        id for chunk in chunks(set(payment_ids)) for id in _rewritten(conn, _R, payment_rests(), _P.c.id, chunk)
    ]
    return Covered(tuple(charges), tuple(payments))


def _rewritten(
    conn: Connection, table: Table, query: Select[Any], key: ColumnElement[int], chunk: Sequence[int]
) -> list[int]:
    """The keys whose sum is another than before; what is not open has no row."""
    column, *_rest, minor = table.columns
    sums = select(column, minor).where(column.in_(chunk))
    before = {row[0]: row[1] for row in conn.execute(sums)}
    conn.execute(delete(table).where(column.in_(chunk)))
    conn.execute(insert(table).from_select(_names(table), query.where(key.in_(chunk))))
    after = {row[0]: row[1] for row in conn.execute(sums)}
    return [id for id in chunk if before.get(id) != after.get(id)]


def rewrite_all(conn: Connection) -> None:
    """Make all open rows anew: what ``doctor --repair`` does."""
    for table, query in ((_O, open_charges()), (_R, payment_rests())):
        conn.execute(delete(table))
        conn.execute(insert(table).from_select(_names(table), query))


def differences(conn: Connection) -> tuple[list[int], list[int]]:
    """Charges and payments whose stored open row is not what their facts say; both empty is right."""
    return _differing(conn, _O, open_charges()), _differing(conn, _R, payment_rests())


def broken(conn: Connection) -> tuple[list[int], list[int]]:
    """Charges covered beyond their sum and payments that gave more than they were: both always empty."""
    charges = select(_C.c.id).where(_open_minor() < 0)
    payments = select(_P.c.id).where(_rest_minor() < 0)
    return list(conn.execute(charges).scalars()), list(conn.execute(payments).scalars())


def open_charges() -> Select[Any]:
    """Every charge with something open, in the columns of ``charge_open``."""
    columns = columns_of(_O, _C, charge_id=_C.c.id, due_on=due_now(), open_minor=_open_minor())
    return select(*columns).where(_open_minor() > 0)


def due_now() -> ColumnElement[date]:
    """The due day of a charge: of its newest change, else the one it was posted with."""
    newest = select(_D.c.due_on).where(_D.c.charge_id == _C.c.id).order_by(_D.c.no.desc()).limit(1)
    return func.coalesce(newest.scalar_subquery(), _C.c.due_on)


def columns_of(stored: Table, facts: Table, **own: ColumnElement[Any]) -> list[ColumnElement[Any]]:
    """The columns of a table of open amounts, from its facts; ``own`` are those that are no column of the facts."""
    return [(own[name] if name in own else facts.c[name]).label(name) for name in _names(stored)]


def payment_rests() -> Select[Any]:
    """Every payment with something left, in the columns of ``payment_rest``."""
    columns = columns_of(_R, _P, payment_id=_P.c.id, rest_minor=_rest_minor())
    return select(*columns).where(_rest_minor() > 0)


def _open_minor() -> Any:
    covered = select(whole(func.sum(_L.c.covered_minor))).where(_L.c.charge_id == _C.c.id).scalar_subquery()
    reduced = select(whole(func.sum(_J.c.amount_minor))).where(_J.c.charge_id == _C.c.id).scalar_subquery()
    return _C.c.amount_minor - covered - reduced


def _rest_minor() -> Any:
    given = select(whole(func.sum(_L.c.paid_minor))).where(_L.c.payment_id == _P.c.id).scalar_subquery()
    returned = select(whole(func.sum(_L.c.paid_minor))).where(_L.c.other_payment_id == _P.c.id).scalar_subquery()
    return _P.c.amount_minor - given - returned


def whole(sum_: ColumnElement[Any]) -> ColumnElement[int]:
    """A sum as a whole number on both engines; nothing is 0."""
    return cast(func.coalesce(sum_, 0), BigInteger)


def _names(table: Any) -> list[str]:
    return [column.name for column in table.columns]


def _differing(conn: Connection, table: Any, query: Select[Any]) -> list[int]:
    """Keys that stand on one side only, or differ in any column."""
    stored = select(table)
    found = [*conn.execute(query.except_(stored)), *conn.execute(stored.except_(query))]
    return sorted({row[0] for row in found})


def open_under(conn: Connection, contract_id: int) -> list[tuple[str, Money]]:
    """What is open under a contract, by direction and currency."""
    query = (
        select(_O.c.direction, _O.c.currency, func.sum(_O.c.open_minor))
        .where(_O.c.contract_id == contract_id)
        .group_by(_O.c.direction, _O.c.currency)
        .order_by(_O.c.direction, _O.c.currency)
    )
    return [(direction, Money(int(minor), currency)) for direction, currency, minor in conn.execute(query)]
