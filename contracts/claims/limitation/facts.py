"""What was recorded about the limitation of charges, as core counts with it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from contracts.claims.limitation.rules.limitation import WRITTEN, Restart, Suspended
from contracts.claims.limitation.rules.open_charge import OpenCharge
from contracts.kernel.calendar import FAR, parse_duration


def with_events(charge: OpenCharge, events: Iterable[Mapping[Any, Any]], as_of: date | None = None) -> OpenCharge:
    """The charge with what interrupted, suspended or lengthened its limitation; by ``as_of`` where one is given."""
    own = [each for each in events if as_of is None or each["from_on"] <= as_of]
    lengths = [each["length"] for each in own if each["kind"] == "agreed_longer" and each["length"]]
    return replace(
        charge,
        restarts=tuple(restart(each) for each in own if each["kind"] == "acknowledged"),
        suspended=tuple(suspension(each) for each in own if each["kind"] == "suspended"),
        length=parse_duration(lengths[-1]) if lengths else None,
    )


def restart(row: Mapping[Any, Any]) -> Restart:
    """An interruption: from its day the period begins anew, for the part acknowledged."""
    ground = row["ground"] or ""
    is_written = not ground or ground in WRITTEN
    return Restart(row["from_on"], is_written, row["amount_minor"], ground, row["basis"])


def suspension(row: Mapping[Any, Any]) -> Suspended:
    """A suspension of one debt counts in both readings."""
    return Suspended("both", row["from_on"], row["until_on"] or FAR, row["basis"])
