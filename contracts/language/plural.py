"""Which form of a word a number takes: the plural rules of Unicode CLDR for uk, en, ru, de and en_gb."""

from functools import cache
from typing import Any, Literal

Form = Literal["one", "few", "many", "other"]

#: The languages the program writes in; ``en_gb`` is for documents under the law of England.
LANGUAGES = ("uk", "en", "ru", "de", "en_gb")


def base_of(language: str) -> str:
    """The language whose words are used: English for ``en_gb``."""
    return "en" if language == "en_gb" else language


@cache
def locale_of(language: str) -> Any:
    """The Babel locale of one of :data:`LANGUAGES`."""
    from babel.core import Locale

    if language not in LANGUAGES:
        raise ValueError(f"{language!r} is not one of {', '.join(LANGUAGES)}")
    return Locale.parse("en_GB" if language == "en_gb" else language)


def form(n: int, language: str) -> Form:
    """``one``, ``few``, ``many`` or ``other``; Slavic whole numbers never take ``other``."""
    found: Form = locale_of(language).plural_form(abs(n))
    return found


def chosen(n: int, language: str, forms: tuple[str, ...]) -> str:
    """The word that goes with ``n``: ``forms`` are one, few, many (Slavic) or one, other."""
    place = {"one": 0, "few": 1, "many": 2, "other": -1}[form(n, language)]
    return forms[min(place, len(forms) - 1)]
