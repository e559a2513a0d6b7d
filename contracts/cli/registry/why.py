"""`why`: the chain of facts behind each date of a contract."""

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from contracts.cli.shared.command import with_options
from contracts.cli.shared.options import ContractParties, Number
from contracts.cli.shared.session import Session
from contracts.kernel.wire import wire
from contracts.registry.remedies import command_for, decision_command, ways_sentence
from contracts.registry.rules.contract import Choice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from contracts.overview.why import Explained


@with_options(ContractParties)
def show_why(session: Session, number: Number) -> None:
    from contracts.overview.why import why

    answer = why(session.ctx, session.call, session.options(ContractParties).which(number))
    words = session.words
    deadlines = worded(session, answer.deadlines, answer.number)
    lines = [words.say("Contract {number}, {counterparty}", number=answer.number, counterparty=answer.counterparty)]
    if answer.missing:
        lines.append(words.say("Missing: {facts}", facts=", ".join(words.missing(each) for each in answer.missing)))
    for each in deadlines:
        lines += ["", f"{words.kind(each.kind)}: {words.date_weekday(each.act_by)}", *_numbered(each.steps)]
        lines += [f"  {each.remedy}"] if each.remedy else []
    if not deadlines:
        lines += ["", words.say("No deadline is open."), *_numbered(words.why_steps(answer.steps))]
    session.show({"number": answer.number, "deadlines": wire(deadlines)}, "\n".join(lines))


class WordedDeadline(NamedTuple):
    """A deadline whose derivation is put into words."""

    kind: str
    due_on: date
    act_by: date
    steps: list[str]
    #: What is left to do where the usual way is closed, or the command that enters what is missing.
    remedy: str = ""


def worded(session: Session, deadlines: "Iterable[Explained]", number: str) -> list[WordedDeadline]:
    """Deadlines of a contract with their derivations in words."""
    return [
        WordedDeadline(
            each.kind, each.due_on, each.act_by, session.words.why_steps(each.steps), _remedy(session, each, number)
        )
        for each in deadlines
    ]


def _remedy(session: Session, deadline: "Explained", number: str) -> str:
    words = session.words
    if deadline.ways_left is not None:
        return ways_sentence(words, deadline.ways_left)
    if deadline.kind == "notice_missed":
        accept, ending = (decision_command(words, number, each) for each in (Choice.RENEW, Choice.TERMINATE))
        return words.say(
            "To accept it: {accept}\n  To seek an end by agreement: {ending}", accept=accept, ending=ending
        )
    return command_for(deadline.kind, number, deadline.steps) if deadline.kind == "missing_fact" else ""


def _numbered(steps: "Iterable[str]") -> list[str]:
    return [f"  {no}. {step}" for no, step in enumerate(steps, 1)]
