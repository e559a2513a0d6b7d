"""Rows of the ledger in and out: charges, payments, allocations and adjustments as rules see them (schema, Money)."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from contracts.kernel.database.rows import insert_many, next_no, rows_in
from contracts.kernel.database.tables import table_of
from contracts.kernel.derivation import steps_of
from contracts.kernel.money import Money
from contracts.kernel.subject import ContractId, PartyId
from contracts.money.rules import ledger as rules
from contracts.money.rules.currency_clause import DatedRate
from contracts.money.tables import AdjustmentRow, AllocationRow, ChargeRow, DueChangeRow, PaymentRow

_C, _D, _P = table_of(ChargeRow), table_of(DueChangeRow), table_of(PaymentRow)
_L, _J = table_of(AllocationRow), table_of(AdjustmentRow)


def charges(conn: Connection, ids: Iterable[int]) -> dict[int, rules.Charge]:
    """Charges by key, with the due day now in force."""
    keys = list(ids)
    in_order = select(_D).order_by(_D.c.charge_id, _D.c.no)
    changed = {row.charge_id: row for row in rows_in(conn, in_order, _D.c.charge_id, keys)}
    return {row.id: _charge(row, changed.get(row.id)) for row in rows_in(conn, select(_C), _C.c.id, keys)}


def payments(conn: Connection, ids: Iterable[int]) -> dict[int, rules.Payment]:
    """Payments by key."""
    return {row.id: _payment(row) for row in rows_in(conn, select(_P), _P.c.id, ids)}


def ledger_of(conn: Connection, charge_ids: Collection[int], payment_ids: Collection[int] = ()) -> rules.Ledger:
    """These charges and payments with every row that covers, reduces or gives of them."""
    return rules.Ledger(
        tuple(charges(conn, charge_ids).values()),
        tuple(payments(conn, payment_ids).values()),
        tuple(allocations(conn, charge_ids=charge_ids, payment_ids=payment_ids)),
        tuple(adjustments(conn, charge_ids)),
    )


def ledger_with(conn: Connection, counterparty_id: int, own_company_id: int | None = None) -> rules.Ledger:
    """Everything between us and one counterparty."""
    sides = {"counterparty_id": counterparty_id} | ({"own_company_id": own_company_id} if own_company_id else {})
    charge_ids, payment_ids = (
        list(conn.execute(select(table.c.id).where(*(table.c[name] == id for name, id in sides.items()))).scalars())
        for table in (_C, _P)
    )
    return ledger_of(conn, charge_ids, payment_ids)


def allocations(
    conn: Connection, *, charge_ids: Collection[int] = (), payment_ids: Collection[int] = ()
) -> Iterator[rules.Allocation]:
    """Every allocation of these charges or payments, each once, in the order of recording."""
    query = select(_L, _P.c.currency.label("paid_currency")).join(_P, _P.c.id == _L.c.payment_id)
    by = ((_L.c.charge_id, charge_ids), (_L.c.payment_id, payment_ids), (_L.c.other_payment_id, payment_ids))
    seen = {row.id: row for column, ids in by for row in rows_in(conn, query, column, ids)}
    return (_allocation(seen[id]) for id in sorted(seen))


def adjustments(conn: Connection, charge_ids: Collection[int]) -> Iterator[rules.Adjustment]:
    """Every adjustment of these charges, in the order of recording."""
    query = select(_J, _C.c.currency).join(_C, _C.c.id == _J.c.charge_id).order_by(_J.c.id)
    for row in rows_in(conn, query, _J.c.charge_id, charge_ids):
        yield rules.Adjustment(
            row.id,
            rules.ChargeId(row.charge_id),
            rules.AdjustmentKind(row.kind),
            Money(row.amount_minor, row.currency),
            row.effective_on,
            row.recorded_at,
            row.reverses_id,
        )


def add_allocations(conn: Connection, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Store allocations; their keys in the same order."""
    return insert_many(conn, _L, rows)


def add_adjustments(conn: Connection, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Store adjustments; their keys in the same order."""
    return insert_many(conn, _J, rows)


def next_batch(conn: Connection) -> int:
    """The number of the next payments matched together."""
    return next_no(conn, _L.c.batch)


def of_batch(conn: Connection, batch: int, by: str | None) -> list[rules.Allocation]:
    """The allocations matched together, with what took them back; by one login, or by anybody."""
    query = select(_L.c.id, _L.c.payment_id).where(_L.c.batch == batch)
    payment_of = {
        row.id: row.payment_id for row in conn.execute(query if by is None else query.where(_L.c.recorded_by == by))
    }
    found = allocations(conn, payment_ids=set(payment_of.values()))
    return [each for each in found if payment_of.keys() & {each.id, each.reverses_id}]


def allocation_row(
    row: rules.Allocation,
    sign: str,
    by: Mapping[str, Any],
    *,
    is_by_rule: bool = False,
    rate: DatedRate | None = None,
    batch: int | None = None,
) -> dict[str, object]:
    """An allocation as stored; ``by`` holds ``recorded_at`` and ``recorded_by``, ``rate`` a dated rate or none."""
    return {
        "payment_id": row.payment_id,
        "charge_id": row.charge_id,
        "other_payment_id": row.other_payment_id,
        "covered_minor": row.covered.minor,
        "covered_currency": row.covered.currency,
        "paid_minor": row.paid.minor,
        "effective_on": row.effective_on,
        "sign": sign,
        "is_by_rule": is_by_rule,
        "rate": str(rate.value) if rate else "",
        "rate_source": rate.source if rate else "",
        "rate_on": rate.on if rate else None,
        "reverses_id": row.reverses_id,
        "batch": batch,
        **by,
    }


def _payment(row: Row[Any]) -> rules.Payment:
    return rules.Payment(
        rules.PaymentId(row.id),
        row.is_incoming,
        row.paid_on,
        Money(row.amount_minor, row.currency),
        PartyId(row.counterparty_id) if row.counterparty_id is not None else None,
        ContractId(row.contract_id) if row.contract_id is not None else None,
        PartyId(row.own_company_id),
        row.other_name,
        row.other_code,
        row.other_account,
        row.purpose,
        tuple(map(int, row.purpose_seams.split())),
        row.recorded_at,
        row.document_no,
    )


def _charge(row: Row[Any], changed: Row[Any] | None) -> rules.Charge:
    due = changed or row
    return rules.Charge(
        rules.ChargeId(row.id),
        rules.Direction(row.direction),
        row.kind,
        row.number,
        row.issued_on,
        due.due_on,
        Money(row.amount_minor, row.currency),
        PartyId(row.counterparty_id),
        ContractId(row.contract_id) if row.contract_id is not None else None,
        PartyId(row.own_company_id),
        rules.DueForm(due.due_form),
        row.part_no,
        row.recorded_at,
        steps_of(due.due_steps),
    )


def _allocation(row: Row[Any]) -> rules.Allocation:
    return rules.Allocation(
        row.id,
        rules.PaymentId(row.payment_id),
        rules.ChargeId(row.charge_id) if row.charge_id is not None else None,
        Money(row.covered_minor, row.covered_currency),
        Money(row.paid_minor, row.paid_currency),
        row.effective_on,
        rules.PaymentId(row.other_payment_id) if row.other_payment_id is not None else None,
        row.recorded_at,
        row.reverses_id,
    )
