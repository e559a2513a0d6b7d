"""How contracts, roles and ways of sending are called in documents, by kind and language."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).with_name("contract_words.toml")
#: A title that already says what paper it is.
_IS_TITLE = re.compile(r"^(\w+ )?(договір|контракт|угода|договор|agreement|contract|vertrag)\b", re.I)
#: What the type column of registers says of the kind.
_KINDS = {
    "supply": r"постав|купівл|продаж|supply|purchase|sale",
    "lease": r"оренд|найм|суборенд|lease|rent",
    "works": r"підряд|будів|ремонт|works|construct",
    "framework": r"рамков|framework",
    "nda": r"нерозголош|конфіденц|nda|confiden",
    "services": r"послуг|обслугов|прибиран|перевез|охорон|консульт|service|transport|clean",
}


def kind_of(type_: str, title: str) -> str:
    """The kind of a contract from the type the register names, else from its title; ``other`` where neither says."""
    for text in (type_, title):
        for kind, pattern in _KINDS.items():
            if text == kind or re.search(pattern, text, re.I):
                return kind
    return "other"


def title_of(kind: str, title: str, language: str) -> str:
    """The title of a contract in a document: its own where it is one, else that of its kind."""
    if language == "uk" and _IS_TITLE.match(title):
        return title
    return _named(kind, language)[0]


def subject_of(subject: str, title: str) -> str:
    """What a contract is about, where the register says it; a title that only names the paper says nothing."""
    return subject or ("" if _IS_TITLE.match(title) else title)


def roles_of(kind: str, language: str) -> tuple[str, str]:
    """What performer and customer are called in a document of the language."""
    _, performer, customer = _named(kind, language)
    return performer, customer


def method_phrase(method: str, language: str) -> str:
    """A way of sending in the form that follows a verb; an unknown code stays as it is."""
    return str(_words()["methods"].get(method, {}).get(_base(language), method))


def _named(kind: str, language: str) -> tuple[str, str, str]:
    """A kind of contract in a language: its title, performer and customer."""
    title, performer, customer = _words()["kinds"][kind][_base(language)]
    return title, performer, customer


def _base(language: str) -> str:
    return "en" if language == "en_gb" else language


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))
