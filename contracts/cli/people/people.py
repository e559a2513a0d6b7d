"""People: their roles, absences and return, and the hand-over of their contracts."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from contracts.cli.shared.command import with_options
from contracts.cli.shared.options import (
    Clear,
    Email,
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
from contracts.kernel.refusal import N_

if TYPE_CHECKING:
    from contracts.people.people import Absent


class Role(StrEnum):
    """Roles of people."""

    SPECIALIST = "specialist"
    CLAIMS = "claims"
    MANAGER = "manager"
    ACCOUNTANT = "accountant"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


_ROLE_NAMES = {
    "specialist": N_("specialist"),
    "claims": N_("claims"),
    "manager": N_("manager"),
    "accountant": N_("accountant"),
    "auditor": N_("auditor"),
    "administrator": N_("administrator"),
}
_PERSON = typer.Argument(metavar="PERSON", help=_("Login, e-mail address or name."))
Who = Annotated[str, _PERSON]
WhoOrNone = Annotated[str | None, _PERSON]
#: Details of a person that may change.
_FIELDS = ("name", "email", "position", "phone", "language")


@dataclass(frozen=True)
class PersonOptions:
    """A new person: how to write to them, and what they do."""

    email: Annotated[str, text_option("--email", _("Address for the morning mail."))] = ""
    position: Annotated[str, text_option("--position", _("Position."))] = ""
    phone: Annotated[str, text_option("--phone", _("Telephone."))] = ""
    language: Annotated[str, typer.Option(metavar="uk|en", help=_("Language of the mails."))] = "uk"
    role: Annotated[Role | None, typer.Option(help=_("What the person does."))] = None
    department: Annotated[str, text_option("--department", _("Department; made if new."))] = ""


@with_options(PersonOptions)
def enter_person(
    session: Session,
    login: Annotated[str, typer.Argument(metavar="LOGIN", help=_("One word, as the person signs in."))],
    name: RequiredName,
) -> None:
    from contracts.people.people import add_person

    options = session.options(PersonOptions)
    details = ("email", "position", "phone", "language")
    values = {"name": name} | {field: getattr(options, field) for field in details}
    role = options.role.value if options.role else ""
    add_person(session.ctx, session.call, login, values, role=role, department=options.department)
    session.show({"login": login, **values}, session.say("Entered: {name}.", name=name))


@dataclass(frozen=True)
class PersonChanges:
    """What changes of a person."""

    name: Name = None
    email: Email = None
    position: Annotated[str | None, text_option("--position", _("Position."))] = None
    phone: Phone = None
    language: Annotated[str | None, typer.Option(metavar="uk|en", help=_("Language of the mails."))] = None
    department: Annotated[str | None, text_option("--department", _("Department; made if new, - for none."))] = None
    clear: Clear = None


@with_options(PersonChanges)
def change_person(session: Session, person: Who) -> None:
    from contracts.people.people import edit_person

    options = session.options(PersonChanges)
    values = {field: getattr(options, field) for field in _FIELDS if getattr(options, field) is not None}
    values |= dict.fromkeys(known_fields(options.clear or [], _FIELDS))
    if not values and options.department is None:
        raise nothing_to_change()
    reach = "" if options.department == "-" else options.department
    edit_person(session.ctx, session.call, person, values, department=reach)
    session.show({"person": person, "changed": sorted(values)}, session.say("Saved."))


def show_people(session: Session) -> None:
    from contracts.kernel.wire import wire
    from contracts.overview.people_list import list_people

    rows = list_people(session.ctx, session.call)
    made = table(session.say("Login"), session.say("Name"), session.say("Roles"), session.say("Contracts"), right=(3,))
    for row in rows:
        roles = (
            ", ".join(session.say(_ROLE_NAMES.get(each, each)) for each in row.roles)
            if row.is_active
            else session.say("left")
        )
        made.add_row(row.login, f"{row.name}\n{row.email or session.say('no address')}", roles, str(row.contracts))
    session.show(wire(rows), made if rows else session.say("Nobody is entered yet: contracts person add."))


def give_role(
    session: Session,
    person: Who,
    role: Annotated[Role, typer.Argument(help=_("What the person does."))],
    scope: Annotated[str, typer.Option(metavar="all|department|own", help=_("How far the role reaches."))] = "",
    take: Annotated[bool, typer.Option("--take", help=_("Take the role."))] = False,
) -> None:
    from contracts.people.people import set_role

    set_role(session.ctx, session.call, person, role.value, scope=scope, is_given=not take)
    session.show({"person": person, "role": role.value, "given": not take}, session.say("Saved."))


def record_leaving(session: Session, person: Who) -> None:
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


def record_return(session: Session, person: Who) -> None:
    from contracts.people.people import set_active

    held = set_active(session.ctx, session.call, person, is_active=True)
    session.show({"person": person, "contracts": held}, session.say("Saved."))


def record_absence(
    session: Session,
    person: WhoOrNone = None,
    from_: Annotated[date | None, day_option("--from", _("First day away."))] = None,
    until: Annotated[date | None, day_option("--until", _("Last day away, inclusive."))] = None,
    deputy: Annotated[str | None, typer.Option(metavar="U", help=_("Who stands in."))] = None,
) -> None:
    from contracts.kernel.wire import wire
    from contracts.people.people import add_absence, list_absences

    if person is None:
        rows = list_absences(session.ctx, session.call)
        lines = [_absent(session, row) for row in rows]
        session.show(wire(rows), "\n".join(lines) or session.say("Nobody is away."))
        return
    if from_ is None or until is None or not deputy:
        raise typer.BadParameter(_("Give --from, --until and --deputy."))
    made = add_absence(session.ctx, session.call, person, from_on=from_, last_day=until, deputy=deputy)
    session.show(wire(made), _absent(session, made))


def _absent(session: Session, row: "Absent") -> str:
    return session.say(
        "{person}: away {first} to {last}; {deputy} stands in.",
        person=row.person,
        first=row.from_on,
        last=row.last_day,
        deputy=row.deputy,
    )


def record_early_return(
    session: Session,
    person: Who,
    on: Annotated[date | None, day_option("--on", _("The first day back; today by default."))] = None,
) -> None:
    from contracts.people.people import end_absence

    end_absence(session.ctx, session.call, person, back_on=on)
    session.show({"person": person, "back_on": on or session.call.as_of}, session.say("Saved."))


def hand_contracts_over(
    session: Session,
    from_: Annotated[str, typer.Option("--from", metavar="U", help=_("Whose contracts, by login or name."))],
    to: Annotated[str, typer.Option("--to", metavar="U", help=_("Who takes them over."))],
) -> None:
    from contracts.kernel.wire import wire
    from contracts.overview.hand_over import hand_over

    done = hand_over(session.ctx, session.call, from_, to)
    words = session.words
    lines = [words.say("Handed over by {giver} to {taker}.", giver=done.giver, taker=done.taker), ""]
    lines += [f"  № {each.number}  {each.counterparty}" for each in done.contracts] or [words.say("  no open contract")]
    if done.deadlines:
        lines += ["", words.say("To do")]
        lines += [
            f"  {words.date_weekday(each.act_by)}  № {each.contract}, {words.kind(each.kind)}"
            for each in done.deadlines
        ]
    if done.hidden_count:
        lines.append(
            "  "
            + words.count("{n} more contract you may not see", "{n} more contracts you may not see", done.hidden_count)
        )
    session.show(wire(done), "\n".join(lines))
