"""`claim aside`: money of debtors that waits to be matched, and what of it belongs to no demand."""

from typing import Annotated

import typer

from contracts.cli.shared.options import Company, Counterparty, ReasonText
from contracts.cli.shared.session import Session
from contracts.cli.shared.tables import table
from contracts.cli.shared.translation import _
from contracts.kernel.wire import wire


def show_or_set_aside(
    session: Session,
    payments: Annotated[
        list[int] | None,
        typer.Argument(metavar="[PAYMENT]…", help=_("Payments by number; none: all that wait.")),
    ] = None,
    reason: ReasonText = "",
    undo: Annotated[bool, typer.Option("--undo", help=_("They may belong to a demand after all."))] = False,
    counterparty: Counterparty = None,
    company: Company = None,
) -> None:
    from contracts.claims.case.waiting_money import list_waiting, set_aside, take_back

    if payments and undo:
        take_back(session.ctx, session.call, payments)
    elif payments:
        set_aside(session.ctx, session.call, payments, reason)
    rows = list_waiting(session.ctx, session.call, counterparty, company=company)
    words = session.words
    shown = table(
        words.say("Payment number"), words.say("Left"), words.say("Payment purpose"), words.say("Set aside"), right=(1,)
    )
    for each in rows:
        number = f"{each.payment}\n{words.date(each.paid_on)}"
        shown.add_row(number, words.money(each.rest), "\n".join(filter(None, (each.payer, each.purpose))), each.aside)
    session.show(wire(rows), shown if rows else session.say("No money of debtors waits to be matched."))
