"""Rates: tables of them, brought in, checked and listed; those of currencies by source and day; `contract currency`."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from contracts.cli.shared.command import with_options
from contracts.cli.shared.options import ContractParties, Number, choice_option, text_option
from contracts.cli.shared.session import Session
from contracts.cli.shared.tables import table as table_like
from contracts.cli.shared.translation import _
from contracts.cli.shared.values import read_currency, read_day
from contracts.kernel.wire import wire

if TYPE_CHECKING:
    from rich.table import Table

    from contracts.kernel.rates import RateTable
    from contracts.law.own_rates import EnteredRate, StaleTable
    from contracts.money.currency_rates import ListedRate

CurrencyPaid = Annotated[str, typer.Option("--to", metavar="C", help=_("The currency paid in."))]
Source = Annotated[str, text_option("--source", _("Whose rate, such as nbu."))]
_CodeOption = Annotated[str | None, typer.Option("--code", metavar="CODE", help=_("Which table the file holds."))]


_Table = Annotated[str, typer.Argument(metavar="TABLE", help=_("The table, by its code: nbu_discount_rate, ua_cpi …"))]
_From = Annotated[str, typer.Option("--source", metavar="TEXT", help=_("Where the figure comes from."))]


def show_rates(
    session: Session,
    code: Annotated[str | None, typer.Argument(metavar="[TABLE]", help=_("One table, by its code."))] = None,
) -> None:
    from contracts.law.own_rates import list_own_rates, list_tables
    from contracts.law.tables import table_of_code

    known = list_tables(session.ctx, session.call)
    own = {each.table for each in list_own_rates(session.ctx, session.call)}
    tables = [table_of_code(known, code)] if code else list(known.values())
    data = [_described(table, with_values=bool(code)) | {"own": table.code in own} for table in tables]
    session.show(data, _lines_table(session, tables[0]) if code else _tables_table(session, tables))


def check_rates(
    session: Session,
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help=_("A file to look at, unimported."))] = None,
    code: _CodeOption = None,
) -> None:
    from contracts.law.own_rates import contradictions, list_own_rates, list_stale, list_tables
    from contracts.law.tables import implausible, rate_tables, read_file

    tables = dict(list_tables(session.ctx, session.call))
    if file is not None:
        table = read_file(file, code or "")
        tables[table.code] = table
    late = list_stale(session.ctx, session.call)
    own = contradictions(rate_tables(_folder(session)), list_own_rates(session.ctx, session.call))
    strange = [session.say(each.sentence, **each.facts) for each in implausible(tables)]
    strange += [session.words.finding(each) for each in own]
    data = {"ok": not strange, "stale": wire(late), "findings": strange}
    lines = [*strange, *(stale_line(session, each) for each in late)]
    session.show(data, "\n".join(lines) or session.say("All rate tables are whole and reach today."))
    if strange:
        raise typer.Exit(1)


def stale_line(session: Session, table: "StaleTable") -> str:
    """A table that does not reach today, and the command that carries it on."""
    facts = {"table": table.table, "day": table.sure_to}
    known = session.say("The rates {table} are known to {day}: penalties stop there.", **facts)
    return f"{known} {session.say('Carry it on: {command}', command=table.command)}"


def add_rate_value(
    session: Session,
    code: _Table,
    on: Annotated[date, typer.Argument(parser=read_day, metavar="DAY", help=_("The first day it is in force."))],
    value: Annotated[str, typer.Argument(metavar="VALUE", help=_("Per cent a year, or the index."))],
    source: _From = "",
) -> None:
    from fractions import Fraction

    from contracts.law.own_rates import add_rate
    from contracts.money.rules.item_text import parse_number

    number = parse_number(value.removesuffix("%").strip())
    if number is None:
        raise typer.BadParameter(_("{text} is not a number.").format(text=repr(value)))
    _show_entered(session, add_rate(session.ctx, session.call, code, on, Fraction(number), source))


def confirm_rate_value(
    session: Session,
    code: _Table,
    until: Annotated[
        date, typer.Option("--until", parser=read_day, metavar="DAY", help=_("The last day it is known not to change."))
    ],
    source: _From = "",
) -> None:
    from contracts.law.own_rates import confirm_rate

    _show_entered(session, confirm_rate(session.ctx, session.call, code, until, source))


def undo_rate_value(session: Session, code: _Table) -> None:
    from contracts.law.own_rates import undo_rate

    _show_entered(session, undo_rate(session.ctx, session.call, code))


def _show_entered(session: Session, entered: "EnteredRate") -> None:
    facts = {"table": entered.table, "before": entered.was_sure_to, "sure_to": entered.sure_to}
    session.show(wire(entered), session.say("The table {table} is sure to {sure_to}; before, to {before}.", **facts))


def import_rate_table(
    session: Session,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("CSV: # source, # sure_to, effective_from,value."))],
    code: _CodeOption = None,
    source: Annotated[str | None, typer.Option("--source", help=_("Where the figures come from."))] = None,
    sure_to: Annotated[
        date | None, typer.Option("--sure-to", parser=read_day, metavar="DATE", help=_("The last sure day."))
    ] = None,
    to: CurrencyPaid = "UAH",
    on: Annotated[
        date | None, typer.Option(parser=read_day, metavar="DATE", help=_("The day of currency rates that name none."))
    ] = None,
) -> None:
    from contracts.law.own_rates import import_table

    if code is None and import_rates(session, file, source or "nbu", to.upper(), on):
        return
    given = {"code": code or "", "source": source or ""}
    table, before = import_table(session.ctx, session.call, file, **given, sure_to=sure_to)
    data = {
        "table": table.code,
        "values": len(table.values),
        "sure_to": table.sure_to,
        "source": table.source,
        "was_sure_to": before.sure_to if before else None,
    }
    facts = {"table": table.code, "sure_to": table.sure_to, "source": table.source}
    session.show(data, session.say("The table {table} is now sure to {sure_to} ({source}).", **facts))


def _folder(session: Session) -> Path:
    from contracts.app import data_folder

    return data_folder(session.config, session.data)


def _described(table: "RateTable", *, with_values: bool) -> dict[str, object]:
    from contracts.law.rate_files import plain

    data: dict[str, object] = {
        "table": table.code,
        "series": table.series,
        "from": table.first_day,
        "sure_to": table.sure_to,
        "source": table.source,
    }
    if with_values:
        data["values"] = [{"from": day, "value": plain(value)} for day, value in table.values]
    return data


def _tables_table(session: Session, tables: "list[RateTable]") -> "Table":
    shown = table_like(session.say("Table"), session.say("From"), session.say("Sure to"), session.say("Source"))
    for table in tables:
        first, sure_to = session.words.date(table.first_day), session.words.date(table.sure_to)
        shown.add_row(table.code, first, sure_to, table.source)
    return shown


def _lines_table(session: Session, table: "RateTable") -> "list[str | Table]":
    from contracts.law.rate_files import plain

    shown = table_like(session.say("From"), session.say("Value"), right=(1,))
    for day, value in table.values:
        shown.add_row(session.words.date(day), plain(value))
    facts = {"series": table.series, "source": table.source, "sure_to": table.sure_to}
    return [session.say("{series}. Source: {source}. Sure to {sure_to}.", **facts), shown]


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
    text = _currency_table(session, rates) if rates else session.say("No rates of currencies are stored.")
    session.show(wire(rates), text)


def _currency_table(session: Session, rates: "list[ListedRate]") -> "Table":
    words = session.words
    made = table_like(words.say("Currency"), words.say("Day"), words.say("Rate"), words.say("Source"), right=(2,))
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
