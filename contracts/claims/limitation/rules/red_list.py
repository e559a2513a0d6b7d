"""How near the end of limitation a debt is on a day: sure, only arguable, ended (domain §9)."""

from datetime import date
from enum import StrEnum

from contracts.claims.limitation.rules.limitation import SueBy

#: A debt whose safe last day is nearer than so many days is on the red list.
RED_DAYS = 180


class Standing(StrEnum):
    """Where a part of a debt stands: ``barred`` is past in both readings, ``arguable`` in the safe one alone."""

    BARRED = "barred"
    ARGUABLE = "arguable"
    NEAR = "near"
    FAR = "far"


def standing(part: SueBy, as_of: date, within: int = RED_DAYS) -> Standing:
    """Where the part stands on a day; the last day itself is not past."""
    if part.arguable < as_of:
        return Standing.BARRED
    if part.safe < as_of:
        return Standing.ARGUABLE
    return Standing.NEAR if (part.safe - as_of).days <= within else Standing.FAR
