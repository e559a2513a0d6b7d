"""`report cash`: cash expected by week."""

from typing import Annotated

import typer

from contracts.cli.money.tables import cash_table
from contracts.cli.shared.options import Company, Output
from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _


def show_cash(
    session: Session,
    weeks: Annotated[int, typer.Option(min=1, max=104, help=_("How many weeks."))] = 13,
    output: Output = None,
    company: Company = None,
) -> None:
    from contracts.money.money_reports import expected_cash, write_cash

    rows = expected_cash(session.ctx, session.call, weeks, company)
    if output is not None:
        write_cash(output, rows, session.words.language)
    data = [
        {
            "from": None if each.is_overdue else each.from_on,
            "to": each.to_on,
            "currency": each.currency,
            "incoming": each.incoming.wire,
            "outgoing": each.outgoing.wire,
        }
        for each in rows
    ]
    session.show(data, cash_table(session, rows) if rows else session.say("No cash is expected."))
