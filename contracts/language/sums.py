"""A sum in words: major units written out in the grammar of the currency, minor units in figures (issue 4, wording)."""

from dataclasses import dataclass
from functools import cache

from contracts.kernel.money import Money, exponent
from contracts.language import numerals
from contracts.language.numerals import Gender
from contracts.language.plural import chosen
from contracts.language.shipped_tables import rows_of

Forms = tuple[str, str, str]


_GENDERS: dict[str, Gender] = {"m": "m", "f": "f", "n": "n"}


@dataclass(frozen=True, slots=True)
class CurrencyWords:
    """One, few, many of the unit and of the minor unit; ``gender`` of the unit."""

    gender: Gender
    major: Forms
    minor: Forms


def sum_in_words(sum_: Money, language: str) -> str:
    """A sum as documents write it: «сто двадцять тисяч гривень 00 копійок».

    ``language`` is uk, en, ru, de, or en_gb. A currency whose words are not known keeps its ISO code:
    «сто двадцять тисяч JPY». A negative sum begins with the word "minus" of the language.
    """
    spoken = numerals.spoken(language)
    digits = exponent(sum_.currency)
    major, minor = divmod(abs(sum_.minor), 10**digits)
    words = currency_words(spoken, sum_.currency)
    text = _major(major, spoken, words, sum_.currency)
    if digits:
        text = f"{text}{_JOIN[spoken]}{_minor(minor, digits, spoken, words)}"
    return f"{_MINUS[spoken]} {text}" if sum_.minor < 0 else text


def _major(major: int, language: str, words: CurrencyWords | None, code: str) -> str:
    gender = words.gender if words else "m"
    unit = chosen(major, language, words.major) if words else code
    return f"{numerals.cardinal(major, language, gender=gender, before_noun=True)} {unit}"


def _minor(minor: int, digits: int, language: str, words: CurrencyWords | None) -> str:
    if words is None:
        return f"{minor:0{digits}d}/{10**digits}"
    return f"{minor:0{digits}d} {chosen(minor, language, words.minor)}"


_JOIN = {"uk": " ", "ru": " ", "en": " and ", "de": " und "}
_MINUS = {"uk": "мінус", "ru": "минус", "en": "minus", "de": "minus"}


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
