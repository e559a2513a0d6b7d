"""Holds: collection of a charge or of a debtor stands still, with the reason, until a day or until it is lifted."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contracts.cli.money.tables import HOLDS
from contracts.cli.shared.options import Counterparty, ReasonText, day_option
from contracts.cli.shared.session import Session
from contracts.cli.shared.tables import table
from contracts.cli.shared.translation import _

if TYPE_CHECKING:
    from contracts.money.holding import Held

Charge = Annotated[str | None, typer.Option(metavar="DOCUMENT", help=_("Only this charge."))]
Until = Annotated[date | None, day_option("--until", _("Last day held."))]


def _holding(kind: str) -> Callable[..., None]:
    """The command of one kind of hold."""

    def hold_one(
        session: Session,
        reason: Annotated[str, typer.Option(metavar="TEXT", help=_("The words behind it."))],
        charge: Charge = None,
        until: Until = None,
        counterparty: Counterparty = None,
    ) -> None:
        from contracts.money.holding import hold
        from contracts.money.rules.hold import HoldKind

        held = HoldKind(kind)
        no = hold(session.ctx, session.call, held, reason, charge=charge, counterparty=counterparty, until_on=until)
        session.show({"hold": no, "kind": kind}, session.say("Hold {no} stands.", no=no))

    return hold_one


hold_disputed, hold_promised, hold_settling = map(_holding, ("disputed", "promised", "settling"))


def show_holds(
    session: Session,
    all_: Annotated[bool, typer.Option("--all", help=_("Those that ended or were lifted too."))] = False,
    counterparty: Counterparty = None,
) -> None:
    from contracts.money.holding import list_holds

    holds = list_holds(session.ctx, session.call, counterparty=counterparty, is_standing=not all_)
    session.show([_wire(each) for each in holds], _table(session, holds) if holds else session.say("Nothing is held."))


def _wire(held: "Held") -> dict[str, Any]:
    return {
        "hold": held.no,
        "kind": held.kind,
        "counterparty": held.counterparty,
        "charge": held.charge,
        "from_on": held.from_on,
        "last_day": held.last_day,
        "reason": held.reason,
        "lifted_on": held.lifted_on,
    }


def _table(session: Session, holds: "list[Held]") -> Any:
    words = session.words
    made = table("№", words.say("Counterparty"), words.say("Held"), words.say("Days"), words.say("Reason"))
    for each in holds:
        until = words.date(each.last_day) if each.last_day else words.say("no end")
        days = f"{words.date(each.from_on)} – {until}"
        if each.lifted_on:
            days += f"\n{words.say('lifted {day}', day=each.lifted_on)}"
        name = f"{each.counterparty}\n{each.charge}" if each.charge else each.counterparty
        made.add_row(str(each.no), name, words.say(HOLDS[each.kind]), days, each.reason)
    return made


def lift_hold(
    session: Session,
    no: Annotated[int, typer.Argument(metavar="NO", help=_("The hold, by the number `hold list` shows."))],
    reason: ReasonText = "",
) -> None:
    from contracts.money.holding import lift

    lift(session.ctx, session.call, no, reason)
    data = {"hold": no, "lifted_on": session.call.as_of}
    session.show(data, session.say("Hold {no} is lifted: collection goes on.", no=no))
