"""Which deadlines are to be looked at today, what was told about them, and what is told now (schema, steps 2 to 4)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select, update

from contracts.kernel.context import Call
from contracts.kernel.database.intake import insert_new, update_rows
from contracts.kernel.database.rows import rows_in
from contracts.kernel.database.tables import table_of
from contracts.kernel.deadline import Deadline as CoreDeadline
from contracts.kernel.deadline import DeadlineKey, DeadlineKind
from contracts.kernel.subject import ContractId, PersonId, Subject, SubjectKind
from contracts.mail.queries import _M
from contracts.registry.queries.visibility import shown_to, visible
from contracts.registry.tables.contract import AcknowledgementRow
from contracts.registry.tables.derived import DeadlineRow, RegisterRow
from contracts.reminders.rules.reminder import Reminder as CoreReminder
from contracts.reminders.rules.reminder import Watch
from contracts.reminders.tables import ReminderRow

_D, _R, _A, _G = table_of(DeadlineRow), table_of(ReminderRow), table_of(AcknowledgementRow), table_of(RegisterRow)
_KEY = ("kind", "subject_kind", "subject_id", "due_on")
_KINDS = {str(kind): kind for kind in DeadlineKind}
_SUBJECTS = {str(kind): kind for kind in SubjectKind}


class AgendaLine(NamedTuple):
    """What a digest says about one deadline beyond its key; ``why`` is as stored, nobody reads it on the way."""

    contract_id: int
    owner_id: int | None
    act_by: date
    why: list[Any]
    number: str
    title: str
    counterparty: str
    amount_minor: int | None
    currency: str | None


def due_watches(
    conn: Connection, as_of: date, owners: Collection[PersonId | None] = (), *, is_all: bool = False
) -> tuple[list[Watch], dict[DeadlineKey, AgendaLine]]:
    """The open deadlines to look at on a day, locked in key order, with what was told and acknowledged about them.

    ``owners`` are people whose readers changed: their deadlines are looked at whatever their ``check_on``;
    ``is_all`` looks at every open deadline, which new tiers may concern.
    """
    wanted = _D.c.closed_on.is_(None) if is_all else _wanted(as_of, owners)
    # The key's first part as an expression: sorted by the index of the key, the engine would walk all deadlines.
    in_order = (_D.c.kind.concat(""), *(_D.c[name] for name in _KEY[1:]))
    query = _lines(wanted).order_by(*in_order).with_for_update(of=_D)
    lines = {_key(row): _line(row) for row in conn.execute(query).all()}
    return _watches(lines, _told(conn, wanted), _answered(conn, wanted), shown_to(conn)), lines


def open_watches(conn: Connection, contract_ids: Collection[int]) -> tuple[list[Watch], dict[DeadlineKey, AgendaLine]]:
    """All open deadlines of these contracts, for reckonings that write nothing."""
    wanted = and_(_D.c.closed_on.is_(None), _D.c.contract_id.in_(contract_ids))
    lines = {_key(row): _line(row) for row in conn.execute(_lines(wanted))}
    return _watches(lines, _told(conn, wanted), _answered(conn, wanted), shown_to(conn)), lines


def check_days(conn: Connection, contract_ids: Collection[int]) -> dict[DeadlineKey, date]:
    """When each open deadline of these contracts is looked at next."""
    query = select(*(_D.c[name] for name in _KEY), _D.c.check_on).where(
        _D.c.closed_on.is_(None), _D.c.contract_id.in_(contract_ids)
    )
    return {_key(row): row.check_on for row in conn.execute(query)}


def lines_carried(conn: Connection, message_ids: Collection[int]) -> list[tuple[CoreReminder, AgendaLine]]:
    """What messages carry about deadlines that are still open."""
    if not message_ids:
        return []
    on_key = and_(*(_D.c[name] == _R.c[name] for name in _KEY), _D.c.closed_on.is_(None))
    query = _lines(_R.c.message_id.in_(message_ids)).join(_R, on_key).add_columns(*_reminder_columns())
    return [(_reminder(row), _line(row)) for row in conn.execute(query)]


def record_new(conn: Connection, reminders: Sequence[CoreReminder], message_of: Mapping[int, int]) -> int:
    """Record what is told; how many of the reminders this process won (the unique key decides)."""
    return insert_new(conn, ReminderRow, [_row(each, message_of[each.recipient_id]) for each in reminders])


def set_check_on(conn: Connection, check_on: Mapping[DeadlineKey, date]) -> None:
    """Write the day on which each deadline is looked at again."""
    rows = [
        {
            "kind": str(kind),
            "subject_kind": str(subject.kind),
            "subject_id": subject.id,
            "due_on": due_on,
            "check_on": day,
        }
        for (kind, subject, due_on), day in check_on.items()
    ]
    update_rows(conn, DeadlineRow, rows, key=_KEY)


def _wanted(as_of: date, owners: Collection[PersonId | None]) -> ColumnElement[bool]:
    reached: ColumnElement[bool] = _D.c.check_on <= as_of
    people = [each for each in owners if each is not None]
    if people:
        reached = or_(reached, _D.c.owner_id.in_(people))
    if None in owners:
        reached = or_(reached, _D.c.owner_id.is_(None))
    return and_(_D.c.closed_on.is_(None), reached)


def _lines(wanted: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            *(_D.c[name] for name in _KEY),
            func.coalesce(_D.c.contract_id, _D.c.subject_id),
            _D.c.owner_id,
            _D.c.act_by,
            _D.c.why,
            *(func.coalesce(_G.c[name], "") for name in ("number", "title", "counterparty_name")),
            _G.c.amount_minor,
            _G.c.currency,
        )
        .select_from(_D.outerjoin(_G, _G.c.contract_id == _D.c.contract_id))
        .where(wanted)
    )


def _reminder_columns() -> tuple[ColumnElement[Any], ...]:
    names = ("tier", "tier_on", "recipient_id", "in_place_of_id", "business_date", "message_id")
    return tuple(_R.c[name] for name in names)


def _told(conn: Connection, wanted: ColumnElement[bool]) -> dict[DeadlineKey, list[CoreReminder]]:
    on_key = and_(*(_D.c[name] == _R.c[name] for name in _KEY))
    query = select(*(_R.c[name] for name in _KEY), *_reminder_columns()).select_from(_D.join(_R, on_key)).where(wanted)
    told: dict[DeadlineKey, list[CoreReminder]] = {}
    for row in conn.execute(query):
        told.setdefault(_key(row), []).append(_reminder(row))
    return told


def _answered(conn: Connection, wanted: ColumnElement[bool]) -> dict[DeadlineKey, tuple[date, frozenset[PersonId]]]:
    on_key = and_(*(_D.c[name] == _A.c[name] for name in _KEY))
    query = (
        select(*(_A.c[name] for name in _KEY), _A.c.tier_on, _A.c.person_id)
        .select_from(_D.join(_A, on_key))
        .where(wanted)
    )
    newest: dict[DeadlineKey, tuple[date, frozenset[PersonId]]] = {}
    row: Any
    for row in conn.execute(query):
        day, people = newest.get(_key(row), (row.tier_on, frozenset()))
        if row.tier_on == day:
            newest[_key(row)] = day, people | {row.person_id}
        elif row.tier_on > day:
            newest[_key(row)] = row.tier_on, frozenset({row.person_id})
    return newest


def _watches(
    lines: Mapping[DeadlineKey, AgendaLine],
    told: Mapping[DeadlineKey, list[CoreReminder]],
    answered: Mapping[DeadlineKey, tuple[date, frozenset[PersonId]]],
    shown: Mapping[int, frozenset[int]],
) -> list[Watch]:
    watches, nobody = [], (None, frozenset[PersonId]())
    for key, (contract_id, owner_id, act_by, _, number, *_) in lines.items():
        owner = None if owner_id is None else PersonId(owner_id)
        deadline = CoreDeadline(key, ContractId(contract_id), owner, act_by, act_by, ())
        until, people = answered.get(key, nobody)
        only = shown.get(contract_id) if number else None
        watches.append(Watch(deadline, tuple(told.get(key, ())), until, acknowledged_by=people, shown_to=only))
    return watches


def _key(row: Any) -> DeadlineKey:
    """The key that a row of :data:`_KEY` and more begins with."""
    kind, subject_kind, subject_id, due_on = row[:4]
    return DeadlineKey(_KINDS[kind], Subject(_SUBJECTS[subject_kind], subject_id), due_on)


def _line(row: Any) -> AgendaLine:
    """The line of a row of :func:`_lines`."""
    return AgendaLine(*row[4:13])


def _reminder(row: Row[Any]) -> CoreReminder:
    return CoreReminder(
        _key(row), row.tier, row.tier_on, row.recipient_id, row.in_place_of_id, told_on=row.business_date
    )


def _row(reminder: CoreReminder, message_id: int) -> dict[str, object]:
    kind, subject, due_on = reminder.key
    return {
        "kind": str(kind),
        "subject_kind": str(subject.kind),
        "subject_id": subject.id,
        "due_on": due_on,
        "tier": reminder.tier,
        "tier_on": reminder.tier_on,
        "recipient_id": reminder.recipient_id,
        "in_place_of_id": reminder.in_place_of,
        "business_date": reminder.told_on,
        "message_id": message_id,
    }


def reminders_of_superseded(conn: Connection) -> Sequence[int]:
    """Reminders whose message was taken over, but which did not move with it."""
    query = select(_R.c.id).join(_M, _M.c.id == _R.c.message_id).where(_M.c.state == "superseded")
    return list(conn.execute(query).scalars())


def messages_with_foreign_reminders(conn: Connection) -> Sequence[str]:
    """Waiting messages that carry reminders of somebody else."""
    query = (
        select(_M.c.dedup_key)
        .join(_R, _R.c.message_id == _M.c.id)
        .where(_M.c.recipient_id.is_not(None), _M.c.recipient_id != _R.c.recipient_id)
    )
    return list(conn.execute(query.distinct()).scalars())


def soon_ids(conn: Connection, call: Call, until: date) -> list[int]:
    """Contracts the caller may see that can owe a reminder up to a day: looked at, or derived anew, by then."""
    looked_at = select(_D.c.contract_id).where(
        _D.c.closed_on.is_(None), _D.c.check_on <= until, *visible(call, _D.c.contract_id)
    )
    derived = select(_G.c.contract_id).where(_G.c.derived_until <= until, *visible(call, _G.c.contract_id))
    return sorted(id for id in conn.execute(looked_at.union(derived)).scalars() if id is not None)


def numbers(conn: Connection, ids: Collection[int]) -> dict[int, str]:
    """Register numbers by contract."""
    query = select(_G.c.contract_id, _G.c.number)
    return {row.contract_id: row.number for row in rows_in(conn, query, _G.c.contract_id, ids)}


def roles_told(conn: Connection, ids: Collection[int]) -> dict[tuple[int, str, int], str]:
    """As what messages address their reader: role by recipient, kind of deadline and contract."""
    if not ids:
        return {}
    rows = conn.execute(select(_M.c.recipient_id, _M.c.content).where(_M.c.id.in_(ids)))
    return {
        (recipient, each["kind"], each["contract_id"]): each["role"]
        for recipient, content in rows
        for each in content["items"]
    }


def carry_on(conn: Connection, by: Mapping[int, int]) -> None:
    """Old message → new one: the new carries the reminders of the old."""
    for old, new in by.items():
        conn.execute(update(_R).where(_R.c.message_id == old).values(message_id=new))
