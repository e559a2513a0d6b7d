"""The mails of the day, `remind`, and those of the coming months, `simulate`."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _

if TYPE_CHECKING:
    from contracts.reminders.queueing import MailItem


def run_day(
    session: Session,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Show all mails; send and record nothing."))] = False,
) -> None:
    from contracts.kernel.wire import wire
    from contracts.mail.outbox import deliver
    from contracts.reminders.daily import remind

    result, server_said = remind(session.ctx, session.own_call, is_dry=dry_run), ""
    if not dry_run:
        delivered = deliver(session.ctx, session.own_call, session.application.worker)
        result = result.with_delivery(sent=delivered.sent, failed=delivered.failed)
        server_said = delivered.server_said
    words = session.words
    lines = [words.count("{n} contract checked.", "{n} contracts checked.", result.checked)]
    lines += _mails(session, ((mail.to, mail.items) for mail in result.messages))
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
    session.show(wire(result), "\n".join(lines))


def _mails(session: Session, mails: "Iterable[tuple[str, tuple[MailItem, ...]]]") -> list[str]:
    """Each mail: its heading, and its items one a line."""
    words = session.words
    lines: list[str] = []
    for head, items in mails:
        lines += ["", head]
        lines += [f"  {words.days_left(each.days_left)}: № {each.contract}, {words.kind(each.kind)}" for each in items]
    return [*lines, ""] if lines else []


def show_coming_mails(
    session: Session,
    months: Annotated[int, typer.Option(min=1, max=60, help=_("How many months ahead."))] = 12,
) -> None:
    from contracts.kernel.wire import wire
    from contracts.reminders.simulate import simulate

    outlook = simulate(session.ctx, session.call, months)
    days = session.words.date_weekday
    lines = _mails(session, ((f"{days(mail.on)}  {mail.to}", mail.items) for mail in outlook.messages))
    session.show(wire(outlook), "\n".join(lines) or session.say("No mails in that time."))
