"""What the discipline of payments under a contract is judged by: its charges, and the last money of each."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection, func, select

from contracts.kernel.database.rows import rows_in
from contracts.kernel.database.tables import table_of
from contracts.money.queries.charges import is_about, listed
from contracts.money.rules.ledger import AdjustmentKind
from contracts.money.rules.performance import ChargePaid, PaymentDiscipline, discipline
from contracts.money.tables import AdjustmentRow, AllocationRow

_L, _J = table_of(AllocationRow), table_of(AdjustmentRow)


def discipline_under(conn: Connection, contract_id: int, direction: str, as_of: date) -> PaymentDiscipline:
    """How one side kept its days up to ``as_of``: what they owe us is receivable, what we owe payable.

    What was reversed, credited or passed on was not owed and is not counted; a set-off pays.
    """
    about = is_about(contract_id=contract_id, direction=direction)
    rows = [row for row in listed(conn, about) if row.issued_on <= as_of]
    settled = [row.id for row in rows if row.open_minor == 0]
    paid, reduced = _last_paid(conn, settled), _reductions(conn, settled)
    for id, kinds in reduced.items():
        if AdjustmentKind.OFFSET.value in kinds and id not in paid:
            paid[id] = kinds[AdjustmentKind.OFFSET.value]
    gone = {id for id, kinds in reduced.items() if id not in paid and AdjustmentKind.WRITE_OFF.value not in kinds}
    return discipline(
        (ChargePaid(row.amount, row.due_now, paid.get(row.id)) for row in rows if row.id not in gone), as_of
    )


def _last_paid(conn: Connection, ids: Collection[int]) -> dict[int, date]:
    """The day of the last money of each charge that money covers; what was taken back covers nothing."""
    last, covered = func.max(_L.c.effective_on).label("last_on"), func.sum(_L.c.covered_minor)
    query = select(_L.c.charge_id, last).group_by(_L.c.charge_id).having(covered > 0)
    return {row.charge_id: row.last_on for row in rows_in(conn, query, _L.c.charge_id, ids)}


def _reductions(conn: Connection, ids: Collection[int]) -> dict[int, dict[str, date]]:
    """By charge the kinds of its reductions that stand, with the last day of each."""
    columns = (_J.c.charge_id, _J.c.kind, func.max(_J.c.effective_on).label("last_on"))
    query = select(*columns).group_by(_J.c.charge_id, _J.c.kind).having(func.sum(_J.c.amount_minor) > 0)
    found: dict[int, dict[str, date]] = {}
    for row in rows_in(conn, query, _J.c.charge_id, ids):
        found.setdefault(row.charge_id, {})[row.kind] = row.last_on
    return found
