"""What follows from the facts is written as differences: rows that did not change are not touched (schema, Derived).

A contract that could not be derived shows as incomplete, keeps its deadlines, and is looked at again the next day.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from contracts.kernel.database import intake
from contracts.kernel.database.rows import among, in_parts, upsert
from contracts.kernel.database.tables import table_of
from contracts.kernel.rules import Rules
from contracts.kernel.subject import SubjectKind
from contracts.registry.queries import deadlines, search
from contracts.registry.queries.register_rows import fault_row, fixed_columns, register_row
from contracts.registry.queries.terms import record_terms, void_terms
from contracts.registry.rules.derive import Derived
from contracts.registry.rules.derive import Fault as CoreFault
from contracts.registry.tables.derived import FaultRow, PhaseSpanRow, RegisterRow

_R, _S, _F = table_of(RegisterRow), table_of(PhaseSpanRow), table_of(FaultRow)
_SPAN = ("contract_id", "from_on", "until_on", "phase")


def write(
    conn: Connection, done: Iterable[Derived], faults: Iterable[CoreFault], as_of: date, rules: Rules, *, at: datetime
) -> None:
    """Make the derived rows of these contracts what was derived on ``as_of``; ``at`` is the moment of what is recorded.

    The caller holds the locks of the contracts and commits.
    """
    for right in in_parts(list(done)):
        _write(conn, right, at)
    for wrong in in_parts(list(faults)):
        _write_faults(conn, wrong, as_of, rules)


def make_late(conn: Connection, ids: Collection[int]) -> None:
    """Have these contracts derived anew by the next roll: for facts that many contracts share, a name, a rate."""
    if ids:
        late = update(_R).where(_R.c.contract_id == bindparam("b_id")).values(derived_until=date.min)
        conn.execute(late, [{"b_id": id} for id in sorted(ids)])


def _write(conn: Connection, done: Sequence[Derived], at: datetime) -> None:
    ids = sorted(each.subject.id for each in done)
    never = _only_expected(conn, ids)
    new = [each for each in done if each.subject.id in never]
    rest = [each for each in done if each.subject.id not in never]
    if new:
        _write_new(conn, new)
    if rest:
        _write_changed(conn, rest)
    void_terms(conn, ((one.subject.id, term) for one in done for term in one.terms_to_void), at)
    record_terms(conn, ((one.subject.id, term) for one in done for term in one.terms_to_record), at)
    conn.execute(delete(_F).where(_F.c.subject_kind == SubjectKind.CONTRACT.value, among(_F.c.subject_id, ids)))


def _only_expected(conn: Connection, ids: Sequence[int]) -> set[int]:
    """Contracts with a register row that says nothing yet and no other derived rows."""
    expected = select(_R.c.contract_id).where(among(_R.c.contract_id, ids), _R.c.rules_no == 0)
    found = set(conn.execute(expected).scalars())
    if found:
        found -= set(conn.execute(select(_S.c.contract_id).where(among(_S.c.contract_id, ids))).scalars())
        found -= deadlines.having(conn, ids)
    return found


def _write_new(conn: Connection, done: Sequence[Derived]) -> None:
    """Contracts that were only expected have nothing to compare with: rows go in as sets.

    The register row is updated, never replaced: somebody may be making it late meanwhile.
    """
    fixed = fixed_columns(conn, [each.subject.id for each in done])
    rows = [register_row(each, fixed[each.subject.id]) for each in done]
    intake.update_rows(conn, RegisterRow, rows, key=("contract_id",))
    search.write(conn, {row["contract_id"]: row["search_text"] for row in rows})
    intake.insert_rows(conn, PhaseSpanRow, [dict(zip(_SPAN, row, strict=True)) for row in _spans(done)], _SPAN)
    deadlines.insert(conn, (each for one in done for each in one.deadlines))


def _write_changed(conn: Connection, done: Sequence[Derived]) -> None:
    ids = sorted(each.subject.id for each in done)
    _write_register(conn, ids, done)
    _write_spans(conn, ids, done)
    deadlines.rewrite(conn, SubjectKind.CONTRACT, ids, (each for one in done for each in one.deadlines))


def _write_register(conn: Connection, ids: Sequence[int], done: Sequence[Derived]) -> None:
    stored = {
        row.contract_id: dict(row._mapping) for row in conn.execute(select(_R).where(among(_R.c.contract_id, ids)))
    }
    fixed = fixed_columns(conn, ids)
    rows = [register_row(each, fixed[each.subject.id]) for each in done]
    _upsert(conn, [row for row in rows if stored.get(row["contract_id"]) != row])
    _index(conn, rows, stored)


def _index(conn: Connection, rows: Iterable[Mapping[str, Any]], stored: Mapping[int, Mapping[str, Any]]) -> None:
    """The search index follows a text that changed; a row that was only expected has none yet."""
    unindexed: Mapping[str, Any] = {"search_text": None, "rules_no": 0}
    changed = {}
    for row in rows:
        before = stored.get(row["contract_id"], unindexed)
        if before["rules_no"] == 0 or before["search_text"] != row["search_text"]:
            changed[row["contract_id"]] = row["search_text"]
    search.write(conn, changed)


def _write_spans(conn: Connection, ids: Sequence[int], done: Sequence[Derived]) -> None:
    wanted = set(_spans(done))
    columns = (_S.c.contract_id, _S.c.from_on, _S.c.until_on, _S.c.phase)
    stored = {tuple(row) for row in conn.execute(select(*columns).where(among(_S.c.contract_id, ids)))}
    gone = sorted({row[:2] for row in stored - wanted})
    if gone:
        on_key = (_S.c.contract_id == bindparam("b_id"), _S.c.from_on == bindparam("b_from"))
        conn.execute(delete(_S).where(*on_key), [{"b_id": id, "b_from": day} for id, day in gone])
    new = [dict(zip(_SPAN, row, strict=True)) for row in sorted(wanted - stored)]
    if new:
        conn.execute(insert(_S), new)


def _spans(done: Iterable[Derived]) -> Iterator[tuple[int, date, date, str]]:
    for one in done:
        for span in one.spans:
            yield one.subject.id, span.from_on, span.until_on, span.phase.value


def _write_faults(conn: Connection, faults: Sequence[CoreFault], as_of: date, rules: Rules) -> None:
    ids = sorted(each.subject.id for each in faults if each.subject.kind is SubjectKind.CONTRACT)
    rows_of = [fault_row(each, as_of, rules.no) for each in fixed_columns(conn, ids).values()]
    _upsert(conn, rows_of)
    search.write(conn, {row["contract_id"]: row["search_text"] for row in rows_of})
    conn.execute(delete(_S).where(_S.c.contract_id.in_(ids)))
    rows = [
        {
            "subject_kind": each.subject.kind.value,
            "subject_id": each.subject.id,
            "code": each.code,
            "sentence": each.sentence[:2000],
            "since_on": as_of,
        }
        for each in faults
    ]
    statement = upsert(conn, _F)
    news = {name: statement.excluded[name] for name in ("code", "sentence")}
    statement = statement.on_conflict_do_update(index_elements=["subject_kind", "subject_id"], set_=news)
    conn.execute(statement, rows)


def _upsert(conn: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        return
    statement = upsert(conn, _R)
    news = {name: statement.excluded[name] for name in _R.c.keys() if name != "contract_id"}  # noqa: SIM118
    conn.execute(statement.on_conflict_do_update(index_elements=["contract_id"], set_=news), list(map(dict, rows)))
