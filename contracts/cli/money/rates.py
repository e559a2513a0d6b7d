"""Rate tables: which there are and how far they are sure, whether they fit together, and importing newer ones."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from contracts.cli.money.currency_rates import CurrencyPaid
from contracts.cli.shared.session import Session
from contracts.cli.shared.tables import table as table_like
from contracts.cli.shared.translation import _
from contracts.cli.shared.values import read_day

_CodeOption = Annotated[str | None, typer.Option("--code", metavar="CODE", help=_("Which table the file holds."))]


def show_rates(
    session: Session,
    code: Annotated[str | None, typer.Argument(metavar="[TABLE]", help=_("One table, by its code."))] = None,
) -> None:
    from contracts.law import rate_tables, rates

    folder = _folder(session)
    tables = [rates(code, folder)] if code else list(rate_tables(folder).values())
    data = [_described(table, with_values=bool(code)) for table in tables]
    session.show(data, _lines_table(session, tables[0]) if code else _tables_table(session, tables))


def check_rates(
    session: Session,
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help=_("A file to look at, unimported."))] = None,
    code: _CodeOption = None,
) -> None:
    from contracts.app import today
    from contracts.law import rate_tables, stale
    from contracts.law.tables import implausible, read_file

    tables = dict(rate_tables(_folder(session)))
    if file is not None:
        table = read_file(file, code or "")
        tables[table.code] = table
    day = session.day or today(session.config)
    late = stale(day, _folder(session))
    strange = [session.say(each.sentence, **each.facts) for each in implausible(tables)]
    data = {
        "ok": not strange,
        "stale": [{"table": name, "sure_to": sure_to} for name, sure_to in late],
        "findings": strange,
    }
    lines = [session.say("{table} is sure only to {sure_to}.", table=name, sure_to=sure_to) for name, sure_to in late]
    session.show(data, "\n".join([*strange, *lines]) or session.say("All rate tables are whole and reach today."))
    if strange:
        raise typer.Exit(1)


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
    from contracts.cli.money.currency_rates import import_rates
    from contracts.law.tables import take_over

    if code is None and import_rates(session, file, source or "nbu", to.upper(), on):
        return
    table, before = take_over(file, _folder(session), code=code or "", source=source or "", sure_to=sure_to)
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


def _described(table: Any, *, with_values: bool) -> dict[str, Any]:
    from contracts.law.rate_files import plain

    data = {
        "table": table.code,
        "series": table.series,
        "from": table.first_day,
        "sure_to": table.sure_to,
        "source": table.source,
    }
    if with_values:
        data["values"] = [{"from": day, "value": plain(value)} for day, value in table.values]
    return data


def _tables_table(session: Session, tables: list[Any]) -> Any:
    shown = table_like(session.say("Table"), session.say("From"), session.say("Sure to"), session.say("Source"))
    for table in tables:
        first, sure_to = session.words.date(table.first_day), session.words.date(table.sure_to)
        shown.add_row(table.code, first, sure_to, table.source)
    return shown


def _lines_table(session: Session, table: Any) -> list[Any]:
    from contracts.law.rate_files import plain

    shown = table_like(session.say("From"), session.say("Value"), right=(1,))
    for day, value in table.values:
        shown.add_row(session.words.date(day), plain(value))
    facts = {"series": table.series, "source": table.source, "sure_to": table.sure_to}
    return [session.say("{series}. Source: {source}. Sure to {sure_to}.", **facts), shown]
