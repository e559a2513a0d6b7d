"""People, their roles, absences and hand-over; departments."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

import typer

from contracts.cli.kit import Session, _, command, group, table
from contracts.cli.options import Clear, Email, Name, Phone, day_option, known_fields, nothing_to_change, text_option


class Role(StrEnum):
    """Roles of people."""

    SPECIALIST = "specialist"
    CLAIMS = "claims"
    MANAGER = "manager"
    ACCOUNTANT = "accountant"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


Who = Annotated[str, typer.Argument(metavar="PERSON", help=_("Login, e-mail address or name."))]
Department = Annotated[str | None, text_option("--department", _("Department; made if new, - for none."))]


def add_to(app: typer.Typer) -> None:
    """Register these commands."""
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


def _add_person(
    session: Session,
    login: Annotated[str, typer.Argument(metavar="LOGIN", help=_("One word, as the person signs in."))],
    name: Annotated[str, text_option("--name", _("Full name."))],
    email: Annotated[str, text_option("--email", _("Address for the morning mail."))] = "",
    position: Annotated[str, text_option("--position", _("Position."))] = "",
    phone: Annotated[str, text_option("--phone", _("Telephone."))] = "",
    language: Annotated[str, typer.Option(metavar="uk|en", help=_("Language of the mails."))] = "uk",
    role: Annotated[Role | None, typer.Option(help=_("What the person does."))] = None,
    department: Annotated[str, text_option("--department", _("Department; made if new."))] = "",
) -> None:
    from contracts.people.people import add_person

    values = {"name": name, "email": email, "position": position, "phone": phone, "language": language}
    add_person(session.ctx, session.call, login, values, role=role.value if role else "", department=department)
    session.show({"login": login, **values}, session.say("Entered: {name}.", name=name))


def _edit_person(
    session: Session,
    person: Who,
    name: Name = None,
    email: Email = None,
    position: Annotated[str | None, text_option("--position", _("Position."))] = None,
    phone: Phone = None,
    language: Annotated[str | None, typer.Option(metavar="uk|en", help=_("Language of the mails."))] = None,
    department: Department = None,
    clear: Clear = None,
) -> None:
    from contracts.people.people import edit_person

    options = {"name": name, "email": email, "position": position, "phone": phone, "language": language}
    values: dict[str, Any] = {field: value for field, value in options.items() if value is not None}
    values |= dict.fromkeys(known_fields(clear or [], tuple(options)))
    if not values and department is None:
        raise nothing_to_change()
    reach = "" if department == "-" else department
    edit_person(session.ctx, session.call, person, values, department=reach)
    session.show({"person": person, "changed": sorted(values)}, session.say("Saved."))


def _list_people(session: Session) -> None:
    from contracts.overview.people_list import list_people

    rows = list_people(session.ctx)
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
    from contracts.people.people import set_role

    set_role(session.ctx, session.call, person, role.value, scope=scope, is_given=not take)
    session.show({"person": person, "role": role.value, "given": not take}, session.say("Saved."))


def _leave(session: Session, person: Who) -> None:
    from contracts.people.people import set_active

    left = set_active(session.ctx, session.call, person, is_active=False)
    text = session.say("Saved.")
    if left:
        text = session.words.count(
            "{n} contract is still in this name: contracts handover --from … --to …",
            "{n} contracts are still in this name: contracts handover --from … --to …",
            left,
        )
    session.show({"person": person, "contracts": left}, text)


def _come_back(session: Session, person: Who) -> None:
    from contracts.people.people import set_active

    held = set_active(session.ctx, session.call, person, is_active=True)
    session.show({"person": person, "contracts": held}, session.say("Saved."))


def _absence(
    session: Session,
    person: Annotated[str | None, typer.Argument(metavar="PERSON", help=_("Login, e-mail address or name."))] = None,
    from_: Annotated[date | None, day_option("--from", _("First day away."))] = None,
    until: Annotated[date | None, day_option("--until", _("Last day away, inclusive."))] = None,
    deputy: Annotated[str | None, typer.Option(metavar="U", help=_("Who stands in."))] = None,
) -> None:
    from contracts.people.people import add_absence, list_absences

    if person is None:
        rows = list_absences(session.ctx, session.call)
        lines = [_absent(session, row) for row in rows]
        session.show([_absence_json(row) for row in rows], "\n".join(lines) or session.say("Nobody is away."))
        return
    if from_ is None or until is None or not deputy:
        raise typer.BadParameter(_("Give --from, --until and --deputy."))
    made = add_absence(session.ctx, session.call, person, from_on=from_, last_day=until, deputy=deputy)
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
    on: Annotated[date | None, day_option("--on", _("The first day back; today by default."))] = None,
) -> None:
    from contracts.people.people import end_absence

    end_absence(session.ctx, session.call, person, back_on=on)
    session.show({"person": person, "back_on": on or session.call.as_of}, session.say("Saved."))


def _set_department(
    session: Session,
    name: Annotated[str, typer.Argument(metavar="DEPARTMENT", help=_("Its name."))],
    manager: Annotated[str | None, typer.Option(metavar="U", help=_("Who leads it; empty for nobody."))] = None,
    parent: Annotated[str | None, text_option("--parent", _("The department above; empty for none."))] = None,
) -> None:
    from contracts.people.people import set_department

    set_department(session.ctx, session.call, name, manager=manager, parent=parent)
    session.show({"department": name, "manager": manager, "parent": parent}, session.say("Saved."))


def _list_departments(session: Session) -> None:
    from contracts.people.people import list_departments

    rows = list_departments(session.ctx)
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
    from contracts.overview.hand_over import hand_over

    done = hand_over(session.ctx, session.call, from_, to)
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
