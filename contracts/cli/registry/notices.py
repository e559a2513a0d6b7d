"""Notices, ours and theirs: recorded, proved to have arrived, revoked."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from contracts.cli.registry.fields import Method
from contracts.cli.registry.saved import show_saved, with_reason
from contracts.cli.shared.command import with_options
from contracts.cli.shared.options import (
    ContractParties,
    Number,
    day_option,
    text_option,
)
from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _
from contracts.registry.rules.contract import NoticeKind, Side

if TYPE_CHECKING:
    from contracts.registry.notices import TooLate

Proof = Annotated[str, text_option("--proof", _("What proves it: receipt, act, e-document."))]


@dataclass(frozen=True)
class NoticeOptions:
    """What a notice says, and how it went."""

    kind: Annotated[NoticeKind, typer.Option(help=_("What it says."))] = NoticeKind.NON_RENEWAL
    by: Annotated[Side, typer.Option(help=_("Whose notice it is."))] = Side.OURS
    sent: Annotated[date | None, day_option("--sent", _("The day it was sent."))] = None
    received: Annotated[date | None, day_option("--received", _("The day it was received."))] = None
    method: Annotated[Method, typer.Option(help=_("How it was sent."))] = Method.LETTER
    tracking: Annotated[str, text_option("--tracking", _("Tracking number of the letter."))] = ""
    proof: Proof = ""


@with_options(NoticeOptions, ContractParties)
def record(session: Session, number: Number) -> None:
    from contracts.registry.notices import NewNotice, record_notice

    options, which = session.options(NoticeOptions), session.options(ContractParties).which(number)
    if options.sent is None and options.received is None:
        raise typer.BadParameter(_("Give the day: --sent or --received."))
    notice = NewNotice(
        options.kind, options.by, options.method.value, options.sent, options.received, options.tracking, options.proof
    )
    done = record_notice(session.ctx, session.call, which, notice)
    show_saved(session, done.saved, payload=done, more=[_too_late(session, done.too_late)] if done.too_late else [])


def _too_late(session: Session, late: "TooLate") -> str:
    """That the notice is too late, and what can still be done."""
    words, deadline = session.words, late.deadline
    if late.sent_on is None or late.sent_on > deadline:
        text = words.say(
            "The notice counts on {day}, after the last day for it, {deadline}: the term renews all the "
            "same, and a person decides what follows.",
            day=late.counts_on,
            deadline=deadline,
        )
    else:
        text = words.say(
            "The notice sent {method} on {sent} will arrive about {day}, but the last day for it is {deadline}.",
            method=words.method(late.method),
            sent=late.sent_on,
            day=late.counts_on,
            deadline=deadline,
        )
    ways = "; ".join(
        words.say("{method} until {day}", method=words.method(each.method), day=words.date_weekday(each.until))
        for each in late.ways
    )
    return f"{text} " + words.say("Choose another way: {ways}.", ways=ways) if ways else text


@with_options(ContractParties)
def receive(
    session: Session,
    number: Number,
    on: Annotated[date | None, day_option("--on", _("The day it was received; today by default."))] = None,
    proof: Proof = "",
) -> None:
    from contracts.registry.notices import receive_notice

    which, day = session.options(ContractParties).which(number), on or session.call.as_of
    show_saved(session, receive_notice(session.ctx, session.call, which, received_on=day, proof=proof))


revoke = with_reason("notices:revoke_notice")
