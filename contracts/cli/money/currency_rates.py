"""Rates of currencies by source and day, brought in, listed, kept one by one; `contract currency`: the clause."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from contracts.cli.shared.command import with_options
from contracts.cli.shared.options import ContractParties, Number, choice_option, text_option
from contracts.cli.shared.session import Session
from contracts.cli.shared.tables import table
from contracts.cli.shared.translation import _
from contracts.cli.shared.values import read_currency, read_day
from contracts.kernel.wire import wire

if TYPE_CHECKING:
    from rich.table import Table

    from contracts.money.currency_rates import ListedRate

CurrencyPaid = Annotated[str, typer.Option("--to", metavar="C", help=_("The currency paid in."))]
Source = Annotated[str, text_option("--source", _("Whose rate, such as nbu."))]


def import_rates(session: Session, file: Path, source: str, to: str, on: date | None) -> bool:
    """Keep the rates of a file of currencies; false where it is another table."""
    from contracts.money.currency_rates import keep_rates
    from contracts.money.reading.currency_rates import is_currency_rates, read_currency_rates
    from contracts.tabular.sheet import read_bytes

    data = read_bytes(file)
    if not is_currency_rates(data, file.name):
        return False
    rates = read_currency_rates(data, file.name, source=source, payment_currency=to, on=on)
    new = keep_rates(session.ctx, session.call, rates, file.name)
    days = sorted({each.on for each in rates})
    shown = {"source": source, "rates": len(rates), "new": new, "from": days[0], "to": days[-1]}
    text = session.say("Rates of currencies by {source}: {count}, new {new}.", source=source, count=len(rates), new=new)
    session.show(shown, text)
    return True


def show_currency_rates(
    session: Session,
    currency: Annotated[str, typer.Option(metavar="C", help=_("Only this currency."))] = "",
    limit: Annotated[int, typer.Option(min=1, metavar="N", help=_("At most so many."))] = 100,
) -> None:
    from contracts.money.currency_rates import list_rates

    rates = list_rates(session.ctx, session.call, currency.upper(), limit)
    text = _table(session, rates) if rates else session.say("No rates of currencies are stored.")
    session.show(wire(rates), text)


def _table(session: Session, rates: "list[ListedRate]") -> "Table":
    words = session.words
    made = table(words.say("Currency"), words.say("Day"), words.say("Rate"), words.say("Source"), right=(2,))
    for each in rates:
        made.add_row(f"{each.currency}/{each.to}", words.date(each.on), each.rate, each.source)
    return made


def set_currency_rate(
    session: Session,
    currency: Annotated[str, typer.Argument(metavar="C", help=_("The currency, such as USD."))],
    rate: Annotated[str, typer.Argument(metavar="RATE", help=_("What one unit costs, such as 41.2537."))],
    on: Annotated[date, typer.Option(parser=read_day, metavar="DATE", help=_("Its day."))],
    source: Source = "nbu",
    to: CurrencyPaid = "UAH",
) -> None:
    from contracts.money.currency_rates import keep_rates, listed_rate
    from contracts.money.rules.currency_clause import DatedRate
    from contracts.money.rules.item_text import parse_number

    value = parse_number(rate)
    if value is None or value <= 0:
        raise typer.BadParameter(_("{text} is not a rate such as 43.25.").format(text=repr(rate)))
    one = DatedRate(read_currency(currency), read_currency(to), value, on, source.strip().lower())
    new = keep_rates(session.ctx, session.call, [one], "")
    facts = {"currency": one.price_currency, "to": one.payment_currency, "rate": f"{value:f}", "day": on}
    session.show(wire(listed_rate(one)) | {"new": new}, session.say("1 {currency} = {rate} {to} on {day}.", **facts))


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
