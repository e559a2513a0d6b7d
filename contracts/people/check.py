"""What the doctor asks of people."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection

from contracts.kernel.context import Context
from contracts.kernel.refusal import N_
from contracts.kernel.sockets import Finding
from contracts.people.queries import people


def check_people(conn: Connection, ctx: Context, as_of: date) -> Iterator[Finding]:
    """Departments are led by people of the register: a rule no foreign key holds."""
    for name in people.dangling_managers(conn):
        yield Finding("manager", N_("The department «{name}» is led by nobody the register knows."), {"name": name})
