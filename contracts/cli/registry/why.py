"""`why`: the chain of facts behind each date of a contract."""

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from contracts.cli.shared.command import with_options
from contracts.cli.shared.options import ContractParties, Number
from contracts.cli.shared.session import Session
from contracts.kernel.wire import wire

if TYPE_CHECKING:
    from collections.abc import Iterable

    from contracts.overview.why import Explained


@with_options(ContractParties)
def show_why(session: Session, number: Number) -> None:
    from contracts.overview.why import why

    answer = why(session.ctx, session.call, session.options(ContractParties).which(number))
    words = session.words
    deadlines = worded(session, answer.deadlines)
    lines = [words.say("Contract {number}, {counterparty}", number=answer.number, counterparty=answer.counterparty)]
    if answer.missing:
        lines.append(words.say("Missing: {facts}", facts=", ".join(words.missing(each) for each in answer.missing)))
    for each in deadlines:
        lines += ["", f"{words.kind(each.kind)}: {words.date_weekday(each.act_by)}", *_numbered(each.steps)]
    if not deadlines:
        lines += ["", words.say("No deadline is open."), *_numbered(words.why_steps(answer.steps))]
    session.show({"number": answer.number, "deadlines": wire(deadlines)}, "\n".join(lines))


class WordedDeadline(NamedTuple):
    """A deadline whose derivation is put into words."""

    kind: str
    due_on: date
    act_by: date
    steps: list[str]


def worded(session: Session, deadlines: "Iterable[Explained]") -> list[WordedDeadline]:
    """Deadlines with their derivations in words."""
    return [
        WordedDeadline(each.kind, each.due_on, each.act_by, session.words.why_steps(each.steps)) for each in deadlines
    ]


def _numbered(steps: "Iterable[str]") -> list[str]:
    return [f"  {no}. {step}" for no, step in enumerate(steps, 1)]
