"""Who reads a reminder: the owner or the deputy, then the next in line, or the administrator (domain §10, §11)."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from contracts.kernel.subject import PersonId


class Member(NamedTuple):
    """A person as the roster needs one."""

    id: PersonId
    email: str
    department_id: int | None
    is_active: bool


class HeldRole(NamedTuple):
    """A role of a person and how far it reaches."""

    person_id: PersonId
    role: str
    scope: str
    department_id: int | None


class Department(NamedTuple):
    """The department above, and who leads it."""

    parent_id: int | None
    manager_id: PersonId | None


@dataclass(frozen=True, slots=True)
class Roster:
    """Who stands in for whom on one day.

    ``gone`` are people who have left and get no mail; for ``unreachable`` ones, who have no address, the
    administrator reads.
    """

    deputies: Mapping[PersonId, PersonId]
    managers: Mapping[PersonId, PersonId]
    administrator_id: PersonId
    gone: frozenset[PersonId] = frozenset()
    unreachable: frozenset[PersonId] = frozenset()

    def stand_in(self, person_id: PersonId) -> PersonId:
        """Who reads this person's mail today, through deputies of deputies; the person if everybody is away."""
        seen, reader = {person_id}, person_id
        while (deputy := self.deputies.get(reader)) is not None and deputy not in self.gone:
            if deputy in seen:
                reader = person_id
                break
            seen.add(deputy)
            reader = deputy
        return self.administrator_id if reader in self.unreachable else reader

    def line(self, owner_id: PersonId | None) -> tuple[PersonId, ...]:
        """The owner, then each manager in line; the administrator in place of an owner who is missing or has left.

        The administrator is a technical duty, so nothing is escalated there while somebody answers for the contract.
        """
        line: list[PersonId] = []
        person = owner_id
        while person is not None and person not in line:
            line.append(person)
            person = self.managers.get(person)
        present = [each for each in line if each not in self.gone]
        if not self.has_owner(owner_id):
            present.insert(0, self.administrator_id)
        return tuple(dict.fromkeys(present))

    def has_owner(self, owner_id: PersonId | None) -> bool:
        """Whether somebody who is still here owns it."""
        return owner_id is not None and owner_id not in self.gone

    def changed_since(self, old: "Roster") -> frozenset[PersonId]:
        """People for whom somebody else reads, or no longer does, compared with an earlier roster."""
        people = {*self.deputies, *old.deputies, *self.managers, *old.managers}
        changed = {each for each in people if self._place(each) != old._place(each)}
        changed |= (self.gone ^ old.gone) | (self.unreachable ^ old.unreachable)
        if self.administrator_id != old.administrator_id:
            changed |= {self.administrator_id, old.administrator_id, *self.unreachable}
        return frozenset(changed)

    def _place(self, person_id: PersonId) -> tuple[PersonId | None, PersonId | None]:
        return self.deputies.get(person_id), self.managers.get(person_id)

    def owners_concerned(self, changed: Collection[PersonId]) -> frozenset[PersonId | None]:
        """Owners whose readers may differ once these people leave or return; ``None`` stands for "no owner"."""
        people = frozenset(changed)
        owners: set[PersonId | None] = {None, *people, *self.managers, *self.deputies, *self.gone}
        return frozenset(owner for owner in owners if self._touches(owner, people))

    def _touches(self, owner_id: PersonId | None, people: frozenset[PersonId]) -> bool:
        if owner_id in people:
            return True
        for first in self.line(owner_id):
            person: PersonId | None = first
            seen: set[PersonId] = set()
            while person is not None and person not in seen:
                if person in people:
                    return True
                seen.add(person)
                person = self.deputies.get(person)
        return False


def roster_of(
    people: Sequence[Member],
    roles: Sequence[HeldRole],
    departments: Mapping[int, Department],
    deputies: Mapping[PersonId, PersonId],
) -> Roster:
    """Who stands in for whom.

    A manager is that of the department, or of the nearest department above it; who has none there answers to the
    manager of all. The administrator is the first one with an address, else a manager, else anybody who has one.
    """
    active = {each.id for each in people if each.is_active}
    reachable = {each.id for each in people if each.is_active and each.email}
    return Roster(
        deputies=deputies,
        managers=_managers(people, roles, active, departments),
        administrator_id=_administrator(roles, active, reachable),
        gone=frozenset(each.id for each in people if not each.is_active),
        unreachable=frozenset(active - reachable),
    )


def _managers(
    people: Iterable[Member], roles: Iterable[HeldRole], active: set[PersonId], departments: Mapping[int, Department]
) -> dict[PersonId, PersonId]:
    leading = [each for each in roles if each.role == "manager"]
    by_role = {each.department_id: each.person_id for each in leading if each.scope == "department"}
    of_all = min((each.person_id for each in leading if each.scope == "all" and each.person_id in active), default=None)
    found: dict[PersonId, PersonId] = {}
    for person in people:
        near = (departments[id].manager_id or by_role.get(id) for id in _upwards(person.department_id, departments))
        manager = next((each for each in near if each is not None and each != person.id), of_all)
        if manager is not None and manager != person.id:
            found[person.id] = manager
    return found


def _upwards(department_id: int | None, departments: Mapping[int, Department]) -> Iterator[int]:
    """The department and those above it; a circle ends where it began."""
    seen: set[int] = set()
    while department_id is not None and department_id in departments and department_id not in seen:
        seen.add(department_id)
        yield department_id
        department_id = departments[department_id].parent_id


def _administrator(roles: Sequence[HeldRole], active: set[PersonId], reachable: set[PersonId]) -> PersonId:
    administrators = {each.person_id for each in roles if each.role == "administrator"}
    managers = {each.person_id for each in roles if each.role == "manager"}
    for present in (reachable, active):
        for candidates in (administrators & active, managers & active, present):
            if group := candidates & present:
                return min(group)
    return PersonId(0)
