"""`report cash`: cash expected by week."""

from typing import Annotated

import typer

from contracts.cli.money.tables import cash_table
from contracts.cli.shared.options import Company, Output
from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _
from contracts.kernel.wire import wire


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
