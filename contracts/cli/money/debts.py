"""`debts`: who owes what on a day, and how old it is."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from contracts.cli.money.tables import debt_table
from contracts.cli.registry.usage import usage_text, usage_wire
from contracts.cli.shared.options import Company, Counterparty, Payable, day_option
from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _

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
    from contracts.money.debts import Ask, debts, nearly_used

    if by not in ("counterparty", "contract", "charge"):
        raise typer.BadParameter(_("--by is counterparty, contract or charge."))
    direction = "payable" if payable else "receivable"
    ask = Ask(cast("By", by), direction, company, counterparty, None, known_on)
    rows = debts(session.ctx, session.call, ask)
    if output is not None:
        from contracts.money.money_reports import write_debts

        write_debts(output, rows, session.words.language)
    text = debt_table(session, rows) if rows else [session.say("Nobody owes anything.")]
    text += [
        f"№ {each.contract}, {each.counterparty}: {usage_text(session, each.usage)}"
        for each in nearly_used(session.ctx, session.call, ask)
    ]
    session.show([_debt_wire(each, by) for each in rows], text)


def _debt_wire(debt: "Debt", by: str) -> dict[str, Any]:
    """A debt as cli.md fixes it."""
    return {
        "counterparty": debt.counterparty,
        **({"contract": debt.contract} if by != "counterparty" else {}),
        **({"charge": debt.charge} if by == "charge" else {}),
        "currency": debt.currency,
        "outstanding": debt.outstanding.wire,
        "overdue": debt.overdue.wire,
        "oldest_due_on": debt.oldest_due_on,
        "buckets": {name: sum_.wire for name, sum_ in debt.buckets.items()},
        "advance": debt.advance.wire if debt.advance else None,
        "holds": list(debt.held),
        **({"usage": usage_wire(debt.usage) if debt.usage else None} if by == "contract" else {}),
    }
