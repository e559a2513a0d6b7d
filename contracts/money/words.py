"""The words of money's tables and purposes, as data: read once, when a file or a purpose is looked at."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from contracts.kernel.identity import fold

_DATA = Path(__file__).with_name("words.toml")


@cache
def words(section: str) -> Mapping[str, tuple[str, ...]]:
    """The words of a section of ``words.toml`` by what they mean."""
    return {name: tuple(each) for name, each in tomllib.loads(_DATA.read_text(encoding="utf-8"))[section].items()}


@cache
def folded(section: str, *names: str) -> tuple[str, ...]:
    """The words of one meaning, or of several, folded."""
    return tuple(fold(each) for name in names for each in words(section)[name])
