"""`party insolvent` and `party solvent`: a counterparty is declared insolvent, or is so no longer."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from contracts.cli.shared.options import day_option, text_option
from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _

if TYPE_CHECKING:
    from contracts.parties.insolvency import Insolvent

Party = Annotated[str, typer.Argument(metavar="PARTY", help=_("Counterparty by name or code."))]
Source = Annotated[str, text_option("--source", _("The ruling of the court, or the publication."))]


def declare_insolvent(
    session: Session,
    party: Party,
    source: Source,
    from_: Annotated[date | None, day_option("--from", _("From which day; today by default."))] = None,
) -> None:
    from contracts.parties.insolvency import declare

    _show_insolvency(session, declare(session.ctx, session.call, party, source, from_on=from_))


def declare_solvent(
    session: Session,
    party: Party,
    source: Source,
    on: Annotated[date | None, day_option("--on", _("From which day; today by default."))] = None,
) -> None:
    from contracts.parties.insolvency import end

    _show_insolvency(session, end(session.ctx, session.call, party, source, on=on))


def _show_insolvency(session: Session, insolvency: "Insolvent") -> None:
    from contracts.kernel.wire import wire

    text = (
        session.say("{name} is insolvent from {day}: {source}.", **_facts(insolvency, insolvency.from_on))
        if insolvency.ended_on is None
        else session.say("{name} is insolvent no longer, from {day}.", **_facts(insolvency, insolvency.ended_on))
    )
    session.show(wire(insolvency), text)


def _facts(insolvency: "Insolvent", day: date) -> dict[str, object]:
    return {"name": insolvency.counterparty, "day": day, "source": insolvency.source}
