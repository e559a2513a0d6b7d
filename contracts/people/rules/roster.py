"""Who reads a reminder: the owner or the deputy, then the next in line, or the administrator (domain §10, §11)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from contracts.kernel.subject import PersonId


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
