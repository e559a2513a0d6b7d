"""What a person types, and which ways are left: the remedy of a deadline in words that every face shows alike."""

import re
import shlex
from collections.abc import Sequence
from datetime import date
from typing import Final

from contracts.kernel.derivation import Step
from contracts.kernel.refusal import N_
from contracts.language import Words
from contracts.registry.rules.conditions import FIELD_BY_NAME
from contracts.registry.rules.contract import Choice
from contracts.registry.rules.steps import ENTERED_LATE, FACT_MISSING
from contracts.registry.rules.why import WaysLeft

_PLAIN = re.compile(r"[\w./№][\w./№-]*")
#: Kinds that are decided about, and kinds of the terms that anybody told of them may take note of.
DECIDED_BY_COMMAND: Final = frozenset({"renewal_decision", "late_notice", "notice_missed"})
ACKNOWLEDGED_BY_COMMAND: Final = frozenset(
    {"renewal_decision", "post_notice", "sign_amendment", "expiry", "signature", "late_notice", "missing_fact"}
)
#: What may stand for a missing fact.
_VALUES: Final = {"renewal": "none/automatic/by_consent/tacit", "renewal_length": "12m", "notice": "30d"}


def typed(number: str) -> str:
    """The number as a shell takes it: letters of any alphabet need no quotes."""
    return number if _PLAIN.fullmatch(number) else shlex.quote(number)


def command_for(kind: str, number: str, why: Sequence[Step]) -> str:
    """What to type at a deadline of a contract: what enters a missing fact or confirms, else what explains it."""
    if not number:
        return "contracts agenda"
    lacks = missing_facts(why)
    if kind == "missing_fact" and lacks:
        options = " ".join(f"{FIELD_BY_NAME[each].flag} {_VALUES[each]}" for each in lacks)
        return f"contracts contract edit {typed(number)} {options}"
    return (
        f"contracts contract confirm {typed(number)}" if kind == "confirm_alive" else f"contracts why {typed(number)}"
    )


def decision_command(words: Words, number: str, choice: Choice) -> str:
    """What records a decision; it works as it stands."""
    return f'contracts decide {typed(number)} {choice.value} --reason "{words.say("the reason")}"'


def missing_facts(why: Sequence[Step]) -> list[str]:
    """The names of the facts a derivation says are missing."""
    return [str(dict(each.facts)["missing"]) for each in why if each.code == FACT_MISSING]


def known_since(why: Sequence[Step]) -> date | None:
    """The day on which a contract entered after the last day to act was entered."""
    return next((each.on for each in why if each.code == ENTERED_LATE), None)


def ways_sentence(words: Words, left: WaysLeft) -> str:
    """That the usual way is too late, and the ways still open with their last days."""
    ways = "; ".join(
        words.say("{method} until {day}", method=words.method(each.method), day=words.date_weekday(each.until))
        for each in left.ways
    )
    if not ways:
        return words.say(
            "No agreed way arrives by {due_on} any more: ask the other side to confirm receipt in writing by that day.",
            due_on=left.due_on,
        )
    if any(each.method == left.method for each in left.ways):
        sentence = N_("The last working day to send was {post_by}. Still open: {ways}.")
        return words.say(sentence, post_by=left.post_by, ways=ways)
    method = words.method(left.method)
    return words.say(
        "{method} it is too late to send: the last day was {post_by}. Still open: {ways}.",
        method=method[:1].upper() + method[1:],
        post_by=left.post_by,
        ways=ways,
    )
