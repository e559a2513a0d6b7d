"""What people answer to a deadline: acknowledged, proposed, decided, a decision taken back."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from contracts.cli.shared.command import with_options
from contracts.cli.shared.options import ContractParties, Number, Reason
from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _
from contracts.cli.shared.values import read_day
from contracts.kernel.deadline import DeadlineKind
from contracts.kernel.wire import wire
from contracts.registry.rules.contract import Choice

if TYPE_CHECKING:
    from contracts.registry.decisions import DeadlineAnswer

DueOn = Annotated[
    date | None,
    typer.Option("--due-on", parser=read_day, metavar="DATE", help=_("For which target date; the nearest by default.")),
]


@with_options(ContractParties)
def acknowledge_deadline(
    session: Session,
    number: Number,
    kind: Annotated[DeadlineKind | None, typer.Option(help=_("Which deadline; the nearest by default."))] = None,
    by: Annotated[
        str | None, typer.Option(metavar="U", help=_("Who took note; who reads the mail by default."))
    ] = None,
) -> None:
    from contracts.reminders.acknowledge import acknowledge

    which = session.options(ContractParties).which(number)
    done = acknowledge(session.ctx, session.call, which, kind=kind, by=by)
    _answered(session, done, session.say("Acknowledged; the next tier is sent all the same."))


@with_options(ContractParties)
def record_decision(
    session: Session,
    number: Number,
    choice: Annotated[Choice, typer.Argument(help=_("What was decided."))],
    reason: Reason,
    due_on: DueOn = None,
) -> None:
    from contracts.registry.decisions import decide

    which = session.options(ContractParties).which(number)
    done = decide(session.ctx, session.call, which, choice, reason=reason, due_on=due_on)
    _answered(session, done, session.say("Decided: {choice}.", choice=session.words.choice(choice.value)))


@with_options(ContractParties)
def record_proposal(
    session: Session,
    number: Number,
    choice: Annotated[Choice, typer.Argument(help=_("What is proposed."))],
    reason: Reason,
    due_on: DueOn = None,
) -> None:
    from contracts.registry.decisions import propose

    which = session.options(ContractParties).which(number)
    done = propose(session.ctx, session.call, which, choice, reason=reason, due_on=due_on)
    _answered(session, done, session.say("Proposed; the deadline stays open until the manager decides."))


@with_options(ContractParties)
def revoke_decision(
    session: Session,
    number: Number,
    reason: Reason,
    due_on: DueOn = None,
) -> None:
    from contracts.registry.decisions import revoke

    which = session.options(ContractParties).which(number)
    done = revoke(session.ctx, session.call, which, reason=reason, due_on=due_on)
    _answered(session, done, session.say("Revoked; the deadline is open again."))


def _answered(session: Session, answer: "DeadlineAnswer", text: str) -> None:
    words = session.words
    line = f"№ {answer.contract}, {words.kind(answer.kind)}, {words.date_weekday(answer.due_on)}"
    session.show(wire(answer), f"{line}\n{text}")
