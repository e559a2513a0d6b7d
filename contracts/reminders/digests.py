"""One digest per person and day: what to decide, by when, why, what silence costs; worded when it is sent (§10)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from contracts.kernel.context import Context
from contracts.kernel.database.engine import reading
from contracts.kernel.deadline import DeadlineKey, DeadlineKind
from contracts.kernel.money import Money
from contracts.kernel.rules import Rules
from contracts.language import Words
from contracts.mail.message import Rendered
from contracts.registry.queries import facts
from contracts.registry.rules.contract import ContractFacts
from contracts.registry.rules.fault import FactsFault
from contracts.registry.rules.term import After, outline
from contracts.reminders.digest import digest
from contracts.reminders.digest.content import Coverage, DigestContent, DigestItem, Sums, from_json, to_json
from contracts.reminders.queries.readers import DigestReader
from contracts.reminders.queries.reminders import AgendaLine
from contracts.reminders.rules.reminder import Reminder
from contracts.reminders.rules.tiers import LONG_PAST


class DigestEntry(NamedTuple):
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


def newest_entries(entries: Iterable[DigestEntry]) -> dict[DeadlineKey, DigestEntry]:
    """One line per deadline: the newest tier, as a digest taken over and today's may both carry it."""
    newest: dict[DeadlineKey, DigestEntry] = {}
    for entry in entries:
        key = entry.reminder.key
        known = newest.get(key)
        if known is None or known.reminder.tier_on <= entry.reminder.tier_on:
            newest[key] = entry
    return newest


def content(
    head: Letterhead, reader: DigestReader, entries: Iterable[DigestEntry], names: Mapping[int, str]
) -> dict[str, Any]:
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


def _place(entry: DigestEntry) -> tuple[date, date, str, str]:
    key, line = entry.reminder.key, entry.line
    return line.act_by, key.due_on, line.number, key.kind


def _item(entry: DigestEntry, names: Mapping[int, str]) -> DigestItem:
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


#: Kinds for which a contract renews if nobody acts.
_RENEWING = frozenset({"renewal_decision", "post_notice"})


def contracts_asked(content: DigestContent) -> list[int]:
    """The contracts of a digest whose facts :func:`complete` needs."""
    return sorted({each.contract_id for each in content.items if each.kind in _RENEWING})


def complete(content: DigestContent, facts: Mapping[int, ContractFacts], rules: Rules) -> DigestContent:
    """The digest with the end of the term that silence begins."""
    return replace(content, items=tuple(_complete(each, facts.get(each.contract_id), rules) for each in content.items))


def _complete(item: DigestItem, facts: ContractFacts | None, rules: Rules) -> DigestItem:
    if facts is None or item.kind not in _RENEWING:
        return item
    return replace(item, if_silent_until=_silence_until(item, facts, rules))


def _silence_until(item: DigestItem, facts: ContractFacts, rules: Rules) -> date | None:
    """The last day of the term that follows if nobody acts by ``due_on``; ``None`` where none does."""
    try:
        links = outline(facts, rules, item.due_on).links
    except FactsFault:
        return None
    for link, following in pairwise(links):
        if link.notice_deadline == item.due_on and link.after is After.RENEWS:
            return following.term.last_day
    return None


def write_mail(ctx: Context, stored: dict[str, Any], language: str) -> Rendered:
    """The mail of what the outbox keeps of a digest."""
    content = from_json(stored)
    with reading(ctx.engine) as conn:
        known = facts.load(conn, contracts_asked(content))
    words = Words(language if language == "uk" else "en", ctx.sockets)
    return digest.render(complete(content, known, ctx.rules), words)
