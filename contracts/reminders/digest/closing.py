"""The last lines of a digest: money and papers, what was checked, what failed, and what following a link does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from contracts.kernel.money import money
from contracts.language import Words
from contracts.mail.layout import Figure
from contracts.mail.message import one_line
from contracts.registry.remedies import ACKNOWLEDGED_BY_COMMAND, DECIDED_BY_COMMAND, decision_command, typed
from contracts.registry.rules.contract import Choice
from contracts.reminders.digest.content import Coverage, DigestContent, Sums

#: Shows the whole red list.
_RED_COMMAND = "contracts report limitation"


def figures(words: Words, sums: Sums | None) -> list[Figure]:
    """Money and papers; a line that has nothing to say is left out."""
    if sums is None:
        return []
    labelled = (
        (words.say("Owed to us, late"), sums.owed_late),
        (words.say("We owe"), sums.we_owe),
        (words.say("Received, not matched"), sums.not_matched),
    )
    found = [Figure(label, _worded(words, pairs)) for label, pairs in labelled if pairs]
    if sums.missing_papers_count:
        found.append(Figure(words.say("Papers missing"), (words.number(sums.missing_papers_count),)))
    return found


def red_list(words: Words, sums: Sums | None) -> list[str]:
    """Debts whose limitation runs out, one line each: until when, how much, who, by which document."""
    if sums is None:
        return []
    found = []
    for act_by, amount, currency, party, number, standing in sums.limitation:
        day, sum_ = date.fromisoformat(act_by), words.money(money(amount, currency))
        facts = {"sum": sum_, "party": one_line(party), "number": one_line(number)}
        if standing == "near":
            found.append(words.say("by {day}: {sum}, {party}, {number}", day=words.date_weekday(day), **facts))
        else:
            found.append(words.say("past on {day} by the safe reading: {sum}, {party}, {number}", day=day, **facts))
    if more := sums.limitation_more_count:
        found.append(words.count("And {n} more: {command}", "And {n} more: {command}", more, command=_RED_COMMAND))
    return found


def proof(words: Words, coverage: Coverage) -> list[str]:
    """That everything was looked at, in sentences; the first one always stands."""
    found = [
        words.count(
            "{n} contract checked at {time}.",
            "{n} contracts checked at {time}.",
            coverage.checked_count,
            time=coverage.checked_at,
        ),
        _action(words, coverage),
    ]
    counted = (
        (
            coverage.without_owner_count,
            "{n} contract has nobody responsible.",
            "{n} contracts have nobody responsible.",
        ),
        (coverage.incomplete_count, "{n} contract is incomplete.", "{n} contracts are incomplete."),
        (coverage.failed_mail_count, "{n} mail was not delivered.", "{n} mails were not delivered."),
    )
    found += [words.count(one, many, n) for n, one, many in counted if n]
    marked = [words.say("The audit trail ends at mark {mark}.", mark=coverage.mark)] if coverage.mark else []
    return [*found, *_unusual(words, coverage), *marked]


def troubles(words: Words, content: DigestContent) -> list[str]:
    """Contracts that could not be reckoned and mails that were given up, one line each."""
    faults = [words.say("Cannot be reckoned: {fault}", fault=one_line(each)) for each in content.coverage.faults]
    mails = [
        words.say("Not delivered to {address}: {said}", address=one_line(address), said=one_line(said))
        for address, said in content.failed_mails
    ]
    return faults + mails


@dataclass(frozen=True, slots=True)
class Hint:
    """What can be done, and what to type for it as it stands."""

    sentence: str
    command: str = ""


def farewell(words: Words, content: DigestContent) -> list[Hint]:
    """What following a link does, or what to type: of the first contracts of this mail that can be answered so."""
    if content.base_url:
        told = Hint(words.say("Opening a link changes nothing until you confirm it on the page."))
        return [told, *_stale_rates(words, content.coverage)]
    found = []
    items = sorted((each for each in content.items if each.number), key=lambda each: each.act_by)
    decided = next((each for each in items if each.kind in DECIDED_BY_COMMAND), None)
    if decided is not None:
        command = decision_command(words, one_line(decided.number), Choice.RENEW)
        found.append(Hint(words.say("To record a decision (renew, renegotiate, terminate or lapse):"), command))
    answered = next((each for each in items if each.kind in ACKNOWLEDGED_BY_COMMAND), None)
    if answered is not None:
        command = f"contracts ack {typed(one_line(answered.number))}"
        found.append(Hint(words.say("To acknowledge:"), command))
    return [*found, *_stale_rates(words, content.coverage)]


def _action(words: Words, coverage: Coverage) -> str:
    if not coverage.due_count:
        return words.say("Nothing needs action.")
    due = words.count("{n} thing needs action,", "{n} things need action,", coverage.due_count)
    return f"{due} " + words.count("{n} of them in this mail.", "{n} of them in this mail.", coverage.in_letter_count)


def _unusual(words: Words, coverage: Coverage) -> list[str]:
    found = []
    if coverage.late_minutes:
        hours, minutes = divmod(coverage.late_minutes, 60)
        late = words.say("{hours} h {minutes} min", hours=hours, minutes=minutes)
        found.append(words.say("The check began {late} late.", late=late))
    if coverage.covered_days:
        days = ", ".join(words.date(each) for each in coverage.covered_days)
        found.append(words.say("It covers missed days too: {days}.", days=days))
    return found


def _stale_rates(words: Words, coverage: Coverage) -> list[Hint]:
    sentence = "The rates {table} are known to {day}: penalties stop there. To carry them on:"
    return [Hint(words.say(sentence, table=table, day=day), command) for table, day, command in coverage.stale_rates]


def _worded(words: Words, pairs: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(words.money(money(amount, currency)) for amount, currency in pairs)
