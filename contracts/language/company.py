"""Names of companies in documents: the legal form full or abbreviated, in Latin letters for documents in English."""

import re

from contracts.language.inflect import Wording
from contracts.language.latin import latin
from contracts.language.translations import form_in, legal_form
from contracts.language.translations import full_name as full_form
from contracts.language.translations import short_name as short_form

_QUOTES = {"en": ("“", "”"), "en_gb": ("“", "”"), "de": ("„", "“"), "ru": ("«", "»")}


def full_name(name: str, language: str) -> Wording:
    """The full name with the legal form written out, as a document in ``language`` gives it."""
    return _named(name, language, is_short=False)


def short_name(name: str, language: str) -> Wording:
    """The short name: «ТОВ «Світанок»», “LLC “Svitanok””."""
    return _named(name, language, is_short=True)


def quoted(text: str) -> str:
    """Straight quotation marks become « »; marks that are already typographic stay."""
    opened = re.sub(r'(^|[\s(«„“])["“”](?=\S)', r"\1«", text)
    return re.sub(r'(?<=\S)["”]', "»", opened)


def _named(name: str, language: str, *, is_short: bool) -> Wording:
    clean = quoted(" ".join(name.split()))
    if language == "uk" or not re.search(r"[а-яіїєґ]", clean, re.I):
        return Wording(short_form(clean) if is_short else full_form(clean), True)
    found = legal_form(clean)
    words = form_in(found[0], language) if found else None
    if found is None or words is None:
        return Wording(clean if language == "ru" else latin(clean), False)
    rest = found[2] if language == "ru" else latin(found[2])
    left, right = _QUOTES[language]
    return Wording(f"{words[1 if is_short else 0]} {rest.replace('«', left).replace('»', right)}", False)
