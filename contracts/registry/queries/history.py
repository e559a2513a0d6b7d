"""The history of one contract: its own audit events and those of its amendments, annexes, notices, decisions."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from contracts.kernel.database.tables import table_of
from contracts.kernel.subject import SubjectKind
from contracts.kernel.tables import AuditEventRow
from contracts.registry.tables.amendment import AmendmentRow, AnnexRow
from contracts.registry.tables.contract import DecisionRow, NoticeRow

_E = table_of(AuditEventRow)
_CHILDREN = (
    (SubjectKind.AMENDMENT, table_of(AmendmentRow)),
    (SubjectKind.ANNEX, table_of(AnnexRow)),
    (SubjectKind.NOTICE, table_of(NoticeRow)),
    (SubjectKind.DECISION, table_of(DecisionRow)),
)


class HistoryEvent(NamedTuple):
    """What somebody did, through which face; ``change`` holds ``before`` and ``after``, ``None`` where erased."""

    at: datetime
    who: str
    face: str
    what: str
    change: Any


def of_contract(conn: Connection, contract_id: int, limit: int = 200) -> list[HistoryEvent]:
    """The newest events first."""
    about: list[ColumnElement[bool]] = [_about(SubjectKind.CONTRACT, [contract_id])]
    for kind, table in _CHILDREN:
        ids = list(conn.execute(select(table.c.id).where(table.c.contract_id == contract_id)).scalars())
        if ids:
            about.append(_about(kind, ids))
    query = select(*(_E.c[name] for name in ("at", "login", "face", "what", "payload")))
    return [HistoryEvent(*row) for row in conn.execute(query.where(or_(*about)).order_by(_E.c.seq.desc()).limit(limit))]


def _about(kind: SubjectKind, ids: list[int]) -> ColumnElement[bool]:
    return and_(_E.c.subject_kind == kind.value, _E.c.subject_id.in_(ids))
