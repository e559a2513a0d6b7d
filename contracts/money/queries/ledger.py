"""Rows of the ledger in and out: charges, payments, allocations and adjustments as rules see them (schema, Money)."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, insert, or_, select

from contracts.kernel.database.tables import table_of
from contracts.kernel.money import Money
from contracts.kernel.subject import ContractId, PartyId, Step
from contracts.money.rules.currency_clause import DatedRate
from contracts.money.rules.ledger import (
    Adjustment,
    AdjustmentKind,
    Allocation,
    Charge,
    ChargeId,
    Direction,
    DueForm,
    Ledger,
    Payment,
    PaymentId,
)
from contracts.money.tables import AdjustmentRow, AllocationRow, ChargeRow, DueChangeRow, PaymentRow

_C, _D, _P = table_of(ChargeRow), table_of(DueChangeRow), table_of(PaymentRow)
_L, _J = table_of(AllocationRow), table_of(AdjustmentRow)
_CHUNK = 500


def charges(conn: Connection, ids: Collection[int]) -> dict[int, Charge]:
    """Charges by key, with the due day now in force."""
    found: dict[int, Charge] = {}
    for chunk in chunks(ids):
        changed = {
            row.charge_id: row
            for row in conn.execute(select(_D).where(_D.c.charge_id.in_(chunk)).order_by(_D.c.charge_id, _D.c.no))
        }
        for row in conn.execute(select(_C).where(_C.c.id.in_(chunk))):
            found[row.id] = _charge(row, changed.get(row.id))
    return found


def payments(conn: Connection, ids: Collection[int]) -> dict[int, Payment]:
    """Payments by key."""
    found: dict[int, Payment] = {}
    for chunk in chunks(ids):
        found.update({row.id: _payment(row) for row in conn.execute(select(_P).where(_P.c.id.in_(chunk)))})
    return found


def ledger_of(conn: Connection, charge_ids: Collection[int], payment_ids: Collection[int] = ()) -> Ledger:
    """These charges and payments with every row that covers, reduces or gives of them."""
    return Ledger(
        tuple(charges(conn, charge_ids).values()),
        tuple(payments(conn, payment_ids).values()),
        tuple(allocations(conn, charge_ids=charge_ids, payment_ids=payment_ids)),
        tuple(adjustments(conn, charge_ids)),
    )


def ledger_with(conn: Connection, counterparty_id: int, own_company_id: int | None = None) -> Ledger:
    """Everything between us and one counterparty."""
    charge_ids, payment_ids = (
        list(conn.execute(select(table.c.id).where(*_between(table, counterparty_id, own_company_id))).scalars())
        for table in (_C, _P)
    )
    return ledger_of(conn, charge_ids, payment_ids)


def allocations(
    conn: Connection, *, charge_ids: Collection[int] = (), payment_ids: Collection[int] = ()
) -> Iterator[Allocation]:
    """Every allocation of these charges or payments, each once, in the order of recording."""
    seen: dict[int, Row[Any]] = {}
    for chunk in chunks(charge_ids):
        seen.update({row.id: row for row in conn.execute(_allocations(_L.c.charge_id.in_(chunk)))})
    for chunk in chunks(payment_ids):
        wanted = or_(_L.c.payment_id.in_(chunk), _L.c.other_payment_id.in_(chunk))
        seen.update({row.id: row for row in conn.execute(_allocations(wanted))})
    return (_allocation(seen[id]) for id in sorted(seen))


def adjustments(conn: Connection, charge_ids: Collection[int]) -> Iterator[Adjustment]:
    """Every adjustment of these charges, in the order of recording."""
    for chunk in chunks(charge_ids):
        for row in conn.execute(
            select(_J, _C.c.currency)
            .join(_C, _C.c.id == _J.c.charge_id)
            .where(_J.c.charge_id.in_(chunk))
            .order_by(_J.c.id)
        ):
            yield Adjustment(
                row.id,
                ChargeId(row.charge_id),
                AdjustmentKind(row.kind),
                Money(row.amount_minor, row.currency),
                row.effective_on,
                row.recorded_at,
                row.reverses_id,
            )


def add_allocations(conn: Connection, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Store allocations; their keys in the same order."""
    return _add(conn, _L, rows)


def add_adjustments(conn: Connection, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Store adjustments; their keys in the same order."""
    return _add(conn, _J, rows)


def allocation_row(
    given: Allocation, sign: str, by: Mapping[str, Any], *, is_by_rule: bool = False, rate: DatedRate | None = None
) -> dict[str, Any]:
    """An allocation as stored; ``by`` holds ``recorded_at`` and ``recorded_by``, ``rate`` a dated rate or none."""
    return {
        "payment_id": given.payment_id,
        "charge_id": given.charge_id,
        "other_payment_id": given.other_payment_id,
        "covered_minor": given.covered.minor,
        "covered_currency": given.covered.currency,
        "paid_minor": given.paid.minor,
        "effective_on": given.effective_on,
        "sign": sign,
        "is_by_rule": is_by_rule,
        "rate": str(rate.value) if rate else "",
        "rate_source": rate.source if rate else "",
        "rate_on": rate.on if rate else None,
        "reverses_id": given.reverses_id,
        **by,
    }


def in_chunks(conn: Connection, query: Select[Any], column: ColumnElement[Any], ids: Collection[int]) -> Iterator[Any]:
    """The rows of a query whose column has one of these keys, five hundred keys at a time."""
    for chunk in chunks(ids):
        yield from conn.execute(query.where(column.in_(chunk)))


def chunks(ids: Collection[int]) -> Iterator[list[int]]:
    """Keys in order, five hundred at a time: both engines bound the number of parameters."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), _CHUNK):
        yield ordered[start : start + _CHUNK]


def steps(stored: "Iterable[Any] | None") -> tuple[Step, ...]:
    """Steps of "why" back from JSON."""
    return tuple(
        Step(code, date.fromisoformat(day), tuple((name, value) for name, value in facts))
        for code, day, facts in stored or ()
    )


def steps_json(given: Iterable[Step]) -> list[Any]:
    """Steps of "why" as JSON: ``[code, day, [[name, value], …]]``."""
    return [[step.code, step.on.isoformat(), [list(each) for each in step.facts]] for step in given]


def _payment(row: Row[Any]) -> Payment:
    return Payment(
        PaymentId(row.id),
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
        row.recorded_at,
    )


def _charge(row: Row[Any], changed: Row[Any] | None) -> Charge:
    due = changed or row
    return Charge(
        ChargeId(row.id),
        Direction(row.direction),
        row.kind,
        row.number,
        row.issued_on,
        due.due_on,
        Money(row.amount_minor, row.currency),
        PartyId(row.counterparty_id),
        ContractId(row.contract_id) if row.contract_id is not None else None,
        PartyId(row.own_company_id),
        DueForm(due.due_form),
        row.part_no,
        row.recorded_at,
        steps(due.due_steps),
    )


def _between(table: Any, counterparty_id: int, own_company_id: int | None) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [table.c.counterparty_id == counterparty_id]
    return wanted if own_company_id is None else [*wanted, table.c.own_company_id == own_company_id]


def _allocations(wanted: ColumnElement[bool]) -> Any:
    return select(_L, _P.c.currency.label("paid_currency")).join(_P, _P.c.id == _L.c.payment_id).where(and_(wanted))


def _allocation(row: Row[Any]) -> Allocation:
    return Allocation(
        row.id,
        PaymentId(row.payment_id),
        ChargeId(row.charge_id) if row.charge_id is not None else None,
        Money(row.covered_minor, row.covered_currency),
        Money(row.paid_minor, row.paid_currency),
        row.effective_on,
        PaymentId(row.other_payment_id) if row.other_payment_id is not None else None,
        row.recorded_at,
        row.reverses_id,
    )


def _add(conn: Connection, table: Any, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    if not rows:
        return []
    statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return list(conn.execute(statement, list(map(dict, rows))).scalars())
