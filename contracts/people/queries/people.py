"""People by login or name, their roles, departments and absences, and who reads whose mail on a day (§10, §11)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, exists, insert, select, update

from contracts.kernel.database.rows import insert_one
from contracts.kernel.database.tables import models_of, table_of
from contracts.kernel.database.versions import save
from contracts.kernel.identity import alphabetical, fold
from contracts.kernel.refusal import Refusal
from contracts.kernel.rights import rights_of
from contracts.kernel.subject import PersonId
from contracts.people.rules.roster import Department, HeldRole, Member, Roster, roster_of
from contracts.people.tables import AbsenceRow, DepartmentRow, PersonRoleRow, PersonRow

_P, _D, _R, _A = table_of(PersonRow), table_of(DepartmentRow), table_of(PersonRoleRow), table_of(AbsenceRow)


class NoSuchPerson(Refusal):
    """Nobody, or more than one person, is meant."""

    code = "no_such_person"


def roster_on(conn: Connection, day: date) -> Roster:
    """Who stands in for whom on a day."""
    people = select(_P.c.id, _P.c.email, _P.c.department_id, _P.c.is_active).order_by(_P.c.id)
    roles = select(_R.c.person_id, _R.c.role, _R.c.scope, _R.c.department_id)
    above = select(_D.c.id, _D.c.parent_id, _D.c.manager_id)
    return roster_of(
        [Member(*row) for row in conn.execute(people)],
        [HeldRole(*row) for row in conn.execute(roles)],
        {id: Department(parent, manager) for id, parent, manager in conn.execute(above)},
        _deputies(conn, day),
    )


def find(conn: Connection, text: str) -> PersonRow:
    """The person with this login, e-mail, name, or the only one whose name holds the text.

    Raises :class:`NoSuchPerson` naming those who could be meant.
    """
    wanted, people = fold(text), everybody(conn)
    for is_meant in (_is_named, _holds):
        found = [row for row in people if is_meant(row, wanted)]
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(f"{row.name} ({row.login})" for row in found)
            raise NoSuchPerson("«{text}» may be {people}: name the login.", text=text, people=names)
    raise NoSuchPerson("There is no person «{text}»: name a login, an e-mail address or a name.", text=text)


class Caller(NamedTuple):
    """Somebody who uses the program: the key, and the roles held."""

    id: int
    name: str
    roles: frozenset[str]


def callers(conn: Connection) -> dict[str, Caller]:
    """Everybody who is here, by login."""
    query = select(_P.c.login, _P.c.id, _P.c.name).where(_P.c.is_active.is_(True)).order_by(_P.c.id)
    roles = roles_of(conn)
    return {row.login: Caller(row.id, row.name, frozenset(roles.get(row.id, ()))) for row in conn.execute(query)}


def by_logins(conn: Connection, logins: Iterable[str]) -> dict[str, int]:
    """Keys by login."""
    query = select(_P.c.login, _P.c.id).where(_P.c.login.in_(sorted(set(logins))))
    return {row.login: row.id for row in conn.execute(query)}


def by_key(conn: Connection, id: int) -> PersonRow:
    """A person by key."""
    return models_of(PersonRow, conn.execute(select(_P).where(_P.c.id == id)))[0]


def names(conn: Connection) -> dict[int, str]:
    """Everybody's name by key."""
    return {row.id: row.name for row in conn.execute(select(_P.c.id, _P.c.name))}


def everybody(conn: Connection) -> list[PersonRow]:
    """All people, those still here first, by name."""
    rows = models_of(PersonRow, conn.execute(select(_P).order_by(_P.c.id)))
    return sorted(rows, key=lambda row: (not row.is_active, alphabetical(row.name)))


def add(conn: Connection, values: Mapping[str, Any]) -> int:
    """Store a person; returns the key. The login must be free."""
    return insert_one(conn, _P, {"version": 1, **values})


def give_role(conn: Connection, person_id: int, role: str, scope: str, department_id: int | None = None) -> None:
    """Give a person a role; one they have stays as it is."""
    on_key = (_R.c.person_id == person_id, _R.c.role == role, _R.c.scope == scope)
    if conn.execute(select(_R.c.role).where(*on_key)).one_or_none() is None:
        row = {"person_id": person_id, "role": role, "scope": scope, "department_id": department_id}
        conn.execute(insert(_R).values(**row))


def roles_of(conn: Connection) -> dict[int, tuple[str, ...]]:
    """Roles by person."""
    found: dict[int, list[str]] = {}
    for row in conn.execute(select(_R.c.person_id, _R.c.role).order_by(_R.c.person_id, _R.c.role)):
        found.setdefault(row.person_id, []).append(row.role)
    return {id: tuple(each) for id, each in found.items()}


def change_person(conn: Connection, id: int, values: Mapping[str, Any], *, version: int | None = None) -> int:
    """Change a person; returns the new version. Raises ``StaleVersion``."""
    return save(conn, PersonRow, id, version=version, values=values)


def take_role(conn: Connection, person_id: int, role: str) -> int:
    """Take a role from a person, whatever its scope; how many rows went."""
    return int(conn.execute(delete(_R).where(_R.c.person_id == person_id, _R.c.role == role)).rowcount)


class DepartmentLine(NamedTuple):
    """A department with the name of its manager, if somebody leads it."""

    id: int
    name: str
    parent_id: int | None
    manager_id: int | None
    manager: str | None


def departments(conn: Connection) -> list[DepartmentLine]:
    """Departments with their manager's name, by name."""
    query = select(_D.c.id, _D.c.name, _D.c.parent_id, _D.c.manager_id, _P.c.name.label("manager"))
    rows = conn.execute(query.outerjoin(_P, _P.c.id == _D.c.manager_id).order_by(_D.c.id))
    return sorted((DepartmentLine(*row) for row in rows), key=lambda line: alphabetical(line.name))


def seeing_all(conn: Connection) -> frozenset[int]:
    """People to whom confidential contracts of everybody are shown."""
    return frozenset(id for id, roles in roles_of(conn).items() if "audit.read" in rights_of(roles))


def department(conn: Connection, name: str) -> int:
    """The key of a department, made where there is none of this name."""
    found = conn.execute(select(_D.c.id).where(_D.c.name == name)).scalar_one_or_none()
    if found is None:
        found = insert_one(conn, _D, {"name": name})
    return int(found)


def dangling_managers(conn: Connection) -> Sequence[str]:
    """Departments led by nobody the register knows."""
    has_person = exists().where(_P.c.id == _D.c.manager_id)
    query = select(_D.c.name).where(_D.c.manager_id.is_not(None), ~has_person)
    return list(conn.execute(query).scalars())


def change_department(conn: Connection, id: int, **values: int | None) -> None:
    """Say who leads a department (``manager_id``), or which one is above it (``parent_id``)."""
    conn.execute(update(_D).where(_D.c.id == id).values(**values))


def add_absence(conn: Connection, values: Mapping[str, Any]) -> int:
    """Store an absence; returns its key. ``until_on`` is the first day back."""
    return insert_one(conn, _A, values)


def absences(conn: Connection, since: date) -> list[AbsenceRow]:
    """Absences that end after a day, the first one first; cancelled ones are left out."""
    query = select(_A).where(_A.c.until_on > since, _A.c.cancelled_at.is_(None)).order_by(_A.c.from_on, _A.c.id)
    return models_of(AbsenceRow, conn.execute(query))


def change_absence(conn: Connection, id: int, **values: date | datetime) -> None:
    """Set the first day back (``until_on``), or cancel an absence (``cancelled_at``): the row is kept."""
    conn.execute(update(_A).where(_A.c.id == id).values(**values))


def _is_named(row: PersonRow, wanted: str) -> bool:
    return wanted in {fold(each) for each in (row.login, row.email, row.name) if each}


def _holds(row: PersonRow, wanted: str) -> bool:
    return bool(wanted) and row.is_active and wanted in fold(row.name)


def _deputies(conn: Connection, day: date) -> dict[PersonId, PersonId]:
    """Of two absences on one day the later recorded one names the deputy."""
    query = (
        select(_A.c.person_id, _A.c.deputy_id)
        .where(_A.c.from_on <= day, _A.c.until_on > day, _A.c.cancelled_at.is_(None))
        .order_by(_A.c.id)
    )
    return {PersonId(person): PersonId(deputy) for person, deputy in conn.execute(query)}
