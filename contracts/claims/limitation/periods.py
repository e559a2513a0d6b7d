"""Limitation periods and their suspensions by country, from dated data (domain §9)."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from contracts.claims.limitation.rules.limitation import LimitationRule, Suspended
from contracts.kernel.calendar import parse_duration

_DATA = Path(__file__).with_name("limitation.toml")


@cache
def _rules() -> Mapping[str, LimitationRule]:
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    for found in data.values():
        found |= {name: parse_duration(found[name]) for name in ("general", "penalty")}
        found["suspended"] = tuple(Suspended(**each) for each in found.get("suspended", ()))
    return {country: LimitationRule(country, **found) for country, found in data.items()}


def limitation_of(country: str) -> LimitationRule | None:
    """The rule of a country by ISO code, or ``None`` where its law is not among the data."""
    return _rules().get(country)


def limitation_in(country: str) -> LimitationRule:
    """The rule of a country; Ukraine's where its law is not among the data."""
    return _rules().get(country) or _rules()["UA"]
