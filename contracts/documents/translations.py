"""Facts a paper in English or German takes from a Ukrainian register: asked for by name, kept by language, warned of.

A translation is a wording a person gave (``--set own.address=…``): it is kept beside the wordings of names, and holds
until the Ukrainian text changes. What a document still holds in Cyrillic is told by its name; numbers of papers and
registered names may be.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection

from contracts.documents.contexts.common import CUSTOMER, DocumentFacts
from contracts.documents.contexts.contract_words import words
from contracts.documents.contexts.party import PartyFacts
from contracts.documents.contexts.phrasebook import BASE_LENGTH, WordingKey
from contracts.documents.contexts.things import TRANSLATED
from contracts.documents.contexts.values import DocumentContext
from contracts.documents.fact_values import example_of
from contracts.documents.overrides import Overrides
from contracts.documents.queries import wordings
from contracts.documents.queries.wordings import PERSON, StoredWording
from contracts.kernel.refusal import Refusal

#: Languages whose papers have no Cyrillic letters.
LATIN = frozenset({"en", "en_gb", "de"})
_PARTY = ("address", "post_address", "bank", "tax_status")
_SIGNATORY = ("position", "basis")
_CONTRACT = ("subject", *TRANSLATED)
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
#: Words of a text with a Cyrillic letter and no digit: «15/02-П» and «РН-118» are numbers of papers.
_WORD = re.compile(r"[^\s\d/№]*[Ѐ-ӿ][^\s\d/№]*(?![^\s]*\d)")
#: Fields that are numbers or registered names, in whatever letters.
_AS_REGISTERED = frozenset({"number", "document", "reply_to", "full_name", "short_name", "phone", "code", "iban"})
_SHOWN = 8
#: A paper whose own text has more Cyrillic words than this is in two languages.
_BILINGUAL = 30


class Foreign(NamedTuple):
    """A fact in Cyrillic letters that a paper in another language holds."""

    name: str
    text: str


class NotTranslated(Refusal):
    """A paper in another language would hold a fact that was never translated."""

    code = "not_translated"


def given(overrides: Overrides, facts: DocumentFacts, language: str) -> dict[tuple[WordingKey, str], str]:
    """The translations given with this document, by what they translate; none for Ukrainian and Russian papers."""
    if language not in LATIN:
        return {}
    found: dict[tuple[WordingKey, str], str] = {}
    for name, subject, field, base in _translatable(facts):
        text = overrides.get(name)
        if base and isinstance(text, str) and text.strip() and is_cyrillic(base) and not is_cyrillic(text):
            cases = ("nominative", "genitive") if field in _SIGNATORY else ("nominative",)
            found |= {(WordingKey(subject, field, case), base[:BASE_LENGTH]): text for case in cases}
    return found


def keep(conn: Connection, language: str, translations: Mapping[tuple[WordingKey, str], str]) -> None:
    """Keep translations as wordings a person gave; one of no record, or longer than a wording may be, is not kept."""
    rows = []
    for (key, base), text in translations.items():
        kind, _, id = key.subject.partition(":")
        if id != "0" and len(text) <= BASE_LENGTH:
            rows.append(StoredWording(kind, int(id), key.field, language, key.case, base, text, PERSON))
    wordings.put(conn, rows)


def is_cyrillic(text: str) -> bool:
    """Whether a text has Cyrillic words; a number of a paper is none."""
    return _WORD.search(text) is not None


def foreign_in(text: str, context: DocumentContext, language: str) -> tuple[Foreign, ...]:
    """What a paper's text holds in Cyrillic, by the names of the facts it comes from; words of no fact come last."""
    if language not in LATIN or not _CYRILLIC.search(text):
        return ()
    found: dict[str, Foreign] = {}
    rest = text
    leaves = sorted(_leaves(context), key=lambda each: (-len(each.text), _rank(each.name), each.name))
    for leaf in leaves:
        if leaf.text and leaf.text in rest:
            rest = rest.replace(leaf.text, " ")
            if leaf.name.rpartition(".")[2] not in _AS_REGISTERED:
                found.setdefault(leaf.name, leaf)
    own_words = list(dict.fromkeys(_WORD.findall(rest)))
    if len(own_words) > _BILINGUAL:
        return ()
    return (*sorted(found.values()), *((Foreign("", " ".join(own_words)),) if own_words else ()))


def refuse_foreign(foreign: tuple[Foreign, ...], language: str) -> None:
    """Raise :class:`NotTranslated` naming the facts that are kept once given and how to give each."""
    asked = [each for each in foreign if _is_asked(each.name)]
    if asked:
        names = [each.name for each in asked]
        raise NotTranslated(
            "The paper in {language} would hold Ukrainian text: {facts}; give {options}: they are kept for next time.",
            language=language,
            facts=", ".join(f"{each.name} «{each.text}»" for each in asked[:_SHOWN]),
            options=" ".join(example_of(name) for name in names[:_SHOWN]) + (" …" if len(names) > _SHOWN else ""),
        )


def warning_of(foreign: tuple[Foreign, ...], language: str) -> tuple[str, ...]:
    """One sentence that names everything a paper holds in Cyrillic letters."""
    if not foreign:
        return ()
    facts = "; ".join(f"{each.name} «{each.text}»" if each.name else f"«{each.text}»" for each in foreign)
    return (str(words("papers", language)["foreign"].format(facts)),)


def _is_asked(name: str) -> bool:
    record, _, field = name.rpartition(".")
    if record in ("own", "counterparty"):
        return field in _PARTY
    if record in ("own.signatory", "counterparty.signatory"):
        return field in _SIGNATORY
    return record == "contract" and field in _CONTRACT


def _translatable(facts: DocumentFacts) -> Iterator[tuple[str, str, str, str]]:
    """Name, whose, field and Ukrainian text of each fact that is kept translated, under every name it has."""
    is_customer = facts.own_side == CUSTOMER
    sides = (("own", facts.own), ("counterparty", facts.counterparty))
    for name, party in sides:
        role = {"own": CUSTOMER, "counterparty": "performer"} if is_customer else {"counterparty": CUSTOMER}
        for record in (name, role.get(name, "performer")) if facts.own_side else (name,):
            yield from _of_party(record, party)
    for field in _CONTRACT:
        base = facts.subject or facts.title if field == "subject" else getattr(facts.things, field)
        yield f"contract.{field}", facts.things.key, field, base


def _of_party(record: str, party: PartyFacts) -> Iterator[tuple[str, str, str, str]]:
    for field in _PARTY:
        yield f"{record}.{field}", party.key, field, getattr(party, field)
    if party.signatory is not None:
        for field in _SIGNATORY:
            yield f"{record}.signatory.{field}", party.signatory.key, field, getattr(party.signatory, field)


def _leaves(value: Any, name: str = "") -> Iterator[Foreign]:
    """Texts of a context with Cyrillic words, by name; fields of a party under its role are those of the party."""
    if isinstance(value, str):
        if is_cyrillic(value):
            yield Foreign(name, value)
    elif isinstance(value, Mapping):
        for key, each in value.items():
            is_alias = not name and key in ("performer", "customer") and "own" in value
            if not is_alias and key != "details":  # the lines of details are the other fields over again
                yield from _leaves(each, f"{name}.{key}" if name else str(key))
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(each, f"{name}[]")


def _rank(name: str) -> int:
    """Of names with one text the one that is asked for comes first."""
    return 0 if _is_asked(name) else 1
