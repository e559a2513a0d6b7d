"""`contract add` and `contract edit`: a contract is entered, and what was entered is corrected."""

import sys
from dataclasses import dataclass
from typing import Annotated

import typer

from contracts.cli.registry.fields import CLEARABLE, FieldOptions, clearable, entered_fields
from contracts.cli.registry.saved import show_saved
from contracts.cli.shared.command import with_options
from contracts.cli.shared.options import Company, ContractParties, Number, Reason, Version, nothing_to_change
from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _
from contracts.registry.rules.contract import Status

Owner = Annotated[str | None, typer.Option("--owner", metavar="U", help=_("Who runs it, by login or name."))]
Department = Annotated[
    str | None, typer.Option("--department", metavar="TEXT", help=_("The department it belongs to."))
]


@with_options(FieldOptions)
def add_contract(
    session: Session,
    counterparty: Annotated[
        str | None, typer.Option(metavar="NAME", help=_("Counterparty by full name or code; a new name is entered."))
    ] = None,
    code: Annotated[str | None, typer.Option(metavar="CODE", help=_("The counterparty's code."))] = None,
    company: Company = None,
    owner: Owner = None,
    department: Department = None,
    status: Annotated[Status, typer.Option(help=_("Where it stands."))] = Status.SIGNED,
    register_no: Annotated[
        str, typer.Option("--register-no", metavar="TEXT", help=_("A register number given before; else the next one."))
    ] = "",
) -> None:
    from contracts.parties.parties import PartyEntry
    from contracts.registry.registry import NewContract, register

    values = entered_fields(session)
    if not counterparty and not code:
        if values or session.as_json or not _is_terminal():
            raise typer.BadParameter(_("Name the counterparty: --counterparty or --code."))
        from contracts.cli.registry.questions import ask_contract

        answers = ask_contract(session)
        values, counterparty, code, owner = answers.values, answers.counterparty, answers.code, answers.owner or owner
    party = PartyEntry(counterparty or "", code or "", str(values.get("country") or "UA"))
    new = NewContract(party, values, status, company, owner, department, register_no)
    saved = register(session.ctx, session.call, new)
    show_saved(session, saved, session.say("Registered under number {register_no}.", register_no=saved.register_no))


def _is_terminal() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin.isatty()


@dataclass(frozen=True)
class EditOptions:
    """What is corrected besides the fields, and why."""

    clear: Annotated[
        list[str] | None, typer.Option("--clear", metavar="FIELD", help=_("Empty this field: notice, last-day, owner."))
    ] = None
    owner: Owner = None
    department: Department = None
    to_counterparty: Annotated[
        str | None,
        typer.Option("--to-counterparty", metavar="NAME", help=_("The right counterparty, by full name or code.")),
    ] = None
    version: Version = None
    reason: Reason = ""


@with_options(EditOptions, ContractParties, FieldOptions)
def edit_contract(session: Session, number: Number) -> None:
    from contracts.overview.card import card
    from contracts.parties.parties import PartyEntry
    from contracts.registry.registry import edit

    options, fields = session.options(EditOptions), session.options(FieldOptions)
    which = session.options(ContractParties).which(number)
    currency = None
    if fields.field_amount is not None and not fields.currency:
        currency = card(session.ctx, session.call, which).entered.currency
    values: dict[str, object] = {
        **entered_fields(session, currency=currency),
        **clearable(options.clear or [], CLEARABLE),
    }
    values |= {name: text for name, text in (("owner", options.owner), ("department", options.department)) if text}
    if options.to_counterparty:
        values["counterparty"] = PartyEntry(options.to_counterparty)
    if not values:
        raise nothing_to_change()
    saved = edit(session.ctx, session.call, which, values, version=options.version, reason=options.reason)
    show_saved(session, saved, "" if saved.changed else session.say("Nothing changed: it was so already."))
