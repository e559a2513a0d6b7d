"""Conditions of a contract as documents name them and write their values, in Ukrainian and English."""

from datetime import date

from contracts.documents.contexts.contract_words import method_phrase, words
from contracts.kernel.calendar import Duration
from contracts.kernel.money import Money
from contracts.language import figures, spans
from contracts.registry.rules.conditions import CONDITIONS, CONTRACT_FIELDS
from contracts.registry.rules.contract import ConditionValue, Renewal

_NAMES = {each.name: each.words for each in CONTRACT_FIELDS if each.words}
#: Conditions an edition of the contract lists, in the order of a contract.
LISTED = tuple(each.name for each in CONDITIONS if each.is_in_edition)


def condition_name(condition: str, language: str) -> str:
    """What a condition, or what else an amendment may change, is called in a document."""
    if condition in _NAMES:
        return _NAMES[condition].in_language(language)
    return str(words("conditions", language)[condition])


def condition_text(condition: str, value: ConditionValue, language: str) -> str:
    """A value as a document writes it; «не встановлено» where nothing is agreed."""
    known = words("condition_values", language)
    if value is None or value in ("", ()):
        return str(known["nothing"])
    if isinstance(value, date):
        written = figures.date_document(value, language)
        return str(words("papers", language)["until"].format(written)) if condition == "last_day" else written
    if isinstance(value, Duration):
        return spans.document_duration(value, language)
    if isinstance(value, Money):
        return figures.money_document(value, language)
    if isinstance(value, Renewal):
        return str(known[f"renewal_{value}"])
    if isinstance(value, tuple):
        return ", ".join(method_phrase(each, language) for each in value)
    if condition != "penalty":
        return str(known.get(str(value), value))
    rule = str(value).partition(";")[0]
    rate = rule.removeprefix("per_day:").replace(".", "," if language == "uk" else ".")
    return str(known["double_nbu"] if rule == "double_nbu" else known["per_day"].format(rate))
