"""People who use the program: departments, roles, absences."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from contracts.kernel.database import naming
from contracts.kernel.database.types import Key, code, key, maybe_moment, maybe_ref, ref, text


class DepartmentRow(SQLModel, table=True, metadata=naming.metadata):
    """A department and its manager.

    ``manager_id`` is no foreign key: people belong to departments, and a circle of keys cannot be migrated on SQLite.
    ``doctor`` proves it.
    """

    __tablename__ = "department"

    id: int = key()
    name: str = text(200, unique=True)
    parent_id: int | None = maybe_ref("department")
    manager_id: int | None = Field(default=None, sa_type=Key, nullable=True)


class PersonRow(SQLModel, table=True, metadata=naming.metadata):
    """Somebody who works with contracts and may get mail."""

    __tablename__ = "person"

    id: int = key()
    version: int = 1
    login: str = text(100, unique=True)
    name: str = text(300)
    position: str = text(300)
    email: str = text(320)
    phone: str = text(100)
    language: str = text(5, default="uk")
    department_id: int | None = maybe_ref("department")
    is_active: bool = True
    erased_at: datetime | None = maybe_moment()


class PersonRoleRow(SQLModel, table=True, metadata=naming.metadata):
    """A role of a person and how far it reaches."""

    __tablename__ = "person_role"

    person_id: int = ref("person", primary=True)
    role: str = text(40, primary_key=True)
    scope: str = code("all", "department", "own", primary_key=True)
    department_id: int | None = maybe_ref("department")


class AbsenceRow(SQLModel, table=True, metadata=naming.metadata):
    """Days on which a deputy stands in: from inclusive, ``until_on`` the first day back."""

    __tablename__ = "absence"
    __table_args__ = (Index("ix_absence_person_id_until_on", "person_id", "until_on"),)

    id: int = key()
    person_id: int = ref("person")
    from_on: date
    until_on: date
    deputy_id: int = ref("person")
    named_by_id: int | None = maybe_ref("person")
    cancelled_at: datetime | None = maybe_moment()
