"""Own companies and counterparties: their details, bank accounts, and who may sign for them."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contracts.cli.fields import read_sum
from contracts.cli.kit import Session, _, command, group, table
from contracts.cli.options import Clear, Email, Name, Phone, day_option, known_fields, nothing_to_change, text_option

if TYPE_CHECKING:
    from contracts.parties.insolvency import Insolvent


class PartyKind(StrEnum):
    """What a party is."""

    COMPANY = "company"
    SOLE_TRADER = "sole_trader"
    PERSON = "person"
    STATE = "state"


ShortName = Annotated[str | None, text_option("--short-name", _("Short name, as in letters."))]
Code = Annotated[str | None, text_option("--code", _("Code: EDRPOU, tax number."))]
VatCode = Annotated[str | None, text_option("--vat-code", _("VAT number."))]
Country = Annotated[str | None, typer.Option("--country", metavar="CC", help=_("Country."))]
Kind = Annotated[PartyKind | None, typer.Option("--kind", help=_("What the party is."))]
Address = Annotated[str | None, text_option("--address", _("Registered address."))]
PostAddress = Annotated[str | None, text_option("--post-address", _("Address for letters, if another."))]
TaxStatus = Annotated[str | None, text_option("--tax-status", _("Tax status, as it stands in contracts."))]
_PARTY = typer.Argument(metavar="PARTY", help=_("Counterparty by name or code."))
PartyText = Annotated[str | None, typer.Option("--party", metavar="TEXT", help=_("Whose; the own company by default."))]


def add_to(app: typer.Typer) -> None:
    """Register these commands."""
    company = group(_("Own companies."))
    command(company, "set", _("Register the own company, or change its details."))(_set_company)
    command(company, "list", _("List own companies."))(_list_companies)
    command(company, "account", _("Add a bank account of the company, or of --party."))(_account)
    command(company, "signatory", _("Record who may sign for the company, or for --party."))(_signatory)
    app.add_typer(company, name="company")
    party = group(_("Counterparties."))
    command(party, "add", _("Enter a counterparty."))(_add_party)
    command(party, "set", _("Change the details of a counterparty."))(_set_party)
    command(party, "list", _("List counterparties."))(_list_parties)
    command(party, "insolvent", _("Record that a counterparty is insolvent: from which day, by which source."))(
        _insolvent
    )
    command(party, "solvent", _("Record that a counterparty is insolvent no longer."))(_solvent)
    app.add_typer(party, name="party")


def _set_company(
    session: Session,
    name: Name = None,
    short_name: ShortName = None,
    code: Code = None,
    vat_code: VatCode = None,
    country: Country = None,
    kind: Kind = None,
    address: Address = None,
    post_address: PostAddress = None,
    email: Email = None,
    phone: Phone = None,
    tax_status: TaxStatus = None,
    clear: Clear = None,
) -> None:
    from contracts.parties.parties import set_company

    _show_party(session, set_company(session.ctx, session.call, _party_values(dict(locals()))))


def _add_party(
    session: Session,
    name: Annotated[str, text_option("--name", _("Full name."))],
    short_name: ShortName = None,
    code: Code = None,
    vat_code: VatCode = None,
    country: Country = None,
    kind: Kind = None,
    address: Address = None,
    post_address: PostAddress = None,
    email: Email = None,
    phone: Phone = None,
    tax_status: TaxStatus = None,
) -> None:
    from contracts.parties.parties import add_party

    _show_party(session, add_party(session.ctx, session.call, _party_values(dict(locals()))))


def _set_party(
    session: Session,
    party: Annotated[str, _PARTY],
    name: Name = None,
    short_name: ShortName = None,
    code: Code = None,
    vat_code: VatCode = None,
    country: Country = None,
    kind: Kind = None,
    address: Address = None,
    post_address: PostAddress = None,
    email: Email = None,
    phone: Phone = None,
    tax_status: TaxStatus = None,
    clear: Clear = None,
) -> None:
    from contracts.parties.parties import set_party

    values = _party_values(dict(locals()))
    if not values:
        raise nothing_to_change()
    _show_party(session, set_party(session.ctx, session.call, party, values))


_PARTY_FIELDS = (
    *("name", "short_name", "code", "vat_code", "country", "kind", "address", "post_address", "email", "phone"),
    "tax_status",
)


def _party_values(options: dict[str, Any]) -> dict[str, Any]:
    found = {name: options[name] for name in _PARTY_FIELDS if options.get(name) is not None}
    return found | dict.fromkeys(known_fields(options.get("clear") or [], _PARTY_FIELDS))


def _show_party(session: Session, row: Any) -> None:
    code = f" ({row.code})" if row.code else ""
    session.show(_party_json(row), session.say("Saved: {name}.", name=f"{row.short_name or row.name}{code}"))


def _party_json(row: Any) -> dict[str, Any]:
    names = ("name", "short_name", "code", "vat_code", "country", "kind", "address", "post_address", "email", "phone")
    return {name: getattr(row, name) for name in (*names, "tax_status", "version")}


def _insolvent(
    session: Session,
    party: Annotated[str, _PARTY],
    source: Annotated[str, text_option("--source", _("The ruling of the court, or the publication."))],
    from_: Annotated[date | None, day_option("--from", _("From which day; today by default."))] = None,
) -> None:
    from contracts.parties.insolvency import declare

    _show_insolvency(session, declare(session.ctx, session.call, party, source, from_on=from_))


def _solvent(
    session: Session,
    party: Annotated[str, _PARTY],
    source: Annotated[str, text_option("--source", _("The ruling of the court, or the publication."))],
    on: Annotated[date | None, day_option("--on", _("From which day; today by default."))] = None,
) -> None:
    from contracts.parties.insolvency import end

    _show_insolvency(session, end(session.ctx, session.call, party, source, on=on))


def _show_insolvency(session: Session, found: "Insolvent") -> None:
    data = {
        "counterparty": found.counterparty,
        "insolvent_from": found.from_on,
        "source": found.source,
        "ended_on": found.ended_on,
    }
    said = (
        session.say("{name} is insolvent from {day}: {source}.", **_said(found, found.from_on))
        if found.ended_on is None
        else session.say("{name} is insolvent no longer, from {day}.", **_said(found, found.ended_on))
    )
    session.show(data, said)


def _said(found: "Insolvent", day: date) -> dict[str, object]:
    return {"name": found.counterparty, "day": day, "source": found.source}


def _list_companies(session: Session) -> None:
    _show_parties(session, is_own=True, search="")


def _list_parties(
    session: Session,
    search: Annotated[str, typer.Option(metavar="TEXT", help=_("A code, or a part of the name."))] = "",
) -> None:
    _show_parties(session, is_own=False, search=search)


def _show_parties(session: Session, *, is_own: bool, search: str) -> None:
    from contracts.parties.insolvency import insolvent_on
    from contracts.parties.parties import list_parties

    rows = list_parties(session.ctx, is_own=is_own, search=search)
    insolvent = {} if is_own else insolvent_on(session.ctx, session.call)
    made = table(session.say("Code"), session.say("Name"), session.say("E-mail"))
    for row in rows:
        mark = f"\n{session.say('insolvent')}" if row.id in insolvent else ""
        made.add_row(row.code or "—", f"{row.short_name or row.name}{mark}", row.email or "—")
    empty = session.say("No own company is registered yet: contracts company set --name NAME --code CODE.")
    nobody = empty if is_own else session.say("No counterparty is like that.")
    data = [_party_json(row) | _since(insolvent.get(row.id), is_own=is_own) for row in rows]
    session.show(data, made if rows else nobody)


def _since(found: "Insolvent | None", *, is_own: bool) -> dict[str, Any]:
    return {} if is_own else {"insolvent_from": found.from_on if found else None}


def _account(
    session: Session,
    account: Annotated[str, typer.Argument(metavar="IBAN", help=_("The account number."))],
    bank: Annotated[str, text_option("--bank", _("The bank."))] = "",
    currency: Annotated[str, typer.Option(metavar="C", help=_("Currency; hryvnia by default."))] = "UAH",
    party: PartyText = None,
) -> None:
    from contracts.parties.parties import add_account

    add_account(session.ctx, session.call, party, {"account": account, "bank": bank, "currency": currency.upper()})
    session.show({"account": account, "bank": bank, "currency": currency.upper()}, session.say("Saved."))


def _signatory(
    session: Session,
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("Full name of who signs."))],
    position: Annotated[str, text_option("--position", _("Position."))],
    basis: Annotated[str, text_option("--basis", _("On what ground: charter, order, power of attorney."))],
    document: Annotated[str, text_option("--document", _("Number and date of that document."))] = "",
    limit: Annotated[str | None, typer.Option(metavar="SUM", help=_("Up to this sum with VAT."))] = None,
    currency: Annotated[str, typer.Option(metavar="C", help=_("Currency; hryvnia by default."))] = "UAH",
    from_: Annotated[date | None, day_option("--from", _("From this day."))] = None,
    until: Annotated[date | None, day_option("--until", _("To this day, inclusive."))] = None,
    party: PartyText = None,
) -> None:
    from contracts.parties.parties import Signatory, add_signatory

    top = read_sum(limit, currency) if limit else None
    add_signatory(session.ctx, session.call, party, Signatory(name, position, basis, document, top, from_, until))
    session.show({"name": name, "position": position, "basis": basis}, session.say("Saved."))
