"""One digest per person and day: what to decide, by when, why, and that everything was looked at (domain §10)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

from contracts.kernel.deadline import DeadlineKey, DeadlineKind
from contracts.kernel.money import Money
from contracts.reminders.digest.content import Coverage, DigestContent, DigestItem, Sums, to_json
from contracts.reminders.queries.readers import Reader
from contracts.reminders.queries.reminders import AgendaLine
from contracts.reminders.rules.reminder import Reminder
from contracts.reminders.rules.tiers import LONG_PAST


class Entry(NamedTuple):
    """One line of a digest before it is written down."""

    reminder: Reminder
    line: AgendaLine


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What all digests of one run share."""

    business_on: date
    company: str
    base_url: str
    coverage: Coverage
    failed_mails: tuple[tuple[str, str], ...] = ()
    #: What the ledger says to each reader.
    sums: Mapping[int, Sums] = field(default_factory=dict)


def newest_entries(entries: Iterable[Entry]) -> dict[DeadlineKey, Entry]:
    """One line per deadline: the newest tier, as a digest taken over and today's may both carry it."""
    newest: dict[DeadlineKey, Entry] = {}
    for entry in entries:
        key = entry.reminder.key
        known = newest.get(key)
        if known is None or known.reminder.tier_on <= entry.reminder.tier_on:
            newest[key] = entry
    return newest


def content(head: Letterhead, reader: Reader, entries: Iterable[Entry], names: Mapping[int, str]) -> dict[str, Any]:
    """What one digest says, as the outbox keeps it; derivations go from row to row as they are stored."""
    ordered = sorted(entries, key=_place)
    said = DigestContent(
        business_on=head.business_on,
        recipient=reader.name,
        company=head.company,
        base_url=head.base_url,
        items=tuple([_item(each, names) for each in ordered]),
        coverage=replace(head.coverage, in_letter_count=len(ordered)),
        failed_mails=head.failed_mails,
        sums=head.sums.get(reader.id),
    )
    stored = to_json(said)
    for item, entry in zip(stored["items"], ordered, strict=True):
        item["why"] = entry.line.why
    return stored


def _place(entry: Entry) -> tuple[date, date, str, str]:
    key, line = entry.reminder.key, entry.line
    return line.act_by, key.due_on, line.number, key.kind


def _item(entry: Entry, names: Mapping[int, str]) -> DigestItem:
    """One line but for its derivation."""
    reminder, line = entry
    kind, subject, due_on = reminder.key
    absent = reminder.in_place_of
    amount = Money(line.amount_minor, line.currency) if line.amount_minor is not None and line.currency else None
    return DigestItem(
        kind=kind.value,
        contract_id=line.contract_id or subject.id,
        number=line.number,
        title=line.title,
        counterparty=line.counterparty,
        due_on=due_on,
        act_by=line.act_by,
        tier=reminder.tier,
        tier_on=reminder.tier_on,
        why=(),
        group=_group(reminder),
        role=reminder.role,
        in_place_of=None if absent is None else names.get(absent),
        amount=amount.wire if amount else None,
        currency=amount.currency if amount else None,
    )


def _group(reminder: Reminder) -> str:
    if reminder.key.kind is DeadlineKind.CONFIRM_ALIVE:
        return "confirm_alive"
    return "long_past" if reminder.tier == LONG_PAST else "deadline"


def dedup_key(business_on: date, recipient_id: int, ordinal: int) -> str:
    """The name of a person's digest: the ordinal counts digests of one day, which a later change may make."""
    return f"digest:{business_on.isoformat()}:{recipient_id}:{ordinal}"
