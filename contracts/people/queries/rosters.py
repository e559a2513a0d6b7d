"""People as they are edited: their row, roles, departments, absences, and what they own (domain §11)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from contracts.kernel.database.tables import table_of
from contracts.kernel.database.versions import save
from contracts.people.tables import AbsenceRow, DepartmentRow, PersonRoleRow, PersonRow

_P, _D, _R = table_of(PersonRow), table_of(DepartmentRow), table_of(PersonRoleRow)
_A = table_of(AbsenceRow)


def change_person(conn: Connection, id: int, values: Mapping[str, Any], *, version: int | None = None) -> int:
    """Change a person; returns the new version. Raises ``StaleVersion``."""
    return save(conn, PersonRow, id, version=version, values=values)


def take_role(conn: Connection, person_id: int, role: str) -> int:
    """Take a role from a person, whatever its scope; how many rows went."""
    return int(conn.execute(delete(_R).where(_R.c.person_id == person_id, _R.c.role == role)).rowcount)


def departments(conn: Connection) -> list[Row[Any]]:
    """Departments with their manager's name, by name."""
    query = select(_D.c.id, _D.c.name, _D.c.parent_id, _D.c.manager_id, _P.c.name.label("manager"))
    return list(conn.execute(query.outerjoin(_P, _P.c.id == _D.c.manager_id).order_by(_D.c.name)))


def set_parent(conn: Connection, department_id: int, parent_id: int | None) -> None:
    """Put a department under another one."""
    conn.execute(update(_D).where(_D.c.id == department_id).values(parent_id=parent_id))


def absences(conn: Connection, since: date) -> list[Row[Any]]:
    """Absences that end after a day, the first one first; cancelled ones are left out."""
    query = select(_A).where(_A.c.until_on > since, _A.c.cancelled_at.is_(None)).order_by(_A.c.from_on, _A.c.id)
    return list(conn.execute(query))


def cancel_absence(conn: Connection, id: int, at: datetime) -> None:
    """Cancel an absence; the row is kept."""
    conn.execute(update(_A).where(_A.c.id == id).values(cancelled_at=at))


def end_absence(conn: Connection, id: int, until_on: date) -> None:
    """Set the first day back."""
    conn.execute(update(_A).where(_A.c.id == id).values(until_on=until_on))
