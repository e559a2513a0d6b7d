"""The audit trail: append-only events chained by hash; erasing a payload leaves the chain whole (domain §12)."""

import hashlib
import json
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select, update

from contracts.kernel.database.intake import Encoded, insert_rows
from contracts.kernel.database.tables import table_of
from contracts.kernel.subject import Subject
from contracts.kernel.tables import AuditEventRow, AuditHeadRow

_A, _H = table_of(AuditEventRow), table_of(AuditHeadRow)
START = "0" * 64


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that was done to one subject; ``payload`` holds ``before`` and ``after``."""

    what: str
    subject: Subject
    payload: Any
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Author:
    """Who did it, when, through which face, in which request."""

    at: datetime
    person_id: int | None
    login: str
    face: str
    request_id: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of the chain found; ``first_break`` is the number of the first event that does not fit."""

    events_count: int
    first_break: int | None


#: Canonical JSON: sorted keys, no spaces.
_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def payload_hash(salt: str, payload: Any) -> str:
    """``H(salt, payload)`` over canonical JSON."""
    return _salted(salt, _canonical(payload))


def _salted(salt: str, canonical: str) -> str:
    return hashlib.sha256(f"{salt}\n{canonical}".encode()).hexdigest()


def chain_hash(previous: str, seq: int, author: Author, event: Event, hashed: str) -> str:
    """The hash of an event: of the hash before, the head of the event and the hash of its payload."""
    return _chained(previous, seq, _signed(author), event, hashed)


def _signed(author: Author) -> str:
    at = author.at.astimezone(UTC)  # as it comes back from the store, whatever zone the caller counts in
    head = (at.isoformat(timespec="microseconds"), author.person_id, author.login, author.face)
    return "\n".join(map(str, (*head, author.request_id)))


def _chained(previous: str, seq: int, signed: str, event: Event, hashed: str) -> str:
    subject = event.subject
    head = f"{previous}\n{seq}\n{signed}\n{event.what}\n{subject.kind}\n{subject.id}\n{event.version}\n{hashed}"
    return hashlib.sha256(head.encode()).hexdigest()


def append(conn: Connection, author: Author, events: Sequence[Event]) -> None:
    """Append events under the lock of the chain's head, which is taken last in every transaction."""
    if not events:
        return
    head = conn.execute(select(_H.c.seq, _H.c.hash).where(_H.c.id == 1).with_for_update()).one()
    seq, previous, signed = head.seq, head.hash, _signed(author)
    salts = secrets.token_hex(16 * len(events))
    by = {name: getattr(author, name) for name in ("at", "person_id", "login", "face", "request_id")}
    rows = []
    for no, event in enumerate(events):
        seq += 1
        salt, canonical = salts[32 * no : 32 * no + 32], _canonical(event.payload)
        hashed = _salted(salt, canonical)
        current = _chained(previous, seq, signed, event, hashed)
        rows.append(
            {
                "seq": seq,
                "what": event.what,
                "subject_kind": event.subject.kind.value,
                "subject_id": event.subject.id,
                "version": event.version,
                "salt": salt,
                "payload": None if event.payload is None else Encoded(canonical),
                "payload_hash": hashed,
                "previous_hash": previous,
                "hash": current,
            }
        )
        previous = current
    insert_rows(conn, AuditEventRow, rows, tuple(rows[0]), shared=by)
    conn.execute(update(_H).where(_H.c.id == 1).values(seq=seq, hash=previous))


def verify(conn: Connection) -> Verdict:
    """Walk the chain from its beginning; an event changed, removed or inserted breaks it there."""
    previous, seq = START, 0
    for row in _stream(conn):
        seq += 1
        author = Author(row.at, row.person_id, row.login, row.face, row.request_id)
        subject = Subject(row.subject_kind, row.subject_id)
        hashed = chain_hash(previous, seq, author, Event(row.what, subject, None, row.version), row.payload_hash)
        is_erased = row.payload is None and row.salt == ""
        is_true = is_erased or payload_hash(row.salt, row.payload) == row.payload_hash
        if row.seq != seq or row.previous_hash != previous or row.hash != hashed or not is_true:
            return Verdict(seq, seq)
        previous = row.hash
    head = conn.execute(select(_H.c.seq, _H.c.hash)).one()
    return Verdict(seq, None if (head.seq, head.hash) == (seq, previous) else seq + 1)


def head(conn: Connection) -> tuple[int, str]:
    """The number and the hash of the last event."""
    row = conn.execute(select(_H.c.seq, _H.c.hash).where(_H.c.id == 1)).one()
    return row.seq, row.hash


def hash_at(conn: Connection, seq: int) -> str | None:
    """The hash of an event, as it stands now."""
    return START if seq == 0 else conn.execute(select(_A.c.hash).where(_A.c.seq == seq)).scalar_one_or_none()


def _stream(conn: Connection) -> Iterator[Any]:
    return iter(conn.execution_options(yield_per=2000).execute(select(_A).order_by(_A.c.seq)))
