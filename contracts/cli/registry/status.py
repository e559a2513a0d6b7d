"""What happens to a contract: approved, signed, suspended, terminated, confirmed, closed, voided."""

from datetime import date
from enum import StrEnum
from typing import Annotated

import typer

from contracts.cli.registry.saved import show_saved, with_reason
from contracts.cli.shared.command import with_options
from contracts.cli.shared.options import ContractParties, Number, Reason, day_option
from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _
from contracts.registry.rules.contract import Status


class Unsigned(StrEnum):
    """Statuses a contract that is not signed may be moved to."""

    DRAFT = "draft"
    IN_APPROVAL = "in_approval"
    APPROVED = "approved"
    SIGNING = "signing"


cancel_contract = with_reason("lifecycle:cancel")
void_contract = with_reason("lifecycle:void")
restore_contract = with_reason("lifecycle:revoke_termination")
reopen_contract = with_reason("lifecycle:reopen")


@with_options(ContractParties)
def move_contract(
    session: Session,
    number: Number,
    status: Annotated[Unsigned, typer.Argument(help=_("The new status."))],
    on: Annotated[date | None, day_option("--on", _("From this day; today by default."))] = None,
    reason: Reason = "",
) -> None:
    from contracts.registry.lifecycle import move

    which = session.options(ContractParties).which(number)
    show_saved(session, move(session.ctx, session.call, which, Status(status.value), on=on, reason=reason))


@with_options(ContractParties)
def sign_contract(
    session: Session,
    number: Number,
    on: Annotated[date | None, day_option("--on", _("The day both parties signed; today by default."))] = None,
    by_us: Annotated[date | None, day_option("--by-us", _("The day we signed."))] = None,
    by_them: Annotated[date | None, day_option("--by-them", _("The day they signed."))] = None,
) -> None:
    from contracts.registry.lifecycle import sign

    if on is not None and (by_us or by_them):
        raise typer.BadParameter(_("--on stands for both parties: leave --by-us and --by-them out."))
    if not by_us and not by_them:
        by_us = by_them = on or session.call.as_of
    which = session.options(ContractParties).which(number)
    show_saved(session, sign(session.ctx, session.call, which, by_us_on=by_us, by_them_on=by_them))


@with_options(ContractParties)
def suspend_contract(
    session: Session,
    number: Number,
    from_: Annotated[date, day_option("--from", _("The first day of the suspension."))],
    until: Annotated[date | None, day_option("--until", _("Its last day, inclusive; open by default."))] = None,
    reason: Reason = "",
) -> None:
    from contracts.registry.lifecycle import suspend

    which = session.options(ContractParties).which(number)
    show_saved(session, suspend(session.ctx, session.call, which, from_on=from_, last_day=until, reason=reason))


@with_options(ContractParties)
def resume_contract(
    session: Session,
    number: Number,
    on: Annotated[date | None, day_option("--on", _("The first day it works again; today by default."))] = None,
) -> None:
    from contracts.registry.lifecycle import resume

    show_saved(session, resume(session.ctx, session.call, session.options(ContractParties).which(number), on=on))


@with_options(ContractParties)
def terminate_contract(
    session: Session,
    number: Number,
    last_day: Annotated[date, day_option("--last-day", _("The last day of effect."))],
    ground: Annotated[str, typer.Option(metavar="T", help=_("The agreement, notice or law it rests on."))],
) -> None:
    from contracts.registry.lifecycle import terminate

    which = session.options(ContractParties).which(number)
    show_saved(session, terminate(session.ctx, session.call, which, last_day=last_day, ground=ground))


@with_options(ContractParties)
def confirm_contract(session: Session, number: Number) -> None:
    from contracts.registry.lifecycle import confirm_alive

    show_saved(session, confirm_alive(session.ctx, session.call, session.options(ContractParties).which(number)))


@with_options(ContractParties)
def close_contract(
    session: Session,
    number: Number,
    reason: Annotated[str, typer.Option("--reason", metavar="T", help=_("Why what is open may rest."))] = "",
) -> None:
    from contracts.registry.lifecycle import close

    show_saved(session, close(session.ctx, session.call, session.options(ContractParties).which(number), reason=reason))
