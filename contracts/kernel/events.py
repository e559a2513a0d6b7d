"""What one subject tells the others in the same transaction; who hears of it is wired in ``contracts.subjects``."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Covered:
    """What is open of these charges, or left of these payments, changed."""

    charge_ids: tuple[int, ...]
    payment_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Closing:
    """A contract is about to be closed: each subject adds what is still open under it, as (code, detail)."""

    contract_id: int
    still_open: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Leaving:
    """A person leaves: whoever keeps things by owner adds the contracts the person still has."""

    person_id: int
    contract_ids: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PartyRenamed:
    """The name a counterparty is shown and found by changed."""

    party_id: int
