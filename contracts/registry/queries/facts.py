"""The facts of many contracts in a fixed number of set queries: what the rules need to know, nothing derived."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, select

from contracts.kernel.database.rows import among, chunks, rows_in
from contracts.kernel.database.tables import table_of
from contracts.kernel.database.versions import NotThere, StaleVersion
from contracts.kernel.subject import ContractId
from contracts.registry.queries import values
from contracts.registry.rules.conditions import CONDITIONS
from contracts.registry.rules.contract import (
    Amendment,
    Change,
    Choice,
    ContractFacts,
    Decision,
    Notice,
    NoticeKind,
    Side,
    Status,
    Suspension,
    Term,
)
from contracts.registry.tables.amendment import AmendmentChangeRow, AmendmentRow
from contracts.registry.tables.contract import (
    ContractRow,
    DecisionRow,
    NoticeRow,
    StatusMoveRow,
    SuspensionRow,
    TerminationRow,
    TermRow,
)
from contracts.registry.tables.derived import RegisterRow

_C, _R, _M = table_of(ContractRow), table_of(RegisterRow), table_of(StatusMoveRow)
_A, _H = table_of(AmendmentRow), table_of(AmendmentChangeRow)
_T, _N, _D = table_of(TermRow), table_of(NoticeRow), table_of(DecisionRow)
_S, _E = table_of(SuspensionRow), table_of(TerminationRow)
_BASE = tuple(
    _C.c[name]
    for name in (
        *(
            "id",
            "version",
            "country",
            "owner_id",
            "closed_on",
            "presumed_before",
            "alive_confirmed_on",
            "registered_on",
        ),
        *(column for each in CONDITIONS for column in each.columns),
        "clauses",
    )
)


def load(conn: Connection, ids: Collection[int]) -> dict[int, ContractFacts]:
    """Facts by contract, in the order of keys; a key nobody has is left out.

    Raises ``ValueError``, ``KeyError`` or ``TypeError`` where a stored fact cannot be read.
    """
    return {id: each for chunk in chunks(ids) for id, each in _load(conn, chunk).items()}


def lock(conn: Connection, ids: Collection[int], *, version: int | None = None) -> None:
    """Lock contract rows in the order of their keys (nothing to lock on SQLite: the writing door lets in one).

    Raises :class:`StaleVersion` where a version is given and another one stands, :class:`NotThere` for an unknown key.
    """
    query = select(_C.c.id, _C.c.version).order_by(_C.c.id).with_for_update(key_share=True)
    stored = {row.id: row.version for row in rows_in(conn, query, _C.c.id, ids)}
    for id in sorted(set(ids)):
        if id not in stored:
            raise NotThere("There is no {kind} with the key {id}.", kind="contract", id=id)
        if version is not None and stored[id] != version:
            raise StaleVersion(version, stored[id])


def stale_ids(
    conn: Connection, as_of: date, rules_no: int, batch: int, *, lock: bool = False, is_patient: bool = False
) -> list[int]:
    """At most ``batch`` contracts whose derived rows are no longer sure: overdue, or made under older rules.

    With ``lock`` their rows are locked, and those another process is deriving are passed over (PostgreSQL); one that
    ``is_patient`` waits for that process instead, for it may die.
    """
    found: list[int] = []
    for condition, order in (
        (_R.c.derived_until <= as_of, _R.c.derived_until),
        (_R.c.rules_no < rules_no, _R.c.rules_no),
    ):
        if len(found) < batch:
            # Patient ones wait in the order of the keys; "+ 0" keeps the engine from walking the keys to find them.
            query = _stale(condition, _R.c.contract_id + 0 if is_patient else order, batch - len(found))
            if lock:
                query = query.join(_C, _C.c.id == _R.c.contract_id)
                query = query.with_for_update(of=_C, skip_locked=not is_patient, key_share=True)
            found += conn.execute(query).scalars()
    return sorted(set(found))


def _stale(condition: ColumnElement[bool], order: ColumnElement[Any], batch: int) -> Select[Any]:
    return select(_R.c.contract_id).where(condition).order_by(order).limit(batch)


def _load(conn: Connection, ids: Sequence[int]) -> dict[int, ContractFacts]:
    def rows(query: Select[Any], column: ColumnElement[int], *order: ColumnElement[Any]) -> Iterable[Row[Any]]:
        return conn.execute(query.where(among(column, ids)).order_by(*order))

    moves = _grouped(
        rows(_MOVES, _M.c.contract_id, _M.c.effective_on, _M.c.no), lambda r: (r.effective_on, Status(r.status))
    )
    changes = _by_amendment(rows(_CHANGES, _H.c.contract_id, _H.c.amendment_id, _H.c.condition, _H.c.clause))
    amendments = _grouped(rows(_AMENDMENTS, _A.c.contract_id, _A.c.no), lambda r: _amendment(r, changes))
    terms = _grouped(rows(_TERMS, _T.c.contract_id, _T.c.no), _term)
    notices = _grouped(rows(_NOTICES, _N.c.contract_id, _N.c.id), _notice)
    decisions = _grouped(rows(_DECISIONS, _D.c.contract_id, _D.c.decided_at, _D.c.id), _decision)
    suspensions = _grouped(
        rows(_SUSPENSIONS, _S.c.contract_id, _S.c.from_on), lambda r: Suspension(r.from_on, r.until_on)
    )
    terminated = {row.contract_id: row.last_day for row in rows(_TERMINATIONS, _E.c.contract_id, _E.c.id)}
    return {
        row.id: ContractFacts(
            id=ContractId(row.id),
            version=row.version,
            base=values.conditions_of(row),
            moves=moves.get(row.id, ()),
            country=row.country,
            owner_id=row.owner_id,
            amendments=amendments.get(row.id, ()),
            recorded_terms=terms.get(row.id, ()),
            notices=notices.get(row.id, ()),
            decisions=decisions.get(row.id, ()),
            suspensions=suspensions.get(row.id, ()),
            terminated_after=terminated.get(row.id),
            closed_on=row.closed_on,
            presumed_before=None if row.alive_confirmed_on else row.presumed_before,
            registered_on=row.registered_on,
        )
        for row in rows(select(*_BASE), _C.c.id, _C.c.id)
    }


#: What counts: drafts of amendments change nothing but are seen; what was revoked, voided or withdrawn is not.
_MOVES = select(_M.c.contract_id, _M.c.effective_on, _M.c.status)
_AMENDMENTS = select(_A.c.contract_id, _A.c.id, _A.c.no, _A.c.number, _A.c.signed_on, _A.c.effective_on).where(
    _A.c.withdrawn_at.is_(None)
)
_CHANGES = select(_H.c.amendment_id, _H.c.condition, _H.c.clause, _H.c.value, _H.c.old_wording, _H.c.new_wording)
_TERMS = select(_T.c.contract_id, _T.c.no, _T.c.first_day, _T.c.last_day, _T.c.source, _T.c.amendment_id).where(
    _T.c.voided_at.is_(None)
)
_NOTICES = select(_N.c.contract_id, _N.c.by, _N.c.kind, _N.c.method, _N.c.sent_on, _N.c.received_on).where(
    _N.c.revoked_at.is_(None)
)
_DECISIONS = select(_D.c.contract_id, _D.c.due_on, _D.c.choice, _D.c.decided_on).where(
    _D.c.decided_at.is_not(None), _D.c.revoked_at.is_(None)
)
_SUSPENSIONS = select(_S.c.contract_id, _S.c.from_on, _S.c.until_on)
_TERMINATIONS = select(_E.c.contract_id, _E.c.last_day).where(_E.c.revoked_at.is_(None))


def _grouped(rows: Iterable[Row[Any]], make: Callable[[Row[Any]], Any]) -> dict[int, tuple[Any, ...]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.contract_id, []).append(make(row))
    return {id: tuple(each) for id, each in found.items()}


def _by_amendment(rows: Iterable[Row[Any]]) -> dict[int, tuple[Change, ...]]:
    found: dict[int, list[Change]] = {}
    for row in rows:
        value = values.from_json(row.condition, row.value)
        change = Change(row.condition, value, row.clause, row.old_wording, row.new_wording)
        found.setdefault(row.amendment_id, []).append(change)
    return {id: tuple(each) for id, each in found.items()}


def _amendment(row: Row[Any], changes: dict[int, tuple[Change, ...]]) -> Amendment:
    return Amendment(row.id, row.no, row.number, row.signed_on, row.effective_on, changes.get(row.id, ()))


def _term(row: Row[Any]) -> Term:
    return Term(row.no, row.first_day, row.last_day, row.source, row.amendment_id)


def _notice(row: Row[Any]) -> Notice:
    return Notice(Side(row.by), NoticeKind(row.kind), row.method, row.sent_on, row.received_on)


def _decision(row: Row[Any]) -> Decision:
    return Decision(row.due_on, Choice(row.choice), row.decided_on)
