"""One item of a digest as the strings both parts show: what, for which contract, why, and what silence would do."""

from dataclasses import dataclass
from datetime import date, timedelta

from contracts.kernel.calendar import FAR
from contracts.kernel.money import money
from contracts.language import Words
from contracts.language.figures import date_weekday
from contracts.mail.message import one_line
from contracts.registry.remedies import command_for, known_since, missing_facts, ways_sentence
from contracts.registry.rules import steps as steps
from contracts.reminders.digest.content import DigestContent, DigestItem
from contracts.reminders.digest.groups import GroupCode, ways_of
from contracts.reminders.digest.subject import contract_sign, shortened

_SOON = timedelta(days=7)
#: Steps that stand elsewhere in an item.
_ELSEWHERE = frozenset({steps.METHOD_UNTIL, steps.FACT_MISSING, steps.ENTERED_LATE})
_ENDS = frozenset({steps.ENDS_AGREED, steps.ENDS_WITHOUT_CONSENT, steps.ENDS_CAPPED})


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item in words. ``tone`` is ``today``, ``late``, ``soon`` or ``later``; empty strings say nothing.

    ``address`` is the page of the contract, empty where there are no pages; then ``command`` is what to type.
    ``role`` says why this person reads it, told once for all items of a digest where it is told of several.
    """

    no: int
    title: str
    contract: str
    about: str
    party: str
    when: str
    distance: str
    tone: str
    why: str
    silence: str
    amount: str
    role: str
    notes: tuple[str, ...]
    action: str
    address: str
    command: str


def row(
    words: Words, content: DigestContent, item: DigestItem, others: tuple[DigestItem, ...], *, no: int, group: GroupCode
) -> ItemRow:
    """The item as the ``no``-th of its digest, with what else of its contract is open."""
    today = content.business_on
    amount = _amount(words, item)
    silence = _silence(words, item, amount)
    return ItemRow(
        no=no,
        title=_title(words, item),
        contract=contract_sign(item),
        about=", ".join(shortened(one_line(each)) for each in (item.counterparty, item.title) if each),
        party=shortened(one_line(item.counterparty)),
        when=day_of(words, item.act_by, today),
        distance="" if item.act_by == today else _distance(words, item, today),
        tone="today" if group == "today" else _tone(item.act_by, today),
        why=_why(words, item),
        silence=silence,
        amount="" if silence else amount,
        role=_role(words, item),
        notes=tuple(_notes(words, item, others, today)),
        action=words.say("Decide") if item.kind == "renewal_decision" else words.say("Open the contract"),
        address=f"{content.base_url.rstrip('/')}/contracts/{item.contract_id}" if content.base_url else "",
        command=command_for(item.kind, one_line(item.number), item.why),
    )


def _title(words: Words, item: DigestItem) -> str:
    lacks = missing_facts(item.why) if item.kind == "missing_fact" else []
    names = ", ".join(words.missing(each) for each in lacks)
    return f"{words.kind(item.kind)}: {names}" if names else words.kind(item.kind)


def _amount(words: Words, item: DigestItem) -> str:
    if not item.amount or not item.currency:
        return ""
    return words.say("amount of the contract: {amount}", amount=money(item.amount, item.currency))


def day_of(words: Words, day: date, today: date) -> str:
    """The weekday and the day; the year is written where it is not this year's."""
    return date_weekday(day, words.language, with_year=day.year != today.year)


def _distance(words: Words, item: DigestItem, today: date) -> str:
    """How far the day is; after it, until when another way is open, or since when it could be known."""
    days, since, left = (item.act_by - today).days, known_since(item.why), ways_of(item, today)
    if left is not None and left.ways:
        until = day_of(words, left.ways[-1].until, today)
        return words.say("other ways are left until {day}", day=until)
    if since is not None:
        return words.say("known since {day}", day=since)
    return words.count("late by {n} day", "late by {n} days", -days) if days < 0 else words.days_left(days)


def _tone(act_by: date, today: date) -> str:
    if act_by <= today:
        return "today" if act_by == today else "late"
    return "soon" if act_by <= today + _SOON else "later"


def _why(words: Words, item: DigestItem) -> str:
    """The derivation in whole sentences, but for what stands elsewhere in the item."""
    told = words.why_steps([each for each in item.why if each.code not in _ELSEWHERE])
    return " ".join(f"{one_line(each).rstrip('.')}." for each in told)


def _silence(words: Words, item: DigestItem, amount: str) -> str:
    """What happens if nobody acts, with the sum: the most persuasive sentence of the mail."""
    until = item.if_silent_until
    tail = f", {amount}" if amount else ""
    if until == FAR:
        return words.say("If nobody acts, the contract goes on without an end{amount}.", amount=tail)
    if until is not None:
        return words.say("If nobody acts, the contract renews to {day}{amount}.", day=until, amount=tail)
    if item.kind == "renewal_decision" and any(each.code in _ENDS for each in item.why):
        return words.say("If nobody acts, the contract ends on {day}{amount}.", day=item.due_on, amount=tail)
    return ""


def _role(words: Words, item: DigestItem) -> str:
    """Why this person reads it."""
    if item.role == "deputy" and item.in_place_of:
        return words.say("You stand in for: {name}.", name=one_line(item.in_place_of).rstrip("."))
    sentences = {
        "escalated": words.say("The person responsible has not answered."),
        "manager": words.say("The person responsible has been told too."),
        "no_owner": words.say("Nobody is responsible for this contract: name somebody."),
    }
    return sentences.get(item.role, "")


def _notes(words: Words, item: DigestItem, others: tuple[DigestItem, ...], today: date) -> list[str]:
    """Which other ways are left, and what else of the contract is open."""
    found = []
    left = ways_of(item, today)
    if left is not None:
        found.append(ways_sentence(words, left))
    for each in others:
        act, day = _title(words, each), day_of(words, each.act_by, today)
        found.append(words.say("Also by {day}: {act}.", act=act[:1].lower() + act[1:], day=day))
    return found
