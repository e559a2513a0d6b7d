"""The ladder: drafted for a day, looked through, sent; what became of a letter; where each debt stands."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from contracts.claims.dunning.rules.ladder import Ladder
from contracts.cli.shared.options import Company, Counterparty, FactsOfLetter, day_option
from contracts.cli.shared.session import Session
from contracts.cli.shared.tables import table
from contracts.cli.shared.translation import _
from contracts.cli.shared.values import one_of, read_pairs
from contracts.kernel.refusal import N_
from contracts.kernel.wire import wire

if TYPE_CHECKING:
    from rich.table import Table

    from contracts.claims.dunning.levels import Rung
    from contracts.claims.dunning.runs import ProposedLetter
    from contracts.claims.dunning.sending import LetterResult

#: What a level does, and where its letter stands.
_TEMPLATES = {"reminder": N_("reminder"), "claim": N_("claim"), "court": N_("court")}
_STATES = {
    "proposed": N_("proposed"),
    "approved": N_("approved to be sent"),
    "excluded": N_("left out"),
    "sent": N_("letter sent"),
}
#: Why the program proposes to go further at once.
_SKIPS = {
    "limitation": N_("The limitation is near: consider going further at once."),
    "insolvency": N_("The debtor is insolvent: consider going to court at once."),
    "no_claim_needed": N_("No claim is needed before court: consider going there at once."),
}
_CHANNELS = {
    "email": N_("by mail to {address}"),
    "letter": N_("a letter to be posted"),
    "courier": N_("a letter for the courier"),
    "edoc": N_("a letter for the e-document service"),
    "hand": N_("a letter to be handed over"),
}

_DEBTOR = typer.Argument(metavar="TEXT", help=_("Counterparty by name or code."))
Debtor = Annotated[str, _DEBTOR]
DebtorOrNone = Annotated[str | None, _DEBTOR]
AllOf = Annotated[int | None, typer.Option("--all", min=1, metavar="N", help=_("All letters of this level."))]
Leave = Annotated[bool, typer.Option("--leave-out", help=_("Send this debtor nothing."))]
Further = Annotated[
    int | None, typer.Option("--level", min=1, metavar="N", help=_("Go further at once; needs a reason."))
]
Why = Annotated[str, typer.Option("--reason", metavar="TEXT", help=_("Why."))]
Only = Annotated[int | None, typer.Option("--level", min=1, metavar="N", help=_("Only this level."))]
Folder = Annotated[Path | None, typer.Option("-o", "--output", metavar="DIR", help=_("Folder for the letters."))]
Newest = Annotated[
    int | None, typer.Option("--level", min=1, metavar="N", help=_("Of this level; the newest letter by default."))
]


def draft_letters(session: Session, company: Company = None) -> None:
    from contracts.claims.dunning.runs import draft_run

    _letters(session, draft_run(session.ctx, session.call, company=company))


def show_letters(session: Session, company: Company = None) -> None:
    from contracts.claims.dunning.runs import triage

    _letters(session, triage(session.ctx, session.call, company=company))


def decide_letters(
    session: Session,
    counterparty: DebtorOrNone = None,
    all_of: AllOf = None,
    leave_out: Leave = False,
    level: Further = None,
    reason: Why = "",
    company: Company = None,
) -> None:
    from contracts.claims.dunning.runs import LetterDecision, decide_letter, decide_level, triage

    if (counterparty is None) == (all_of is None):
        raise typer.BadParameter(_("Name the debtor, or all letters of a level by --all."))
    decision = LetterDecision(not leave_out, level, reason)
    if counterparty is not None:
        decide_letter(session.ctx, session.call, counterparty, decision, company=company)
    elif all_of is not None:
        decide_level(session.ctx, session.call, all_of, decision, company=company)
    _letters(session, triage(session.ctx, session.call, company=company))


def send_letters(
    session: Session,
    output: Folder = None,
    level: Only = None,
    set_: FactsOfLetter = None,
    company: Company = None,
) -> None:
    from contracts.claims.dunning.letter import SendRequest
    from contracts.claims.dunning.sending import send_run
    from contracts.mail.outbox import deliver

    application = session.application
    request = SendRequest(output or application.data / "letters", company, level, read_pairs(set_, "--set"))
    results = send_run(session.ctx, session.call, request)
    delivery = (
        deliver(session.ctx, session.own_call, application.worker) if any(each.mail_to for each in results) else None
    )
    lines = [_sent_line(session, each) for each in results]
    if delivery is not None and delivery.server_said:
        lines.append(
            session.say(
                "Mails wait until the mail server takes them; nothing is lost. It said: {said}",
                said=delivery.server_said,
            )
        )
    data = [wire(each) | {"refused": session.words.refusal(each.refusal) if each.refusal else None} for each in results]
    session.show(data, "\n".join(lines) or session.say("Nothing is to be sent."))


def _sent_line(session: Session, result: "LetterResult") -> str:
    say = session.say
    head = say("{counterparty}: level {level}", counterparty=result.counterparty, level=result.level)
    if result.refusal:
        return f"{head}. {session.words.refusal(result.refusal)}"
    parts = [", ".join(result.claims)] if result.claims else [say(_CHANNELS[result.channel], address=result.mail_to)]
    if result.file:
        parts.append(str(result.file))
    return f"{head}: {', '.join(parts)}"


def record_delivery(
    session: Session,
    counterparty: Debtor,
    outcome: Annotated[
        str,
        typer.Argument(
            parser=one_of("delivered", "returned", "refused"),
            metavar="delivered|returned|refused",
            help=_("What became of the letter."),
        ),
    ],
    on: Annotated[date | None, day_option("--on", _("On which day; today by default."))] = None,
    how: Annotated[str, typer.Option(metavar="TEXT", help=_("How it is known: a receipt, a tracking sheet."))] = "",
    level: Newest = None,
) -> None:
    from contracts.claims.dunning.outcomes import DeliveryReport, record_outcome
    from contracts.claims.dunning.rules.ladder import DeliveryOutcome

    report = DeliveryReport(DeliveryOutcome(outcome), on, how, level)
    done = record_outcome(session.ctx, session.call, counterparty, report)
    head = session.say("{counterparty}: level {level}", counterparty=done.counterparty, level=done.level)
    last = session.say("Answer by: {day}", day=session.words.date_weekday(done.answer_by))
    session.show(wire(done), f"{head}. {last}")


def show_rungs(session: Session, counterparty: Counterparty = None, company: Company = None) -> None:
    from contracts.claims.dunning.levels import show_ladder

    rungs = show_ladder(session.ctx, session.call, counterparty=counterparty, company=company)
    session.show(wire(rungs), _rungs(session, rungs) if rungs else session.say("Nothing is overdue."))


def _rungs(session: Session, rungs: "list[Rung]") -> "Table":
    words = session.words
    made = table(words.say("Debtor"), words.say("Open"), words.say("Level reached"), words.say("Next"), right=(1,))
    for each in rungs:
        debtor = f"{each.counterparty}\n{each.document}, {words.date(each.due_on)}"
        marks = [words.say("insolvent")] if each.insolvent else []
        made.add_row(debtor, words.money(each.open), _reached(session, each), "\n".join([_next(session, each), *marks]))
    return made


def _reached(session: Session, rung: "Rung") -> str:
    words = session.words
    if not rung.level:
        return words.say("nobody wrote yet")
    if rung.sent_on is None:
        return words.say("{level}, not sent yet", level=rung.level)
    lines = [words.say("{level}, sent {day}", level=rung.level, day=rung.sent_on)]
    if rung.delivered_on is not None:
        sentence = "presumed delivered {day}" if rung.is_presumed else "delivered {day}"
        lines.append(words.say(sentence, day=rung.delivered_on))
    if rung.answer_by is not None:
        lines.append(words.say("answer by {day}", day=rung.answer_by))
    return "\n".join(lines)


def _next(session: Session, rung: "Rung") -> str:
    words = session.words
    if rung.held:
        return words.say("held")
    if rung.next_level is None or rung.next_on is None:
        return "—"
    levels = session.ctx.policy(Ladder).levels
    name = words.say(_TEMPLATES[levels[rung.next_level - 1].template])
    return words.say("{level}, {name}, from {day}", level=rung.next_level, name=name, day=rung.next_on)


def _letters(session: Session, letters: "list[ProposedLetter]") -> None:
    nobody = session.say("Nobody is to be reminded today.")
    session.show(wire(letters), _drafted(session, letters) if letters else nobody)


def _drafted(session: Session, letters: "list[ProposedLetter]") -> "Table":
    words = session.words
    made = table(words.say("Debtor"), words.say("Level"), words.say("Overdue"), words.say("Letter"), right=(2,))
    for each in letters:
        documents = words.count("{n} document", "{n} documents", each.documents)
        level = f"{each.level}, {words.say(_TEMPLATES[each.template])}"
        notes = [words.say(_STATES[each.state])]
        notes += [words.say(each.reason)] if each.reason else []
        notes += [words.say(_SKIPS[each.skip])] if each.skip and each.state in ("proposed", "approved") else []
        if each.state in ("proposed", "approved"):
            notes += [words.say("Not demanded again: claim {number}.", number=number) for number in each.claims]
            notes += [
                words.say("Held: {sum} waits to be matched, payment № {no}.", sum=money.rest, no=money.payment)
                for money in each.waiting
            ]
        sums = "\n".join(words.money(sum_.amount) for sum_ in each.overdue)
        made.add_row(f"{each.counterparty}\n{documents}", level, sums, "\n".join(notes))
    return made
