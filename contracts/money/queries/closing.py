"""Sums still open under a contract (domain §2, "the end")."""

from sqlalchemy import Connection, func, select

from contracts.kernel.database.tables import table_of
from contracts.kernel.money import Money
from contracts.money.tables import ChargeOpenRow

_O = table_of(ChargeOpenRow)


def open_money(conn: Connection, contract_id: int) -> list[tuple[str, Money]]:
    """(direction, sum) for each direction and currency with something open."""
    query = (
        select(_O.c.direction, _O.c.currency, func.sum(_O.c.open_minor).label("open"))
        .where(_O.c.contract_id == contract_id)
        .group_by(_O.c.direction, _O.c.currency)
        .order_by(_O.c.direction, _O.c.currency)
    )
    return [(row.direction, Money(int(row.open), row.currency)) for row in conn.execute(query)]
