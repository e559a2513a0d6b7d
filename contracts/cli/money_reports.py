"""The reconciliation statement with a counterparty, and the reports of money."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from contracts.cli import limitation_list
from contracts.cli.claim_card import case_wire
from contracts.cli.claim_options import Currency
from contracts.cli.kit import CompanyOption, Session, _, command, group
from contracts.cli.money_tables import cash_table, claim_table
from contracts.cli.options import FactsOfLetter, Output, day_option, pairs

if TYPE_CHECKING:
    from contracts.claims.reconciliation.reconciling import Made


def add_to(app: typer.Typer) -> None:
    """Register these commands."""
    command(app, "reconcile", _("The reconciliation statement with a counterparty, or its signed return."))(_reconcile)
    reports = group(_("Reports of money; each also as .xlsx."))
    command(reports, "cash", _("Cash expected by week."))(_cash)
    command(reports, "claims", _("The register of claims as a workbook."))(_claims)
    limitation_list.add_to(reports)
    app.add_typer(reports, name="report")


def _reconcile(
    session: Session,
    counterparty: Annotated[str, typer.Argument(metavar="TEXT", help=_("Counterparty by name or code."))],
    from_: Annotated[date | None, day_option("--from", _("First day; else 1 January."))] = None,
    to: Annotated[date | None, day_option("--to", _("Last day; else today."))] = None,
    signed: Annotated[date | None, day_option("--signed", _("The day they signed and returned it."))] = None,
    signatory: Annotated[str, typer.Option(metavar="NAME", help=_("Who signed for them."))] = "",
    file: Annotated[Path | None, typer.Option("--file", metavar="FILE", help=_("A scan of the signed copy."))] = None,
    currency: Currency = None,
    language: Annotated[str, typer.Option(metavar="L", help=_("uk or en."))] = "uk",
    set_: FactsOfLetter = None,
    output: Output = None,
    company: CompanyOption = None,
) -> None:
    from contracts.claims.reconciliation.reconciling import Period, make_statement

    if signed is not None:
        _show_return(session, counterparty, signed, signatory, file, company)
        return
    day = session.call.as_of
    period = Period(counterparty, from_ or date(day.year, 1, 1), to or day, company, currency, pairs(set_, "--set"))
    _show_statement(
        session, counterparty, make_statement(session.ctx, session.call, period, language=language, target=output)
    )


def _show_return(
    session: Session, counterparty: str, signed: date, signatory: str, file: Path | None, company: str | None
) -> None:
    from contracts.claims.limitation.limitation import Evidence
    from contracts.claims.limitation.rules.limitation import Ground
    from contracts.claims.reconciliation.reconciling import record_return
    from contracts.cli.limitation import recorded_lines, recorded_wire

    paper = session.say("reconciliation statement of {day}", day=signed)
    evidence = Evidence(Ground.RECONCILIATION, signed, paper, signatory, file)
    done = record_return(session.ctx, session.call, counterparty, evidence, company=company)
    count = len(done.outcomes)
    data = {"counterparty": counterparty, "acknowledged": count, **recorded_wire(session, done)}
    head = session.words.count("{n} charge was acknowledged.", "{n} charges were acknowledged.", count)
    session.show(data, "\n".join([head, *recorded_lines(session, done)]))


def _show_statement(session: Session, counterparty: str, made: "Made") -> None:
    say, statement, filed = session.say, made.statement, made.filed
    data = {
        "counterparty": counterparty,
        "from": statement.from_on,
        "to": statement.to_on,
        "currency": statement.currency,
        "opening": statement.opening.wire,
        "debit": statement.debit.wire,
        "credit": statement.credit.wire,
        "closing": statement.closing.wire,
        "rows": len(statement.entries),
        "file": str(filed.file) if filed else None,
        "sha256": filed.sha256 if filed else None,
    }
    lines = [
        say("Opening balance: {sum}", sum=statement.opening),
        say("Debit {debit}, credit {credit}", debit=statement.debit, credit=statement.credit),
        say("Closing balance: {sum}", sum=statement.closing),
    ]
    if filed:
        lines.append(say("The statement is in {file}", file=str(filed.file)))
    session.show(data, "\n".join(lines))


def _cash(
    session: Session,
    weeks: Annotated[int, typer.Option(min=1, max=104, help=_("How many weeks."))] = 13,
    output: Output = None,
    company: CompanyOption = None,
) -> None:
    from contracts.money.money_reports import expected_cash, write_cash

    found = expected_cash(session.ctx, session.call, weeks, company)
    if output is not None:
        write_cash(output, found, session.words.language)
    data = [
        {
            "from": None if each.is_overdue else each.from_on,
            "to": each.to_on,
            "currency": each.currency,
            "incoming": each.incoming.wire,
            "outgoing": each.outgoing.wire,
        }
        for each in found
    ]
    session.show(data, cash_table(session, found) if found else session.say("No cash is expected."))


def _claims(session: Session, output: Output = None) -> None:
    from contracts.claims.case.claim_cases import list_claims
    from contracts.claims.case.report import write_claims

    found = list_claims(session.ctx, session.call)
    if output is not None:
        write_claims(output, found, session.words.language)
    data = [case_wire(each) for each in found]
    session.show(data, claim_table(session, found) if found else session.say("No claims."))
