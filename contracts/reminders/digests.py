"""One digest per person and day: what to decide, by when, why, and that everything was looked at (domain §10)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from contracts.kernel.database.intake import Encoded, encoded
from contracts.kernel.deadline import DeadlineKey, DeadlineKind
from contracts.kernel.money import Money
from contracts.reminders.digest.content import Coverage
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
    #: What the ledger says to each reader, as plain JSON of :class:`contracts.reminders.digest.content.Sums`.
    sums: Mapping[int, Any] = field(default_factory=dict)


def newest_entries(entries: Iterable[Entry]) -> dict[DeadlineKey, Entry]:
    """One line per deadline: the newest tier, as a digest taken over and today's may both carry it."""
    newest: dict[DeadlineKey, Entry] = {}
    for entry in entries:
        key = entry.reminder.key
        known = newest.get(key)
        if known is None or known.reminder.tier_on <= entry.reminder.tier_on:
            newest[key] = entry
    return newest


def content(head: Letterhead, reader: Reader, entries: Iterable[Entry], names: Mapping[int, str]) -> Encoded:
    """What one digest says: the inverse is :func:`contracts.reminders.digest.content.from_json`."""
    ordered = sorted(entries, key=_place)
    said = {
        "business_on": head.business_on.isoformat(),
        "recipient": reader.name,
        "company": head.company,
        "base_url": head.base_url,
        "items": [item(each, names) for each in ordered],
        "coverage": {**_plain(head.coverage), "in_letter_count": len(ordered)},
        "failed_mails": [list(each) for each in head.failed_mails],
        "sums": head.sums.get(reader.id),
    }
    return encoded(said, "why", [each.line.why for each in ordered])


def _place(entry: Entry) -> tuple[date, date, str, str]:
    key, line = entry.reminder.key, entry.line
    return line.act_by, key.due_on, line.number, key.kind


@lru_cache(maxsize=8)
def _plain(coverage: Coverage) -> dict[str, Any]:
    """The coverage as plain JSON, the same for all digests of a run."""
    return {
        **{each.name: getattr(coverage, each.name) for each in fields(coverage)},
        "faults": list(coverage.faults),
        "covered_days": [day.isoformat() for day in coverage.covered_days],
        "stale_rates": [[name, day.isoformat()] for name, day in coverage.stale_rates],
    }


def item(entry: Entry, names: Mapping[int, str]) -> dict[str, Any]:
    """One line as plain JSON but for its derivation; ``digest.content.from_json`` reads it back."""
    reminder, line = entry
    kind, subject, due_on = reminder.key
    absent = reminder.in_place_of
    has_amount = line.amount_minor is not None and line.currency
    return {
        "kind": str(kind),
        "contract_id": line.contract_id or subject.id,
        "number": line.number,
        "title": line.title,
        "counterparty": line.counterparty,
        "due_on": due_on.isoformat(),
        "act_by": line.act_by.isoformat(),
        "tier": reminder.tier,
        "tier_on": reminder.tier_on.isoformat(),
        "why": None,
        "group": _group(reminder),
        "role": reminder.role,
        "in_place_of": None if absent is None else names.get(absent),
        "amount": Money(line.amount_minor or 0, line.currency or "").wire if has_amount else None,
        "currency": line.currency if has_amount else None,
        "if_silent_until": None,
        "later_methods": [],
    }


def _group(reminder: Reminder) -> str:
    if reminder.key.kind is DeadlineKind.CONFIRM_ALIVE:
        return "confirm_alive"
    return "long_past" if reminder.tier == LONG_PAST else "deadline"


def dedup_key(business_on: date, recipient_id: int, ordinal: int) -> str:
    """The name of a person's digest: the ordinal counts digests of one day, which a later change may make."""
    return f"digest:{business_on.isoformat()}:{recipient_id}:{ordinal}"
