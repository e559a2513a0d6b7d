"""The work of the day: agenda, why, remind, simulate, ack, decide."""

from datetime import date
from typing import Annotated, Any

import typer

from contracts.cli.kit import CompanyOption, CounterpartyOption, Session, _, command, read_day, read_duration, table
from contracts.cli.options import Number
from contracts.kernel.calendar import Duration
from contracts.kernel.deadline import DeadlineKind
from contracts.registry.rules.contract import Choice

DueOn = Annotated[
    date | None,
    typer.Option("--due-on", parser=read_day, metavar="DATE", help=_("For which target date; the nearest by default.")),
]


def add_to(app: typer.Typer) -> None:
    """Register these commands."""
    command(app, "agenda", _("What must be done, by the last day to act."))(_agenda)
    command(app, "why", _("The chain of facts behind each date of a contract."))(_why)
    command(
        app, "remind", _("Run the job of the day: at most one mail a person; again with nothing new sends nothing.")
    )(_remind)
    command(app, "simulate", _("The mails of the coming months, nothing sent."))(_simulate)
    command(app, "ack", _("Acknowledge a deadline: stops repeats, closes nothing."))(_ack)
    command(app, "decide", _("Record the manager's decision: closes the deadline."))(_decide)
    command(app, "propose", _("Propose a decision to the manager; closes nothing."))(_propose)
    command(app, "undecide", _("Take a decision back while our notice is not sent."))(_revoke)


def _agenda(
    session: Session,
    within: Annotated[
        Duration | None,
        typer.Option(parser=read_duration, metavar="DUR", help=_("Only what is due within 30d, 2w, 3m.")),
    ] = None,
    owner: Annotated[str | None, typer.Option(metavar="U", help=_("Only this person's, by login or name."))] = None,
    kind: Annotated[DeadlineKind | None, typer.Option(help=_("Only this kind."))] = None,
    counterparty: CounterpartyOption = None,
    company: CompanyOption = None,
) -> None:
    from contracts.overview.agenda import Wish, agenda

    rows = agenda(session.ctx, session.call, Wish(within, owner, kind, counterparty, company))
    words = session.words
    data = [
        {
            "kind": row.kind,
            "contract": row.contract,
            "counterparty": row.counterparty,
            "due_on": row.due_on,
            "act_by": row.act_by,
            "days_left": row.days_left,
            "owner": row.owner,
            "why": words.why_line(row.why),
        }
        for row in rows
    ]
    session.show(data, agenda_table(session, rows) if rows else words.say("Nothing is due."))


def agenda_table(session: Session, rows: Any) -> Any:
    """The agenda as a table: the last day to act first."""
    words = session.words
    made = table(words.say("Act by"), words.say("What"), words.say("Owner"))
    made.columns[0].no_wrap = True
    made.columns[1].ratio, made.columns[2].ratio = 5, 2
    for row in rows:
        about = f"№ {row.contract} {row.counterparty}"
        made.add_row(
            f"{words.date_weekday(row.act_by)}\n{words.days_left(row.days_left)}",
            f"{words.kind(row.kind)}\n{_plain(about)}\n[dim]{_plain(words.why_line(row.why))}[/dim]",
            row.owner or words.say("no owner"),
        )
    return made


def _plain(text: str) -> str:
    """A text rich prints as it is: no brackets of markup."""
    from rich.markup import escape

    return escape(text)


def _why(
    session: Session, number: Number, counterparty: CounterpartyOption = None, company: CompanyOption = None
) -> None:
    from contracts.overview.why import why
    from contracts.registry.which import Which

    found = why(session.ctx, session.call, Which(number, counterparty, company))
    words = session.words
    deadlines: list[dict[str, Any]] = [
        {"kind": each.kind, "due_on": each.due_on, "act_by": each.act_by, "steps": words.why_steps(each.steps)}
        for each in found.deadlines
    ]
    lines = [words.say("Contract {number}, {counterparty}", number=found.number, counterparty=found.counterparty)]
    if found.missing:
        lines.append(words.say("Missing: {facts}", facts=", ".join(words.missing(each) for each in found.missing)))
    for each in deadlines:
        lines += ["", f"{words.kind(each['kind'])}: {words.date_weekday(each['act_by'])}"]
        lines += [f"  {no}. {step}" for no, step in enumerate(each["steps"], 1)]
    if not deadlines:
        lines += [
            "",
            words.say("No deadline is open."),
            *(f"  {no}. {s}" for no, s in enumerate(words.why_steps(found.steps), 1)),
        ]
    session.show({"number": found.number, "deadlines": deadlines}, "\n".join(lines))


def _remind(
    session: Session,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Show all mails; send and record nothing."))] = False,
) -> None:
    from contracts.mail.outbox import deliver
    from contracts.reminders.remind import remind

    result, server_said = remind(session.ctx, session.call, is_dry=dry_run), ""
    if not dry_run:
        delivered = deliver(session.ctx, session.house.worker)
        result = result.with_delivery(sent=delivered.sent, failed=delivered.failed)
        server_said = delivered.server_said
    data = {
        "checked": result.checked,
        "due": result.due,
        "messages": [{"to": mail.to, "items": _items(mail)} for mail in result.messages],
        "queued": result.queued,
        "sent": result.sent,
        "failed": result.failed,
    }
    words = session.words
    lines = [words.count("{n} contract checked.", "{n} contracts checked.", result.checked)]
    lines += _mails(session, result.messages)
    lines.append(
        words.say(
            "Queued {queued}, sent {sent}, failed {failed}.",
            queued=result.queued,
            sent=result.sent,
            failed=result.failed,
        )
    )
    if server_said:
        lines.append(
            words.say("Mails wait until the mail server takes them; nothing is lost. It said: {said}", said=server_said)
        )
    if result.sent and session.house.mail_folder is not None:
        lines.append(words.say("The mails are in {folder}.", folder=str(session.house.mail_folder)))
    session.show(data, "\n".join(lines))


def _items(mail: Any) -> list[dict[str, Any]]:
    return [
        {
            "contract": item.contract,
            "kind": item.kind,
            "tier": item.tier,
            "due_on": item.due_on,
            "days_left": item.days_left,
        }
        for item in mail.items
    ]


def _mails(session: Session, mails: Any, *, with_day: bool = False) -> list[str]:
    words = session.words
    lines: list[str] = []
    for mail in mails:
        head = f"{words.date_weekday(mail.on)}  {mail.to}" if with_day else mail.to
        lines += ["", head]
        lines += [
            f"  {words.days_left(item.days_left)}: № {item.contract}, {words.kind(item.kind)}" for item in mail.items
        ]
    return [*lines, ""] if lines else []


def _simulate(
    session: Session,
    months: Annotated[int, typer.Option(min=1, max=60, help=_("How many months ahead."))] = 12,
) -> None:
    from contracts.reminders.simulate import simulate

    found = simulate(session.ctx, session.call, months)
    data = [{"on": mail.on, "to": mail.to, "items": _items(mail)} for mail in found.messages]
    lines = _mails(session, found.messages, with_day=True)
    session.show({"messages": data}, "\n".join(lines) or session.say("No mails in that time."))


def _ack(
    session: Session,
    number: Number,
    kind: Annotated[DeadlineKind | None, typer.Option(help=_("Which deadline; the nearest by default."))] = None,
    by: Annotated[
        str | None, typer.Option(metavar="U", help=_("Who took note; who reads the mail by default."))
    ] = None,
    counterparty: CounterpartyOption = None,
    company: CompanyOption = None,
) -> None:
    from contracts.registry.which import Which
    from contracts.reminders.acknowledge import acknowledge

    which = Which(number, counterparty, company)
    done = acknowledge(session.ctx, session.call, which, kind=kind, by=by)
    _answered(session, done, session.say("Acknowledged; the next tier is sent all the same."))


def _decide(
    session: Session,
    number: Number,
    choice: Annotated[Choice, typer.Argument(help=_("What was decided."))],
    reason: Annotated[str, typer.Option(metavar="T", help=_("Why."))],
    due_on: DueOn = None,
    counterparty: CounterpartyOption = None,
    company: CompanyOption = None,
) -> None:
    from contracts.registry.decisions import decide
    from contracts.registry.which import Which

    which = Which(number, counterparty, company)
    done = decide(session.ctx, session.call, which, choice, reason=reason, due_on=due_on)
    _answered(session, done, session.say("Decided: {choice}.", choice=session.words.choice(choice.value)))


def _propose(
    session: Session,
    number: Number,
    choice: Annotated[Choice, typer.Argument(help=_("What is proposed."))],
    reason: Annotated[str, typer.Option(metavar="T", help=_("Why."))],
    due_on: DueOn = None,
    counterparty: CounterpartyOption = None,
    company: CompanyOption = None,
) -> None:
    from contracts.registry.decisions import propose
    from contracts.registry.which import Which

    which = Which(number, counterparty, company)
    done = propose(session.ctx, session.call, which, choice, reason=reason, due_on=due_on)
    _answered(session, done, session.say("Proposed; the deadline stays open until the manager decides."))


def _revoke(
    session: Session,
    number: Number,
    reason: Annotated[str, typer.Option(metavar="T", help=_("Why."))],
    due_on: DueOn = None,
    counterparty: CounterpartyOption = None,
    company: CompanyOption = None,
) -> None:
    from contracts.registry.decisions import revoke
    from contracts.registry.which import Which

    which = Which(number, counterparty, company)
    done = revoke(session.ctx, session.call, which, reason=reason, due_on=due_on)
    _answered(session, done, session.say("Revoked; the deadline is open again."))


def _answered(session: Session, done: Any, text: str) -> None:
    data = {"contract": done.contract, "kind": done.kind, "due_on": done.due_on, "state": done.state}
    words = session.words
    line = f"№ {done.contract}, {words.kind(done.kind)}, {words.date_weekday(done.due_on)}"
    session.show(data, f"{line}\n{text}")
