"""The mails of the day, `remind`, and those of the coming months, `simulate`."""

from typing import Annotated, Any

import typer

from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _


def run_day(
    session: Session,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Show all mails; send and record nothing."))] = False,
) -> None:
    from contracts.mail.outbox import deliver
    from contracts.reminders.remind import remind

    result, server_said = remind(session.ctx, session.own_call, is_dry=dry_run), ""
    if not dry_run:
        delivered = deliver(session.ctx, session.application.worker)
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
    if result.sent and session.application.mail_folder is not None:
        lines.append(words.say("The mails are in {folder}.", folder=str(session.application.mail_folder)))
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


def show_coming_mails(
    session: Session,
    months: Annotated[int, typer.Option(min=1, max=60, help=_("How many months ahead."))] = 12,
) -> None:
    from contracts.reminders.simulate import simulate

    outlook = simulate(session.ctx, session.call, months)
    data = [{"on": mail.on, "to": mail.to, "items": _items(mail)} for mail in outlook.messages]
    lines = _mails(session, outlook.messages, with_day=True)
    session.show({"messages": data}, "\n".join(lines) or session.say("No mails in that time."))
