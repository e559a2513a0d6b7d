"""Own companies and counterparties: entered, changed, listed; their accounts and signatories; who is insolvent."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from contracts.cli.shared.command import with_options
from contracts.cli.shared.options import (
    Clear,
    Email,
    HryvniaOr,
    Name,
    Phone,
    RequiredName,
    day_option,
    known_fields,
    nothing_to_change,
    text_option,
)
from contracts.cli.shared.session import Session
from contracts.cli.shared.tables import table
from contracts.cli.shared.translation import _
from contracts.cli.shared.values import read_sum
from contracts.kernel.wire import wire

if TYPE_CHECKING:
    from rich.table import Table

    from contracts.parties.insolvency import Insolvent
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


def _values(name: str | None, options: PartyOptions) -> dict[str, str | None]:
    """The details that were given."""
    values = {"name": name} | {each.name: getattr(options, each.name) for each in fields(PartyOptions)}
    return {field: value for field, value in values.items() if value is not None}


def _changes(session: Session, name: str | None) -> dict[str, str | None]:
    options = session.options(PartyChanges)
    return _values(name, options) | dict.fromkeys(known_fields(options.clear or [], _FIELDS))


def _show_party(session: Session, party: "PartyDetails") -> None:
    code = f" ({party.code})" if party.code else ""
    session.show(wire(party), session.say("Saved: {name}.", name=f"{party.short_name or party.name}{code}"))


def show_companies(session: Session) -> None:
    from contracts.parties.parties import list_companies

    companies = list_companies(session.ctx, session.call)
    nobody = session.say("No own company is registered yet: contracts company set --name NAME --code CODE.")
    session.show(wire(companies), _table(session, [(each, "") for each in companies]) if companies else nobody)


def show_counterparties(
    session: Session,
    search: Annotated[str, typer.Option(metavar="TEXT", help=_("A code, or a part of the name."))] = "",
) -> None:
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


OfParty = Annotated[str | None, text_option("--party", _("Whose; the own company by default."))]


def keep_account(
    session: Session,
    account: Annotated[str, typer.Argument(metavar="IBAN", help=_("The account number."))],
    bank: Annotated[str, text_option("--bank", _("The bank."))] = "",
    currency: HryvniaOr = "UAH",
    party: OfParty = None,
) -> None:
    from contracts.parties.parties import add_account

    add_account(session.ctx, session.call, party, {"account": account, "bank": bank, "currency": currency.upper()})
    session.show({"account": account, "bank": bank, "currency": currency.upper()}, session.say("Saved."))


@dataclass(frozen=True)
class SignatoryOptions:
    """By what right a person signs, up to which sum, from when to when."""

    position: Annotated[str, text_option("--position", _("Position."))]
    basis: Annotated[str, text_option("--basis", _("On what ground: charter, order, power of attorney."))]
    document: Annotated[str, text_option("--document", _("Number and date of that document."))] = ""
    limit: Annotated[str | None, typer.Option(metavar="SUM", help=_("Up to this sum with VAT."))] = None
    currency: HryvniaOr = "UAH"
    from_: Annotated[date | None, day_option("--from", _("From this day."))] = None
    until: Annotated[date | None, day_option("--until", _("To this day, inclusive."))] = None
    party: OfParty = None


@with_options(SignatoryOptions)
def keep_signatory(
    session: Session,
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("Full name of who signs."))],
) -> None:
    from contracts.parties.parties import Signatory, add_signatory

    options = session.options(SignatoryOptions)
    position, basis = options.position, options.basis
    top = read_sum(options.limit, options.currency) if options.limit else None
    signatory = Signatory(name, position, basis, options.document, top, options.from_, options.until)
    add_signatory(session.ctx, session.call, options.party, signatory)
    session.show({"name": name, "position": position, "basis": basis}, session.say("Saved."))


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
    facts = {"name": insolvency.counterparty, "source": insolvency.source}
    text = (
        session.say("{name} is insolvent from {day}: {source}.", day=insolvency.from_on, **facts)
        if insolvency.ended_on is None
        else session.say("{name} is insolvent no longer, from {day}.", day=insolvency.ended_on, **facts)
    )
    session.show(wire(insolvency), text)
