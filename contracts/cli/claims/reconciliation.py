"""`reconcile`: the reconciliation statement with a counterparty, or its signed return."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from contracts.cli.claims.options import WhichCurrency
from contracts.cli.shared.command import with_options
from contracts.cli.shared.options import Company, FactsOfLetter, Output, day_option
from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _
from contracts.cli.shared.values import read_pairs
from contracts.kernel.wire import wire

if TYPE_CHECKING:
    from contracts.claims.reconciliation.statements import MadeStatement


@dataclass(frozen=True)
class StatementOptions:
    """The days and sums of a statement, or its signed return."""

    from_: Annotated[date | None, day_option("--from", _("First day; else 1 January."))] = None
    to: Annotated[date | None, day_option("--to", _("Last day; else today."))] = None
    signed: Annotated[date | None, day_option("--signed", _("The day they signed and returned it."))] = None
    signatory: Annotated[str, typer.Option(metavar="NAME", help=_("Who signed for them."))] = ""
    file: Annotated[Path | None, typer.Option("--file", metavar="FILE", help=_("A scan of the signed copy."))] = None
    currency: WhichCurrency = None
    language: Annotated[str, typer.Option(metavar="L", help=_("uk or en."))] = "uk"
    set_: FactsOfLetter = None
    output: Output = None
    company: Company = None


@with_options(StatementOptions)
def reconcile(
    session: Session,
    counterparty: Annotated[str, typer.Argument(metavar="TEXT", help=_("Counterparty by name or code."))],
) -> None:
    from contracts.claims.reconciliation.statements import StatementPeriod, make_statement

    options = session.options(StatementOptions)
    if options.signed is not None:
        _show_return(session, counterparty, options.signed, options)
        return
    day, facts = session.call.as_of, read_pairs(options.set_, "--set")
    first, last = options.from_ or date(day.year, 1, 1), options.to or day
    period = StatementPeriod(counterparty, first, last, options.company, options.currency, facts)
    statement = make_statement(session.ctx, session.call, period, language=options.language, target=options.output)
    _show_statement(session, statement)


def _show_return(session: Session, counterparty: str, signed: date, options: StatementOptions) -> None:
    from contracts.claims.limitation.events import Evidence
    from contracts.claims.limitation.rules.limitation import LimitationGround
    from contracts.claims.reconciliation.statements import record_return
    from contracts.cli.claims.limitation import recorded_lines, recorded_wire

    paper = session.say("reconciliation statement of {day}", day=signed)
    evidence = Evidence(LimitationGround.RECONCILIATION, signed, paper, options.signatory, options.file)
    done = record_return(session.ctx, session.call, counterparty, evidence, company=options.company)
    count = len(done.events)
    data = {"counterparty": counterparty, "acknowledged": count, **recorded_wire(session, done)}
    head = session.words.count("{n} charge was acknowledged.", "{n} charges were acknowledged.", count)
    session.show(data, "\n".join([head, *recorded_lines(session, done)]))


def _show_statement(session: Session, statement: "MadeStatement") -> None:
    say, sums = session.say, statement.sums
    lines = [
        say("Opening balance: {sum}", sum=sums.opening),
        say("Debit {debit}, credit {credit}", debit=sums.debit, credit=sums.credit),
        say("Closing balance: {sum}", sum=sums.closing),
        say("The statement is in {file}", file=str(statement.file)),
    ]
    if sums.proposals:
        numbers = ", ".join(each.number for each in sums.proposals)
        lines.append(say("Asked for and not owed before delivery, so not in the statement: {numbers}", numbers=numbers))
    session.show(wire(statement), "\n".join(lines))
