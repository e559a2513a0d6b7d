"""A role is a set of rights; the specialist never signs, and claims belong to those charged with them (domain §11)."""

from collections.abc import Iterable, Mapping
from typing import Final

#: Every right by name.
RIGHTS: Final = (
    "contracts.read", "contracts.register", "contracts.approve", "contracts.sign", "documents.make",
    "templates.edit", "decisions.propose", "decisions.read", "decisions.make", "obligations.record",
    "debts.read", "payments.match", "payments.post", "papers.exchange", "requests.make",
    "counterparties.negotiate", "demands.send", "claims.prepare", "claims.send", "people.manage",
    "audit.read", "program.run",
)  # fmt: skip
#: What everybody with a role may do: see the register, but for confidential contracts of others.
COMMON: Final = frozenset({"contracts.read"})
_SPECIALIST = COMMON | frozenset({
    "contracts.register", "documents.make", "decisions.propose", "decisions.read", "obligations.record",
    "debts.read", "papers.exchange", "requests.make", "counterparties.negotiate", "demands.send",
})  # fmt: skip
ROLES: Final[Mapping[str, frozenset[str]]] = {
    "specialist": _SPECIALIST,
    "claims": _SPECIALIST | {"claims.prepare", "claims.send"},
    "manager": frozenset(RIGHTS) - {"payments.post", "templates.edit", "audit.read", "program.run"},
    "accountant": COMMON
    | frozenset(
        {"debts.read", "payments.match", "payments.post", "papers.exchange", "obligations.record", "decisions.read"}
    ),
    "auditor": COMMON | frozenset({"audit.read", "debts.read", "decisions.read"}),
    "administrator": COMMON | frozenset({"people.manage", "templates.edit", "audit.read", "program.run"}),
}
#: What whoever sets the program up holds, until roles are given to others: together every right.
FOUNDER_ROLES: Final = ("administrator", "manager", "accountant", "claims")
SCOPES: Final = ("all", "department", "own")


def rights_of(roles: Iterable[str]) -> frozenset[str]:
    """The rights that roles give together; an unknown role gives none."""
    found: frozenset[str] = frozenset()
    for role in roles:
        found |= ROLES.get(role, frozenset())
    return found
