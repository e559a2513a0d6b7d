"""What a claim says of the contract: what was performed under it, and its terms of payment in words (law §7.1).

A letter states the rule of the contract, never the days calculated from it.
"""

import re
from collections.abc import Iterable
from decimal import Decimal

from contracts.claims.case.contexts.words import paper_words
from contracts.documents.contexts.values import decimal
from contracts.kernel.calendar import DurationFault
from contracts.language import figures, spans
from contracts.money.rules.payment_terms import TermsFault, TermsPart, parse_terms

#: What was accepted by the kind of a charge; the kind of its contract says what an act is about.
_GOODS = frozenset({"delivery_note", "transport_note"})
_ACTS = frozenset({"act", "acceptance_act"})
_BY_CONTRACT = {"supply": "goods", "services": "services", "works": "works", "lease": "lease"}
#: What a document named by hand is, by how its name begins.
_NAMED = (
    (re.compile(r"(?i)видатков|товарно|накладн|delivery note|lieferschein"), "delivery_note"),
    (re.compile(r"(?i)акт\b|act\b|acceptance"), "act"),
)
#: How a rule begins that stands well after «оплата здійснюється».
_PHRASE = re.compile(
    r"(?i)(протягом|впродовж|упродовж|до |не пізніше|щомісяц|після|шляхом|частинами|within|no later|by) ?"
)


def performance_of(contract_kind: str, debts: Iterable[tuple[str, str]]) -> str:
    """What debts are for, each by the kind of its charge and its name; ``mixed`` where no acceptance is recorded."""
    found = {_performed(contract_kind, kind or _kind_named(name)) for kind, name in debts}
    return found.pop() if len(found) == 1 else "mixed"


def terms_in_words(rule: str, language: str) -> str:
    """Payment terms as they stand after «оплата здійснюється»; what no rule can be read from stands as it is."""
    text, words = rule.strip().rstrip("."), paper_words("terms", language)
    if not text:
        return ""
    try:
        parts = parse_terms(text)
    except (TermsFault, DurationFault):
        return text[:1].lower() + text[1:] if _PHRASE.match(text) else words["as_written"].format(text)
    texts = [_part(each, language) for each in parts]
    if len(parts) == 1:
        return texts[0]
    shares = [_share(each, language) or words["rest"] for each in parts]
    return words["parts"].format("; ".join(f"{share} — {text}" for share, text in zip(shares, texts, strict=True)))


def _performed(contract_kind: str, charge_kind: str) -> str:
    if charge_kind in _GOODS:
        return "goods"
    if charge_kind == "rent":
        return "lease"
    return _BY_CONTRACT.get(contract_kind, "mixed") if charge_kind in _ACTS else "mixed"


def _kind_named(name: str) -> str:
    return next((kind for pattern, kind in _NAMED if pattern.match(name)), "")


def _part(part: TermsPart, language: str) -> str:
    words = paper_words("terms", language)
    if part.day is not None:
        return words["by_day"].format(day=figures.date_document(part.day, language))
    event = words[part.event]
    if part.wait is None or not part.wait.count:
        return words["on_event"].format(event=event)
    length = spans.document_duration(part.wait, language, is_genitive=language in ("uk", "ru"))
    return words["within"].format(length=length, event=event)


def _share(part: TermsPart, language: str) -> str:
    if part.share is not None:
        return figures.percent(Decimal(decimal(part.share * 100)), language)
    return figures.number(part.amount, language) if part.amount is not None else ""
