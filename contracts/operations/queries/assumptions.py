"""How much of the register rests on what was assumed: counts by the code of the assumption, nothing by a rule."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import ColumnElement, Connection, Select, func, select

from contracts.claims.case.tables import ClaimMoveRow, ClaimRow
from contracts.kernel.calendar import FAR
from contracts.kernel.database.tables import table_of
from contracts.money.tables import ChargeOpenRow, ChargeRow
from contracts.people.tables import PersonRow
from contracts.registry.tables.contract import ContractRow, NoticeRow, TermRow
from contracts.registry.tables.derived import DeadlineRow

_C, _T, _N, _D = (table_of(each) for each in (ContractRow, TermRow, NoticeRow, DeadlineRow))
_P, _CHARGE, _OPEN, _CLAIM = (table_of(each) for each in (PersonRow, ChargeRow, ChargeOpenRow, ClaimRow))
_MOVE = table_of(ClaimMoveRow)
#: Contracts people still work with.
_KEPT = _C.c.closed_on.is_(None) & (_C.c.void_reason == "")
_NOTICED = _KEPT & _C.c.notice.is_not(None)
_OPEN_CHARGES = _CHARGE.join(_OPEN, _OPEN.c.charge_id == _CHARGE.c.id)


def _kept(*conditions: ColumnElement[bool]) -> Select[int]:
    return select(func.count()).select_from(_C).where(_KEPT, *conditions)


def _charges(*conditions: ColumnElement[bool]) -> Select[int]:
    return select(func.count()).select_from(_OPEN_CHARGES).where(*conditions)


def _renewed(source: str, *conditions: ColumnElement[bool]) -> Select[int]:
    terms = select(_T.c.contract_id).where(_T.c.source == source, _T.c.voided_at.is_(None))
    return _kept(_C.c.id.in_(terms), *conditions)


def _sent_claims() -> Select[int]:
    """Claims of ours whose newest move is that they were sent."""
    last = select(_MOVE.c.claim_id, func.max(_MOVE.c.no).label("no")).group_by(_MOVE.c.claim_id).subquery()
    newest = (_MOVE.c.claim_id == last.c.claim_id) & (_MOVE.c.no == last.c.no)
    sent = _CLAIM.join(_MOVE, _MOVE.c.claim_id == _CLAIM.c.id).join(last, newest)
    return select(func.count()).select_from(sent).where(_CLAIM.c.direction == "outgoing", _MOVE.c.status == "sent")


_COUNTS: Mapping[str, Select[int]] = {
    "presumed_renewals": _renewed("presumed", _C.c.alive_confirmed_on.is_(None)),
    "renewed_unnoticed": _renewed("automatic"),
    "notice_received": _kept(_NOTICED, _C.c.notice_counts == "received"),
    "unnumbered": _kept(_C.c.number_key == ""),
    "owners_unreachable": select(func.count(_C.c.owner_id.distinct()))
    .select_from(_C.join(_P, _P.c.id == _C.c.owner_id))
    .where(_KEPT, _P.c.email == "", _P.c.is_active.is_(True)),
    "notices_unproved": select(func.count())
    .select_from(_N)
    .where(_N.c.sent_on.is_not(None), _N.c.received_on.is_(None), _N.c.revoked_at.is_(None)),
    "claims_unproved": _sent_claims(),
    "due_by_law": _charges(_CHARGE.c.terms == "", _CHARGE.c.waits_for == "demand"),
    "due_waits": _charges(_OPEN.c.due_on == FAR),
    "vat_unknown": _charges(_CHARGE.c.vat_kind == "unknown"),
    "decision_lead": select(func.count())
    .select_from(_D)
    .where(_D.c.kind == "renewal_decision", _D.c.closed_on.is_(None)),
}


def counts(conn: Connection) -> dict[str, int]:
    """What can be counted by a query alone, by the code of the assumption."""
    return {code: conn.execute(query).scalar_one() for code, query in _COUNTS.items()}


def ways_unnamed(conn: Connection) -> int:
    """Contracts with a notice period that name no way of sending."""
    return sum(not methods for methods in conn.execute(select(_C.c.notice_methods).where(_NOTICED)).scalars())


def payment_terms(conn: Connection) -> dict[str, int]:
    """The payment terms of contracts as written, and how many contracts say so."""
    query = select(_C.c.payment_terms, func.count()).where(_KEPT, _C.c.payment_terms != "").group_by(_C.c.payment_terms)
    return dict(tuple(row) for row in conn.execute(query))


def countries(conn: Connection) -> dict[str, int]:
    """Contracts by country."""
    query = select(_C.c.country, func.count()).where(_KEPT).group_by(_C.c.country).order_by(_C.c.country)
    return dict(tuple(row) for row in conn.execute(query))


def deadlines_after(conn: Connection, country: str, day: date) -> int:
    """Open deadlines of a country's contracts after the last day whose holidays are known."""
    query = (
        select(func.count())
        .select_from(_D.join(_C, _C.c.id == _D.c.contract_id))
        .where(_C.c.country == country, _D.c.closed_on.is_(None), _D.c.due_on > day, _D.c.due_on < FAR)
    )
    return conn.execute(query).scalar_one()
