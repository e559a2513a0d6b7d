"""The outbox: a message is queued, leased, sent, recorded; one perhaps received is only repeated as itself."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select, update

from contracts.kernel.database.intake import insert_rows, take_ids
from contracts.kernel.database.tables import table_of
from contracts.mail.tables import MessageRow

_M = table_of(MessageRow)

QUEUED, SENDING, SENT, FAILED, SUPERSEDED = "queued", "sending", "sent", "failed", "superseded"


class NewMessage(NamedTuple):
    """A message to queue. ``dedup_key`` names it for ever; its Message-ID is made from the key; ``content`` is JSON."""

    dedup_key: str
    message_header_id: str
    recipient_id: int | None
    address: str
    language: str
    content: Mapping[str, Any]


class Leased(NamedTuple):
    """A message one worker may send until ``leased_until``; ``attempts`` counts this one."""

    id: int
    dedup_key: str
    message_header_id: str
    recipient_id: int | None
    address: str
    language: str
    content: Mapping[str, Any]
    attempts: int
    is_uncertain: bool


def add(conn: Connection, messages: Sequence[NewMessage], at: datetime) -> dict[str, int]:
    """Queue messages; their ids by dedup key."""
    if not messages:
        return {}
    ids = take_ids(conn, MessageRow, len(messages))
    rows = [{"id": id, **each._asdict()} for id, each in zip(ids, messages, strict=True)]
    new = {"channel": "email", "state": QUEUED, "is_uncertain": False, "attempts": 0, "server_said": ""}
    insert_rows(conn, MessageRow, rows, tuple(rows[0]), shared={**new, "next_attempt_at": at, "created_at": at})
    return {each.dedup_key: id for id, each in zip(ids, messages, strict=True)}


class OddMessage(NamedTuple):
    """A message whose state and moments contradict each other."""

    dedup_key: str
    state: str


def odd_messages(conn: Connection) -> list[OddMessage]:
    """Messages whose state and moments contradict each other; a letter that is recalled has no other."""
    is_lost = and_(_M.c.state == "superseded", _M.c.superseded_by_id.is_(None), _M.c.recipient_id.is_not(None))
    is_unsent = and_(_M.c.state == "sent", _M.c.sent_at.is_(None))
    is_unleased = and_(_M.c.state == "sending", _M.c.leased_until.is_(None))
    rows = conn.execute(select(_M.c.dedup_key, _M.c.state).where(is_lost | is_unsent | is_unleased))
    return [OddMessage(*row) for row in rows]


def next_ordinals(conn: Connection, prefix: str) -> dict[int, int]:
    """How many messages with this beginning of the dedup key each recipient has."""
    rows = conn.execute(
        select(_M.c.recipient_id, func.count().label("made"))
        .where(_M.c.dedup_key >= prefix, _M.c.dedup_key < prefix + "\U0010ffff", _M.c.recipient_id.is_not(None))
        .group_by(_M.c.recipient_id)
    )
    return {row.recipient_id: row.made for row in rows}


def unsent_digests(conn: Connection, recipients: Collection[int]) -> dict[int, list[int]]:
    """Queued digests of these people that surely nobody received, locked: their ids by recipient (schema, step 4)."""
    found: dict[int, list[int]] = {}
    query = (
        select(_M.c.id, _M.c.recipient_id)
        .where(_M.c.state == QUEUED, _M.c.is_uncertain.is_(False), _M.c.recipient_id.is_not(None))
        .order_by(_M.c.id)
        .with_for_update(skip_locked=True)
    )
    for id, recipient in conn.execute(query):
        if recipient in recipients:
            found.setdefault(recipient, []).append(id)
    return found


def supersede(conn: Connection, by: Mapping[int, int]) -> None:
    """Old message → new one, which carries what the old one said."""
    for old, new in by.items():
        conn.execute(update(_M).where(_M.c.id == old).values(state=SUPERSEDED, superseded_by_id=new))


def is_due(conn: Connection, at: datetime) -> bool:
    """Whether a message waits for a worker."""
    return conn.execute(select(_M.c.id).where(_due(at)).limit(1)).first() is not None


def _due(at: datetime) -> ColumnElement[bool]:
    has_run_out = and_(_M.c.state == SENDING, _M.c.leased_until <= at)
    return and_(_M.c.state.in_((QUEUED, SENDING)), _M.c.next_attempt_at <= at, or_(_M.c.state == QUEUED, has_run_out))


def lease(conn: Connection, at: datetime, until: datetime, worker: str) -> Leased | None:
    """Take the next due message for this worker, or one whose lease ran out: that one is uncertain from then on."""
    chosen = conn.execute(
        select(_M.c.id)
        .where(_due(at))
        .order_by(_M.c.next_attempt_at, _M.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).scalar_one_or_none()
    if chosen is None:
        return None
    row = conn.execute(
        update(_M)
        .where(_M.c.id == chosen)
        .values(
            is_uncertain=case((_M.c.state == SENDING, True), else_=_M.c.is_uncertain),
            state=SENDING,
            attempts=_M.c.attempts + 1,
            leased_by=worker,
            leased_until=until,
            next_attempt_at=until,
        )
        .returning(*(_M.c[name] for name in Leased._fields))
    ).one()
    return Leased(*row)


def record_sent(conn: Connection, id: int, worker: str, at: datetime, said: str) -> bool:
    """The server took it; ``False`` if the lease is no longer this worker's."""
    return _settle(conn, id, worker, {"state": SENT, "sent_at": at, "server_said": said, "is_uncertain": False})


def record_failed(conn: Connection, id: int, worker: str, at: datetime, said: str) -> bool:
    """Given up; ``next_attempt_at`` keeps the moment, by which the next digests report it."""
    return _settle(conn, id, worker, {"state": FAILED, "next_attempt_at": at, "server_said": said})


def record_postponed(conn: Connection, id: int, worker: str, at: datetime, said: str, *, is_uncertain: bool) -> bool:
    """To be tried again at a moment; an uncertain message stays uncertain."""
    values: dict[str, object] = {"state": QUEUED, "next_attempt_at": at, "server_said": said}
    if is_uncertain:
        values["is_uncertain"] = True
    return _settle(conn, id, worker, values)


def _settle(conn: Connection, id: int, worker: str, values: Mapping[str, Any]) -> bool:
    result = conn.execute(
        update(_M)
        .where(_M.c.id == id, _M.c.state == SENDING, _M.c.leased_by == worker)
        .values(**values, leased_by=None, leased_until=None)
    )
    return result.rowcount == 1


def failed_since(conn: Connection, since: datetime | None, until: datetime) -> list[tuple[int | None, str, str]]:
    """Messages given up after one moment and up to another: recipient, address, what the server said."""
    query = select(_M.c.recipient_id, _M.c.address, _M.c.server_said).where(
        _M.c.state == FAILED, _M.c.next_attempt_at <= until
    )
    if since is not None:
        query = query.where(_M.c.next_attempt_at > since)
    return [(recipient, address, said) for recipient, address, said in conn.execute(query.order_by(_M.c.id))]


def told_since(conn: Connection, day: date) -> set[int]:
    """People for whom a digest of this business day or a later one was made, by its dedup key."""
    rows = conn.execute(
        select(_M.c.recipient_id).where(
            _M.c.dedup_key >= f"digest:{day.isoformat()}", _M.c.dedup_key < "digest:~", _M.c.recipient_id.is_not(None)
        )
    )
    return set(rows.scalars())
