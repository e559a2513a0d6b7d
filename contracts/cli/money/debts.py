"""`debts` and `report cash`: who owes what on a day and how old it is, and what should come and go by week."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from contracts.cli.money.tables import cash_table, debt_table
from contracts.cli.registry.usage import usage_text, usage_wire
from contracts.cli.shared.options import Company, Counterparty, Output, Payable, day_option
from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _
from contracts.kernel.wire import wire

#: What a debt added up by this does not have.
_LEFT_OUT = {"counterparty": ("contract", "charge", "usage"), "contract": ("charge",), "charge": ("usage",)}

if TYPE_CHECKING:
    from contracts.money.debts import Debt
    from contracts.money.queries.ageing import By


def show_debts(
    session: Session,
    by: Annotated[
        str, typer.Option(metavar="counterparty|contract|charge", help=_("How debts are added up."))
    ] = "counterparty",
    payable: Payable = False,
    known_on: Annotated[date | None, day_option("--known-on", _("As it was shown on that day."))] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help=_("Write an .xlsx."))] = None,
    counterparty: Counterparty = None,
    company: Company = None,
) -> None:
    from contracts.money.debts import DebtQuery, list_debts, list_nearly_used

    if by not in _LEFT_OUT:
        raise typer.BadParameter(_("--by is counterparty, contract or charge."))
    direction = "payable" if payable else "receivable"
    query = DebtQuery(cast("By", by), direction, company, counterparty, known_on)
    debts = list_debts(session.ctx, session.call, query)
    if output is not None:
        from contracts.money.reports import write_debts

        write_debts(output, debts, session.words.language)
    text = debt_table(session, debts) if debts else [session.say("Nobody owes anything.")]
    text += [
        f"№ {each.contract}, {each.counterparty}: {usage_text(session, each.usage)}"
        for each in list_nearly_used(session.ctx, session.call, query)
    ]
    session.show([_debt_wire(each, by) for each in debts], text)


def _debt_wire(debt: "Debt", by: str) -> dict[str, object]:
    """A debt without what it is not added up by."""
    data = wire(debt) | {"usage": usage_wire(debt.usage) if debt.usage else None}
    return {name: value for name, value in data.items() if name not in _LEFT_OUT[by]}


def show_cash(
    session: Session,
    weeks: Annotated[int, typer.Option(min=1, max=104, help=_("How many weeks."))] = 13,
    output: Output = None,
    company: Company = None,
) -> None:
    from contracts.money.reports import expected_cash, write_cash

    weeks_ahead = expected_cash(session.ctx, session.call, weeks, company)
    if output is not None:
        write_cash(output, weeks_ahead, session.words.language)
    text = cash_table(session, weeks_ahead) if weeks_ahead else session.say("No cash is expected.")
    session.show(wire(weeks_ahead), text)
