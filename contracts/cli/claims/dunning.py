"""The ladder: drafted for a day, looked through, sent; what became of a letter; where each debt stands."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contracts.claims.dunning.rules.dunning import Ladder
from contracts.cli.shared.options import Company, Counterparty, FactsOfLetter, day_option
from contracts.cli.shared.session import Session
from contracts.cli.shared.tables import table
from contracts.cli.shared.translation import _
from contracts.cli.shared.values import one_of, read_pairs
from contracts.kernel.refusal import N_

if TYPE_CHECKING:
    from contracts.claims.dunning.dunning import Proposed
    from contracts.claims.dunning.dunning_card import Rung
    from contracts.claims.dunning.dunning_sending import Sent

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
    from contracts.claims.dunning.dunning import draft_run

    _letters(session, draft_run(session.ctx, session.call, company=company))


def show_letters(session: Session, company: Company = None) -> None:
    from contracts.claims.dunning.dunning import triage

    _letters(session, triage(session.ctx, company=company))


def decide_letters(
    session: Session,
    counterparty: DebtorOrNone = None,
    all_of: AllOf = None,
    leave_out: Leave = False,
    level: Further = None,
    reason: Why = "",
    company: Company = None,
) -> None:
    from contracts.claims.dunning.dunning import Decision, decide_letter, decide_level, triage

    if (counterparty is None) == (all_of is None):
        raise typer.BadParameter(_("Name the debtor, or all letters of a level by --all."))
    decision = Decision(not leave_out, level, reason)
    if counterparty is not None:
        decide_letter(session.ctx, session.call, counterparty, decision, company=company)
    elif all_of is not None:
        decide_level(session.ctx, session.call, all_of, decision, company=company)
    _letters(session, triage(session.ctx, company=company))


def send_letters(
    session: Session,
    output: Folder = None,
    level: Only = None,
    set_: FactsOfLetter = None,
    company: Company = None,
) -> None:
    from contracts.claims.dunning.dunning_sending import SendRequest, send_run
    from contracts.mail.outbox import deliver

    application = session.application
    request = SendRequest(
        output or application.data / "letters", company, level, read_pairs(set_, "--set"), application.data
    )
    done = send_run(session.ctx, session.call, request)
    has_mail = any(each.mail_to for each in done)
    delivery = deliver(session.ctx, session.own_call, application.worker) if has_mail else None
    lines = [_sent_line(session, each) for each in done]
    if delivery is not None and delivery.server_said:
        lines.append(
            session.say(
                "Mails wait until the mail server takes them; nothing is lost. It said: {said}",
                said=delivery.server_said,
            )
        )
    session.show(
        [_sent_wire(session, each) for each in done], "\n".join(lines) or session.say("Nothing is to be sent.")
    )


def _sent_wire(session: Session, sent: "Sent") -> dict[str, Any]:
    return {
        "counterparty": sent.counterparty,
        "level": sent.level,
        "channel": sent.channel,
        "claim": sent.claims[0] if sent.claims else None,
        "claims": list(sent.claims),
        "file": str(sent.file) if sent.file else None,
        "mail_to": sent.mail_to or None,
        "refused": session.words.refusal(sent.refusal) if sent.refusal else None,
    }


def _sent_line(session: Session, sent: "Sent") -> str:
    say = session.say
    head = say("{counterparty}: level {level}", counterparty=sent.counterparty, level=sent.level)
    if sent.refusal:
        return f"{head}. {session.words.refusal(sent.refusal)}"
    parts = [", ".join(sent.claims)] if sent.claims else [say(_CHANNELS[sent.channel], address=sent.mail_to)]
    if sent.file:
        parts.append(str(sent.file))
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
    from contracts.claims.dunning.dunning_record import Delivery, record_outcome
    from contracts.claims.dunning.rules.dunning import Outcome

    done = record_outcome(session.ctx, session.call, counterparty, Delivery(Outcome(outcome), on, how, level))
    data = {
        "counterparty": done.counterparty,
        "level": done.level,
        "outcome": done.outcome.value,
        "on": done.on,
        "claim": done.claim or None,
        "answer_by": done.answer_by,
    }
    head = session.say("{counterparty}: level {level}", counterparty=done.counterparty, level=done.level)
    session.show(data, f"{head}. {session.say('Answer by: {day}', day=session.words.date_weekday(done.answer_by))}")


def show_rungs(session: Session, counterparty: Counterparty = None, company: Company = None) -> None:
    from contracts.claims.dunning.dunning_card import show_ladder

    rungs = show_ladder(session.ctx, session.call, counterparty=counterparty, company=company)
    nobody = session.say("Nothing is overdue.")
    session.show([_rung_wire(each) for each in rungs], _rungs(session, rungs) if rungs else nobody)


def _rung_wire(rung: "Rung") -> dict[str, Any]:
    return {
        "counterparty": rung.counterparty,
        "document": rung.document,
        "due_on": rung.due_on,
        "open": rung.open.wire,
        "currency": rung.open.currency,
        "level": rung.level,
        "sent_on": rung.sent_on,
        "delivered_on": rung.delivered_on,
        "is_presumed": rung.is_presumed,
        "answer_by": rung.answer_by,
        "next_level": rung.next_level,
        "next_on": rung.next_on,
        "held": rung.is_held,
        "insolvent": rung.is_insolvent,
    }


def _rungs(session: Session, rungs: "list[Rung]") -> Any:
    words = session.words
    made = table(words.say("Debtor"), words.say("Open"), words.say("Level reached"), words.say("Next"), right=(1,))
    for each in rungs:
        debtor = f"{each.counterparty}\n{each.document}, {words.date(each.due_on)}"
        marks = [words.say("insolvent")] if each.is_insolvent else []
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
    if rung.is_held:
        return words.say("held")
    if rung.next_level is None or rung.next_on is None:
        return "—"
    levels = session.ctx.policy(Ladder).levels
    name = words.say(_TEMPLATES[levels[rung.next_level - 1].template])
    return words.say("{level}, {name}, from {day}", level=rung.next_level, name=name, day=rung.next_on)


def _letters(session: Session, letters: "list[Proposed]") -> None:
    data = [
        {
            "counterparty": each.counterparty,
            "level": each.level,
            "template": each.template,
            "state": each.state,
            "documents": each.listed,
            "overdue": [{"amount": sum_.wire, "currency": sum_.currency} for sum_ in each.overdue],
            "skip": each.skip or None,
            "reason": each.reason or None,
        }
        for each in letters
    ]
    nobody = session.say("Nobody is to be reminded today.")
    session.show(data, _drafted(session, letters) if letters else nobody)


def _drafted(session: Session, letters: "list[Proposed]") -> Any:
    words = session.words
    made = table(words.say("Debtor"), words.say("Level"), words.say("Overdue"), words.say("Letter"), right=(2,))
    for each in letters:
        documents = words.count("{n} document", "{n} documents", each.listed)
        level = f"{each.level}, {words.say(_TEMPLATES[each.template])}"
        notes = [words.say(_STATES[each.state])]
        notes += [words.say(each.reason)] if each.reason else []
        notes += [words.say(_SKIPS[each.skip])] if each.skip and each.state in ("proposed", "approved") else []
        sums = "\n".join(words.money(sum_) for sum_ in each.overdue)
        made.add_row(f"{each.counterparty}\n{documents}", level, sums, "\n".join(notes))
    return made
