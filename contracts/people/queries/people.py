"""People of the house: who they are by login or name, and who reads whose mail on a day (domain §10, §11)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, insert, select, update

from contracts.kernel.database.rows import insert_one
from contracts.kernel.database.tables import table_of
from contracts.kernel.identity import fold
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import PersonId
from contracts.people.rules.roster import Roster
from contracts.people.tables import AbsenceRow, DepartmentRow, PersonRoleRow, PersonRow

_P, _D, _R, _A = table_of(PersonRow), table_of(DepartmentRow), table_of(PersonRoleRow), table_of(AbsenceRow)
ADMINISTRATOR, MANAGER = "administrator", "manager"


class NoSuchPerson(Refusal):
    """Nobody, or more than one person, is meant."""

    code = "no_such_person"


def roster_on(conn: Connection, day: date) -> Roster:
    """Who stands in for whom on a day.

    A manager is that of the department, or of the nearest department above it; who has none there answers to the
    manager of all. The administrator is the first one with an address, else a manager, else anybody who has one.
    """
    people: list[Any] = list(
        conn.execute(select(_P.c.id, _P.c.email, _P.c.department_id, _P.c.is_active).order_by(_P.c.id))
    )
    roles: list[Any] = list(conn.execute(select(_R.c.person_id, _R.c.role, _R.c.scope, _R.c.department_id)))
    active = {row.id for row in people if row.is_active}
    reachable = {row.id for row in people if row.is_active and row.email}
    return Roster(
        deputies=_deputies(conn, day),
        managers=_managers(people, roles, active, _departments(conn)),
        administrator_id=_administrator(roles, active, reachable),
        gone=frozenset(PersonId(row.id) for row in people if not row.is_active),
        unreachable=frozenset(map(PersonId, active - reachable)),
    )


def find(conn: Connection, text: str) -> Row[Any]:
    """The person with this login, e-mail, name, or the only one whose name holds the text.

    Raises :class:`NoSuchPerson` naming those who could be meant.
    """
    wanted = fold(text)
    people = list(conn.execute(select(_P).order_by(_P.c.is_active.desc(), _P.c.name, _P.c.id)))
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


def by_key(conn: Connection, id: int) -> Row[Any]:
    """A person by key."""
    return conn.execute(select(_P).where(_P.c.id == id)).one()


def names(conn: Connection) -> dict[int, str]:
    """Everybody's name by key."""
    return {row.id: row.name for row in conn.execute(select(_P.c.id, _P.c.name))}


def everybody(conn: Connection) -> list[Row[Any]]:
    """All people, those still here first, by name."""
    return list(conn.execute(select(_P).order_by(_P.c.is_active.desc(), _P.c.name, _P.c.id)))


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


def department(conn: Connection, name: str) -> int:
    """The key of a department, made where there is none of this name."""
    found = conn.execute(select(_D.c.id).where(_D.c.name == name)).scalar_one_or_none()
    if found is None:
        found = insert_one(conn, _D, {"name": name})
    return int(found)


def set_manager(conn: Connection, department_id: int, person_id: int | None) -> None:
    """Say who leads a department, or that nobody does."""
    conn.execute(update(_D).where(_D.c.id == department_id).values(manager_id=person_id))


def add_absence(conn: Connection, values: Mapping[str, Any]) -> int:
    """Store an absence; returns its key. ``until_on`` is the first day back."""
    return insert_one(conn, _A, values)


def _is_named(row: Row[Any], wanted: str) -> bool:
    return wanted in {fold(each) for each in (row.login, row.email, row.name) if each}


def _holds(row: Row[Any], wanted: str) -> bool:
    return bool(wanted) and row.is_active and wanted in fold(row.name)


def _deputies(conn: Connection, day: date) -> dict[PersonId, PersonId]:
    """Of two absences on one day the later recorded one names the deputy."""
    query = (
        select(_A.c.person_id, _A.c.deputy_id)
        .where(_A.c.from_on <= day, _A.c.until_on > day, _A.c.cancelled_at.is_(None))
        .order_by(_A.c.id)
    )
    return {PersonId(person): PersonId(deputy) for person, deputy in conn.execute(query)}


def _departments(conn: Connection) -> dict[int, tuple[int | None, int | None]]:
    """(department above, manager) by department."""
    query = select(_D.c.id, _D.c.parent_id, _D.c.manager_id)
    return {id: (parent, manager) for id, parent, manager in conn.execute(query)}


def _managers(
    people: Iterable[Any],
    roles: Iterable[Any],
    active: set[int],
    departments: Mapping[int, tuple[int | None, int | None]],
) -> dict[PersonId, PersonId]:
    by_role = {row.department_id: row.person_id for row in roles if row.role == MANAGER and row.scope == "department"}
    of_all = _first(
        row.person_id for row in roles if row.role == MANAGER and row.scope == "all" and row.person_id in active
    )
    found: dict[PersonId, PersonId] = {}
    for person in people:
        manager = of_all
        for id in _upwards(person.department_id, departments):
            candidate = departments[id][1] or by_role.get(id)
            if candidate is not None and candidate != person.id:
                manager = candidate
                break
        if manager is not None and manager != person.id:
            found[PersonId(person.id)] = PersonId(manager)
    return found


def _upwards(department_id: int | None, departments: Mapping[int, tuple[int | None, int | None]]) -> Iterable[int]:
    """The department and those above it; a circle ends where it began."""
    seen: set[int] = set()
    while department_id is not None and department_id in departments and department_id not in seen:
        seen.add(department_id)
        yield department_id
        department_id = departments[department_id][0]


def _administrator(roles: Iterable[Any], active: set[int], reachable: set[int]) -> PersonId:
    by_rank = [row.person_id for row in roles if row.role == ADMINISTRATOR and row.person_id in active]
    managers = [row.person_id for row in roles if row.role == MANAGER and row.person_id in active]
    for present in (reachable, active):
        for candidates in (by_rank, managers, present):
            if group := set(candidates) & present:
                return PersonId(min(group))
    return PersonId(0)


def _first(ids: Iterable[int]) -> int | None:
    return min(ids, default=None)
