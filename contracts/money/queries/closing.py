"""What keeps a contract from being closed beside its terms: open charges and claims (domain §2, "the end")."""

from sqlalchemy import Connection, func, select

from contracts.kernel.database.naming import metadata
from contracts.kernel.money import Money


def open_money(conn: Connection, contract_id: int) -> tuple[tuple[str, str], ...]:
    """Sums still open under a contract, as (code, detail), one per direction and currency."""
    table = metadata.tables.get("charge_open")
    if table is None or "contract_id" not in table.c:
        return ()
    query = (
        select(table.c.direction, table.c.currency, func.sum(table.c.open_minor).label("open"))
        .where(table.c.contract_id == contract_id)
        .group_by(table.c.direction, table.c.currency)
        .order_by(table.c.direction, table.c.currency)
    )
    return tuple(
        (f"open {row.direction}", f"{Money(int(row.open), row.currency).wire} {row.currency}")
        for row in conn.execute(query)
    )
