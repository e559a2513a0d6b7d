"""The consolidated edition as of a day: the conditions in force, each with the paper it comes from (domain §3)."""

from datetime import date

from contracts.documents.contexts.condition_words import condition_name, condition_text
from contracts.documents.contexts.values import DocumentContext, day
from contracts.registry.rules.amendment import conditions_on, signed_amendments
from contracts.registry.rules.contract import ContractFacts

#: Conditions an edition lists, in the order of a contract.
_LISTED = (
    *("first_day", "last_day", "renewal", "renewal_length", "max_renewals", "notice", "notice_counts"),
    *("notice_methods", "amount", "payment_terms", "penalty"),
)


def edition_context(facts: ContractFacts, as_of: date, language: str) -> DocumentContext:
    """The record ``edition``: signed amendments in effect and the conditions; the register keeps no full text."""
    conditions = conditions_on(facts, as_of)
    signed = [each for each in signed_amendments(facts) if each.effective_on <= as_of]
    sources = {change.condition: _source(each.number, language) for each in signed for change in each.changes}
    terms = [
        {
            "name": condition_name(name, language),
            "value": condition_text(name, getattr(conditions, name), language),
            "source": sources.get(name, "Договір" if language == "uk" else "the Agreement"),
        }
        for name in _LISTED
        if getattr(conditions, name) not in (None, "", ())
    ]
    amendments = [
        {
            "number": each.number or str(each.no),
            "date": day(each.signed_on),
            "effective_on": day(each.effective_on),
            "subject": ", ".join(
                dict.fromkeys(condition_name(change.condition, language).lower() for change in each.changes)
            ),
        }
        for each in signed
    ]
    return {"edition": {"as_of": day(as_of), "amendments": amendments, "terms": terms, "sections": []}}


def _source(number: str, language: str) -> str:
    return f"додаткова угода №\u00a0{number}" if language == "uk" else f"supplementary agreement No.\u00a0{number}"
