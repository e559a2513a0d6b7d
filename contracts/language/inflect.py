"""The wording of names and positions in another case or language is proposed with its confidence, never decided.

What is proposed here is stored, shown and editable (services/wording.py); a person's wording prevails.
"""

import re
from dataclasses import dataclass

from contracts.language import names
from contracts.language.family_names import Case
from contracts.language.latin import latin
from contracts.language.names import FullName
from contracts.language.phrases import PhraseCase, phrase_in
from contracts.language.translations import translated

#: A ground with the number and day of its paper: «довіреність № 5 від 12.01.2026».
_NUMBERED = re.compile(r"([^\d№]{1,80}?)((?: №[ \u00a0]?[\w/-]{1,40}| від \d{1,2}\.\d{1,2}\.\d{4}){1,2})")
#: What stands before that number and day.
_TAILS = {"en": ("No.", "of"), "en_gb": ("No.", "of"), "de": ("Nr.", "vom"), "ru": ("№", "от")}


@dataclass(frozen=True, slots=True)
class Wording:
    """A proposed wording; without ``is_sure`` a person should look at it before it stands in a document."""

    text: str
    is_sure: bool

    @property
    def confidence(self) -> str:
        """``sure`` or ``check``, as shown beside the wording."""
        return "sure" if self.is_sure else "check"


def name_in(name: str, language: str, case: Case) -> Wording:
    """A full name in a case, for documents in ``language``.

    uk and ru decline the name as written; en, en_gb and de write a Cyrillic name in Latin letters, the given name
    first, in every case alike.
    """
    if language not in ("uk", "ru"):
        return _latin_name(name)
    if case == "nominative":
        return Wording(names.parts(name, language).text(), True)
    declined, is_sure = names.decline(names.parts(name, language), language, case)
    return Wording(declined.text(), is_sure)


def signature(name: str, language: str) -> Wording:
    """The name under a signature: «Олег КОВАЛЕНКО» in uk and ru, "Oleh Kovalenko" in the others."""
    if language not in ("uk", "ru"):
        return _latin_name(name)
    found = names.parts(name, language)
    return Wording(names.signature_name(found), bool(found.given) and "." not in found.given)


def position_in(position: str, language: str, case: PhraseCase) -> Wording:
    """A position in a case: «генеральний директор» → «генерального директора»."""
    return Wording(*phrase_in(position, language, case))


def word_in_language(text: str, language: str) -> Wording:
    """A Ukrainian position or ground of authority as documents in ``language`` say it, by a table.

    A text that is not in the table stays as it is and is marked for a check; text without Cyrillic letters is sure.
    """
    if language == "uk" or not re.search(r"[а-яіїєґё]", text, re.I):
        return Wording(text, True)
    found = translated(text, language)
    if found is None and (match := _NUMBERED.fullmatch(text)) and language in _TAILS:
        head, (number, day) = translated(match[1], language), _TAILS[language]
        found = head + match[2].replace("№", number).replace(" від ", f" {day} ") if head else None
    return Wording(text, False) if found is None else Wording(found, True)


def _latin_name(name: str) -> Wording:
    found = names.parts(name, "uk")
    if not re.search(r"[а-яіїєґё]", name, re.I):
        return Wording(names.tidy(name), True)
    return Wording(latin(_given_first(found)), not re.search(r"[ыэъё]", name, re.I))


def _given_first(name: FullName) -> str:
    return f"{name.given} {name.family}".strip()
