"""Charges are posted once per document and part, found by their number, and listed by what is open of them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, insert, or_, select

from contracts.kernel.database.rows import first_of, next_no, rows_in, upsert
from contracts.kernel.database.tables import table_of
from contracts.kernel.identity import number_key
from contracts.kernel.refusal import Refusal
from contracts.money.tables.ledger import AdjustmentRow, ChargeRow, DueChangeRow
from contracts.money.tables.open import ChargeOpenRow
from contracts.parties.tables import PartyRow
from contracts.registry.tables.contract import ContractRow

_C, _D, _O, _P, _K = (
    table_of(ChargeRow),
    table_of(DueChangeRow),
    table_of(ChargeOpenRow),
    table_of(PartyRow),
    table_of(ContractRow),
)
_J = table_of(AdjustmentRow)
_SHOWN = 8
_KEY = ("own_company_id", "counterparty_id", "direction", "kind", "number_key", "issued_on", "part_no")


class NoSuchCharge(Refusal):
    """No charge, or more than one, has this number."""

    code = "no_such_charge"


def add_many(conn: Connection, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Post charges; those that stand already add nothing. Returns the keys of the new ones."""
    if not rows:
        return []
    full = [{**each, "number_key": number_key(each["number"])} for each in rows]
    statement = upsert(conn, _C).on_conflict_do_nothing(index_elements=list(_KEY)).returning(_C.c.id)
    return list(conn.execute(statement, full).scalars())


def standing(conn: Connection, row: Mapping[str, Any]) -> Row[Any] | None:
    """The charge that has the same document and part, if it was posted before."""
    wanted = {**row, "number_key": number_key(row["number"])}
    return conn.execute(select(_C).where(*(_C.c[name] == wanted[name] for name in _KEY))).one_or_none()


def find(conn: Connection, number: str, *, counterparty_id: int | None = None, is_open: bool = False) -> int:
    """The charge with a number, or with the ordinal part after a colon («АКТ-5:2» is its second part).

    Raises :class:`NoSuchCharge` naming the candidates.
    """
    found = _named(conn, number, counterparty_id, is_open=is_open)
    if len(found) == 1:
        return int(found[0].id)
    raise _several(number, found)


def find_document(conn: Connection, number: str, *, counterparty_id: int | None = None) -> list[int]:
    """All parts of the document with a number, or the one part named after a colon, in order.

    Raises :class:`NoSuchCharge` where documents of several parties or days have it.
    """
    found = _named(conn, number, counterparty_id)
    if not found or len({tuple(getattr(row, name) for name in _KEY[:-1]) for row in found}) > 1:
        raise _several(number, found)
    return [row.id for row in sorted(found, key=lambda row: row.part_no)]


def _named(conn: Connection, number: str, counterparty_id: int | None, *, is_open: bool = False) -> list[Row[Any]]:
    name, _, part = number.rpartition(":")
    if not name or not part.isdigit():
        name, part = number, ""
    wanted: list[ColumnElement[bool]] = [_C.c.number_key == number_key(name)]
    if part:
        wanted.append(_C.c.part_no == int(part))
    if counterparty_id is not None:
        wanted.append(_C.c.counterparty_id == counterparty_id)
    query = select(_C, _P.c.name, _P.c.short_name).join(_P, _P.c.id == _C.c.counterparty_id)
    if is_open:
        query = query.join(_O, _O.c.charge_id == _C.c.id)
    return list(conn.execute(query.where(*wanted).order_by(_C.c.issued_on, _C.c.id)))


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


def terms_of(conn: Connection, charge_id: int) -> str:
    """The terms a charge was posted under, where they were its own."""
    return str(conn.execute(select(_C.c.terms).where(_C.c.id == charge_id)).scalar_one())


def waits_for(conn: Connection, charge_id: int) -> str:
    """The event the due day of a charge waits for."""
    return str(conn.execute(select(_C.c.waits_for).where(_C.c.id == charge_id)).scalar_one())


def next_part(conn: Connection, row: Mapping[str, Any]) -> int:
    """The next free part of a document that may stand already."""
    wanted = {**row, "number_key": number_key(row["number"])}
    same = (_C.c[name] == wanted[name] for name in _KEY[:-1])
    return next_no(conn, _C.c.part_no, *same)


def adjustments_to_undo(conn: Connection, charge_id: int, only: int | None = None) -> list[Row[Any]]:
    """Reductions of a charge that stand, or one of them by its key, with the other sides of offsets."""
    undone = select(_J.c.reverses_id).where(_J.c.reverses_id.is_not(None))
    wanted = [_J.c.charge_id == charge_id] if only is None else [_J.c.charge_id == charge_id, _J.c.id == only]
    keys = select(_J.c.pair_key).where(*wanted, _J.c.pair_key != "")
    own = or_(and_(*wanted), _J.c.pair_key.in_(keys))
    query = select(_J).where(own, _J.c.reverses_id.is_(None), _J.c.id.not_in(undone))
    return list(conn.execute(query.order_by(_J.c.id)))


def adjustments_of(conn: Connection, ids: Collection[int]) -> list[Row[Any]]:
    """What reduced these charges, in the order of recording; ``other`` is the number of an offset's other side."""
    pair, facing = _J.alias("pair"), _C.alias("facing")
    is_other = (pair.c.pair_key == _J.c.pair_key) & (_J.c.pair_key != "") & (pair.c.charge_id != _J.c.charge_id)
    other = (
        select(func.min(facing.c.number))
        .join(pair, facing.c.id == pair.c.charge_id)
        .where(is_other)
        .correlate(_J)
        .scalar_subquery()
    )
    query = select(_J, other.label("other")).where(_J.c.charge_id.in_(list(ids)))
    return list(conn.execute(query.order_by(_J.c.id)))


def due_changes_of(conn: Connection, ids: Collection[int]) -> list[Row[Any]]:
    """Due days that were fixed or became known after posting, in the order of recording."""
    query = select(_D, _C.c.part_no).join(_C, _C.c.id == _D.c.charge_id).where(_D.c.charge_id.in_(list(ids)))
    return list(conn.execute(query.order_by(_C.c.part_no, _D.c.no)))


def opposite(row: Row[Any]) -> dict[str, Any]:
    """The row that takes an adjustment back, with the same effective day."""
    kept = ("charge_id", "kind", "number", "effective_on", "reason", "pair_key")
    return {**{name: getattr(row, name) for name in kept}, "amount_minor": -row.amount_minor, "reverses_id": row.id}


def listed(
    conn: Connection, wanted: Sequence[ColumnElement[bool]] = (), *, is_open: bool = False, limit: int | None = None
) -> list[Row[Any]]:
    """Charges with what is open of them, by due day; ``wanted`` are conditions over the charge table."""
    query: Select[Any] = (
        select(
            _C,
            func.coalesce(_O.c.open_minor, 0).label("open_minor"),
            func.coalesce(_O.c.due_on, _C.c.due_on).label("due_now"),
            _P.c.name.label("counterparty"),
            _P.c.short_name.label("counterparty_short"),
            first_of(_K.c.number, _K.c.register_no).label("contract"),
        )
        .join(_O, _O.c.charge_id == _C.c.id, isouter=not is_open)
        .join(_P, _P.c.id == _C.c.counterparty_id)
        .outerjoin(_K, _K.c.id == _C.c.contract_id)
        .where(and_(True, *wanted))
        .order_by(func.coalesce(_O.c.due_on, _C.c.due_on), _C.c.issued_on, _C.c.id)
    )
    return list(conn.execute(query.limit(limit) if limit else query))


def open_of(
    conn: Connection, counterparty_id: int, direction: str, *, own_company_id: int, as_of: date | None = None
) -> dict[int, int]:
    """Open minor units by charge of one counterparty and side, oldest due first."""
    wanted = [_O.c.counterparty_id == counterparty_id, _O.c.direction == direction]
    wanted.append(_O.c.own_company_id == own_company_id)
    if as_of is not None:
        wanted.append(_O.c.issued_on <= as_of)
    query = select(_O.c.charge_id, _O.c.open_minor).where(*wanted).order_by(_O.c.due_on, _O.c.issued_on, _O.c.charge_id)
    return {row.charge_id: row.open_minor for row in conn.execute(query)}


def open_sums(conn: Connection, ids: Collection[int]) -> dict[int, int]:
    """Open minor units of these charges; settled ones are absent."""
    query = select(_O.c.charge_id, _O.c.open_minor)
    return {row.charge_id: row.open_minor for row in rows_in(conn, query, _O.c.charge_id, ids)}


def are(ids: Collection[int]) -> list[Any]:
    """The condition for :func:`listed`: exactly these charges."""
    return [_C.c.id.in_(list(ids))]


def is_about(*, counterparty_id: int | None = None, contract_id: int | None = None, **more: Any) -> list[Any]:
    """Conditions for :func:`listed`: by counterparty, contract, company, direction, and days from and to."""
    wanted: list[Any] = []
    if counterparty_id is not None:
        wanted.append(_C.c.counterparty_id == counterparty_id)
    if contract_id is not None:
        wanted.append(_C.c.contract_id == contract_id)
    if more.get("own_company_id") is not None:
        wanted.append(_C.c.own_company_id == more["own_company_id"])
    if more.get("direction"):
        wanted.append(_C.c.direction == more["direction"])
    return wanted
