"""People as the list shows them, with their roles and how many contracts each owns."""

from dataclasses import dataclass

from contracts.kernel.context import Context
from contracts.kernel.database.engine import reading
from contracts.people.queries import people, rosters
from contracts.registry.queries.owners import owned_count


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person as the list shows one; ``contracts_count`` are those not closed."""

    login: str
    name: str
    position: str
    email: str
    department: str
    roles: tuple[str, ...]
    is_active: bool
    contracts_count: int


def list_people(ctx: Context) -> list[PersonLine]:
    """Everybody, those still here first."""
    with reading(ctx.engine) as conn:
        roles, counts = people.roles_of(conn), owned_count(conn)
        named = {row.id: row.name for row in rosters.departments(conn)}
        return [
            PersonLine(
                login=row.login,
                name=row.name,
                position=row.position,
                email=row.email,
                department=named.get(row.department_id, ""),
                roles=roles.get(row.id, ()),
                is_active=row.is_active,
                contracts_count=counts.get(row.id, 0),
            )
            for row in people.everybody(conn)
        ]
