"""Conditions of a contract as documents name them and write their values, in Ukrainian and English."""

from datetime import date

from contracts.documents.contexts.contract_words import method_phrase
from contracts.kernel.calendar import Duration
from contracts.kernel.money import Money
from contracts.language import figures, spans
from contracts.registry.rules.conditions import CONDITIONS, CONTRACT_FIELDS, Bilingual
from contracts.registry.rules.contract import ConditionValue, Renewal

#: What an amendment may change beside conditions.
_OTHERS = {
    "party_details": Bilingual("Реквізити Сторони", "Details of a Party"),
    "signatory": Bilingual("Підписант", "Signatory"),
    "text": Bilingual("Умова", "Clause"),
}
_NAMES = {each.name: each.words for each in CONTRACT_FIELDS if each.words} | _OTHERS
#: Conditions an edition of the contract lists, in the order of a contract.
LISTED = tuple(each.name for each in CONDITIONS if each.is_in_edition)
_RENEWALS = {
    Renewal.NONE: ("не продовжується", "no renewal"),
    Renewal.AUTOMATIC: ("продовжується автоматично", "automatic renewal"),
    Renewal.BY_CONSENT: ("лише за згодою Сторін", "by agreement of the Parties only"),
    Renewal.TACIT: ("поновлюється мовчазною згодою", "tacit renewal"),
    Renewal.EVERGREEN: ("безстроково", "no fixed end"),
    Renewal.UNTIL_FULFILLED: ("до повного виконання", "until fulfilled"),
}
_COUNTS = {
    "received": ("день отримання повідомлення", "the day on which notice is received"),
    "sent": ("день надсилання повідомлення", "the day on which notice is sent"),
}


def condition_name(condition: str, language: str) -> str:
    """What a condition is called in a document."""
    return _NAMES[condition].in_language(language)


def condition_text(condition: str, value: ConditionValue, language: str) -> str:
    """A value as a document writes it; «не встановлено» where nothing is agreed."""
    place = 0 if language == "uk" else 1
    if value is None or value in ("", ()):
        return ("не встановлено", "not agreed")[place]
    if isinstance(value, date):
        return figures.date_document(value, language)
    if isinstance(value, Duration):
        return spans.document_duration(value, language)
    if isinstance(value, Money):
        return figures.money_document(value, language)
    if isinstance(value, Renewal):
        return _RENEWALS[value][place]
    if isinstance(value, tuple):
        return ", ".join(method_phrase(each, language) for each in value)
    if condition == "penalty":
        return _penalty(str(value), place, language)
    return _COUNTS[str(value)][place] if str(value) in _COUNTS else str(value)


def _penalty(rule: str, place: int, language: str) -> str:
    head = rule.partition(";")[0]
    if head == "double_nbu":
        return ("подвійна облікова ставка НБУ", "double the NBU discount rate")[place]
    rate = head.removeprefix("per_day:").replace(".", "," if language == "uk" else ".")
    return (f"{rate}\u00a0% за кожен день прострочення", f"{rate}% for each day of delay")[place]
