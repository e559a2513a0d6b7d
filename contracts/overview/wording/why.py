"""Every step code of core as a sentence for "why", and the whole derivation in one line (interface §2, §8)."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from contracts.kernel import derivation as code
from contracts.kernel.calendar import DurationFault, parse_duration
from contracts.kernel.money import money
from contracts.kernel.refusal import N_
from contracts.kernel.subject import Step
from contracts.language import figures, spans
from contracts.language.codes import DELIVERIES, NOTICES
from contracts.money.rules import money_steps as money_code
from contracts.overview.wording.why_money import EVENTS, GROUNDS, HOLDS
from contracts.overview.wording.why_money import PIECES as MONEY_PIECES
from contracts.overview.wording.why_money import SENTENCES as MONEY_SENTENCES

if TYPE_CHECKING:
    from contracts.language import Words

#: A sentence for each code; ``{day}`` is the day the step leads to, ``{clause}`` is empty or «(п. 7.3)».
SENTENCES: dict[str, str] = {
    code.END_STATED: N_("The term runs to {day} inclusive{clause}"),
    code.END_COUNTED: N_("From {first_day} for {length}: to {day} inclusive"),
    code.TERM_RENEWED: N_("Term {no} began on {first_day} by automatic renewal{for_length}: to {day} inclusive"),
    code.TERM_AGREED: N_("Term {no} from {first_day} was agreed{by_amendment}: to {day} inclusive"),
    code.TERM_SET: N_("Term {no} from {first_day} was entered by hand: to {day} inclusive"),
    code.END_MOVED: N_("The end of the term was moved{by_amendment}: to {day} inclusive"),
    code.NO_END: N_("The contract has no fixed end; in force from {day}"),
    code.NOTICE_SUBTRACTED: N_("Less {notice}{clause}: the last day for notice is {day}"),
    code.OBJECTION_MONTH: N_(
        "The renewal of the lease may be objected to for a month after {last_day} (Art. 764 Civil Code): to {day}"
    ),
    code.ASKED_END: N_("To end on {asked_end} with {notice} of notice{clause}: the last day for notice is {day}"),
    code.NOTICE_UNKNOWN: N_("The contract renews by itself after {day}, but its notice period is unknown: enter it"),
    code.DELIVERY_SUBTRACTED: N_("Less {days} of delivery {method}: send by {day}"),
    code.SENDING_COUNTS: N_("Sending by the deadline is enough: send by {day}"),
    code.MOVED_BACK: N_("{before} is not a working day: back to a working day, {day}"),
    code.METHOD_UNTIL: N_("Sending {method}: by {day}"),
    code.ENDS_AGREED: N_("No renewal was agreed: the contract ends on {day}"),
    code.ENDS_WITHOUT_CONSENT: N_("The contract renews only if both sides agree, else it ends on {day}"),
    code.ENDS_CAPPED: N_("All agreed renewals ({renewals}) are used up: the contract ends on {day}"),
    code.RENEWAL_UNKNOWN: N_("Nobody entered what happens after {day}: enter whether the contract renews"),
    code.RENEWAL_LENGTH_UNKNOWN: N_("The contract renews after {day}, but for how long is unknown: enter it"),
    code.NOTICE_COUNTED: N_("The contract ends on {day}: {told} counted on {counted_on}"),
    code.TERMINATED: N_("The contract was terminated: its last day is {day}"),
    code.LEAD_SUBTRACTED: N_("Less {lead} to carry the decision out: {day}"),
    code.DECIDED: N_("Decided on {day}: {choice}"),
    code.NOTICE_ON_THE_WAY: N_("The notice was sent on {day} {method}; proof of receipt is awaited"),
    code.SENT_FOR_SIGNATURE: N_("The contract was sent for signature on {day}"),
    code.SIGNATURE_EXPECTED: N_("{within} to sign and return it: to {day}"),
    code.PRESUMED_AT_IMPORT: N_("At import on {day} the terms since {first_day} were presumed renewed ({count})"),
    code.PRESUMED_RENEWED: N_("Nobody objected by {day}: term {no} from {first_day} is presumed"),
    code.NOTICE_LATE: N_("Too late: {told} counted only on {day}"),
    code.RENEWED_ALL_THE_SAME: N_("Term {no} began all the same on {day}"),
    **MONEY_SENTENCES,
}

#: The same as pieces of one line; a code that is not here says nothing there.
PIECES: dict[str, str] = {
    code.END_STATED: N_("term to {day}{clause}"),
    code.END_COUNTED: N_("{length} from {first_day}, to {day}"),
    code.TERM_RENEWED: N_("term {no} to {day}"),
    code.TERM_AGREED: N_("term {no} to {day}{by_amendment}"),
    code.TERM_SET: N_("term {no} to {day}, entered by hand"),
    code.END_MOVED: N_("term moved to {day}{by_amendment}"),
    code.NO_END: N_("no fixed end"),
    code.NOTICE_SUBTRACTED: N_("less {notice}, {day}{clause}"),
    code.OBJECTION_MONTH: N_("objection within a month, {day} (Art. 764 Civil Code)"),
    code.ASKED_END: N_("to end on {asked_end}, less {notice}, {day}{clause}"),
    code.NOTICE_UNKNOWN: N_("renews by itself, notice period unknown"),
    code.DELIVERY_SUBTRACTED: N_("less {days} {delivery}"),
    code.SENDING_COUNTS: N_("sending is enough"),
    code.MOVED_BACK: N_("back to a working day, {day}"),
    code.ENDS_AGREED: N_("no renewal agreed"),
    code.ENDS_WITHOUT_CONSENT: N_("renews only by agreement"),
    code.ENDS_CAPPED: N_("all renewals used up ({renewals})"),
    code.RENEWAL_UNKNOWN: N_("unknown whether it renews"),
    code.RENEWAL_LENGTH_UNKNOWN: N_("unknown for how long it renews"),
    code.NOTICE_COUNTED: N_("{told} counted on {counted_on}"),
    code.TERMINATED: N_("terminated, last day {day}"),
    code.LEAD_SUBTRACTED: N_("less {lead} to carry the decision out"),
    code.DECIDED: N_("decided on {day}: {choice}"),
    code.NOTICE_ON_THE_WAY: N_("notice sent on {day} {method}, proof awaited"),
    code.SENT_FOR_SIGNATURE: N_("sent for signature on {day}"),
    code.SIGNATURE_EXPECTED: N_("{within} to return it, to {day}"),
    code.PRESUMED_AT_IMPORT: N_("renewals since {first_day} were presumed at import on {day}"),
    code.PRESUMED_RENEWED: N_("nobody objected by {day}, term {no} is presumed"),
    code.NOTICE_LATE: N_("{told} counted only on {day}"),
    code.RENEWED_ALL_THE_SAME: N_("term {no} began on {day}"),
    **MONEY_PIECES,
}

_NO_DELIVERY = N_("Delivery {method} takes no time: send by {day}")
_ANNIVERSARY = N_("From {first_day} for {length}, ending on the same day of the month: to {day} inclusive")
_DAYS = ("first_day", "last_day", "asked_end", "counted_on", "notice_deadline", "due_on", "from_on", "until_on")
_MONEY_DAYS = ("event_on", "demanded_on", "sent_on", "paid_on", "on")
_LENGTHS = ("length", "notice", "lead", "within", "wait", "period")
_SUMS = ("open", "used", "amount")
#: Facts that are codes of a table.
_NAMED: dict[str, Mapping[str, str]] = {"event": EVENTS, "hold": HOLDS, "ground": GROUNDS}
#: Steps beside the way to the result.
_BESIDE = frozenset({code.METHOD_UNTIL, money_code.LIMITATION_ARGUABLE})
_NAMES = re.compile(r"\{(\w+)\}")
_Writer = Callable[[date], str]


def sentence(words: "Words", step: Step) -> str:
    """One step in full: every date with its year, the result with its weekday."""
    facts = dict(step.facts)
    if step.code == code.DELIVERY_SUBTRACTED and facts.get("days") == "0":
        told = _NO_DELIVERY
    elif step.code == code.END_COUNTED and facts.get("end_rule") == "anniversary":
        told = _ANNIVERSARY
    else:
        told = SENTENCES.get(step.code, "")
    if not told:
        return f"{step.code.replace('_', ' ')}: {words.date_weekday(step.on)}"
    return _capital(_said(words, told, _filled(words, step, words.date, words.date_weekday)))


def line(words: "Words", steps: Sequence[Step]) -> str:
    """The steps in one line; a year is written only where it is not that of the result."""
    if not steps:
        return ""
    year = next((each.on for each in reversed(steps) if each.code not in _BESIDE), steps[-1].on).year

    def short(day: date) -> str:
        same = day.year == year
        return figures.day_short(day, words.language) if same else figures.date_short(day, words.language)

    def named(day: date) -> str:
        return figures.date_weekday(day, words.language, with_year=day.year != year)

    spoken = (each for each in steps if each.code in PIECES and not _is_silent(each))
    return ", ".join(_said(words, PIECES[each.code], _filled(words, each, short, named)) for each in spoken)


def _is_silent(step: Step) -> bool:
    return step.code == code.DELIVERY_SUBTRACTED and dict(step.facts).get("days") == "0"


def _filled(words: "Words", step: Step, short: _Writer, named: _Writer) -> dict[str, object]:
    """The facts of a step in words, with everything a sentence may ask for."""
    facts = dict(step.facts)
    filled: dict[str, object] = {name: _worded(words, name, value, short) for name, value in facts.items()}
    filled["day"] = named(step.on)
    filled["clause"] = _clause(words, facts)
    filled["for_length"] = words.say(" for {length}", length=filled["length"]) if "length" in facts else ""
    filled["by_amendment"] = _amendment(words, facts)
    filled["told"] = _told(words, facts)
    filled["delivery"] = words.say(DELIVERIES.get(facts.get("method", ""), DELIVERIES["given"]))
    if "day" in facts:
        filled["before"] = named(date.fromisoformat(facts["day"]))
    if "before" in facts:
        filled["before"] = named(date.fromisoformat(facts["before"]))
    if step.code in MONEY_SENTENCES:
        filled |= _sums(words, facts)
        for name in ("basis", "method"):
            filled[name] = f" ({filled[name]})" if facts.get(name) else ""
    return filled


def _sums(words: "Words", facts: Mapping[str, str]) -> dict[str, object]:
    """Sums as people read them: the figure in each, the name of the currency apart, as the sentences have them."""
    currency, found = facts.get("currency", ""), dict[str, object]()
    for name in _SUMS:
        if currency and name in facts:
            found[name], _, found["currency"] = words.money(money(facts[name], currency)).rpartition(figures.NBSP)
    return found


def _said(words: "Words", told: str, filled: dict[str, object]) -> str:
    """The sentence; a fact that a step of an older release lacks is an ellipsis, never a crash."""
    for name in _NAMES.findall(told):
        filled.setdefault(name, "…")
    return words.say(told, **filled)


def _worded(words: "Words", name: str, value: str, short: _Writer) -> str:
    if name in _DAYS or name in _MONEY_DAYS:
        return short(date.fromisoformat(value))
    if name in _LENGTHS:
        try:
            return words.duration(parse_duration(value))
        except DurationFault:
            return value
    if name == "days":
        return spans.days(int(value), words.language)
    if name == "method":
        return words.method(value)
    if name in _NAMED:
        known = _NAMED[name].get(value)
        return words.say(known) if known else value.replace("_", " ")
    return words.choice(value) if name == "choice" else value


def _clause(words: "Words", facts: Mapping[str, str]) -> str:
    """`` (п. 7.3)``: a bare number gets the word for clause, anything else stands as it was entered."""
    clause = facts.get("clause", "")
    if not clause:
        return ""
    return f" ({words.say('cl.')}{figures.NBSP}{clause})" if clause[0].isdigit() else f" ({clause})"


def _amendment(words: "Words", facts: Mapping[str, str]) -> str:
    number = facts.get("amendment", "")
    return words.say(" by supplementary agreement No. {number}", number=number) if number else ""


def _told(words: "Words", facts: Mapping[str, str]) -> str:
    told = NOTICES.get((facts.get("by", ""), facts.get("kind", "")))
    return words.say(told) if told else words.say("the notice")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
