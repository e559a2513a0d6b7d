"""What papers keep on one line: a number with its word or sign, a day with its month, a sum with its unit (L9).

Only spaces change, each for one that does not break, and straight quotation marks for those of the language, each for
one character: a text keeps its length, so that it may be put back into the runs it came from.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

NBSP = "\u00a0"
#: Quotation marks of a language, outer ones.
_QUOTES = {"uk": "«»", "ru": "«»"}
#: A straight mark that opens stands before a letter or digit, after nothing, a space or a bracket.
_OPENS = re.compile(r'(?:(?<=^)|(?<=[\s(\[«—–-]))"(?=[^\s"])')
_CLOSES = re.compile(r'(?<=[^\s"])"(?=$|[\s.,;:!?)\]»—–-])')


def bound(text: str, language: str) -> str:
    """The text with the spaces that must not break, and the quotation marks of the language where they are straight."""
    base = "en" if language == "en_gb" else language
    for each in _patterns(base):
        text = each.sub(rf"\g<before>{NBSP}", text)
    return _quoted(text, base)


def _quoted(text: str, language: str) -> str:
    """Straight marks in pairs become «»; an odd one, as of inches, leaves the text as it is."""
    marks = _QUOTES.get(language)
    if marks is None or '"' not in text or text.count('"') % 2:
        return text
    opened = _OPENS.sub(marks[0], text)
    closed = _CLOSES.sub(marks[1], opened)
    is_whole = '"' not in closed and opened.count(marks[0]) - text.count(marks[0]) == text.count('"') // 2
    return closed if is_whole else text


@cache
def _texts() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("bound.toml").read_text(encoding="utf-8"))


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    """Patterns that each find a space with what stands before it, kept as ``before``; none for a language unknown."""
    known = _texts().get(language)
    if known is None:
        return ()
    numbered, signs, units, months = ("|".join(known[each]) for each in ("numbered", "signs", "units", "months"))
    followed = known.get("followed", r"\w|«|№")
    return tuple(
        re.compile(each, re.I)
        for each in (
            rf"(?<!\w)(?P<before>{numbered}) (?=№|\d)",
            rf"(?<!\w)(?P<before>{signs}) (?={followed})",
            rf"(?P<before>\d) (?=(?:{months}|{units})(?!\w))",
            rf"(?<!\w)(?P<before>{months}) (?=\d{{4}}(?!\d))",
            r"(?<!\w)(?P<before>UAH|USD|EUR|GBP|PLN|RUB) (?=\d)",
        )
    )
