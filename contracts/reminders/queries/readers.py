"""Who gets a digest: people with an address, and what the last lines of every digest count (domain §10)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, exists, func, or_, select

from contracts.kernel.database.tables import table_of
from contracts.kernel.subject import SubjectKind
from contracts.people.tables import PersonRoleRow, PersonRow
from contracts.registry.rules.contract import Phase
from contracts.registry.tables.derived import FaultRow, RegisterRow

_P, _O, _G, _F = table_of(PersonRow), table_of(PersonRoleRow), table_of(RegisterRow), table_of(FaultRow)


@dataclass(frozen=True, slots=True)
class DigestReader:
    """Somebody who may get mail."""

    id: int
    login: str
    name: str
    email: str
    language: str


class StoredFault(NamedTuple):
    """Why something could not be derived; of which contract, if it is one."""

    contract_id: int | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What was looked at: contracts by what a digest says about them."""

    checked_count: int
    without_owner_count: int
    incomplete_count: int
    faults: tuple[StoredFault, ...]


def readers(conn: Connection, ids: Collection[int]) -> dict[int, DigestReader]:
    """People by id."""
    query = select(_P.c.id, _P.c.login, _P.c.name, _P.c.email, _P.c.language).where(_P.c.id.in_(ids))
    return {row.id: DigestReader(*row) for row in conn.execute(query)}


def weekly_readers(conn: Connection) -> set[int]:
    """Active people with an address who have a role or contracts: they get a line even when nothing is due."""
    has_role = exists().where(_O.c.person_id == _P.c.id)
    has_contracts = exists().where(_G.c.owner_id == _P.c.id)
    query = select(_P.c.id).where(_P.c.is_active.is_(True), _P.c.email != "", or_(has_role, has_contracts))
    return set(conn.execute(query).scalars())


def counts(conn: Connection) -> Counts:
    """The coverage proof from the stored rows; every contract has a register row."""
    everything = select(func.count()).select_from(_G)
    incomplete = everything.where(_G.c.phase == Phase.INCOMPLETE.value)
    final = ("cancelled", "terminated", "expired")
    without = everything.where(_G.c.owner_id.is_(None), _G.c.phase.not_in(final))
    return Counts(
        checked_count=conn.execute(everything).scalar_one(),
        without_owner_count=conn.execute(without).scalar_one(),
        incomplete_count=conn.execute(incomplete).scalar_one(),
        faults=tuple(_faults(conn)),
    )


def _faults(conn: Connection) -> Iterator[StoredFault]:
    query = select(_F.c.subject_kind, _F.c.subject_id, _F.c.sentence).order_by(_F.c.subject_kind, _F.c.subject_id)
    for kind, id, sentence in conn.execute(query):
        yield StoredFault(id if kind == SubjectKind.CONTRACT.value else None, sentence)
