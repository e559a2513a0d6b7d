"""`contract currency`: the clause by which a price in one currency is paid in another."""

from dataclasses import dataclass
from typing import Annotated

import typer

from contracts.cli.money.currency_rates import Source
from contracts.cli.shared.command import with_options
from contracts.cli.shared.options import ContractParties, Number, choice_option
from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _
from contracts.cli.shared.values import read_currency


@dataclass(frozen=True)
class ClauseOptions:
    """The currencies, and which rate is taken."""

    price: Annotated[str, typer.Option(metavar="C", help=_("The currency of the price."))] = ""
    paid: Annotated[str, typer.Option(metavar="C", help=_("The currency paid in."))] = "UAH"
    source: Source = "nbu"
    day: Annotated[str, choice_option(_("Whose day the rate is taken of."), "payment|day_before|document")] = "payment"
    margin: Annotated[str, typer.Option(metavar="R", help=_("Per cent added to the rate."))] = "0"
    clear: Annotated[bool, typer.Option("--clear", help=_("The contract has no such clause."))] = False


@with_options(ClauseOptions, ContractParties)
def keep_clause(session: Session, number: Number) -> None:
    from contracts.money.currency_rates import clause_text, set_clause
    from contracts.money.rules.currency_clause import CurrencyClause, RateDay
    from contracts.money.rules.item_text import parse_number

    options, which = session.options(ClauseOptions), session.options(ContractParties).which(number)
    if bool(options.price) == options.clear:
        raise typer.BadParameter(_("Name the currency of the price by --price, or --clear the clause."))
    percent = parse_number(options.margin)
    if percent is None:
        raise typer.BadParameter(_("{text} is not a number.").format(text=repr(options.margin)))
    clause = None
    if not options.clear:
        currencies = read_currency(options.price), read_currency(options.paid)
        clause = CurrencyClause(*currencies, options.source.strip().lower(), RateDay(options.day), int(percent * 100))
    set_clause(session.ctx, session.call, which, clause)
    shown = clause_text(clause)
    text = (
        session.say("Currency clause: {clause}", clause=shown)
        if clause
        else session.say("No currency clause any more.")
    )
    session.show({"number": number, "currency_clause": shown or None}, text)
