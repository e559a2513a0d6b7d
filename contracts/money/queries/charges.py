"""Charges are posted once per document and part, found by their number, and listed by what is open of them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Select, func, insert, select

from contracts.kernel.context import Call
from contracts.kernel.database.rows import first_of, next_no, rows_in, upsert
from contracts.kernel.database.tables import table_of
from contracts.kernel.identity import number_key
from contracts.kernel.money import Money
from contracts.kernel.refusal import Refusal
from contracts.money.tables import CHARGE_KEY, ChargeOpenRow, ChargeRow, DueChangeRow
from contracts.parties.tables import PartyRow
from contracts.registry.queries.visibility import visible
from contracts.registry.tables.contract import ContractRow

_C, _D, _O = table_of(ChargeRow), table_of(DueChangeRow), table_of(ChargeOpenRow)
_P, _K = table_of(PartyRow), table_of(ContractRow)
_SHOWN = 8


class DebtSide(NamedTuple):
    """Whose debts: of one counterparty, to or by one own company."""

    counterparty_id: int
    own_company_id: int
    direction: str


class ListedCharge(NamedTuple):
    """A charge with what is open of it and the due day now in force, and the names people know it by."""

    id: int
    own_company_id: int
    counterparty_id: int
    contract_id: int | None
    annex_id: int | None
    direction: str
    kind: str
    number: str
    number_key: str
    issued_on: date
    part_no: int
    waits_for: str
    amount_minor: int
    currency: str
    vat_rate_bp: int | None
    vat_kind: str
    note: str
    open_minor: int
    due_now: date
    counterparty: str
    counterparty_short: str
    contract: str | None

    @property
    def amount(self) -> Money:
        """The whole sum."""
        return Money(self.amount_minor, self.currency)

    @property
    def still_open(self) -> Money:
        """What is open of it."""
        return Money(self.open_minor, self.currency)


class NoSuchCharge(Refusal):
    """No charge, or more than one, has this number."""

    code = "no_such_charge"


def add_many(conn: Connection, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Post charges; those that stand already add nothing. Returns the keys of the new ones."""
    if not rows:
        return []
    full = [{**each, "number_key": number_key(each["number"])} for each in rows]
    statement = upsert(conn, _C).on_conflict_do_nothing(index_elements=list(CHARGE_KEY)).returning(_C.c.id)
    return list(conn.execute(statement, full).scalars())


def posted_minor(conn: Connection, row: Mapping[str, Any]) -> int:
    """The sum with which the same document and part was posted before; nothing where it was not."""
    values = {**row, "number_key": number_key(row["number"])}
    query = select(_C.c.amount_minor).where(*(_C.c[name] == values[name] for name in CHARGE_KEY))
    return int(conn.execute(query).scalar_one_or_none() or 0)


def find(
    conn: Connection,
    number: str,
    *,
    counterparty_id: int | None = None,
    is_open: bool = False,
    call: Call | None = None,
) -> int:
    """The charge with a number, or with the ordinal part after a colon («АКТ-5:2» is its second part).

    Of a confidential contract it is not there for a caller it is not shown to. Raises :class:`NoSuchCharge` naming
    the candidates.
    """
    found = _named(conn, number, counterparty_id, call, is_open=is_open)
    if len(found) == 1:
        return int(found[0].id)
    raise _several(number, found)


def find_document(
    conn: Connection, number: str, *, counterparty_id: int | None = None, call: Call | None = None
) -> list[int]:
    """All parts of the document with a number, or the one part named after a colon, in order.

    Raises :class:`NoSuchCharge` where documents of several parties or days have it.
    """
    found = _named(conn, number, counterparty_id, call)
    if not found or len({tuple(getattr(row, name) for name in CHARGE_KEY[:-1]) for row in found}) > 1:
        raise _several(number, found)
    return [row.id for row in sorted(found, key=lambda row: row.part_no)]


def _named(
    conn: Connection, number: str, counterparty_id: int | None, call: Call | None, *, is_open: bool = False
) -> list[Row[Any]]:
    name, _, part = number.rpartition(":")
    if not name or not part.isdigit():
        name, part = number, ""
    conditions: list[ColumnElement[bool]] = [_C.c.number_key == number_key(name)]
    if part:
        conditions.append(_C.c.part_no == int(part))
    if counterparty_id is not None:
        conditions.append(_C.c.counterparty_id == counterparty_id)
    if call is not None:
        conditions += visible(call, _C.c.contract_id)
    query = select(_C, _P.c.name, _P.c.short_name).join(_P, _P.c.id == _C.c.counterparty_id)
    if is_open:
        query = query.join(_O, _O.c.charge_id == _C.c.id)
    return list(conn.execute(query.where(*conditions).order_by(_C.c.issued_on, _C.c.id)))


def _several(number: str, found: Sequence[Row[Any]]) -> NoSuchCharge:
    if not found:
        return NoSuchCharge("There is no charge {number}: `contracts charge list` shows them.", number=number)
    names = "; ".join(
        f"{row.number}:{row.part_no} {row.issued_on:%d.%m.%Y}, {row.short_name or row.name}" for row in found[:_SHOWN]
    )
    return NoSuchCharge(
        "Several charges have the number {number}: {names}; add the part after a colon, or --counterparty.",
        number=number,
        names=names,
    )


def add_due_change(conn: Connection, charge_id: int, values: Mapping[str, Any]) -> None:
    """Append a due day that holds from now on."""
    no = next_no(conn, _D.c.no, _D.c.charge_id == charge_id)
    conn.execute(insert(_D).values(charge_id=charge_id, no=no, **values))


def waiting_for(conn: Connection, contract_id: int, event: str) -> list[int]:
    """Charges of a contract whose due day waits for an event that has not been entered."""
    changed = select(_D.c.charge_id).where(_D.c.charge_id == _C.c.id).exists()
    query = select(_C.c.id).where(_C.c.contract_id == contract_id, _C.c.waits_for == event, ~changed)
    return list(conn.execute(query.order_by(_C.c.id)).scalars())


def terms_of(conn: Connection, ids: Collection[int]) -> dict[int, str]:
    """The terms charges were posted under, where they were their own, by charge."""
    query = select(_C.c.id, _C.c.terms)
    return {row.id: row.terms for row in rows_in(conn, query, _C.c.id, ids)}


def waits_for(conn: Connection, charge_id: int) -> str:
    """The event the due day of a charge waits for."""
    return str(conn.execute(select(_C.c.waits_for).where(_C.c.id == charge_id)).scalar_one())


def next_part(conn: Connection, row: Mapping[str, Any]) -> int:
    """The next free part of a document that may stand already."""
    conditions = {**row, "number_key": number_key(row["number"])}
    same = (_C.c[name] == conditions[name] for name in CHARGE_KEY[:-1])
    return next_no(conn, _C.c.part_no, *same)


def listed(
    conn: Connection, conditions: Sequence[ColumnElement[bool]] = (), *, is_open: bool = False, limit: int | None = None
) -> list[ListedCharge]:
    """Charges with what is open of them, by due day; ``conditions`` are over the charge table."""
    # What is settled stands in no list of open sums: its day is the last one a person or an event fixed.
    changed = select(_D.c.due_on).where(_D.c.charge_id == _C.c.id).order_by(_D.c.no.desc()).limit(1).scalar_subquery()
    due_now = func.coalesce(_O.c.due_on, changed, _C.c.due_on)
    names = ListedCharge._fields[: ListedCharge._fields.index("open_minor")]
    query: Select[Any] = (
        select(
            *(_C.c[name] for name in names),
            func.coalesce(_O.c.open_minor, 0),
            due_now,
            _P.c.name,
            _P.c.short_name,
            first_of(_K.c.number, _K.c.register_no),
        )
        .join(_O, _O.c.charge_id == _C.c.id, isouter=not is_open)
        .join(_P, _P.c.id == _C.c.counterparty_id)
        .outerjoin(_K, _K.c.id == _C.c.contract_id)
        .where(*conditions)
        .order_by(due_now, _C.c.issued_on, _C.c.id)
    )
    return [ListedCharge._make(row) for row in conn.execute(query.limit(limit) if limit else query)]


def open_of(
    conn: Connection, counterparty_id: int, direction: str, *, own_company_id: int, as_of: date | None = None
) -> dict[int, int]:
    """Open minor units by charge of one counterparty and side, oldest due first."""
    key = DebtSide(counterparty_id, own_company_id, direction)
    return open_by_side(conn, [counterparty_id], as_of=as_of).get(key, {})


def open_by_side(
    conn: Connection, counterparty_ids: Collection[int], *, as_of: date | None = None, call: Call | None = None
) -> dict[DebtSide, dict[int, int]]:
    """Open minor units by charge of these counterparties, the oldest due first, of what is shown to the caller."""
    conditions = visible(call, _O.c.contract_id) if call is not None else []
    if as_of is not None:
        conditions.append(_O.c.issued_on <= as_of)
    columns = (_O.c.counterparty_id, _O.c.own_company_id, _O.c.direction, _O.c.charge_id, _O.c.open_minor)
    query = select(*columns).where(*conditions).order_by(_O.c.due_on, _O.c.issued_on, _O.c.charge_id)
    found: dict[DebtSide, dict[int, int]] = {}
    for row in rows_in(conn, query, _O.c.counterparty_id, counterparty_ids):
        side = DebtSide(row.counterparty_id, row.own_company_id, row.direction)
        found.setdefault(side, {})[row.charge_id] = row.open_minor
    return found


def open_sums(conn: Connection, ids: Collection[int]) -> dict[int, int]:
    """Open minor units of these charges; settled ones are absent."""
    query = select(_O.c.charge_id, _O.c.open_minor)
    return {row.charge_id: row.open_minor for row in rows_in(conn, query, _O.c.charge_id, ids)}


def are(ids: Collection[int]) -> list[ColumnElement[bool]]:
    """The condition for :func:`listed`: exactly these charges."""
    return [_C.c.id.in_(list(ids))]


def is_about(
    *,
    counterparty_id: int | None = None,
    contract_id: int | None = None,
    own_company_id: int | None = None,
    direction: str | None = None,
    call: Call | None = None,
) -> list[ColumnElement[bool]]:
    """Conditions for :func:`listed`: by counterparty, contract, company, direction; of what is shown to the caller."""
    given: dict[str, int | str | None] = {"counterparty_id": counterparty_id, "contract_id": contract_id}
    given |= {"own_company_id": own_company_id, "direction": direction}
    conditions: list[ColumnElement[bool]] = [_C.c[name] == value for name, value in given.items() if value is not None]
    return conditions if call is None else [*conditions, *visible(call, _C.c.contract_id)]
