"""Acts cited in texts are checked against the days they are in force (domain §13)."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

_DATA = Path(__file__).with_name("citations.toml")


#: The article before an act's name: «статті 625 …», «частиною другою статті 625 …», “Article 625(2) of the …”.
_ARTICLE = re.compile(r"(?:\bстат\w{1,4}|\bст\.|\barticles?)[ \u00a0](\d{1,4}(?:-\d{1,2})?)[^.;:!?]{0,80}$", re.I)


class Act(NamedTuple):
    """An act as texts cite it; in force from ``from_on`` to before ``until_on``.

    ``articles`` tell, where the act that replaces it numbers its articles otherwise, which one stands for which.
    """

    pattern: re.Pattern[str]
    name: str
    from_on: date
    until_on: date
    replacement: str
    articles: Mapping[str, str] = {}

    def replaced_by(self, before: str) -> str:
        """What stands in the act's place, with the article where the text before the name cites one that is known."""
        match = _ARTICLE.search(before[-120:])
        article = self.articles.get(match[1]) if match else None
        return f"{self.replacement}, {article}" if article else self.replacement


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
    return read_acts(_DATA.read_text(encoding="utf-8"))


def read_acts(text: str) -> tuple[Act, ...]:
    """The acts of a table; one without ``until`` is in force, and needs no replacement yet."""
    return tuple(
        Act(
            re.compile(each["pattern"]),
            each["name"],
            each["from"],
            each.get("until", date.max),
            each.get("replacement", ""),
            each.get("articles", {}),
        )
        for each in tomllib.loads(text)["act"]
    )


def stale_citations(text: str, on: date, known: Sequence[Act] = ()) -> list[StaleCitation]:
    """The citations of acts that are not in force on a day, in order of place; ``known`` replaces the shipped acts."""
    found = [
        StaleCitation(
            match[0], match.start(), act.name, act.from_on, act.until_on, act.replaced_by(text[: match.start()])
        )
        for act in known or acts()
        if not act.from_on <= on < act.until_on
        for match in act.pattern.finditer(text)
    ]
    return sorted(found, key=lambda each: each.start)
