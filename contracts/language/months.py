"""Months as documents name them: «серпень 2026 року», «серпень–листопад 2026 року»."""

from collections.abc import Sequence
from datetime import date
from functools import cache

from contracts.language.plural import locale_of


def span_of(months: Sequence[date], language: str) -> str:
    """Consecutive months given by their first days, from the first to the last; nothing for none."""
    if not months:
        return ""
    first, last = min(months), max(months)
    if first == last:
        return _with_year(last, language)
    if first.year == last.year:
        return f"{_name(first, language)}–{_with_year(last, language)}"
    return f"{_with_year(first, language)} – {_with_year(last, language)}"


def _with_year(month: date, language: str) -> str:
    tail = {"uk": "\u00a0року", "ru": "\u00a0года"}.get(language, "")
    return f"{_name(month, language)}\u00a0{month.year}{tail}"


@cache
def _names(language: str) -> dict[int, str]:
    return dict(locale_of(language).months["stand-alone"]["wide"])


def _name(month: date, language: str) -> str:
    return str(_names(language)[month.month])
