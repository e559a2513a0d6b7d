"""Acts cited in texts are checked against the days they are in force (domain §13)."""

import re
import tomllib
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

_DATA = Path(__file__).with_name("citations.toml")


class Act(NamedTuple):
    """An act as texts cite it; in force from ``from_on`` to before ``until_on``."""

    pattern: re.Pattern[str]
    name: str
    from_on: date
    until_on: date
    replacement: str


class StaleCitation(NamedTuple):
    """An act cited on a day when it is not in force: the words found, where, the act, and what stands in its place."""

    text: str
    start: int
    act: str
    from_on: date
    until_on: date
    replacement: str


@lru_cache
def acts() -> tuple[Act, ...]:
    """The acts whose citations are checked."""
    return tuple(
        Act(re.compile(each["pattern"]), each["name"], each["from"], each.get("until", date.max), each["replacement"])
        for each in tomllib.loads(_DATA.read_text(encoding="utf-8"))["act"]
    )


def stale_citations(text: str, on: date) -> list[StaleCitation]:
    """The citations in a text of acts that are not in force on a day, in order of place."""
    found = [
        StaleCitation(match[0], match.start(), act.name, act.from_on, act.until_on, act.replacement)
        for act in acts()
        if not act.from_on <= on < act.until_on
        for match in act.pattern.finditer(text)
    ]
    return sorted(found, key=lambda each: each.start)
