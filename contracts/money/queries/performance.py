"""How each side kept its days for payment under a contract: from charges and what covered them, nothing else."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from contracts.kernel.database.rows import rows_in
from contracts.kernel.database.tables import table_of
from contracts.kernel.money import Money
from contracts.money.queries.charges import is_about, listed
from contracts.money.tables.ledger import AllocationRow

_L = table_of(AllocationRow)
#: Whose payments: what they owe us is receivable, what we owe is payable.
THEIRS, OURS = "receivable", "payable"


class Kept(NamedTuple):
    """Charges that fell due by a day: how many, how many are covered in full, and by how many days the late ones were.

    ``used`` is the total charged, where it is in one currency.
    """

    due: int
    done: int
    days_late: tuple[int, ...]
    used: Money | None


def kept_by(conn: Connection, contract_id: int, direction: str, as_of: date) -> Kept:
    """How one side kept its days up to ``as_of``."""
    rows = [
        row for row in listed(conn, is_about(contract_id=contract_id, direction=direction)) if row.issued_on <= as_of
    ]
    due = [row for row in rows if row.due_now is not None and row.due_now <= as_of]
    covered = _covered_on(conn, [row.id for row in due])
    done = [row for row in due if row.open_minor == 0 and row.id in covered]
    late = tuple((covered[row.id] - row.due_now).days for row in done if covered[row.id] > row.due_now)
    return Kept(len(due), len(done), late, _total(rows))


def _covered_on(conn: Connection, ids: Sequence[int]) -> dict[int, date]:
    """The day on which the last money came, by charge."""
    query = select(_L.c.charge_id, func.max(_L.c.effective_on).label("on")).group_by(_L.c.charge_id)
    return {row.charge_id: row.on for row in rows_in(conn, query, _L.c.charge_id, ids)}


def _total(rows: Sequence[Any]) -> Money | None:
    currencies = {row.currency for row in rows}
    return Money(sum(row.amount_minor for row in rows), currencies.pop()) if len(currencies) == 1 else None
