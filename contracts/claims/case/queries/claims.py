"""Claims with their newest status, their moves, items and frozen rows; what is confidential is not found (domain §11).

A claim is shown to whom every contract in it is shown: the one it rests on, and those of the charges it demands.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, func, insert, not_, select, update

from contracts.claims.case.rules.claim import ClaimDirection, ClaimStatus, ClaimSubject, Move
from contracts.claims.case.rules.terms import ClaimTerms
from contracts.claims.case.tables import ClaimInterestRow, ClaimItemRow, ClaimMoveRow, ClaimRow, ClaimTermsRow
from contracts.claims.late_payment.rules.rows import InterestRow
from contracts.kernel.calendar import parse_duration
from contracts.kernel.context import Call
from contracts.kernel.database.rows import chunks, first_of, insert_one, keys_in, next_no, rows_in
from contracts.kernel.database.tables import table_of
from contracts.kernel.money import Money
from contracts.kernel.refusal import Refusal
from contracts.law.rate_files import plain
from contracts.money.tables import ChargeRow
from contracts.parties.queries import parties
from contracts.parties.tables import PartyRow
from contracts.registry.queries.visibility import visible
from contracts.registry.tables.contract import ContractRow

_Q, _M, _I, _R = table_of(ClaimRow), table_of(ClaimMoveRow), table_of(ClaimItemRow), table_of(ClaimInterestRow)
_C, _P, _K, _T = table_of(ChargeRow), table_of(PartyRow), table_of(ContractRow), table_of(ClaimTermsRow)
_NEWEST = select(func.max(_M.c.no)).where(_M.c.claim_id == _Q.c.id).correlate(_Q).scalar_subquery()


class NoSuchClaim(Refusal):
    """No claim, or more than one, has this number."""

    code = "no_such_claim"


class WhichClaim(NamedTuple):
    """A claim as a person names it: its number, and whose it is where two counterparties gave theirs the same."""

    number: str
    counterparty: str | None = None


class StoredClaim(NamedTuple):
    """A claim with its newest status; ``counterparty`` and ``contract`` as they are shown."""

    id: int
    own_company_id: int
    counterparty_id: int
    contract_id: int | None
    direction: ClaimDirection
    subject: ClaimSubject
    number: str
    as_of: date
    currency: str
    law: str
    language: str
    answer_days: int
    answer_by: date | None
    claimed_minor: int | None
    document_id: int | None
    note: str
    dated_on: date | None
    status: ClaimStatus
    counterparty: str
    contract: str | None

    @property
    def claimed(self) -> Money:
        """What is claimed."""
        return Money(self.claimed_minor or 0, self.currency)


class ClaimItem(NamedTuple):
    """A charge, or a payment as an advance, that is claimed, and what was open of it when it was calculated."""

    charge_id: int | None
    payment_id: int | None
    principal_minor: int


def add(conn: Connection, values: Mapping[str, object]) -> int:
    """Store a claim; returns its key."""
    return insert_one(conn, _Q, values)


def change(conn: Connection, id: int, **values: object) -> None:
    """Change facts of a claim and count its version up."""
    conn.execute(update(_Q).where(_Q.c.id == id).values(**values, version=_Q.c.version + 1))


def add_move(conn: Connection, claim_id: int, values: Mapping[str, object]) -> None:
    """Append a move."""
    no = next_no(conn, _M.c.no, _M.c.claim_id == claim_id)
    usual = {"method": "", "tracking_no": "", "reason": "", "file_sha": "", "amount_minor": None}
    conn.execute(insert(_M).values(**{**usual, **values}, claim_id=claim_id, no=no))


def set_rows(conn: Connection, claim_id: int, rows: Iterable[tuple[int, InterestRow]]) -> None:
    """Freeze the rows of the calculation, each with the ordinal of its item; an earlier approval's are replaced.

    A rate has at most twenty digits after the point: a cumulative index may have hundreds.
    """
    conn.execute(delete(_R).where(_R.c.claim_id == claim_id))
    values = []
    for no, (item_no, row) in enumerate(rows, 1):
        kept = {**row._asdict(), "rate": plain(row.rate, 20), "rule": row.rule[:200]}
        del kept["months"]
        values.append({**kept, "claim_id": claim_id, "no": no, "item_no": item_no})
    if values:
        conn.execute(insert(_R), values)


def set_terms(conn: Connection, claim_id: int, terms: ClaimTerms) -> None:
    """Keep what the claim is calculated by; every clause is kept, a person's own instead of the contracts'."""
    values = {
        "interest_rate": "" if terms.interest_rate is None else str(terms.interest_rate),
        "answer": str(terms.answer) if terms.answer else "",
        "with_settled": terms.with_settled,
        "beyond": terms.beyond,
        "inflation": terms.inflation,
        "penalties": [list(each) for each in terms.penalties],
        "due_on": terms.due_on,
        "given": dict(terms.given),
    }
    conn.execute(delete(_T).where(_T.c.claim_id == claim_id))
    conn.execute(insert(_T).values(**values, claim_id=claim_id))


def terms_of(conn: Connection, claim_id: int) -> ClaimTerms:
    """What the claim is calculated by; nothing for one that came in."""
    row = conn.execute(select(_T).where(_T.c.claim_id == claim_id)).one_or_none()
    if row is None:
        return ClaimTerms()
    return ClaimTerms(
        interest_rate=Fraction(row.interest_rate) if row.interest_rate else None,
        answer=parse_duration(row.answer) if row.answer else None,
        with_settled=row.with_settled,
        beyond=row.beyond,
        inflation=row.inflation,
        penalties=tuple((int(contract_id), clause) for contract_id, clause in row.penalties),
        due_on=row.due_on,
        given=tuple((row.given or {}).items()),
    )


def items_of(conn: Connection, claim_id: int) -> list[ClaimItem]:
    """The items of a claim, in order."""
    columns = (_I.c.charge_id, _I.c.payment_id, _I.c.principal_minor)
    rows = conn.execute(select(*columns).where(_I.c.claim_id == claim_id).order_by(_I.c.no))
    return [ClaimItem._make(row) for row in rows]


def principals(conn: Connection, ids: Collection[int]) -> dict[int, int]:
    """The principal of each claim, in minor units; claims without items are absent."""
    query: Select[Any] = select(_I.c.claim_id, func.sum(_I.c.principal_minor).label("minor")).group_by(_I.c.claim_id)
    return {row.claim_id: int(row.minor) for row in rows_in(conn, query, _I.c.claim_id, ids)}


def frozen_rows(conn: Connection, claim_id: int) -> list[tuple[int, InterestRow]]:
    """The frozen rows of a claim, in order, each after the ordinal of its item."""
    names = ("kind", "from_on", "to_on", "days", "principal_minor", "rate", "year_days", "amount_minor", "rule")
    query = select(_R.c.item_no, *(_R.c[name] for name in names)).where(_R.c.claim_id == claim_id).order_by(_R.c.no)
    rows = ((item_no, InterestRow(*values)) for item_no, *values in conn.execute(query))
    return [(item_no, row._replace(rate=Fraction(row.rate))) for item_no, row in rows]


def moves_of(conn: Connection, claim_id: int) -> list[Move]:
    """The moves of a claim, in the order of recording."""
    return moves_by_claim(conn, [claim_id]).get(claim_id, [])


def moves_by_claim(conn: Connection, ids: Collection[int]) -> dict[int, list[Move]]:
    """The moves of each claim in the order of recording."""
    texts = (_M.c.method, _M.c.tracking_no, _M.c.reason, _M.c.amount_minor, _M.c.file_sha, _M.c.recorded_by)
    query = select(_M.c.claim_id, _Q.c.currency, _M.c.status, _M.c.on, *texts).join(_Q, _Q.c.id == _M.c.claim_id)
    found: dict[int, list[Move]] = {}
    rows = rows_in(conn, query.order_by(_M.c.claim_id, _M.c.no), _M.c.claim_id, ids)
    for id, currency, status, on, method, tracking, reason, minor, proof, by in map(tuple, rows):
        amount = None if minor is None else Money(minor, currency)
        move = Move(ClaimStatus(status), on, method, tracking, reason, amount, proof or None, by)
        found.setdefault(id, []).append(move)
    return found


def of_contracts(conn: Connection, contract_ids: Collection[int]) -> set[int]:
    """Claims under these contracts."""
    return keys_in(conn, select(_Q.c.id), _Q.c.contract_id, contract_ids)


def everything(conn: Connection) -> Iterator[list[int]]:
    """All claims in batches, for the doctor."""
    return map(list, chunks(conn.execute(select(_Q.c.id)).scalars()))


def by_keys(conn: Connection, ids: Collection[int]) -> list[StoredClaim]:
    """Claims by key, in order of their keys."""
    return [_stored(row) for row in rows_in(conn, _listing().order_by(_Q.c.id), _Q.c.id, ids)]


def by_key(conn: Connection, id: int, *, lock: bool = False) -> StoredClaim:
    """A claim with its newest status."""
    if lock:
        conn.execute(select(_Q.c.id).where(_Q.c.id == id).with_for_update()).one()
    return _stored(conn.execute(_listing().where(_Q.c.id == id)).one())


def find(
    conn: Connection,
    call: Call,
    which: WhichClaim | str,
    direction: ClaimDirection | None = None,
    *,
    lock: bool = False,
) -> StoredClaim:
    """The claim a person means, its row locked if asked for. Raises :class:`NoSuchClaim` naming the candidates."""
    number, counterparty = (which, None) if isinstance(which, str) else which
    conditions = [_Q.c.number == number.strip(), *_shown(call)]
    if direction is not None:
        conditions.append(_Q.c.direction == direction)
    if counterparty:
        conditions.append(_Q.c.counterparty_id == parties.counterparty(conn, counterparty).id)
    found = [_stored(row) for row in conn.execute(_listing().where(*conditions))]
    if len(found) == 1:
        return by_key(conn, found[0].id, lock=True) if lock else found[0]
    if not found:
        raise NoSuchClaim("There is no claim {number}: `contracts claim list` shows them.", number=number)
    names = ", ".join(f"{each.direction} {each.counterparty}" for each in found)
    raise NoSuchClaim(
        "Several claims have the number {number}: {names}; name one by --counterparty.", number=number, names=names
    )


def is_known(conn: Connection, number: str, direction: ClaimDirection, sides: tuple[int, int]) -> bool:
    """Whether a claim of this number and direction between a company and a counterparty is registered."""
    columns = (_Q.c.number, _Q.c.direction, _Q.c.own_company_id, _Q.c.counterparty_id)
    same = (column == value for column, value in zip(columns, (number, direction, *sides), strict=True))
    return conn.execute(select(_Q.c.id).where(*same).limit(1)).first() is not None


def listed(conn: Connection, call: Call, counterparty: str | None = None) -> list[StoredClaim]:
    """Claims shown to the caller, of all counterparties or of one, the newest first."""
    conditions = _shown(call)
    if counterparty:
        conditions.append(_Q.c.counterparty_id == parties.counterparty(conn, counterparty).id)
    query = _listing().where(*conditions).order_by(_Q.c.as_of.desc(), _Q.c.id.desc())
    return [_stored(row) for row in conn.execute(query)]


def with_items(conn: Connection, charge_ids: Collection[int], payment_ids: Collection[int] = ()) -> list[StoredClaim]:
    """Claims these charges, or these payments as advances, are in, by key."""
    ids: set[int] = set()
    for column, keys in ((_I.c.charge_id, charge_ids), (_I.c.payment_id, payment_ids)):
        ids |= keys_in(conn, select(_I.c.claim_id), column, keys)
    return by_keys(conn, ids)


def _shown(call: Call) -> list[ColumnElement[bool]]:
    if call.sees_all:
        return []
    hidden = not_(and_(*visible(call, _C.c.contract_id)))
    items = select(_I.c.claim_id).join(_C, _C.c.id == _I.c.charge_id).where(hidden)
    return [*visible(call, _Q.c.contract_id), _Q.c.id.not_in(items)]


def _listing() -> Select[Any]:
    own = [_Q.c[name] for name in StoredClaim._fields[:-3]]
    named = first_of(_P.c.short_name, _P.c.name), first_of(_K.c.number, _K.c.register_no)
    return (
        select(*own, _M.c.status, *named)
        .join(_M, (_M.c.claim_id == _Q.c.id) & (_M.c.no == _NEWEST))
        .join(_P, _P.c.id == _Q.c.counterparty_id)
        .outerjoin(_K, _K.c.id == _Q.c.contract_id)
    )


def _stored(row: Sequence[Any]) -> StoredClaim:
    claim = StoredClaim(*row)
    return claim._replace(
        direction=ClaimDirection(claim.direction),
        subject=ClaimSubject(claim.subject),
        status=ClaimStatus(claim.status),
        law=claim.law or "UA",
    )
