"""What uses the amounts of contracts, in set queries: charges less what was credited, money given to them, advances."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Select, case, func, or_, select

from contracts.kernel.context import Call
from contracts.kernel.database.rows import chunks, first_of, keys_in, rows_in
from contracts.kernel.database.tables import table_of
from contracts.kernel.deadline import DeadlineKind
from contracts.kernel.subject import Subject, SubjectKind
from contracts.money.queries.open_amounts import whole
from contracts.money.rules.amount_used import BESIDE_THE_PRICE, AmountEntry
from contracts.money.rules.ledger import AdjustmentKind, Direction
from contracts.money.tables import AdjustmentRow, AllocationRow, ChargeRow, PaymentRestRow, PaymentRow
from contracts.parties.tables import PartyRow
from contracts.registry.queries.visibility import visible
from contracts.registry.tables.amendment import AmendmentChangeRow
from contracts.registry.tables.contract import ContractRow
from contracts.registry.tables.derived import DeadlineRow

_C, _K, _J, _L = table_of(ChargeRow), table_of(ContractRow), table_of(AdjustmentRow), table_of(AllocationRow)
_Y = table_of(PartyRow)
_P, _R, _H, _D = table_of(PaymentRow), table_of(PaymentRestRow), table_of(AmendmentChangeRow), table_of(DeadlineRow)
_CREDITED = (AdjustmentKind.CREDIT_NOTE.value, AdjustmentKind.REVERSAL.value)
#: By contract, direction and currency.
Entries = dict[tuple[int, str, str], list[AmountEntry]]


def with_amounts(conn: Connection, contract_ids: Collection[int]) -> list[int]:
    """Those of these contracts that have an amount, as first agreed or by an amendment."""
    amended = select(_H.c.contract_id).where(_H.c.condition == "amount", _H.c.contract_id == _K.c.id).exists()
    query = select(_K.c.id).where(or_(_K.c.amount_minor.is_not(None), amended))
    return [row.id for row in rows_in(conn, query, _K.c.id, contract_ids)]


def contracts_of(conn: Connection, charge_ids: Collection[int], payment_ids: Collection[int]) -> set[int]:
    """Contracts whose amount these charges and payments use."""
    given = select(_C.c.contract_id).join(_L, _L.c.charge_id == _C.c.id).distinct()
    charged = keys_in(conn, select(_C.c.contract_id), _C.c.id, charge_ids)
    paid = keys_in(conn, select(_P.c.contract_id), _P.c.id, payment_ids)
    return charged | paid | keys_in(conn, given, _L.c.payment_id, payment_ids)


def entries(conn: Connection, contract_ids: Collection[int]) -> Entries:
    """Everything that uses the amounts of these contracts."""
    found: Entries = {}
    for chunk in chunks(contract_ids):
        for kind, is_paid, query in _queries(chunk):
            for row in conn.execute(query):
                if row.minor:
                    entry = AmountEntry(row.on, Subject(kind, row.id), int(row.minor), is_paid)
                    found.setdefault((row.contract_id, row.direction, row.currency), []).append(entry)
    return found


def charged_under(conn: Connection, annex_ids: Collection[int]) -> dict[tuple[int, str], int]:
    """Minor units charged under annexes less what was credited, by annex and currency."""
    left = whole(func.sum(_C.c.amount_minor - _credited())).label("minor")
    query = select(_C.c.annex_id, _C.c.currency, left).where(_C.c.kind.not_in(BESIDE_THE_PRICE))
    rows = rows_in(conn, query.group_by(_C.c.annex_id, _C.c.currency), _C.c.annex_id, annex_ids)
    return {(row.annex_id, row.currency): row.minor for row in rows}


def subjects_before(conn: Connection, contract_ids: Collection[int]) -> set[Subject]:
    """What the stored deadlines about amounts of these contracts are about."""
    query = select(_D.c.subject_kind, _D.c.subject_id).where(_D.c.kind == DeadlineKind.AMOUNT_USED.value)
    rows = rows_in(conn, query, _D.c.contract_id, contract_ids)
    return {Subject(SubjectKind(row.subject_kind), row.subject_id) for row in rows}


def nearly_used(
    conn: Connection, call: Call, own_company_id: int | None, counterparty_id: int | None
) -> dict[int, tuple[str, str]]:
    """Contracts shown to the caller that have a deadline about their amount: number and counterparty by contract."""
    number = first_of(_K.c.number, _K.c.register_no)
    name = first_of(_Y.c.short_name, _Y.c.name)
    asked = select(_D.c.contract_id).where(_D.c.kind == DeadlineKind.AMOUNT_USED.value)
    query = select(_K.c.id, number, name).join(_Y, _Y.c.id == _K.c.counterparty_id)
    query = query.where(_K.c.id.in_(asked), *visible(call, _K.c.id))
    if own_company_id is not None:
        query = query.where(_K.c.own_company_id == own_company_id)
    if counterparty_id is not None:
        query = query.where(_K.c.counterparty_id == counterparty_id)
    return {id: (number, name) for id, number, name in conn.execute(query.order_by(_K.c.id))}


def _queries(ids: Sequence[int]) -> Iterator[tuple[SubjectKind, bool, Select[Any]]]:
    is_price = (_C.c.contract_id.in_(ids), _C.c.kind.not_in(BESIDE_THE_PRICE))
    head = (_C.c.contract_id, _C.c.direction, _C.c.currency)
    charged = select(*head, _C.c.id, _C.c.issued_on.label("on"), (_C.c.amount_minor - _credited()).label("minor"))
    yield SubjectKind.CHARGE, False, charged.where(*is_price)
    given = select(
        *head,
        _L.c.payment_id.label("id"),
        _L.c.effective_on.label("on"),
        whole(func.sum(_L.c.covered_minor)).label("minor"),
    )
    given = (
        given.join(_L, _L.c.charge_id == _C.c.id).where(*is_price).group_by(*head, _L.c.payment_id, _L.c.effective_on)
    )
    yield SubjectKind.PAYMENT, True, given
    side = case((_R.c.is_incoming, Direction.RECEIVABLE.value), else_=Direction.PAYABLE.value).label("direction")
    left = (_R.c.payment_id.label("id"), _R.c.paid_on.label("on"), _R.c.rest_minor.label("minor"))
    yield (
        SubjectKind.PAYMENT,
        True,
        select(_R.c.contract_id, side, _R.c.currency, *left).where(_R.c.contract_id.in_(ids)),
    )


def _credited() -> Any:
    """What was taken back of a charge by credit notes and reversals that stand."""
    rows = select(whole(func.sum(_J.c.amount_minor))).where(_J.c.charge_id == _C.c.id, _J.c.kind.in_(_CREDITED))
    return rows.correlate(_C).scalar_subquery()
