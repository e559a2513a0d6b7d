"""People, their roles, departments, absences with a deputy: whoever is away, somebody reads (domain §11, F27)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from contracts.kernel.context import Call, Context, Work
from contracts.kernel.database.engine import reading
from contracts.kernel.events import Leaving
from contracts.kernel.refusal import Refusal
from contracts.kernel.rights import FOUNDER_ROLES, ROLES, SCOPES
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.people.queries import people

#: What may be entered about a person; all but the name can be cleared.
FIELDS = ("name", "position", "email", "phone", "language")
_DAY = timedelta(days=1)


class PersonRefused(Refusal):
    """The person cannot be entered or changed so."""

    code = "person"


@dataclass(frozen=True, slots=True)
class Absent:
    """An absence: both days inclusive."""

    person: str
    deputy: str
    from_on: date
    last_day: date


@needs("people.manage")
def add_person(
    ctx: Context, call: Call, login: str, values: Mapping[str, Any], *, role: str = "", department: str = ""
) -> None:
    """Enter a person; the login must be free. Raises :class:`PersonRefused`."""
    login = login.strip()
    row = _checked(values)
    if not login or " " in login:
        raise PersonRefused("A login is one word: {login}.", login=login or "—")
    if not row.get("name"):
        raise PersonRefused("Give the person's name: --name.")
    with writing(ctx, call) as work:
        if login in people.by_logins(work.conn, [login]):
            raise PersonRefused("The login {login} is taken.", login=login)
        if department.strip():
            row["department_id"] = people.department(work.conn, department.strip())
        id = people.add(work.conn, {"login": login, **row})
        _keep_founder(work)
        if role:
            people.give_role(work.conn, id, _role(role), _scope_of(role))
        work.note(person_subject(id), "add_person", {"after": {"login": login, **_kept(row), "role": role}})
        work.commit()


@needs("people.manage")
def edit_person(
    ctx: Context,
    call: Call,
    who: str,
    values: Mapping[str, Any],
    *,
    version: int | None = None,
    department: str | None = None,
) -> None:
    """Change a person's details; ``None`` clears one. Raises ``StaleVersion``."""
    row = _checked(values)
    if "name" in row and not row["name"]:
        raise PersonRefused("A person cannot be without a name.")
    with writing(ctx, call) as work:
        known = people.find(work.conn, who)
        if department is not None:
            row["department_id"] = people.department(work.conn, department.strip()) if department.strip() else None
        changed = {name: value for name, value in row.items() if getattr(known, name) != value}
        if changed or version is not None:
            people.change_person(work.conn, known.id, changed, version=version)
            before = {name: getattr(known, name) for name in changed}
            work.note(person_subject(known.id), "edit_person", {"before": before, "after": changed})
            work.commit()


@needs("people.manage")
def set_active(ctx: Context, call: Call, who: str, *, is_active: bool) -> int:
    """A person leaves, or comes back; how many open contracts still are in that person's name."""
    with writing(ctx, call) as work:
        known = people.find(work.conn, who)
        people.change_person(work.conn, known.id, {"is_active": is_active})
        leaving = Leaving(known.id)
        work.publish(leaving)
        payload = {"before": {"is_active": known.is_active}, "after": {"is_active": is_active}}
        work.note(person_subject(known.id), "edit_person", payload)
        work.commit()
    return len(leaving.contract_ids)


@needs("people.manage")
def set_role(ctx: Context, call: Call, who: str, role: str, *, scope: str = "", is_given: bool = True) -> None:
    """Give a person a role, or take it."""
    known_role, reach = _role(role), scope or _scope_of(role)
    if reach not in SCOPES:
        raise PersonRefused("A role reaches {scopes}.", scopes=", ".join(SCOPES))
    with writing(ctx, call) as work:
        known = people.find(work.conn, who)
        _keep_founder(work)
        if is_given:
            department = known.department_id if reach == "department" else None
            people.give_role(work.conn, known.id, known_role, reach, department)
        elif not people.take_role(work.conn, known.id, known_role):
            raise PersonRefused("{person} has no role {role}.", person=known.name, role=known_role)
        what = "give_role" if is_given else "take_role"
        work.note(person_subject(known.id), what, {"after": {"role": known_role, "scope": reach}})
        work.commit()


@needs("people.manage")
def set_department(
    ctx: Context, call: Call, name: str, *, manager: str | None = None, parent: str | None = None
) -> None:
    """Make a department, or say who leads it and what it is part of; an empty text clears."""
    if not name.strip():
        raise PersonRefused("A department cannot be without a name.")
    with writing(ctx, call) as work:
        id = people.department(work.conn, name.strip())
        if manager is not None:
            lead = people.find(work.conn, manager) if manager.strip() else None
            people.change_department(work.conn, id, manager_id=lead.id if lead is not None else None)
        if parent is not None:
            above = people.department(work.conn, parent.strip()) if parent.strip() else None
            _refuse_circle(work.conn, id, above, name)
            people.change_department(work.conn, id, parent_id=above)
        about = Subject(SubjectKind.PERSON, 0)
        work.note(about, "set_department", {"after": {"name": name, "manager": manager, "parent": parent}})
        work.commit()


@needs("people.manage")
def add_absence(ctx: Context, call: Call, who: str, *, from_on: date, last_day: date, deputy: str) -> Absent:
    """A person is away, both days inclusive; the deputy reads the mail. Raises :class:`PersonRefused`."""
    if last_day < from_on:
        raise PersonRefused(
            "The absence would end on {last}, before it begins on {first}.", last=last_day, first=from_on
        )
    with writing(ctx, call) as work:
        person, other = people.find(work.conn, who), people.find(work.conn, deputy)
        if person.id == other.id:
            raise PersonRefused("{person} cannot stand in for the same person.", person=person.name)
        if not other.is_active:
            raise PersonRefused("{person} has left and cannot stand in.", person=other.name)
        row = {
            "person_id": person.id,
            "from_on": from_on,
            "until_on": last_day + _DAY,
            "deputy_id": other.id,
            "named_by_id": call.person_id,
        }
        id = people.add_absence(work.conn, row)
        after = {
            "person": person.login,
            "deputy": other.login,
            "from_on": from_on.isoformat(),
            "last_day": last_day.isoformat(),
        }
        work.note(Subject(SubjectKind.ABSENCE, id), "add_absence", {"after": after})
        work.commit()
    return Absent(person.name, other.name, from_on, last_day)


@needs("people.manage")
def end_absence(ctx: Context, call: Call, who: str, *, back_on: date | None = None) -> None:
    """A person is back earlier (``back_on``, by default the day of the call); one not begun yet is cancelled."""
    day = back_on or call.as_of
    with writing(ctx, call) as work:
        person = people.find(work.conn, who)
        mine = [row for row in people.absences(work.conn, day) if row.person_id == person.id]
        if not mine:
            raise PersonRefused("{person} has no absence from {day} on.", person=person.name, day=day)
        first = mine[0]
        if first.from_on >= day:
            people.change_absence(work.conn, first.id, cancelled_at=call.at)
        else:
            people.change_absence(work.conn, first.id, until_on=day)
        before = {"from_on": first.from_on.isoformat(), "until_on": first.until_on.isoformat()}
        payload = {"before": before, "after": {"back_on": day.isoformat()}}
        work.note(Subject(SubjectKind.ABSENCE, first.id), "end_absence", payload)
        work.commit()


@needs("contracts.read")
def list_absences(ctx: Context, call: Call) -> list[Absent]:
    """Absences of today and later."""
    with reading(ctx.engine) as conn:
        names = people.names(conn)
        rows = people.absences(conn, call.as_of)
    return [Absent(names[row.person_id], names[row.deputy_id], row.from_on, row.until_on - _DAY) for row in rows]


@dataclass(frozen=True, slots=True)
class LedDepartment:
    """A department and the name of who leads it."""

    department: str
    manager: str | None


@needs("contracts.read")
def list_departments(ctx: Context, call: Call) -> list[LedDepartment]:
    """Departments by name."""
    with reading(ctx.engine) as conn:
        return [LedDepartment(each.name, each.manager) for each in people.departments(conn)]


def _keep_founder(work: Work) -> None:
    """Whoever set the program up stays its administrator, with every role, when the first people get theirs."""
    if not work.call.is_founder:
        return
    login = work.call.login
    id = people.by_logins(work.conn, [login]).get(login)
    if id is None:
        id = people.add(work.conn, {"login": login, "name": login})
        work.note(person_subject(id), "add_person", {"after": {"login": login, "name": login}})
    for role in FOUNDER_ROLES:
        people.give_role(work.conn, id, role, "all")
        work.note(person_subject(id), "give_role", {"after": {"role": role, "scope": "all"}})


def _refuse_circle(conn: Connection, id: int, above: int | None, name: str) -> None:
    parents = {row.id: row.parent_id for row in people.departments(conn)}
    while above is not None:
        if above == id:
            raise PersonRefused("{department} cannot be part of itself.", department=name)
        above = parents.get(above)


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: " ".join(str(value or "").split()) for name, value in values.items() if name in FIELDS}
    email = found.get("email")
    if email and (email.count("@") != 1 or " " in email or email.startswith("@") or email.endswith("@")):
        raise PersonRefused("«{email}» is not an e-mail address.", email=email)
    if "language" in found and (found["language"] or "uk") not in ("uk", "en"):
        raise PersonRefused("The language of mails is uk or en.")
    if "language" in found:
        found["language"] = found["language"] or "uk"
    return found


def _kept(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value}


def _role(role: str) -> str:
    if role not in ROLES:
        raise PersonRefused("There is no role {role}; roles are: {roles}.", role=role, roles=", ".join(ROLES))
    return role


def _scope_of(role: str) -> str:
    return "own" if role in ("specialist", "claims") else "all"


def person_subject(id: int) -> Subject:
    return Subject(SubjectKind.PERSON, id)
