"""Conditions of a contract as documents name them and write their values, in Ukrainian and English."""

from datetime import date

from contracts.documents.contexts.contract_words import method_phrase
from contracts.kernel.calendar import Duration
from contracts.kernel.money import Money
from contracts.language import figures, spans
from contracts.registry.rules.contract import ConditionValue, Renewal

_NAMES = {
    "first_day": ("Початок дії", "First day"),
    "last_day": ("Строк дії", "Last day"),
    "length": ("Тривалість строку", "Length of the term"),
    "renewal": ("Порядок продовження", "Renewal"),
    "renewal_length": ("Тривалість продовження", "Length of a renewal"),
    "max_renewals": ("Найбільша кількість продовжень", "Greatest number of renewals"),
    "notice": ("Строк повідомлення", "Notice period"),
    "notice_counts": ("Що враховують за строком повідомлення", "What counts for notice"),
    "notice_methods": ("Спосіб повідомлення", "Way of giving notice"),
    "asked_end": ("День припинення", "Day of ending"),
    "amount": ("Ціна Договору", "Price of the Agreement"),
    "payment_terms": ("Порядок оплати", "Payment terms"),
    "penalty": ("Пеня", "Penalty"),
    "party_details": ("Реквізити Сторони", "Details of a Party"),
    "signatory": ("Підписант", "Signatory"),
    "text": ("Умова", "Clause"),
}
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
    return _NAMES[condition][0 if language == "uk" else 1]


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
