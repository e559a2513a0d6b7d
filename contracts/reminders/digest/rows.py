"""One item of a digest as the strings both parts show: what, for which contract, why, and what silence would do."""

import re
import shlex
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.kernel.calendar import FAR
from contracts.kernel.money import money
from contracts.language import Words
from contracts.language.figures import date_weekday, day_short
from contracts.mail.message import one_line
from contracts.registry.rules import steps as steps
from contracts.reminders.digest.content import DigestContent, DigestItem
from contracts.reminders.digest.groups import GroupCode
from contracts.reminders.digest.subject import contract_sign, shortened

_PLAIN = re.compile(r"[\w./№][\w./№-]*")
_SOON = timedelta(days=7)
_ENDS = frozenset({steps.ENDS_AGREED, steps.ENDS_WITHOUT_CONSENT, steps.ENDS_CAPPED})


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item in words. ``tone`` is ``today``, ``late``, ``soon`` or ``later``; empty strings say nothing.

    ``address`` is the page of the contract, empty where there are no pages; then ``command`` is what to type.
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
    notes: tuple[str, ...]
    action: str
    address: str
    command: str


def row(words: Words, content: DigestContent, item: DigestItem, *, no: int, group: GroupCode) -> ItemRow:
    """The item as the ``no``-th of its digest."""
    today = content.business_on
    amount = words.money(money(item.amount, item.currency)) if item.amount and item.currency else ""
    silence = _silence(words, item, amount)
    return ItemRow(
        no=no,
        title=words.kind(item.kind),
        contract=contract_sign(item),
        about=", ".join(shortened(one_line(each)) for each in (item.counterparty, item.title) if each),
        party=shortened(one_line(item.counterparty)),
        when=day_of(words, item.act_by, today),
        distance="" if group == "today" else _distance(words, (item.act_by - today).days),
        tone=_tone(item.act_by, today),
        why=_why(words, item),
        silence=silence,
        amount="" if silence else amount,
        notes=tuple(_notes(words, item, today)),
        action=words.say("Decide") if item.kind == "renewal_decision" else words.say("Open the contract"),
        address=f"{content.base_url.rstrip('/')}/contracts/{item.contract_id}" if content.base_url else "",
        command=f"contracts why {_typed(one_line(item.number))}",
    )


def day_of(words: Words, day: date, today: date) -> str:
    """The weekday and the day; the year is written where it is not this year's."""
    return date_weekday(day, words.language, with_year=day.year != today.year)


def _typed(number: str) -> str:
    """The number as a shell takes it: letters of any alphabet need no quotes."""
    return number if _PLAIN.fullmatch(number) else shlex.quote(number)


def _distance(words: Words, days: int) -> str:
    return words.count("late by {n} day", "late by {n} days", -days) if days < 0 else words.days_left(days)


def _tone(act_by: date, today: date) -> str:
    if act_by <= today:
        return "today" if act_by == today else "late"
    return "soon" if act_by <= today + _SOON else "later"


def _why(words: Words, item: DigestItem) -> str:
    line = words.why_line(item.why)
    return (
        words.say("Why {day}: {why}.", day=day_short(item.act_by, words.language), why=one_line(line)) if line else ""
    )


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


def _notes(words: Words, item: DigestItem, today: date) -> list[str]:
    """Why this person reads it, and which faster ways are left."""
    found = []
    if item.role == "deputy" and item.in_place_of:
        found.append(words.say("You stand in for: {name}.", name=one_line(item.in_place_of).rstrip(".")))
    elif item.role == "escalated":
        found.append(words.say("The person responsible has not answered."))
    elif item.role == "manager":
        found.append(words.say("The person responsible has been told too."))
    elif item.role == "no_owner":
        found.append(words.say("Nobody is responsible for this contract: name somebody."))
    if item.is_hidden:
        found.append(words.say("The contract is confidential: its owner and its readers see the rest."))
    open_ways = [(method, day) for method, day in item.later_methods if day >= today]
    if open_ways:
        ways = ", ".join(
            words.say("{method} until {day}", method=words.method(method), day=day_of(words, day, today))
            for method, day in open_ways
        )
        found.append(words.say("Later only {ways}.", ways=ways))
    return found
