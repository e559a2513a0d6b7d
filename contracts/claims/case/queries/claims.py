"""Claims with their newest status, their items and frozen rows; a number is found as people write it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, func, insert, select, update

from contracts.claims.case.tables import (
    ClaimInterestRow,
    ClaimItemRow,
    ClaimMoveRow,
    ClaimRow,
    ClaimTermsRow,
    DunningStepRow,
)
from contracts.kernel.database.rows import chunks, first_of, insert_one, keys_in, next_no, rows_in
from contracts.kernel.database.tables import table_of
from contracts.kernel.refusal import Refusal
from contracts.money.tables.ledger import ChargeRow
from contracts.parties.tables import PartyRow
from contracts.registry.tables.contract import ContractRow

_Q, _M, _I, _R = table_of(ClaimRow), table_of(ClaimMoveRow), table_of(ClaimItemRow), table_of(ClaimInterestRow)
_C, _P, _K, _T = table_of(ChargeRow), table_of(PartyRow), table_of(ContractRow), table_of(ClaimTermsRow)
_D = table_of(DunningStepRow)
_NEWEST = select(func.max(_M.c.no)).where(_M.c.claim_id == _Q.c.id).correlate(_Q).scalar_subquery()


class NoSuchClaim(Refusal):
    """No claim, or more than one, has this number."""

    code = "no_such_claim"


def add(conn: Connection, values: Mapping[str, Any]) -> int:
    """Store a claim; returns its key."""
    return insert_one(conn, _Q, values)


def change(conn: Connection, id: int, values: Mapping[str, Any]) -> None:
    """Change facts of a claim and count its version up."""
    conn.execute(update(_Q).where(_Q.c.id == id).values(**values, version=_Q.c.version + 1))


def add_move(conn: Connection, claim_id: int, values: Mapping[str, Any]) -> int:
    """Append a move; returns its ordinal."""
    no = next_no(conn, _M.c.no, _M.c.claim_id == claim_id)
    usual = {"method": "", "tracking_no": "", "reason": "", "file_sha": "", "amount_minor": None}
    conn.execute(insert(_M).values(**{**usual, **values}, claim_id=claim_id, no=no))
    return no


def set_items(conn: Connection, claim_id: int, rows: Sequence[Mapping[str, Any]]) -> None:
    """Make the items of a claim these."""
    conn.execute(delete(_I).where(_I.c.claim_id == claim_id))
    if rows:
        usual = {"charge_id": None, "payment_id": None}
        conn.execute(insert(_I), [{**usual, **each, "claim_id": claim_id, "no": no} for no, each in enumerate(rows, 1)])


def set_rows(conn: Connection, claim_id: int, rows: Sequence[Mapping[str, Any]]) -> None:
    """Freeze the rows of the calculation; an earlier approval's are replaced."""
    conn.execute(delete(_R).where(_R.c.claim_id == claim_id))
    if rows:
        conn.execute(insert(_R), [{**each, "claim_id": claim_id, "no": no} for no, each in enumerate(rows, 1)])


def set_terms(conn: Connection, claim_id: int, values: Mapping[str, Any]) -> None:
    """Keep what the claim is reckoned by, from its draft on."""
    conn.execute(delete(_T).where(_T.c.claim_id == claim_id))
    conn.execute(insert(_T).values(**values, claim_id=claim_id))


def terms_of(conn: Connection, claim_id: int) -> Row[Any] | None:
    """What the claim is reckoned by; none for one that came in."""
    return conn.execute(select(_T).where(_T.c.claim_id == claim_id)).one_or_none()


def items_of(conn: Connection, claim_id: int) -> list[Row[Any]]:
    """The items of a claim, in order."""
    return list(conn.execute(select(_I).where(_I.c.claim_id == claim_id).order_by(_I.c.no)))


def rows_of(conn: Connection, claim_id: int) -> list[Row[Any]]:
    """The frozen rows of a claim, in order."""
    return list(conn.execute(select(_R).where(_R.c.claim_id == claim_id).order_by(_R.c.no)))


def moves_of(conn: Connection, claim_id: int) -> list[Row[Any]]:
    """The moves of a claim, in the order of recording."""
    return list(conn.execute(select(_M).where(_M.c.claim_id == claim_id).order_by(_M.c.no)))


def rows_by_key(conn: Connection, ids: Collection[int]) -> list[Row[Any]]:
    """Claims by key."""
    return list(rows_in(conn, select(_Q), _Q.c.id, ids))


def moves_by_claim(conn: Connection, ids: Collection[int]) -> dict[int, list[Row[Any]]]:
    """The moves of each claim in the order of recording."""
    found: dict[int, list[Row[Any]]] = {}
    for row in rows_in(conn, select(_M).order_by(_M.c.claim_id, _M.c.no), _M.c.claim_id, ids):
        found.setdefault(row.claim_id, []).append(row)
    return found


def of_contracts(conn: Connection, contract_ids: Collection[int]) -> set[int]:
    """Claims under these contracts."""
    return keys_in(conn, select(_Q.c.id), _Q.c.contract_id, contract_ids)


def everything(conn: Connection) -> Iterator[list[int]]:
    """All claims in batches, for the doctor."""
    return map(list, chunks(conn.execute(select(_Q.c.id)).scalars()))


def row_of(conn: Connection, id: int, *, lock: bool = False) -> Row[Any]:
    """A claim with its newest status."""
    if lock:
        conn.execute(select(_Q.c.id).where(_Q.c.id == id).with_for_update()).one()
    return conn.execute(_listing().where(_Q.c.id == id)).one()


def find(conn: Connection, number: str, *, direction: str | None = None, counterparty_id: int | None = None) -> int:
    """The claim with a number. Raises :class:`NoSuchClaim` naming the candidates."""
    wanted: list[ColumnElement[bool]] = [_Q.c.number == number.strip()]
    if direction:
        wanted.append(_Q.c.direction == direction)
    if counterparty_id is not None:
        wanted.append(_Q.c.counterparty_id == counterparty_id)
    found = conn.execute(_listing().where(*wanted)).all()
    if len(found) == 1:
        return int(found[0].id)
    if not found:
        raise NoSuchClaim("There is no claim {number}: `contracts claim list` shows them.", number=number)
    names = ", ".join(f"{row.direction} {row.counterparty}" for row in found)
    raise NoSuchClaim(
        "Several claims have the number {number}: {names}; name one by --counterparty.", number=number, names=names
    )


def is_known(conn: Connection, number: str, direction: str, sides: tuple[int, int]) -> bool:
    """Whether a claim of this number and direction between a company and a counterparty is registered."""
    own, other = sides
    named, between = (
        (_Q.c.number == number, _Q.c.direction == direction),
        (_Q.c.own_company_id == own, _Q.c.counterparty_id == other),
    )
    return conn.execute(select(_Q.c.id).where(*named, *between).limit(1)).first() is not None


def listed(conn: Connection, wanted: Sequence[ColumnElement[bool]] = ()) -> list[Row[Any]]:
    """Claims with their newest status, the newest first."""
    return list(conn.execute(_listing().where(*wanted).order_by(_Q.c.as_of.desc(), _Q.c.id.desc())))


def with_items(conn: Connection, charge_ids: Collection[int], payment_ids: Collection[int] = ()) -> list[Row[Any]]:
    """Claims these charges, or these payments as advances, are in, by key."""
    ids: set[int] = set()
    for column, wanted in ((_I.c.charge_id, charge_ids), (_I.c.payment_id, payment_ids)):
        ids |= keys_in(conn, select(_I.c.claim_id), column, wanted)
    return list(rows_in(conn, _listing().order_by(_Q.c.id), _Q.c.id, ids))


def reminded(conn: Connection, charge_ids: Collection[int]) -> list[Row[Any]]:
    """Levels of the ladder these charges were written about at: ``level``, ``channel``, ``sent_on``, by day."""
    wanted: Select[Any] = select(_D.c.level, _D.c.channel, _D.c.sent_on)
    found: dict[tuple[Any, ...], Row[Any]] = {}
    for row in rows_in(conn, wanted, _D.c.charge_id, charge_ids):
        found[(row.sent_on, row.level, row.channel)] = row
    return [found[key] for key in sorted(found)]


def status_before(conn: Connection, claim_id: int, status: str) -> str | None:
    """The status a claim had before its newest move to another."""
    rows = conn.execute(select(_M.c.status).where(_M.c.claim_id == claim_id).order_by(_M.c.no.desc())).scalars()
    return next((each for each in rows if each != status), None)


def approved_on(conn: Connection, claim_id: int) -> date | None:
    """The day of the newest approval."""
    return conn.execute(
        select(func.max(_M.c.on)).where(_M.c.claim_id == claim_id, _M.c.status == "approved")
    ).scalar_one_or_none()


def is_with(counterparty_id: int) -> ColumnElement[bool]:
    """A condition for :func:`listed`."""
    return _Q.c.counterparty_id == counterparty_id


def _listing() -> Any:
    return (
        select(
            _Q,
            _M.c.status,
            _M.c.on.label("moved_on"),
            _P.c.name.label("counterparty"),
            _P.c.short_name.label("counterparty_short"),
            first_of(_K.c.number, _K.c.register_no).label("contract"),
        )
        .join(_M, (_M.c.claim_id == _Q.c.id) & (_M.c.no == _NEWEST))
        .join(_P, _P.c.id == _Q.c.counterparty_id)
        .outerjoin(_K, _K.c.id == _Q.c.contract_id)
    )
