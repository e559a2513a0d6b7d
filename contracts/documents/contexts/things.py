"""Goods, services and works of a contract are facts of their own: a subject that names an action is none of them."""

import re
from dataclasses import dataclass

from contracts.documents.contexts.values import DocumentContext
from contracts.language.casing import in_mid_sentence

#: Words that begin a subject by what is done with the thing, by what the thing is.
_ACTIONS = {
    "goods": re.compile(
        r"(постав|постач|купівл|закупівл|закупк|продаж|придбанн|переда[чн]|виготовленн|реалізаці|покупк|"
        r"supply|supplies|purchase|sale|delivery)\w*\b",
        re.I,
    ),
    "services": re.compile(r"(наданн|виконанн|здійсненн|предоставлени|оказани|provision|rendering)\w*\b", re.I),
    "works": re.compile(r"(виконанн|проведенн|здійсненн|выполнени|проведени|performance|execution)\w*\b", re.I),
}
#: What each kind of contract is about, where its subject names the thing itself.
_OF_KIND = {"supply": "goods", "services": "services", "works": "works"}
#: Endings of nouns of one and all forms alike: «прибирання», «обладнання», «взуття», «збіжжя», «знаряддя».
_NEUTER = re.compile(r"(нн|тт|лл|дд|зз|сс|цц|чч|жж|шш|щ|м)я$")
#: Living things: their plural changes in the accusative.
_LIVING = re.compile(r"\b(тварин|поросят|телят|курчат|свин|корів|коров|кон[іе]|птах|кур[иі]|бджол|собак|риб)\w*", re.I)


#: What papers in another language say in their own words.
TRANSLATED = ("goods", "services", "works", "payment_for", "vat_ground")


@dataclass(frozen=True, slots=True)
class Things:
    """What a contract is about as people entered it; empty texts are not known. ``key`` names whose they are."""

    goods: str = ""
    services: str = ""
    works: str = ""
    payment_for: str = ""
    vat_ground: str = ""
    key: str = "contract:0"


def names_action(subject: str, thing: str) -> bool:
    """Whether a text says what is done with goods, services or works, not what they are: «поставка паперу»."""
    return _ACTIONS[thing].match(subject.strip()) is not None


def things_record(things: Things, kind: str, subject: str, language: str) -> DocumentContext:
    """The facts as papers print them: those entered, else the subject where it names the thing the kind is about."""
    record: DocumentContext = {name: getattr(things, name) or None for name in ("goods", "services", "works")}
    thing = _OF_KIND.get(kind)
    if thing is not None and record[thing] is None and subject and not names_action(subject, thing):
        record[thing] = subject
    known = {name: in_mid_sentence(text, language) if text else None for name, text in record.items()}
    return known | {"payment_for": things.payment_for or _paid_for(known, thing, language)}


def _paid_for(known: DocumentContext, thing: str | None, language: str) -> str | None:
    """What is paid for in the accusative, where that is sure to be the nominative: «прибирання», «папір»."""
    present = [text for text in known.values() if text]
    text = known[thing] if thing is not None else (present[0] if len(present) == 1 else None)
    return text if text and (language != "uk" or accusative_is_nominative(text)) else None


def accusative_is_nominative(phrase: str) -> bool:
    """Whether a Ukrainian phrase keeps its form after «за»: no word of it may be a feminine of one, nor a living thing.

    A genitive in -а is taken for a feminine too: where it is not sure, the phrase is not used.
    """
    if _LIVING.search(phrase):
        return False
    words = re.findall(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*", phrase.lower())
    return bool(words) and not any(word[-1] in "ая" and len(word) > 2 and not _NEUTER.search(word) for word in words)
