"""The words of documents by topic and language (``words.toml``): what contracts, roles, ways of sending are called."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

#: A title that already says what paper it is.
_IS_TITLE = re.compile(r"^(\w+ )?(договір|контракт|угода|договор|agreement|contract|vertrag)\b", re.I)
#: What the type column of registers says of the kind.
_KINDS = {
    "supply": r"постав|постач|купівл|продаж|supply|purchase|sale",
    "lease": r"оренд|найм|суборенд|lease|rent",
    "works": r"підряд|будів|ремонт|works|construct",
    "framework": r"рамков|framework",
    "nda": r"нерозголош|конфіденц|nda|confiden",
    "services": r"послуг|обслугов|прибиран|перевез|охорон|консульт|service|transport|clean",
}


@cache
def texts_of(file: str) -> Mapping[str, Any]:
    """A file of texts beside this module."""
    return tomllib.loads(Path(__file__).with_name(file).read_text(encoding="utf-8"))


@cache
def words(topic: str, language: str) -> Mapping[str, Any]:
    """The words of a topic by key, in the language, else in English; a key that has neither is left out."""
    base = "en" if language == "en_gb" else language
    found = {key: texts.get(base, texts.get("en")) for key, texts in texts_of("words.toml")[topic].items()}
    return {key: text for key, text in found.items() if text is not None}


def language_of(languages: str) -> str:
    """The first language of a contract that letters are written in; Ukrainian where it is another."""
    first = languages.replace(";", ",").split(",")[0].strip().lower()[:2]
    return first if first in ("uk", "en") else "uk"


def kind_of(type_: str, title: str) -> str:
    """The kind of a contract from the type the register names, else from its title; ``other`` where neither says."""
    for text in (type_, title):
        for kind, pattern in _KINDS.items():
            if text == kind or re.search(pattern, text, re.I):
                return kind
    return "other"


def title_of(kind: str, title: str, language: str) -> str:
    """The title of a contract in a document: its own where it is one, else that of its kind."""
    return title if language == "uk" and _IS_TITLE.match(title) else str(words("kinds", language)[kind][0])


def subject_of(subject: str, title: str) -> str:
    """What a contract is about, where the register says it; a title that only names the paper says nothing."""
    return subject or ("" if _IS_TITLE.match(title) else title)


def roles_of(kind: str, language: str) -> tuple[str, str]:
    """What performer and customer are called in a document of the language."""
    _title, performer, customer = words("kinds", language)[kind]
    return performer, customer


def is_by_post(method: str) -> bool:
    """Whether a letter goes by post, with a list of enclosures made there."""
    return method == "letter"


def method_phrase(method: str, language: str) -> str:
    """A way of sending in the form that follows a verb; an unknown code stays as it is."""
    return str(words("methods", language).get(method, method))
