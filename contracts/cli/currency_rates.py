"""Rates of currencies by source and day, and the clause of a contract that asks for them."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contracts.cli.kit import CompanyOption, CounterpartyOption, Session, _, command, read_day, table
from contracts.cli.options import Number, choice_option

if TYPE_CHECKING:
    from contracts.money.rules.currency_clause import DatedRate

PaymentCurrency = Annotated[str, typer.Option("--to", metavar="C", help=_("The currency paid in."))]
Source = Annotated[str, typer.Option("--source", metavar="TEXT", help=_("Whose rate, such as nbu."))]


def add_to(rates: typer.Typer) -> None:
    """Register these commands in the group of rates."""
    command(rates, "currency", _("Stored rates of currencies, the newest day first."))(_list)
    command(rates, "set", _("Keep one rate of a currency: its day and whose it is."))(_set)


def import_rates(session: Session, file: Path, source: str, to: str, on: date | None) -> bool:
    """Keep the rates of a file of currencies; false where it is another table."""
    from contracts.money.currency import keep_rates
    from contracts.money.reading.currency_rates import is_currency_rates, read_currency_rates
    from contracts.registry.exchange.register import read_bytes

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


def _list(
    session: Session,
    currency: Annotated[str, typer.Option(metavar="C", help=_("Only this currency."))] = "",
    limit: Annotated[int, typer.Option(min=1, metavar="N", help=_("At most so many."))] = 100,
) -> None:
    from contracts.money.currency import list_rates

    found = list_rates(session.ctx, currency.upper(), limit)
    text = _table(session, found) if found else session.say("No rates of currencies are stored.")
    session.show([_wire(each) for each in found], text)


def _wire(rate: "DatedRate") -> dict[str, Any]:
    return {
        "currency": rate.price_currency,
        "to": rate.payment_currency,
        "on": rate.on,
        "rate": f"{rate.value:f}",
        "source": rate.source,
    }


def _table(session: Session, found: "list[DatedRate]") -> Any:
    words = session.words
    made = table(words.say("Currency"), words.say("Day"), words.say("Rate"), words.say("Source"), right=(2,))
    for each in found:
        pair = f"{each.price_currency}/{each.payment_currency}"
        made.add_row(pair, words.date(each.on), f"{each.value:f}", each.source)
    return made


def _set(
    session: Session,
    currency: Annotated[str, typer.Argument(metavar="C", help=_("The currency, such as USD."))],
    rate: Annotated[str, typer.Argument(metavar="RATE", help=_("What one unit costs, such as 41.2537."))],
    on: Annotated[date, typer.Option(parser=read_day, metavar="DATE", help=_("Its day."))],
    source: Source = "nbu",
    to: PaymentCurrency = "UAH",
) -> None:
    from contracts.money.currency import keep_rates
    from contracts.money.rules.currency_clause import DatedRate

    value = _decimal(rate)
    if value is None or value <= 0:
        raise typer.BadParameter(_("{text} is not a rate such as 43.25.").format(text=repr(rate)))
    one = DatedRate(_code(currency), _code(to), value, on, source.strip().lower())
    new = keep_rates(session.ctx, session.call, [one], "")
    facts = {"currency": one.price_currency, "to": one.payment_currency, "rate": f"{value:f}", "day": on}
    session.show(_wire(one) | {"new": new}, session.say("1 {currency} = {rate} {to} on {day}.", **facts))


def keep_clause(
    session: Session,
    number: Number,
    price: Annotated[str, typer.Option(metavar="C", help=_("The currency of the price."))] = "",
    paid: Annotated[str, typer.Option(metavar="C", help=_("The currency paid in."))] = "UAH",
    source: Source = "nbu",
    day: Annotated[
        str, choice_option(_("Whose day the rate is taken of."), "payment|day_before|document", "--day")
    ] = "payment",
    margin: Annotated[str, typer.Option(metavar="R", help=_("Per cent added to the rate."))] = "0",
    clear: Annotated[bool, typer.Option("--clear", help=_("The contract has no such clause."))] = False,
    counterparty: CounterpartyOption = None,
    company: CompanyOption = None,
) -> None:
    """`contract currency`: the clause by which a price in one currency is paid in another."""
    from contracts.money.currency import set_clause, told_clause
    from contracts.money.rules.currency_clause import CurrencyClause, RateDay
    from contracts.registry.which import Which

    if bool(price) == clear:
        raise typer.BadParameter(_("Name the currency of the price by --price, or --clear the clause."))
    percent = _decimal(margin)
    if percent is None:
        raise typer.BadParameter(_("{text} is not a number.").format(text=repr(margin)))
    made = CurrencyClause(_code(price), _code(paid), source.strip().lower(), RateDay(day), int(percent * 100))
    set_clause(session.ctx, session.call, Which(number, counterparty, company), None if clear else made)
    told = told_clause(None if clear else made)
    text = (
        session.say("No currency clause any more.") if clear else session.say("Currency clause: {clause}", clause=told)
    )
    session.show({"number": number, "currency_clause": told or None}, text)


def _code(text: str) -> str:
    code = text.strip().upper()
    if code and (len(code) != 3 or not code.isalpha()):
        raise typer.BadParameter(_("{text} is not a currency: write UAH, EUR, USD.").format(text=repr(text)))
    return code


def _decimal(text: str) -> Decimal | None:
    from contracts.money.rules.item_text import parse_number

    return parse_number(text)
