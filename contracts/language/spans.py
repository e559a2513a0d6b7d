"""Lengths of time in words, never converted: «30 днів», «3 місяці», «протягом 3 місяців», "30 calendar days"."""

from functools import cache

from contracts.kernel.calendar import Duration
from contracts.language.figures import NBSP, number
from contracts.language.plural import base_of, chosen
from contracts.language.shipped_tables import rows_of


@cache
def _forms() -> dict[tuple[str, str, str], tuple[str, ...]]:
    """By language, case and unit: one, few, many; the genitive has one form after 1, 21, 31 … and another else."""
    return {(row["language"], row["case"], row["unit"]): tuple(row["forms"].split("|")) for row in rows_of("spans")}


def duration(length: Duration, language: str) -> str:
    """Nominative, which is the accusative too: ``30 днів``, ``3 місяці``, ``1 year``."""
    return span(length.count, length.unit, language)


def document_duration(length: Duration, language: str, *, is_genitive: bool = False) -> str:
    """As papers write it, where a day is a calendar day: ``30 календарних днів``, ``3 місяців``."""
    unit = "calendar_day" if length.unit == "day" else length.unit
    return span(length.count, unit, language, is_genitive=is_genitive)


def days(count: int, language: str) -> str:
    """``1 день``, ``15 днів``, ``15 days``."""
    return span(count, "day", language)


def span(count: int, unit: str, language: str, *, is_genitive: bool = False) -> str:
    """A count of one unit (``calendar_day`` beside the units of core) with the word in its form."""
    forms = _forms()[base_of(language), "genitive" if is_genitive else "nominative", unit]
    return f"{number(count, language)}{NBSP}{chosen(count, language, forms)}"
