"""Every duty of a job has the right it needs and every right its duty; signing is never a specialist's (domain §11)."""

from collections.abc import Collection
from typing import Final, NamedTuple

from contracts.kernel.rights import COMMON, ROLES

#: Duty by the right it needs: one table for the job description, its check and the manual.
DUTIES: Final = {
    "contracts.register": "register",
    "documents.make": "draft",
    "decisions.propose": "watch_terms",
    "decisions.read": "carry_out",
    "obligations.record": "record",
    "debts.read": "watch_money",
    "papers.exchange": "exchange",
    "requests.make": "request",
    "counterparties.negotiate": "negotiate",
    "demands.send": "demand",
    "claims.prepare": "prepare_claims",
    "claims.send": "send_claims",
}
#: Rights that come with no job description of a specialist: they are given by order or power of attorney.
NEVER: Final = frozenset({"contracts.sign"})
#: Jobs a description is made for, by the role that holds their rights.
JOBS: Final = ("claims", "specialist")


class Mismatch(NamedTuple):
    """What does not fit: rights a duty lacks, rights without a duty in the job, rights the job never has."""

    lacking: tuple[str, ...]
    spare: tuple[str, ...]
    forbidden: tuple[str, ...]

    def __bool__(self) -> bool:
        return any((self.lacking, self.spare, self.forbidden))


def job_of(roles: Collection[str]) -> str:
    """The job of a person with these roles: claims work where it is theirs, else the specialist's."""
    return next((job for job in JOBS if job in roles), "specialist")


def duties_of(job: str) -> tuple[str, ...]:
    """The rights that the duties of a job need, in the order of the table."""
    return tuple(right for right in DUTIES if right in ROLES[job])


def mismatch(job: str, rights: Collection[str]) -> Mismatch:
    """How the rights held differ from those the duties of the job need; false where every duty has its right."""
    needed = duties_of(job)
    return Mismatch(
        tuple(right for right in needed if right not in rights),
        tuple(sorted(frozenset(rights) - frozenset(needed) - NEVER - COMMON)),
        tuple(sorted(NEVER & frozenset(rights))),
    )
