"""What happens to a contract: approved, signed, suspended, terminated, confirmed, closed, voided."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

import typer

from contracts.cli.kit import CompanyOption, CounterpartyOption, Session, _, command
from contracts.cli.options import Number, Reason, day_option
from contracts.registry.rules.contract import Status


class Unsigned(StrEnum):
    """Statuses a contract that is not signed may be moved to."""

    DRAFT = "draft"
    IN_APPROVAL = "in_approval"
    APPROVED = "approved"
    SIGNING = "signing"


def add_to(contract: typer.Typer) -> None:
    """Register these commands in the group of contracts."""
    command(contract, "status", _("Move a contract that is not signed: draft, approval, signing."))(_status)
    command(contract, "sign", _("Record the signatures; with both the contract is concluded."))(_sign)
    command(contract, "cancel", _("Give up a contract that was never signed."))(_with_reason("cancel"))
    command(contract, "void", _("Void a register number given by mistake; it stays with its reason."))(
        _with_reason("void")
    )
    command(contract, "suspend", _("Suspend a contract from a day."))(_suspend)
    command(contract, "resume", _("End the suspension."))(_resume)
    command(contract, "terminate", _("Record that a contract ends before its time."))(_terminate)
    command(contract, "restore", _("Take a termination back."))(_with_reason("revoke_termination"))
    command(contract, "confirm", _("Confirm that a contract whose terms were presumed is still in force."))(_confirm)
    command(contract, "close", _("Close a contract; what is still open is named first."))(_close)
    command(contract, "reopen", _("Open a closed contract again."))(_with_reason("reopen"))


def _done(session: Session, saved: Any) -> None:
    from contracts.cli.contract import show_saved

    show_saved(session, saved, session.say("Saved."))


def _with_reason(name: str) -> Callable[..., None]:
    """A command that takes a number and a reason."""

    def run(
        session: Session,
        number: Number,
        reason: Reason,
        counterparty: CounterpartyOption = None,
        company: CompanyOption = None,
    ) -> None:
        from contracts.registry import lifecycle
        from contracts.registry.which import Which

        which = Which(number, counterparty, company)
        _done(session, getattr(lifecycle, name)(session.ctx, session.call, which, reason=reason))

    return run


def _status(
    session: Session,
    number: Number,
    status: Annotated[Unsigned, typer.Argument(help=_("The new status."))],
    on: Annotated[date | None, day_option("--on", _("From this day; today by default."))] = None,
    reason: Annotated[str, typer.Option("--reason", metavar="T", help=_("Why."))] = "",
    counterparty: CounterpartyOption = None,
    company: CompanyOption = None,
) -> None:
    from contracts.registry.lifecycle import move
    from contracts.registry.which import Which

    which = Which(number, counterparty, company)
    _done(session, move(session.ctx, session.call, which, Status(status.value), on=on, reason=reason))


def _sign(
    session: Session,
    number: Number,
    on: Annotated[date | None, day_option("--on", _("The day both parties signed; today by default."))] = None,
    by_us: Annotated[date | None, day_option("--by-us", _("The day we signed."))] = None,
    by_them: Annotated[date | None, day_option("--by-them", _("The day they signed."))] = None,
    counterparty: CounterpartyOption = None,
    company: CompanyOption = None,
) -> None:
    from contracts.registry.lifecycle import sign
    from contracts.registry.which import Which

    if on is not None and (by_us or by_them):
        raise typer.BadParameter(_("--on stands for both parties: leave --by-us and --by-them out."))
    if not by_us and not by_them:
        by_us = by_them = on or session.call.as_of
    which = Which(number, counterparty, company)
    _done(session, sign(session.ctx, session.call, which, by_us_on=by_us, by_them_on=by_them))


def _suspend(
    session: Session,
    number: Number,
    from_: Annotated[date, day_option("--from", _("The first day of the suspension."))],
    until: Annotated[date | None, day_option("--until", _("Its last day, inclusive; open by default."))] = None,
    reason: Annotated[str, typer.Option("--reason", metavar="T", help=_("Why."))] = "",
    counterparty: CounterpartyOption = None,
    company: CompanyOption = None,
) -> None:
    from contracts.registry.lifecycle import suspend
    from contracts.registry.which import Which

    which = Which(number, counterparty, company)
    _done(session, suspend(session.ctx, session.call, which, from_on=from_, last_day=until, reason=reason))


def _resume(
    session: Session,
    number: Number,
    on: Annotated[date | None, day_option("--on", _("The first day it works again; today by default."))] = None,
    counterparty: CounterpartyOption = None,
    company: CompanyOption = None,
) -> None:
    from contracts.registry.lifecycle import resume
    from contracts.registry.which import Which

    _done(session, resume(session.ctx, session.call, Which(number, counterparty, company), on=on))


def _terminate(
    session: Session,
    number: Number,
    last_day: Annotated[date, day_option("--last-day", _("The last day of effect."))],
    ground: Annotated[str, typer.Option(metavar="T", help=_("The agreement, notice or law it rests on."))],
    counterparty: CounterpartyOption = None,
    company: CompanyOption = None,
) -> None:
    from contracts.registry.lifecycle import terminate
    from contracts.registry.which import Which

    which = Which(number, counterparty, company)
    _done(session, terminate(session.ctx, session.call, which, last_day=last_day, ground=ground))


def _confirm(
    session: Session, number: Number, counterparty: CounterpartyOption = None, company: CompanyOption = None
) -> None:
    from contracts.registry.lifecycle import confirm_alive
    from contracts.registry.which import Which

    _done(session, confirm_alive(session.ctx, session.call, Which(number, counterparty, company)))


def _close(
    session: Session,
    number: Number,
    reason: Annotated[str, typer.Option("--reason", metavar="T", help=_("Why what is open may rest."))] = "",
    counterparty: CounterpartyOption = None,
    company: CompanyOption = None,
) -> None:
    from contracts.registry.lifecycle import close
    from contracts.registry.which import Which

    _done(session, close(session.ctx, session.call, Which(number, counterparty, company), reason=reason))
