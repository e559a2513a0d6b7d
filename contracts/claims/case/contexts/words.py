"""How papers of claims name what they rest on, in the language of the letter."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_DATA = Path(__file__).with_name("words.toml")
#: The law a claim follows where none is named, by the language of its letter.
LAWS = {"uk": "UA", "en": "UA", "ru": "RU", "de": "DE", "en_gb": "GB"}


def paper_words(part: str, language: str) -> Mapping[str, str]:
    """The words of a part of the papers in a language; the English ones where it has none."""
    words = _words()[part]
    return words.get(base_of(language), words["en"])


def base_of(language: str) -> str:
    """British letters take their words from English."""
    return "en" if language == "en_gb" else language


def ours_of(language: str) -> str:
    """The language of papers for ourselves and the court: Ukrainian, else English."""
    return "uk" if language == "uk" else "en"


@cache
def _words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))
