"""Notices, ours and theirs: recorded, proved to have arrived, revoked."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

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
    show_saved(session, record_notice(session.ctx, session.call, which, notice))


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
