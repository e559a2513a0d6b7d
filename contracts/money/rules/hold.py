"""A hold stops collection of a charge or of a debtor for a reason, until a day or until it is lifted (domain §6)."""

from enum import StrEnum


class HoldKind(StrEnum):
    """Why dunning stands still; interest and limitation run on."""

    DISPUTED = "disputed"
    PROMISED = "promised"
    SETTLING = "settling"
