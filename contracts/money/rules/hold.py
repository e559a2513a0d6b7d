"""A hold stops collection of a charge or of a debtor for a reason, until a day or until it is lifted (domain §6)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contracts.money.rules.ledger import ChargeId


class HoldKind(StrEnum):
    """Why dunning stands still; interest and limitation run on."""

    DISPUTED = "disputed"
    PROMISED = "promised"
    SETTLING = "settling"


@dataclass(frozen=True, slots=True)
class Hold:
    """Dunning of a charge, or of all charges of a debtor (no ``charge_id``), stands still until the day after."""

    kind: HoldKind
    from_on: date
    until_on: date
    charge_id: ChargeId | None = None

    def is_on(self, charge_id: ChargeId, as_of: date) -> bool:
        """Whether this charge is held on a day; ``until_on`` is the first day no longer held."""
        return self.charge_id in (None, charge_id) and self.from_on <= as_of < self.until_on
