"""The words of currencies: gender, and three forms of the unit and of its hundredth, by language (issue 4, wording)."""

from dataclasses import dataclass
from functools import cache

from contracts.language.numerals import Gender
from contracts.language.shipped_tables import rows_of

Forms = tuple[str, str, str]
_GENDERS: dict[str, Gender] = {"m": "m", "f": "f", "n": "n"}


@dataclass(frozen=True, slots=True)
class CurrencyWords:
    """One, few, many of the unit and of the minor unit; ``gender`` of the unit."""

    gender: Gender
    major: Forms
    minor: Forms


def currency_words(language: str, code: str) -> CurrencyWords | None:
    """The words of a currency in uk, ru, en or de; ``None`` where they are not known."""
    return _words()[language].get(code)


@cache
def _words() -> dict[str, dict[str, CurrencyWords]]:
    found: dict[str, dict[str, CurrencyWords]] = {}
    for row in rows_of("currencies"):
        words = CurrencyWords(_GENDERS[row["gender"]], _forms(row["major"]), _forms(row["minor"]))
        found.setdefault(row["language"], {})[row["code"]] = words
    return found


def _forms(parted: str) -> Forms:
    """One, few, many, parted by strokes; English and German have two forms, or one where they are equal."""
    one, *more = parted.split("|")
    few, many = more if len(more) == 2 else [more[0] if more else one] * 2
    return one, few, many
