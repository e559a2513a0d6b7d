"""People as the list shows them, with their roles and how many contracts each owns."""

from dataclasses import dataclass

from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading
from contracts.kernel.unit_of_work import needs
from contracts.people.queries import people
from contracts.registry.queries.owners import owned_count


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person as the list shows one; ``contracts`` counts those not closed."""

    login: str
    name: str
    position: str
    email: str
    department: str
    is_active: bool
    roles: tuple[str, ...]
    contracts: int


@needs("contracts.read")
def list_people(ctx: Context, call: Call) -> list[PersonLine]:
    """Everybody, those still here first."""
    with reading(ctx.engine) as conn:
        roles, counts = people.roles_of(conn), owned_count(conn)
        departments = {each.id: each.name for each in people.departments(conn)}
        return [
            PersonLine(
                row.login,
                row.name,
                row.position,
                row.email,
                departments.get(row.department_id or 0, ""),
                row.is_active,
                roles.get(row.id, ()),
                counts.get(row.id, 0),
            )
            for row in people.everybody(conn)
        ]
