"""The own company, counterparties, people, departments, absences and hand-over."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

import typer

from contracts.cli.fields import read_sum
from contracts.cli.kit import Session, _, command, group, read_day, table


class PartyKind(StrEnum):
    """What a party is."""

    COMPANY = "company"
    SOLE_TRADER = "sole_trader"
    PERSON = "person"
    STATE = "state"


class Role(StrEnum):
    """Roles of people."""

    SPECIALIST = "specialist"
    CLAIMS = "claims"
    MANAGER = "manager"
    ACCOUNTANT = "accountant"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


def _text(help_text: str, *names: str) -> Any:
    return typer.Option(*names, metavar="TEXT", help=help_text)


def _day(flag: str, help_text: str) -> Any:
    return typer.Option(flag, parser=read_day, metavar="DATE", help=help_text)


Name = Annotated[str | None, _text(_("Full name."), "--name")]
ShortName = Annotated[str | None, _text(_("Short name, as in letters."), "--short-name")]
Code = Annotated[str | None, _text(_("Code: EDRPOU, tax number."), "--code")]
VatCode = Annotated[str | None, _text(_("VAT number."), "--vat-code")]
Country = Annotated[str | None, typer.Option("--country", metavar="CC", help=_("Country."))]
Kind = Annotated[PartyKind | None, typer.Option("--kind", help=_("What the party is."))]
Address = Annotated[str | None, _text(_("Registered address."), "--address")]
PostAddress = Annotated[str | None, _text(_("Address for letters, if another."), "--post-address")]
Email = Annotated[str | None, _text(_("E-mail."), "--email")]
Phone = Annotated[str | None, _text(_("Telephone."), "--phone")]
TaxStatus = Annotated[str | None, _text(_("Tax status, as it stands in contracts."), "--tax-status")]
Clear = Annotated[list[str] | None, typer.Option("--clear", metavar="FIELD", help=_("Empty this field."))]
Who = Annotated[str, typer.Argument(metavar="PERSON", help=_("Login, e-mail address or name."))]
Department = Annotated[str | None, _text(_("Department; made if new, - for none."), "--department")]
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
    app.add_typer(party, name="party")
    person = group(_("People, their roles and absences."))
    command(person, "add", _("Enter a person."))(_add_person)
    command(person, "edit", _("Change a person's details."))(_edit_person)
    command(person, "list", _("List people."))(_list_people)
    command(person, "role", _("Give a person a role, or take it with --take."))(_role)
    command(person, "leave", _("Record that a person has left: no more mail."))(_leave)
    command(person, "return", _("Record that a person who left is back."))(_come_back)
    command(person, "absence", _("Name the deputy for an absence; without days list absences."))(_absence)
    command(person, "back", _("Record that an absent person is back."))(_back)
    app.add_typer(person, name="person")
    department = group(_("Departments."))
    command(department, "set", _("Make a department, or say who leads it."))(_set_department)
    command(department, "list", _("List departments."))(_list_departments)
    app.add_typer(department, name="department")
    command(app, "handover", _("Hand all open contracts of one person over to another."))(_hand_over)


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
    from contracts.services.parties import set_company

    _show_party(session, set_company(session.desk, session.call, _party_values(dict(locals()))))


def _add_party(
    session: Session,
    name: Annotated[str, _text(_("Full name."), "--name")],
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
    from contracts.services.parties import add_party

    _show_party(session, add_party(session.desk, session.call, _party_values(dict(locals()))))


def _set_party(
    session: Session,
    party: Annotated[str, typer.Argument(metavar="PARTY", help=_("Counterparty by name or code."))],
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
    from contracts.services.parties import set_party

    values = _party_values(dict(locals()))
    if not values:
        raise typer.BadParameter(_("Say what to change: an option of a field, or --clear FIELD."))
    _show_party(session, set_party(session.desk, session.call, party, values))


_PARTY_FIELDS = (
    *("name", "short_name", "code", "vat_code", "country", "kind", "address", "post_address", "email", "phone"),
    "tax_status",
)


def _party_values(options: dict[str, Any]) -> dict[str, Any]:
    found = {name: options[name] for name in _PARTY_FIELDS if options.get(name) is not None}
    return found | dict.fromkeys(_known(options.get("clear") or [], _PARTY_FIELDS))


def _known(names: list[str], fields: tuple[str, ...]) -> list[str]:
    found = [each.strip().removeprefix("--").replace("-", "_") for each in names]
    for name in found:
        if name not in fields:
            choices = ", ".join(each.replace("_", "-") for each in fields)
            raise typer.BadParameter(
                _("There is no field {name}; fields are: {choices}.").format(name=name, choices=choices)
            )
    return found


def _show_party(session: Session, row: Any) -> None:
    code = f" ({row.code})" if row.code else ""
    session.show(_party_json(row), session.say("Saved: {name}.", name=f"{row.short_name or row.name}{code}"))


def _party_json(row: Any) -> dict[str, Any]:
    names = ("name", "short_name", "code", "vat_code", "country", "kind", "address", "post_address", "email", "phone")
    return {name: getattr(row, name) for name in (*names, "tax_status", "version")}


def _list_companies(session: Session) -> None:
    _show_parties(session, is_own=True, search="")


def _list_parties(
    session: Session,
    search: Annotated[str, typer.Option(metavar="TEXT", help=_("A code, or a part of the name."))] = "",
) -> None:
    _show_parties(session, is_own=False, search=search)


def _show_parties(session: Session, *, is_own: bool, search: str) -> None:
    from contracts.services.parties import list_parties

    rows = list_parties(session.desk, is_own=is_own, search=search)
    made = table(session.say("Code"), session.say("Name"), session.say("E-mail"))
    for row in rows:
        made.add_row(row.code or "—", row.short_name or row.name, row.email or "—")
    empty = session.say("No own company is registered yet: contracts company set --name NAME --code CODE.")
    nobody = empty if is_own else session.say("No counterparty is like that.")
    session.show([_party_json(row) for row in rows], made if rows else nobody)


def _account(
    session: Session,
    account: Annotated[str, typer.Argument(metavar="IBAN", help=_("The account number."))],
    bank: Annotated[str, _text(_("The bank."), "--bank")] = "",
    currency: Annotated[str, typer.Option(metavar="C", help=_("Currency; hryvnia by default."))] = "UAH",
    party: PartyText = None,
) -> None:
    from contracts.services.parties import add_account

    add_account(session.desk, session.call, party, {"account": account, "bank": bank, "currency": currency.upper()})
    session.show({"account": account, "bank": bank, "currency": currency.upper()}, session.say("Saved."))


def _signatory(
    session: Session,
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("Full name of who signs."))],
    position: Annotated[str, _text(_("Position."), "--position")],
    basis: Annotated[str, _text(_("On what ground: charter, order, power of attorney."), "--basis")],
    document: Annotated[str, _text(_("Number and date of that document."), "--document")] = "",
    limit: Annotated[str | None, typer.Option(metavar="SUM", help=_("Up to this sum with VAT."))] = None,
    currency: Annotated[str, typer.Option(metavar="C", help=_("Currency; hryvnia by default."))] = "UAH",
    from_: Annotated[date | None, _day("--from", _("From this day."))] = None,
    until: Annotated[date | None, _day("--until", _("To this day, inclusive."))] = None,
    party: PartyText = None,
) -> None:
    from contracts.services.parties import Signatory, add_signatory

    top = read_sum(limit, currency) if limit else None
    add_signatory(session.desk, session.call, party, Signatory(name, position, basis, document, top, from_, until))
    session.show({"name": name, "position": position, "basis": basis}, session.say("Saved."))


def _add_person(
    session: Session,
    login: Annotated[str, typer.Argument(metavar="LOGIN", help=_("One word, as the person signs in."))],
    name: Annotated[str, _text(_("Full name."), "--name")],
    email: Annotated[str, _text(_("Address for the morning mail."), "--email")] = "",
    position: Annotated[str, _text(_("Position."), "--position")] = "",
    phone: Annotated[str, _text(_("Telephone."), "--phone")] = "",
    language: Annotated[str, typer.Option(metavar="uk|en", help=_("Language of the mails."))] = "uk",
    role: Annotated[Role | None, typer.Option(help=_("What the person does."))] = None,
    department: Annotated[str, _text(_("Department; made if new."), "--department")] = "",
) -> None:
    from contracts.services.people import add_person

    values = {"name": name, "email": email, "position": position, "phone": phone, "language": language}
    add_person(session.desk, session.call, login, values, role=role.value if role else "", department=department)
    session.show({"login": login, **values}, session.say("Entered: {name}.", name=name))


def _edit_person(
    session: Session,
    person: Who,
    name: Name = None,
    email: Email = None,
    position: Annotated[str | None, _text(_("Position."), "--position")] = None,
    phone: Phone = None,
    language: Annotated[str | None, typer.Option(metavar="uk|en", help=_("Language of the mails."))] = None,
    department: Department = None,
    clear: Clear = None,
) -> None:
    from contracts.services.people import edit_person

    options = {"name": name, "email": email, "position": position, "phone": phone, "language": language}
    values: dict[str, Any] = {field: value for field, value in options.items() if value is not None}
    values |= dict.fromkeys(_known(clear or [], tuple(options)))
    if not values and department is None:
        raise typer.BadParameter(_("Say what to change: an option of a field, or --clear FIELD."))
    reach = "" if department == "-" else department
    edit_person(session.desk, session.call, person, values, department=reach)
    session.show({"person": person, "changed": sorted(values)}, session.say("Saved."))


def _list_people(session: Session) -> None:
    from contracts.services.people import list_people

    rows = list_people(session.desk)
    names = ("login", "name", "position", "email", "department", "is_active")
    data = [
        {**{name: getattr(row, name) for name in names}, "roles": list(row.roles), "contracts": row.contracts_count}
        for row in rows
    ]
    made = table(session.say("Login"), session.say("Name"), session.say("Roles"), session.say("Contracts"), right=(3,))
    for row in rows:
        roles = ", ".join(row.roles) if row.is_active else session.say("left")
        made.add_row(
            row.login, f"{row.name}\n{row.email or session.say('no address')}", roles, str(row.contracts_count)
        )
    session.show(data, made if rows else session.say("Nobody is entered yet: contracts person add."))


def _role(
    session: Session,
    person: Who,
    role: Annotated[Role, typer.Argument(help=_("What the person does."))],
    scope: Annotated[str, typer.Option(metavar="all|department|own", help=_("How far the role reaches."))] = "",
    take: Annotated[bool, typer.Option("--take", help=_("Take the role."))] = False,
) -> None:
    from contracts.services.people import set_role

    set_role(session.desk, session.call, person, role.value, scope=scope, is_given=not take)
    session.show({"person": person, "role": role.value, "given": not take}, session.say("Saved."))


def _leave(session: Session, person: Who) -> None:
    from contracts.services.people import set_active

    left = set_active(session.desk, session.call, person, is_active=False)
    text = session.say("Saved.")
    if left:
        text = session.words.count(
            "{n} contract is still in this name: contracts handover --from … --to …",
            "{n} contracts are still in this name: contracts handover --from … --to …",
            left,
        )
    session.show({"person": person, "contracts": left}, text)


def _come_back(session: Session, person: Who) -> None:
    from contracts.services.people import set_active

    held = set_active(session.desk, session.call, person, is_active=True)
    session.show({"person": person, "contracts": held}, session.say("Saved."))


def _absence(
    session: Session,
    person: Annotated[str | None, typer.Argument(metavar="PERSON", help=_("Login, e-mail address or name."))] = None,
    from_: Annotated[date | None, _day("--from", _("First day away."))] = None,
    until: Annotated[date | None, _day("--until", _("Last day away, inclusive."))] = None,
    deputy: Annotated[str | None, typer.Option(metavar="U", help=_("Who stands in."))] = None,
) -> None:
    from contracts.services.people import add_absence, list_absences

    if person is None:
        rows = list_absences(session.desk, session.call)
        lines = [_absent(session, row) for row in rows]
        session.show([_absence_json(row) for row in rows], "\n".join(lines) or session.say("Nobody is away."))
        return
    if from_ is None or until is None or not deputy:
        raise typer.BadParameter(_("Give --from, --until and --deputy."))
    made = add_absence(session.desk, session.call, person, from_on=from_, last_day=until, deputy=deputy)
    session.show(_absence_json(made), _absent(session, made))


def _absence_json(row: Any) -> dict[str, Any]:
    return {"person": row.person, "deputy": row.deputy, "from_on": row.from_on, "last_day": row.last_day}


def _absent(session: Session, row: Any) -> str:
    return session.say(
        "{person}: away {first} to {last}; {deputy} stands in.",
        person=row.person,
        first=row.from_on,
        last=row.last_day,
        deputy=row.deputy,
    )


def _back(
    session: Session,
    person: Who,
    on: Annotated[date | None, _day("--on", _("The first day back; today by default."))] = None,
) -> None:
    from contracts.services.people import end_absence

    end_absence(session.desk, session.call, person, back_on=on)
    session.show({"person": person, "back_on": on or session.call.as_of}, session.say("Saved."))


def _set_department(
    session: Session,
    name: Annotated[str, typer.Argument(metavar="DEPARTMENT", help=_("Its name."))],
    manager: Annotated[str | None, typer.Option(metavar="U", help=_("Who leads it; empty for nobody."))] = None,
    parent: Annotated[str | None, _text(_("The department above; empty for none."), "--parent")] = None,
) -> None:
    from contracts.services.people import set_department

    set_department(session.desk, session.call, name, manager=manager, parent=parent)
    session.show({"department": name, "manager": manager, "parent": parent}, session.say("Saved."))


def _list_departments(session: Session) -> None:
    from contracts.services.people import list_departments

    rows = list_departments(session.desk)
    made = table(session.say("Department"), session.say("Led by"))
    for name, manager in rows:
        made.add_row(name, manager or "—")
    data = [{"department": name, "manager": manager or None} for name, manager in rows]
    session.show(data, made if rows else session.say("No department is entered yet: contracts department set."))


def _hand_over(
    session: Session,
    from_: Annotated[str, typer.Option("--from", metavar="U", help=_("Whose contracts, by login or name."))],
    to: Annotated[str, typer.Option("--to", metavar="U", help=_("Who takes them over."))],
) -> None:
    from contracts.services.people import hand_over

    done = hand_over(session.desk, session.call, from_, to)
    words = session.words
    data = {
        "from": done.from_name,
        "to": done.to_name,
        "contracts": [{"number": number, "counterparty": other} for number, other in done.contracts],
        "deadlines": [
            {"contract": each.contract, "kind": each.kind, "due_on": each.due_on, "act_by": each.act_by}
            for each in done.deadlines
        ],
    }
    lines = [words.say("Handed over by {giver} to {taker}.", giver=done.from_name, taker=done.to_name), ""]
    lines += [f"  № {number}  {other}" for number, other in done.contracts] or [words.say("  no open contract")]
    if done.deadlines:
        lines += ["", words.say("To do")]
        lines += [
            f"  {words.date_weekday(each.act_by)}  № {each.contract}, {words.kind(each.kind)}"
            for each in done.deadlines
        ]
    session.show(data, "\n".join(lines))
