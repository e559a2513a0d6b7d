"""The stored rows as they are, for the doctor: nothing here follows a rule."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, and_, exists, select

from contracts.kernel.database.tables import table_of
from contracts.kernel.tables import CounterRow, FileRow
from contracts.mail.tables import MessageRow
from contracts.people.tables import DepartmentRow, PersonRow
from contracts.registry.tables.contract import ContractRow
from contracts.registry.tables.derived import DeadlineRow, FaultRow, PhaseSpanRow, RegisterRow
from contracts.reminders.tables import ReminderRow

_C, _R, _S, _D, _F = (table_of(each) for each in (ContractRow, RegisterRow, PhaseSpanRow, DeadlineRow, FaultRow))
_M, _L, _P, _N = (table_of(each) for each in (MessageRow, ReminderRow, PersonRow, CounterRow))
_DEPARTMENT, _FILE = table_of(DepartmentRow), table_of(FileRow)


class Stored(NamedTuple):
    """The derived rows of some contracts; spans are (from, until, phase), deadlines by (kind, legal day)."""

    registers: dict[int, dict[str, Any]]
    spans: dict[int, set[tuple[Any, ...]]]
    deadlines: dict[int, dict[tuple[str, Any], Row[Any]]]
    faults: set[int]


def batches_of_contracts(conn: Connection, size: int = 500) -> Iterator[list[int]]:
    """All contract keys in batches, ascending."""
    last = 0
    while ids := list(conn.execute(select(_C.c.id).where(_C.c.id > last).order_by(_C.c.id).limit(size)).scalars()):
        yield ids
        last = ids[-1]


def stored(conn: Connection, ids: Collection[int]) -> Stored:
    """The derived rows of these contracts."""
    registers = {
        row.contract_id: dict(row._mapping) for row in conn.execute(select(_R).where(_R.c.contract_id.in_(ids)))
    }
    spans: dict[int, set[tuple[Any, ...]]] = {}
    for row in conn.execute(select(_S).where(_S.c.contract_id.in_(ids))):
        spans.setdefault(row.contract_id, set()).add((row.from_on, row.until_on, row.phase))
    deadlines: dict[int, dict[tuple[str, Any], Row[Any]]] = {}
    query = select(_D).where(_D.c.subject_kind == "contract", _D.c.subject_id.in_(ids))
    for row in conn.execute(query):
        deadlines.setdefault(row.subject_id, {})[row.kind, row.due_on] = row
    faulty = select(_F.c.subject_id).where(_F.c.subject_kind == "contract", _F.c.subject_id.in_(ids))
    return Stored(registers, spans, deadlines, set(conn.execute(faulty).scalars()))


def orphan_deadlines(conn: Connection) -> list[Row[Any]]:
    """Deadlines of contracts that do not exist."""
    has_contract = exists().where(_C.c.id == _D.c.contract_id)
    return list(conn.execute(select(_D.c.kind, _D.c.contract_id).where(_D.c.contract_id.is_not(None), ~has_contract)))


def register_numbers(conn: Connection) -> Iterator[Row[Any]]:
    """Every register number with its company."""
    return iter(conn.execute(select(_C.c.own_company_id, _C.c.register_no)))


def last_numbers(conn: Connection) -> dict[tuple[str, int], int]:
    """The last number given, by series and year."""
    return {(row.scope, row.year): row.last_no for row in conn.execute(select(_N.c.scope, _N.c.year, _N.c.last_no))}


def reminders_of_superseded(conn: Connection) -> Sequence[int]:
    """Reminders whose message was taken over, but which did not move with it."""
    query = select(_L.c.id).join(_M, _M.c.id == _L.c.message_id).where(_M.c.state == "superseded")
    return list(conn.execute(query).scalars())


def odd_messages(conn: Connection) -> list[Row[Any]]:
    """Messages whose state and moments contradict each other; a letter that is recalled has no other."""
    is_lost = and_(_M.c.state == "superseded", _M.c.superseded_by_id.is_(None), _M.c.recipient_id.is_not(None))
    is_unsent = and_(_M.c.state == "sent", _M.c.sent_at.is_(None))
    is_unleased = and_(_M.c.state == "sending", _M.c.leased_until.is_(None))
    return list(conn.execute(select(_M.c.dedup_key, _M.c.state).where(is_lost | is_unsent | is_unleased)))


def messages_with_foreign_reminders(conn: Connection) -> Sequence[str]:
    """Waiting messages that carry reminders of somebody else."""
    query = (
        select(_M.c.dedup_key)
        .join(_L, _L.c.message_id == _M.c.id)
        .where(_M.c.recipient_id.is_not(None), _M.c.recipient_id != _L.c.recipient_id)
    )
    return list(conn.execute(query.distinct()).scalars())


def dangling_managers(conn: Connection) -> Sequence[str]:
    """Departments led by nobody the register knows."""
    has_person = exists().where(_P.c.id == _DEPARTMENT.c.manager_id)
    query = select(_DEPARTMENT.c.name).where(_DEPARTMENT.c.manager_id.is_not(None), ~has_person)
    return list(conn.execute(query).scalars())


def file_rows(conn: Connection) -> list[Row[Any]]:
    """Every file the register knows and has not erased."""
    return list(conn.execute(select(_FILE.c.sha256, _FILE.c.size).where(_FILE.c.erased_at.is_(None))))


def broken_keys(conn: Connection) -> list[str]:
    """Tables with rows whose foreign keys lead nowhere; PostgreSQL never lets one in."""
    if conn.dialect.name != "sqlite":
        return []
    return sorted({str(row[0]) for row in conn.exec_driver_sql("PRAGMA foreign_key_check")})
