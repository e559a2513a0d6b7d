"""What the discipline of payments under a contract is judged by: its charges, and the last money of each."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection, func, select

from contracts.kernel.database.rows import rows_in
from contracts.kernel.database.tables import table_of
from contracts.money.queries.charges import is_about, listed
from contracts.money.rules.performance import ChargePaid, PaymentDiscipline, discipline
from contracts.money.tables import AllocationRow

_L = table_of(AllocationRow)


def discipline_under(conn: Connection, contract_id: int, direction: str, as_of: date) -> PaymentDiscipline:
    """How one side kept its days up to ``as_of``: what they owe us is receivable, what we owe payable."""
    about = is_about(contract_id=contract_id, direction=direction)
    rows = [row for row in listed(conn, about) if row.issued_on <= as_of]
    last = _last_paid(conn, [row.id for row in rows if row.open_minor == 0])
    return discipline((ChargePaid(row.amount, row.due_now, last.get(row.id)) for row in rows), as_of)


def _last_paid(conn: Connection, ids: Collection[int]) -> dict[int, date]:
    query = select(_L.c.charge_id, func.max(_L.c.effective_on).label("last_on")).group_by(_L.c.charge_id)
    return {row.charge_id: row.last_on for row in rows_in(conn, query, _L.c.charge_id, ids)}
