"""The subject says the nearest act and how many more: at most 70 signs, no sums, contracts by number alone."""

from collections.abc import Sequence

from contracts.kernel.refusal import N_
from contracts.language import Words
from contracts.language.figures import NBSP, date_weekday
from contracts.mail.message import one_line
from contracts.reminders.digest.content import DigestContent, DigestItem
from contracts.reminders.digest.groups import Group

LONGEST = 70

_OTHER = N_("contract {contract}")


def subject(words: Words, content: DigestContent, groups: Sequence[Group]) -> str:
    """One line for the list of mails."""
    if not groups:
        return _quiet(words, content)
    first = groups[0]
    if first.code == "long_past":
        return words.count("{n} contract is long past its day", "{n} contracts are long past their day", _n(groups))
    if first.code == "confirm_alive":
        return words.count("Is {n} contract still in force?", "Are {n} contracts still in force?", _n(groups))
    head = _head(words, first, first.items[0])
    rest = _n(groups) - 1
    if not rest:
        return shortened(head)
    more = words.count(", {n} more", ", {n} more", rest)
    return shortened(head, LONGEST - len(more)) + more


def contract_sign(item: DigestItem) -> str:
    """``№ 118-П/24``; contracts keep the sign of their own papers in every language."""
    return f"№{NBSP}{one_line(item.number)}"


def shortened(text: str, longest: int = LONGEST) -> str:
    """The text cut with an ellipsis where it is too long."""
    return text if len(text) <= longest else text[: longest - 1].rstrip(" ,:") + "…"


def _quiet(words: Words, content: DigestContent) -> str:
    if content.failed_mails:
        return words.count("{n} mail was not delivered", "{n} mails were not delivered", len(content.failed_mails))
    checked = content.coverage.checked_count
    return words.count(
        "Nothing to do this week, {n} contract checked", "Nothing to do this week, {n} contracts checked", checked
    )


def _head(words: Words, group: Group, item: DigestItem) -> str:
    act = words.say(words.vocabulary.tables["act"].get(item.kind, _OTHER), contract=contract_sign(item))
    if group.code == "today":
        return words.say("Today is the last day: {act}", act=act)
    if item.role == "escalated":
        return words.say("No answer: {act}", act=act)
    if group.code == "late":
        return words.say("Late: {act}", act=act)
    day = date_weekday(item.act_by, words.language, with_year=False)
    return words.say("By {day}: {act}", day=day, act=act)


def _n(groups: Sequence[Group]) -> int:
    return sum(len(each.items) for each in groups)
