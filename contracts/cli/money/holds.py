"""Holds: collection of a charge or of a debtor stands still, with the reason, until a day or until it is lifted."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from contracts.cli.money.tables import HOLDS
from contracts.cli.shared.options import Counterparty, ReasonText, day_option
from contracts.cli.shared.session import Session
from contracts.cli.shared.tables import table
from contracts.cli.shared.translation import _
from contracts.kernel.wire import wire

if TYPE_CHECKING:
    from rich.table import Table

    from contracts.money.queries.holds import ShownHold

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
        from contracts.money.hold import hold
        from contracts.money.rules.ledger import HoldKind

        party, why = counterparty, HoldKind(kind)
        no = hold(session.ctx, session.call, why, reason, charge=charge, counterparty=party, until_on=until)
        session.show({"hold": no, "kind": kind}, session.say("Hold {no} stands.", no=no))

    return hold_one


hold_disputed, hold_promised, hold_settling = map(_holding, ("disputed", "promised", "settling"))


def show_holds(
    session: Session,
    all_: Annotated[bool, typer.Option("--all", help=_("Those that ended or were lifted too."))] = False,
    counterparty: Counterparty = None,
) -> None:
    from contracts.money.hold import list_holds

    holds = list_holds(session.ctx, session.call, counterparty=counterparty, is_standing=not all_)
    session.show(wire(holds), _table(session, holds) if holds else session.say("Nothing is held."))


def _table(session: Session, holds: "list[ShownHold]") -> "Table":
    words = session.words
    made = table("№", words.say("Counterparty"), words.say("Held"), words.say("Days"), words.say("Reason"))
    for each in holds:
        until = words.date(each.last_day) if each.last_day else words.say("no end")
        days = f"{words.date(each.from_on)} – {until}"
        if each.lifted_on:
            days += f"\n{words.say('lifted {day}', day=each.lifted_on)}"
        name = f"{each.counterparty}\n{each.charge}" if each.charge else each.counterparty
        made.add_row(str(each.hold), name, words.say(HOLDS[each.kind]), days, each.reason)
    return made


def lift_hold(
    session: Session,
    no: Annotated[int, typer.Argument(metavar="NO", help=_("The hold, by the number `hold list` shows."))],
    reason: ReasonText = "",
) -> None:
    from contracts.money.hold import lift_hold as lift

    lift(session.ctx, session.call, no, reason)
    data = {"hold": no, "lifted_on": session.call.as_of}
    session.show(data, session.say("Hold {no} is lifted: collection goes on.", no=no))
