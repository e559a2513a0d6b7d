"""Derived deadlines: a kept one is asked about no later than before, a vanished one goes, the log of the told stays."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, bindparam, delete, or_, select, update

from contracts.kernel.database.intake import insert_rows
from contracts.kernel.database.rows import among, in_parts
from contracts.kernel.database.tables import table_of
from contracts.kernel.deadline import Deadline as CoreDeadline
from contracts.kernel.deadline import DeadlineKey, DeadlineKind
from contracts.kernel.derivation import steps_json
from contracts.kernel.subject import Subject, SubjectKind
from contracts.registry.tables.derived import DeadlineRow

_D = table_of(DeadlineRow)
_KEY = ("kind", "subject_kind", "subject_id", "due_on")
_REST = ("contract_id", "owner_id", "act_by", "why")
ALL_KINDS: Final = tuple(DeadlineKind)
_ON_KEY = tuple(_D.c[name] == bindparam(f"b_{name}") for name in _KEY)


def rewrite(
    conn: Connection,
    kind: SubjectKind,
    ids: Collection[int],
    deadlines: Iterable[CoreDeadline],
    *,
    kinds: Collection[DeadlineKind] = ALL_KINDS,
) -> None:
    """Make the stored deadlines of these kinds about these subjects what was derived.

    Where the last day to act or the owner changed, the deadline is looked at on the earlier of the stored and the
    derived day; otherwise the daily decision's own day stands (schema, step 1).
    """
    wanted = {_key_of(each): each for each in deadlines}
    stored = {tuple(row[:4]): row for row in _stored(conn, kind, sorted(ids), kinds)}
    gone = sorted(key for key in stored if key not in wanted)
    if gone:
        conn.execute(delete(_D).where(*_ON_KEY), [_bound(key) for key in gone])
    new = [row_of(wanted[key]) for key in sorted(wanted) if key not in stored]
    if new:
        conn.execute(_D.insert(), new)
    changed = [_merged(wanted[key], stored[key]) for key in sorted(wanted) if key in stored]
    _update(conn, [each for each in changed if each])


def having(conn: Connection, ids: Sequence[int]) -> set[int]:
    """Those of these contracts that have deadlines of their own."""
    return set(conn.execute(select(_D.c.subject_id).where(*_of(SubjectKind.CONTRACT, ids))).scalars())


def insert(conn: Connection, deadlines: Iterable[CoreDeadline]) -> None:
    """Store the deadlines of subjects that have none yet."""
    rows = [row_of(each) for each in deadlines]
    if rows:
        insert_rows(conn, DeadlineRow, rows, tuple(rows[0]))


def kept(
    conn: Connection, kind: SubjectKind, ids: Collection[int], *, kinds: Collection[DeadlineKind] = ALL_KINDS
) -> dict[DeadlineKey, tuple[date, int | None]]:
    """The last day to act and the owner of every stored deadline of these kinds about these subjects, by its key."""
    return {
        DeadlineKey(DeadlineKind(row.kind), Subject(kind, row.subject_id), row.due_on): (row.act_by, row.owner_id)
        for row in _stored(conn, kind, sorted(ids), kinds)
    }


def _stored(conn: Connection, kind: SubjectKind, ids: Sequence[int], kinds: Collection[DeadlineKind]) -> Iterable[Any]:
    columns = [_D.c[name] for name in (*_KEY, *_REST, "check_on", "closed_on")]
    for chunk in in_parts(ids):
        yield from conn.execute(select(*columns).where(*_of(kind, chunk, kinds)))


def _of(
    kind: SubjectKind, ids: Sequence[int], kinds: Collection[DeadlineKind] = ALL_KINDS
) -> tuple[ColumnElement[bool], ...]:
    """Deadlines of these subjects, worded so that an index leads to them: a contract's by contract, others by key."""
    if kind is SubjectKind.CONTRACT:
        return among(_D.c.contract_id, ids), _D.c.subject_kind == kind.value
    return _D.c.kind.in_(sorted(kinds)), _D.c.subject_kind == kind.value, _D.c.subject_id.in_(ids)


def _key_of(deadline: CoreDeadline) -> tuple[object, ...]:
    kind, subject, due_on = deadline.key
    return kind.value, subject.kind.value, subject.id, due_on


def row_of(deadline: CoreDeadline) -> dict[str, object]:
    """The columns of a derived deadline."""
    return {
        **dict(zip(_KEY, _key_of(deadline), strict=True)),
        "contract_id": deadline.contract_id,
        "owner_id": deadline.owner_id,
        "act_by": deadline.act_by,
        "check_on": deadline.check_on,
        "why": steps_json(deadline.why),
        "closed_on": None,
    }


def _merged(wanted: CoreDeadline, stored: Any) -> dict[str, object] | None:
    """What to update, or ``None`` where the row is right."""
    is_moved = wanted.act_by != stored.act_by or wanted.owner_id != stored.owner_id or stored.closed_on is not None
    row = row_of(wanted)
    if not is_moved and all(row[name] == getattr(stored, name) for name in _REST):
        return None
    check_on = min(wanted.check_on, stored.check_on) if is_moved else stored.check_on
    return {**_bound(_key_of(wanted)), **{f"n_{name}": row[name] for name in _REST}, "n_check_on": check_on}


def _update(conn: Connection, rows: Sequence[dict[str, object]]) -> None:
    if rows:
        values: dict[str, object] = {name: bindparam(f"n_{name}") for name in (*_REST, "check_on")}
        conn.execute(update(_D).where(*_ON_KEY).values(**values, closed_on=None), list(rows))


def _bound(key: tuple[object, ...]) -> dict[str, object]:
    return {f"b_{name}": part for name, part in zip(_KEY, key, strict=True)}


def wake(conn: Connection, as_of: date, *, owners: Collection[int] = (), contracts: Collection[int] = ()) -> None:
    """Look at these deadlines again on a day: after an acknowledgement, a hand-over, an absence, a changed role."""
    wanted: list[ColumnElement[bool]] = []
    if owners:
        wanted.append(_D.c.owner_id.in_(owners))
    if contracts:
        wanted.append(_D.c.contract_id.in_(contracts))
    if wanted:
        conn.execute(
            update(_D).where(or_(*wanted), _D.c.closed_on.is_(None), _D.c.check_on > as_of).values(check_on=as_of)
        )
