"""Own companies and counterparties: entered, changed, listed."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contracts.cli.shared.command import with_options
from contracts.cli.shared.options import (
    Clear,
    Email,
    Name,
    Phone,
    RequiredName,
    known_fields,
    nothing_to_change,
    text_option,
)
from contracts.cli.shared.session import Session
from contracts.cli.shared.tables import table
from contracts.cli.shared.translation import _

if TYPE_CHECKING:
    from rich.table import Table

    from contracts.parties.parties import PartyDetails


class PartyKind(StrEnum):
    """What a party is."""

    COMPANY = "company"
    SOLE_TRADER = "sole_trader"
    PERSON = "person"
    STATE = "state"


@dataclass(frozen=True)
class PartyOptions:
    """The details of a party besides its name."""

    short_name: Annotated[str | None, text_option("--short-name", _("Short name, as in letters."))] = None
    code: Annotated[str | None, text_option("--code", _("Code: EDRPOU, tax number."))] = None
    vat_code: Annotated[str | None, text_option("--vat-code", _("VAT number."))] = None
    country: Annotated[str | None, typer.Option("--country", metavar="CC", help=_("Country."))] = None
    kind: Annotated[PartyKind | None, typer.Option("--kind", help=_("What the party is."))] = None
    address: Annotated[str | None, text_option("--address", _("Registered address."))] = None
    post_address: Annotated[str | None, text_option("--post-address", _("Address for letters, if another."))] = None
    email: Email = None
    phone: Phone = None
    tax_status: Annotated[str | None, text_option("--tax-status", _("Tax status, as it stands in contracts."))] = None


@dataclass(frozen=True)
class PartyChanges(PartyOptions):
    """The same, or a detail is emptied."""

    clear: Clear = None


_FIELDS = ("name", *(each.name for each in fields(PartyOptions)))


@with_options(PartyChanges)
def edit_company(session: Session, name: Name = None) -> None:
    from contracts.parties.parties import set_company

    _show_party(session, set_company(session.ctx, session.call, _changes(session, name)))


@with_options(PartyOptions)
def enter_party(session: Session, name: RequiredName) -> None:
    from contracts.parties.parties import add_party

    _show_party(session, add_party(session.ctx, session.call, _values(name, session.options(PartyOptions))))


@with_options(PartyChanges)
def edit_party(
    session: Session,
    party: Annotated[str, typer.Argument(metavar="PARTY", help=_("Counterparty by name or code."))],
    name: Name = None,
) -> None:
    from contracts.parties.parties import set_party

    values = _changes(session, name)
    if not values:
        raise nothing_to_change()
    _show_party(session, set_party(session.ctx, session.call, party, values))


def _values(name: str | None, options: PartyOptions) -> dict[str, Any]:
    """The details that were given."""
    values = {"name": name} | {each.name: getattr(options, each.name) for each in fields(PartyOptions)}
    return {field: value for field, value in values.items() if value is not None}


def _changes(session: Session, name: str | None) -> dict[str, Any]:
    options = session.options(PartyChanges)
    return _values(name, options) | dict.fromkeys(known_fields(options.clear or [], _FIELDS))


def _show_party(session: Session, party: "PartyDetails") -> None:
    from contracts.kernel.wire import wire

    code = f" ({party.code})" if party.code else ""
    session.show(wire(party), session.say("Saved: {name}.", name=f"{party.short_name or party.name}{code}"))


def show_companies(session: Session) -> None:
    from contracts.kernel.wire import wire
    from contracts.parties.parties import list_companies

    companies = list_companies(session.ctx, session.call)
    nobody = session.say("No own company is registered yet: contracts company set --name NAME --code CODE.")
    session.show(wire(companies), _table(session, [(each, "") for each in companies]) if companies else nobody)


def show_counterparties(
    session: Session,
    search: Annotated[str, typer.Option(metavar="TEXT", help=_("A code, or a part of the name."))] = "",
) -> None:
    from contracts.kernel.wire import wire
    from contracts.parties.parties import list_counterparties

    lines = list_counterparties(session.ctx, session.call, search=search)
    mark = f"\n{session.say('insolvent')}"
    marked = [(each.details, mark if each.insolvent_from else "") for each in lines]
    nobody = session.say("No counterparty is like that.")
    session.show(wire(lines), _table(session, marked) if lines else nobody)


def _table(session: Session, parties: "Iterable[tuple[PartyDetails, str]]") -> "Table":
    made = table(session.say("Code"), session.say("Name"), session.say("E-mail"))
    for party, mark in parties:
        made.add_row(party.code or "—", f"{party.short_name or party.name}{mark}", party.email or "—")
    return made
