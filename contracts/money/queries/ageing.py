"""Debts of a day by counterparty, contract or charge, in one grouped query (schema; domain §6).

Any day is read from the open amounts kept, less the rows of the ledger that count only after it; a day as it was shown
from all rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, CompoundSelect, Connection, Select, Subquery, case, func, null, select, union_all

from contracts.kernel.calendar import FAR
from contracts.kernel.context import Call
from contracts.kernel.database.rows import first_of
from contracts.kernel.database.tables import table_of
from contracts.money import tables
from contracts.money.queries.open_amounts import columns_of, due_now, whole
from contracts.money.rules.ageing import Buckets
from contracts.parties.tables import PartyRow
from contracts.registry.queries.visibility import visible
from contracts.registry.tables.contract import ContractRow

By = Literal["counterparty", "contract", "charge"]
_C, _D, _O = table_of(tables.ChargeRow), table_of(tables.DueChangeRow), table_of(tables.ChargeOpenRow)
_L, _J = table_of(tables.AllocationRow), table_of(tables.AdjustmentRow)
_P, _R = table_of(tables.PaymentRow), table_of(tables.PaymentRestRow)
_Y, _K = table_of(PartyRow), table_of(ContractRow)
#: Whose a rest is.
_OF_REST = ("counterparty_id", "contract_id", "own_company_id", "is_incoming", "currency")


@dataclass(frozen=True, slots=True)
class Question:
    """Which debts: the day asked about, what was known until a moment, which side, whose, due until a day.

    Those of confidential contracts count where they are shown to the caller; without a ``call`` everything does.
    """

    as_of: date
    known_until: datetime | None = None
    direction: str = "receivable"
    own_company_id: int | None = None
    counterparty_id: int | None = None
    contract_id: int | None = None
    due_until: date | None = None
    call: Call | None = None


class AgedDebt(NamedTuple):
    """What is open of one counterparty, contract or charge in a currency, in minor units, by buckets of age.

    What a debt is not grouped by is ``None``.
    """

    counterparty_id: int
    contract_id: int | None
    charge_id: int | None
    currency: str
    outstanding: int
    oldest_due_on: date | None
    counterparty: str
    counterparty_short: str
    contract: str | None
    number: str | None
    buckets: tuple[int, ...]


def debts(conn: Connection, question: Question, buckets: Buckets, by: By = "counterparty") -> list[AgedDebt]:
    """Debts grouped by counterparty, contract or charge and by currency; the largest overdue sum first."""
    source = _source(conn, question)
    keys = {
        "counterparty": [source.c.counterparty_id],
        "contract": [source.c.counterparty_id, source.c.contract_id],
        "charge": [source.c.counterparty_id, source.c.contract_id, source.c.charge_id],
    }[by]
    sums = select(*keys, source.c.currency, *_sums(source, question.as_of, buckets))
    grouped = sums.where(*_about(source, question)).group_by(*keys, source.c.currency).subquery()
    count = len(buckets.names)
    rows = conn.execute(_named(grouped, by, count))
    return [AgedDebt._make((*row[:-count], tuple(row[-count:]))) for row in rows]


def advances(conn: Connection, question: Question) -> dict[tuple[int, str], int]:
    """Money left with known payers on the day, by counterparty and currency."""
    rests = _rests(conn, question)
    is_theirs = rests.c.is_incoming.is_(question.direction == "receivable")
    conditions = [rests.c.counterparty_id.is_not(None), is_theirs, *_whose(rests, question)]
    query = (
        select(rests.c.counterparty_id, rests.c.currency, whole(func.sum(rests.c.rest_minor)))
        .where(*conditions)
        .group_by(rests.c.counterparty_id, rests.c.currency)
    )
    return {(party, currency): minor for party, currency, minor in conn.execute(query)}


def is_kept(conn: Connection, question: Question) -> bool:
    """Whether the open amounts kept answer the question as they are: no row of the ledger counts only after the day."""
    newest = [conn.execute(select(func.max(t.c.effective_on))).scalar() for t in (_L, _J)]
    return all(each is None or each <= question.as_of for each in newest)


def _source(conn: Connection, question: Question) -> Subquery:
    if question.known_until is not None:
        return _replayed(question).subquery()
    if is_kept(conn, question):
        return select(_O).where(_O.c.issued_on <= question.as_of).subquery()
    return _corrected(question).subquery()


def _corrected(question: Question) -> CompoundSelect[Any]:
    """The open amounts kept, with what reduces them only after the day given back; few rows where the day is today."""
    after = union_all(
        select(_L.c.charge_id, _L.c.covered_minor.label("minor")).where(
            _L.c.charge_id.is_not(None), _L.c.effective_on > question.as_of
        ),
        select(_J.c.charge_id, _J.c.amount_minor).where(_J.c.effective_on > question.as_of),
    ).subquery()
    total = select(after.c.charge_id, whole(func.sum(after.c.minor)).label("minor")).group_by(after.c.charge_id)
    later = total.cte("later")
    untouched = select(_O).where(_O.c.issued_on <= question.as_of, _O.c.charge_id.not_in(select(later.c.charge_id)))
    still = func.coalesce(_O.c.open_minor, 0) + later.c.minor
    touched = (
        select(*columns_of(_O, _C, charge_id=_C.c.id, due_on=due_now(), open_minor=still))
        .select_from(later)
        .join(_C, _C.c.id == later.c.charge_id)
        .outerjoin(_O, _O.c.charge_id == _C.c.id)
        .where(_C.c.issued_on <= question.as_of, still > 0)
    )
    return union_all(untouched, touched)


def _replayed(question: Question) -> Select[Any]:
    """Every charge issued by the day with what was open of it, from all rows that counted then and were known."""
    covered = _grouped(_L, _L.c.charge_id, _L.c.covered_minor, question)
    reduced = _grouped(_J, _J.c.charge_id, _J.c.amount_minor, question)
    newest = select(_D.c.charge_id, func.max(_D.c.no).label("no")).where(*_known(_D, question)).group_by(_D.c.charge_id)
    last = newest.subquery()
    changed = select(_D.c.charge_id, _D.c.due_on).join(
        last, (last.c.charge_id == _D.c.charge_id) & (last.c.no == _D.c.no)
    )
    due = changed.subquery()
    still = _C.c.amount_minor - func.coalesce(covered.c.minor, 0) - func.coalesce(reduced.c.minor, 0)
    due_on = func.coalesce(due.c.due_on, _C.c.due_on)
    return (
        select(*columns_of(_O, _C, charge_id=_C.c.id, due_on=due_on, open_minor=still))
        .outerjoin(covered, covered.c.key == _C.c.id)
        .outerjoin(reduced, reduced.c.key == _C.c.id)
        .outerjoin(due, due.c.charge_id == _C.c.id)
        .where(_C.c.issued_on <= question.as_of, still > 0, *_known(_C, question))
    )


def _grouped(table: Any, key: Any, column: Any, question: Question) -> Subquery:
    conditions = (key.is_not(None), table.c.effective_on <= question.as_of, *_known(table, question))
    return select(key.label("key"), whole(func.sum(column)).label("minor")).where(*conditions).group_by(key).subquery()


def _rests(conn: Connection, question: Question) -> Subquery:
    if question.known_until is None:
        return _corrected_rests(question).subquery()
    given = _grouped(_L, _L.c.payment_id, _L.c.paid_minor, question)
    returned = _grouped(_L, _L.c.other_payment_id, _L.c.paid_minor, question)
    left = _P.c.amount_minor - func.coalesce(given.c.minor, 0) - func.coalesce(returned.c.minor, 0)
    return (
        select(*(_P.c[name] for name in _OF_REST), left.label("rest_minor"))
        .outerjoin(given, given.c.key == _P.c.id)
        .outerjoin(returned, returned.c.key == _P.c.id)
        .where(_P.c.paid_on <= question.as_of, left > 0, *_known(_P, question))
        .subquery()
    )


def _corrected_rests(question: Question) -> CompoundSelect[Any]:
    """The rests kept of payments made by the day, and what they gave only after it, as rows of their own."""
    kept = select(*(_R.c[name] for name in _OF_REST), _R.c.rest_minor)
    after = [
        select(*(_P.c[name] for name in _OF_REST), _L.c.paid_minor)
        .select_from(_L)
        .join(_P, _P.c.id == key)
        .where(_L.c.effective_on > question.as_of, _P.c.paid_on <= question.as_of)
        for key in (_L.c.payment_id, _L.c.other_payment_id)
    ]
    return union_all(kept.where(_R.c.paid_on <= question.as_of), *after)


def _known(table: Any, question: Question) -> Sequence[ColumnElement[bool]]:
    return () if question.known_until is None else (table.c.recorded_at <= question.known_until,)


def _sums(source: Subquery, as_of: date, buckets: Buckets) -> list[Any]:
    """Each bucket is one sum over the due days it holds, so the query asks no rule but the limits the rule gives."""
    limits = buckets.limits(as_of)
    columns = [
        whole(func.sum(case((source.c.due_on.between(first, last), source.c.open_minor), else_=0))).label(f"b{no}")
        for no, (_, first, last) in enumerate(limits)
    ]
    known = case((source.c.due_on < FAR, source.c.due_on), else_=None)
    return [
        whole(func.sum(source.c.open_minor)).label("outstanding"),
        func.min(known).label("oldest_due_on"),
        *columns,
    ]


def _about(source: Subquery, question: Question) -> list[ColumnElement[bool]]:
    conditions = [source.c.direction == question.direction, *_whose(source, question)]
    return conditions if question.due_until is None else [*conditions, source.c.due_on <= question.due_until]


def _whose(source: Subquery, question: Question) -> list[ColumnElement[bool]]:
    """Whose debts or rests, of what is shown to the caller."""
    given = {name: getattr(question, name) for name in ("own_company_id", "counterparty_id", "contract_id")}
    conditions = [source.c[name] == value for name, value in given.items() if value is not None]
    return conditions if question.call is None else [*conditions, *visible(question.call, source.c.contract_id)]


def _named(grouped: Subquery, by: By, buckets_count: int) -> Select[Any]:
    """The groups in the columns of :class:`AgedDebt`."""
    sums = grouped.c
    contract_id, charge_id = (sums[name] if name in sums else null() for name in ("contract_id", "charge_id"))
    contract = first_of(_K.c.number, _K.c.register_no) if "contract_id" in sums else null()
    number = _C.c.number if by == "charge" else null()
    keys = (sums.counterparty_id, contract_id, charge_id, sums.currency, sums.outstanding, sums.oldest_due_on)
    buckets = (sums[f"b{no}"] for no in range(buckets_count))
    query = select(*keys, _Y.c.name, _Y.c.short_name, contract, number, *buckets)
    query = query.select_from(grouped).join(_Y, _Y.c.id == sums.counterparty_id)
    order: list[ColumnElement[Any]] = [(sums.outstanding - sums.b0).desc(), _Y.c.name, sums.currency]
    if "contract_id" in sums:
        query = query.outerjoin(_K, _K.c.id == sums.contract_id)
        order.append(_K.c.register_no)
    if by == "charge":
        query = query.join(_C, _C.c.id == sums.charge_id)
        order.append(sums.charge_id)
    return query.order_by(*order)
