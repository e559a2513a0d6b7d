"""The stored rows as they are, for the doctor: nothing here follows a rule."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, exists, select

from contracts.kernel.database.tables import table_of
from contracts.kernel.tables import FileRow
from contracts.registry.tables.contract import ContractRow
from contracts.registry.tables.derived import DeadlineRow, FaultRow, PhaseSpanRow, RegisterRow

_C, _R, _S, _D, _F = (table_of(each) for each in (ContractRow, RegisterRow, PhaseSpanRow, DeadlineRow, FaultRow))
_FILE = table_of(FileRow)


class StoredDeadline(NamedTuple):
    """A stored deadline beside its key."""

    act_by: date
    owner_id: int | None
    contract_id: int | None
    closed_on: date | None
    check_on: date
    why: list[Any]


class Stored(NamedTuple):
    """The derived rows of some contracts; spans are (from, until, phase), deadlines by (kind, legal day)."""

    registers: dict[int, dict[str, Any]]
    spans: dict[int, set[tuple[date, date, str]]]
    deadlines: dict[int, dict[tuple[str, date], StoredDeadline]]
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
    spans: dict[int, set[tuple[date, date, str]]] = {}
    for row in conn.execute(select(_S).where(_S.c.contract_id.in_(ids))):
        spans.setdefault(row.contract_id, set()).add((row.from_on, row.until_on, row.phase))
    deadlines: dict[int, dict[tuple[str, date], StoredDeadline]] = {}
    columns = (_D.c.subject_id, _D.c.kind, _D.c.due_on, *(_D.c[name] for name in StoredDeadline._fields))
    query = select(*columns).where(_D.c.subject_kind == "contract", _D.c.subject_id.in_(ids))
    for id, kind, due_on, *rest in conn.execute(query):
        deadlines.setdefault(id, {})[kind, due_on] = StoredDeadline(*rest)
    faulty = select(_F.c.subject_id).where(_F.c.subject_kind == "contract", _F.c.subject_id.in_(ids))
    return Stored(registers, spans, deadlines, set(conn.execute(faulty).scalars()))


def orphan_deadlines(conn: Connection) -> list[str]:
    """The kinds of deadlines of contracts that do not exist."""
    has_contract = exists().where(_C.c.id == _D.c.contract_id)
    return list(conn.execute(select(_D.c.kind).where(_D.c.contract_id.is_not(None), ~has_contract)).scalars())


def kept_files(conn: Connection) -> frozenset[str]:
    """The hashes of every file the register knows and has not erased."""
    return frozenset(conn.execute(select(_FILE.c.sha256).where(_FILE.c.erased_at.is_(None))).scalars())


def broken_keys(conn: Connection) -> list[str]:
    """Tables with rows whose foreign keys lead nowhere; PostgreSQL never lets one in."""
    if conn.dialect.name != "sqlite":
        return []
    return sorted({str(row[0]) for row in conn.exec_driver_sql("PRAGMA foreign_key_check")})
