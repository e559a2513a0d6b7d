"""One digest per person and day; one not yet sent is taken over, so nothing is told in two mails (schema, step 4)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Connection

from contracts.kernel.database.meta import installation_key
from contracts.kernel.deadline import DeadlineKey
from contracts.mail import queries as messages
from contracts.mail.message import message_id
from contracts.mail.queries import NewMessage
from contracts.registry.queries.visibility import shown_to
from contracts.reminders import digests
from contracts.reminders.digests import DigestEntry, Letterhead
from contracts.reminders.queries import readers, reminders
from contracts.reminders.queries.readers import DigestReader
from contracts.reminders.queries.reminders import AgendaLine, roles_told
from contracts.reminders.rules.reminder import Reminder


class MailItem(NamedTuple):
    """One thing a digest asks for; ``contract`` is the register number, ``days_left`` counts to ``act_by``."""

    contract: str
    kind: str
    tier: str
    due_on: date
    days_left: int


@dataclass(frozen=True, slots=True)
class Mail:
    """One person's digest of the day; ``to`` is the address."""

    to: str
    items: tuple[MailItem, ...]


class AlreadyTold(RuntimeError):
    """Another process recorded a reminder of this day without the lock of the decision; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Queueing:
    """What the digests of one run share, who is shown failed mails, and who gets the weekly line.

    ``secret_faults`` are faults of confidential contracts, each with the people they are shown to.
    """

    head: Letterhead
    at: datetime
    sender: str
    reports: Mapping[int, tuple[tuple[str, str], ...]]
    weekly: set[int]
    secret_faults: tuple[tuple[frozenset[int], str], ...] = ()


def queue(
    conn: Connection, job: Queueing, planned: Sequence[Reminder], lines: Mapping[DeadlineKey, AgendaLine]
) -> tuple[list[Mail], set[DeadlineKey]]:
    """Record what is planned and queue it; also gives the deadlines for which there is no person to write to.

    Raises :class:`AlreadyTold` if the unique key refused a reminder: the transaction must not be committed.
    """
    wanted = {each.recipient_id for each in planned} | set(job.reports)
    unsent = messages.unsent_digests(conn, wanted | job.weekly)
    known = readers.readers(conn, wanted | (job.weekly - set(unsent)))
    owed = [each for each in planned if each.recipient_id in known]
    entries = _entries(conn, owed, lines, [id for person in known for id in unsent.get(person, ())])
    ids = _add(conn, job, known, entries)
    if reminders.record_new(conn, owed, ids) != len(owed):
        raise AlreadyTold("a reminder of this day was recorded by another process")
    successors = {old: ids[person] for person in known for old in unsent.get(person, ())}
    messages.supersede(conn, successors)
    reminders.carry_on(conn, successors)
    mails = [_mail(job.head, reader, entries.get(reader.id, [])) for reader in known.values()]
    return mails, {each.key for each in planned if each.recipient_id not in known}


def _entries(
    conn: Connection, owed: Iterable[Reminder], lines: Mapping[DeadlineKey, AgendaLine], taken_over: Sequence[int]
) -> dict[int, list[DigestEntry]]:
    """Lines by reader: what is new, and what digests not yet sent carried about deadlines still open."""
    roles = roles_told(conn, taken_over)
    found: dict[int, list[DigestEntry]] = {}
    for reminder, line in reminders.lines_carried(conn, taken_over):
        told_as = roles.get((reminder.recipient_id, str(reminder.key.kind), line.contract_id), "owner")
        found.setdefault(reminder.recipient_id, []).append(DigestEntry(reminder._replace(role=told_as), line))
    for each in owed:
        found.setdefault(each.recipient_id, []).append(DigestEntry(each, lines[each.key]))
    newest = {person: list(digests.newest_entries(each).values()) for person, each in found.items()}
    return _without_secrets(conn, newest)


def _without_secrets(conn: Connection, entries: dict[int, list[DigestEntry]]) -> dict[int, list[DigestEntry]]:
    """Of a confidential contract nothing is told to whoever may not see it, also of what an unsent mail carried."""
    shown = shown_to(conn)
    if not shown:
        return entries
    return {
        person: [each for each in mine if not each.line.number or person in shown.get(each.line.contract_id, (person,))]
        for person, mine in entries.items()
    }


def _add(
    conn: Connection, job: Queueing, known: Mapping[int, DigestReader], entries: Mapping[int, list[DigestEntry]]
) -> dict[int, int]:
    """The new messages by reader."""
    if not known:
        return {}
    ordinals = messages.next_ordinals(conn, f"digest:{job.head.business_on.isoformat()}:")
    absent = {each.reminder.in_place_of for lines in entries.values() for each in lines} - {None}
    names = {id: each.name for id, each in readers.readers(conn, [id for id in absent if id]).items()}
    installation = installation_key(conn)
    new: dict[str, NewMessage] = {}
    for person, reader in known.items():
        key = digests.dedup_key(job.head.business_on, person, ordinals.get(person, 0) + 1)
        reports = job.reports.get(person)
        head = replace(job.head, failed_mails=reports) if reports else job.head
        secrets = tuple(sentence for shown, sentence in job.secret_faults if person in shown)
        if secrets:
            head = replace(head, coverage=replace(head.coverage, faults=(*head.coverage.faults, *secrets)))
        new[key] = NewMessage(
            dedup_key=key,
            message_header_id=message_id(key, installation, job.sender),
            recipient_id=person,
            address=reader.email,
            language=reader.language,
            content=digests.content(head, reader, entries.get(person, []), names),
        )
    ids = messages.add(conn, list(new.values()), job.at)
    return {each.recipient_id: ids[key] for key, each in new.items() if each.recipient_id is not None}


def _mail(head: Letterhead, reader: DigestReader, entries: Iterable[DigestEntry]) -> Mail:
    items = [
        MailItem(
            contract=line.number,
            kind=str(reminder.key.kind),
            tier=reminder.tier,
            due_on=reminder.key.due_on,
            days_left=(line.act_by - head.business_on).days,
        )
        for reminder, line in entries
    ]
    return Mail(reader.email or reader.login, tuple(sorted(items, key=lambda each: (each.days_left, each.contract))))
