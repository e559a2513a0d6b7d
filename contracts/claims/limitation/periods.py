"""Limitation periods and their suspensions by country, from dated data (domain §9)."""

import tomllib
from functools import cache
from pathlib import Path

from contracts.claims.limitation.rules.limitation import LimitationRule, Suspended
from contracts.kernel.calendar import parse_duration

_DATA = Path(__file__).with_name("limitation.toml")


@cache
def limitation_of(country: str) -> LimitationRule | None:
    """The rule of a country by ISO code, or ``None`` where its law is not among the data."""
    found = tomllib.loads(_DATA.read_text(encoding="utf-8")).get(country)
    if found is None:
        return None
    found |= {name: parse_duration(found[name]) for name in ("general", "penalty")}
    found["suspended"] = tuple(Suspended(**each) for each in found.get("suspended", ()))
    return LimitationRule(country, **found)


def limitation_in(country: str) -> LimitationRule:
    """The rule of a country; Ukraine's where its law is not among the data."""
    found = limitation_of(country) or limitation_of("UA")
    if found is None:
        raise LookupError("the limitation of Ukraine is missing from the data")
    return found
