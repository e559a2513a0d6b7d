"""Whole numbers in words, in the gender of the noun counted (uk, ru, en, de)."""

from functools import cache
from typing import Literal

from contracts.language.plural import base_of, chosen
from contracts.language.shipped_tables import rows_of

Gender = Literal["m", "f", "n"]

#: Names of the powers of a thousand reach here; larger numbers are refused.
LARGEST = 10**18 - 1


def spoken(language: str) -> str:
    """The language whose words are used: en for en_gb; raises ``KeyError`` for one that has no words."""
    base = base_of(language)
    if base not in _SPEAKERS:
        raise KeyError(f"no number words for {language!r}")
    return base


def cardinal(n: int, language: str, *, gender: Gender = "m", before_noun: bool = False) -> str:
    """A number from 0 to 10^18 − 1 in words: «двадцять одна» before a feminine noun.

    ``before_noun`` matters in German only: "ein Euro", but counting "eins".
    Raises ``ValueError`` outside the range and ``KeyError`` for an unknown language.
    """
    if not 0 <= n <= LARGEST:
        raise ValueError(f"{n} is outside what number words reach")
    return _SPEAKERS[spoken(language)](n, gender, before_noun)


def _groups(n: int) -> list[tuple[int, int]]:
    """Groups of three digits with their power of a thousand, the highest first, empty ones left out."""
    found: list[tuple[int, int]] = []
    power = 0
    while n:
        n, group = divmod(n, 1000)
        if group:
            found.append((group, power))
        power += 1
    return found[::-1]


def _slavic(language: str, n: int, gender: Gender) -> str:
    if n == 0:
        return _word(language, "zero", 1)
    words: list[str] = []
    for group, power in _groups(n):
        words += _slavic_group(language, group, gender if power == 0 else "f" if power == 1 else "m")
        if power:
            words.append(chosen(group, language, _words()[language, f"scale{power}"]))
    return " ".join(words)


def _slavic_group(language: str, group: int, gender: Gender) -> list[str]:
    hundreds, rest = divmod(group, 100)
    tens, ones = (0, rest) if rest < 20 else divmod(rest, 10)
    gendered = _words().get((language, f"{ones}{gender}"))
    one = gendered[0] if gendered else _word(language, "ones", ones)
    return [word for word in (_word(language, "hundreds", hundreds), _word(language, "tens", tens - 1), one) if word]


def _english(n: int) -> str:
    if n == 0:
        return "zero"
    parts: list[str] = []
    for group, power in _groups(n):
        text = _english_group(group)
        joins = power == 0 and group < 100 and parts
        parts.append(f"and {text}" if joins else f"{text} {_word('en', 'scales', power)}".strip())
    return " ".join(parts)


def _english_group(group: int) -> str:
    hundreds, rest = divmod(group, 100)
    small = _word("en", "ones", rest) if rest < 20 else _word("en", "tens", rest // 10 - 1)
    if rest > 20 and rest % 10:
        small += f"-{_word('en', 'ones', rest % 10)}"
    if not hundreds:
        return small
    return f"{_word('en', 'ones', hundreds)} hundred" + (f" and {small}" if rest else "")


def _german(n: int, gender: Gender, before_noun: bool) -> str:
    if n == 0:
        return "null"
    if n == 1 and before_noun:
        return "eine" if gender == "f" else "ein"
    millions, below = divmod(n, 1_000_000)
    parts: list[str] = []
    for group, power in _groups(millions):
        one, many = _words()["de", f"scale{power}"]
        parts.append(f"eine {one}" if group == 1 else f"{_german_below(group)} {many}")
    if below:
        parts.append(_german_below(below))
    return " ".join(parts)


def _german_below(n: int) -> str:
    """A number under a million as one word, ending in "eins"."""
    thousands, rest = divmod(n, 1000)
    text = f"{_german_group(thousands, 'ein')}tausend" if thousands else ""
    return text + (_german_group(rest, "eins") if rest else "")


def _german_group(group: int, one: str) -> str:
    hundreds, rest = divmod(group, 100)
    text = f"{_word('de', 'ones', hundreds)}hundert" if hundreds else ""
    if rest == 0:
        return text
    if rest < 20:
        return text + (one if rest == 1 else _word("de", "ones", rest))
    tens, ones = divmod(rest, 10)
    return text + (f"{_word('de', 'ones', ones)}und" if ones else "") + _word("de", "tens", tens - 1)


_SPEAKERS = {
    "uk": lambda n, gender, before: _slavic("uk", n, gender),
    "ru": lambda n, gender, before: _slavic("ru", n, gender),
    "en": lambda n, gender, before: _english(n),
    "de": _german,
}


@cache
def _words() -> dict[tuple[str, str], tuple[str, ...]]:
    """By language and what they say: ``ones`` and ``hundreds`` from one on, ``tens`` from twenty, names of powers."""
    return {(row["language"], row["what"]): tuple(row["words"].split()) for row in rows_of("numerals")}


def _word(language: str, what: str, place: int) -> str:
    """One of these words, counted from one; nothing for none."""
    return _words()[language, what][place - 1] if place > 0 else ""
