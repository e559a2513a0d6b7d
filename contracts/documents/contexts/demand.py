"""A demand to perform: what is unpaid or not returned, from the ledger; what follows by law (CC 525, 530, 625)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from contracts.documents.contexts.values import DocumentContext, day
from contracts.kernel.money import Money
from contracts.language import figures


@dataclass(frozen=True, slots=True)
class Unpaid:
    """A document not paid, or paid in part, by its last day."""

    document: str
    open: Money
    paid: Money
    due_on: date


def demand_context(
    unpaid: Sequence[Unpaid],
    unreturned: Sequence[str],
    perform_by: date,
    *,
    clause: str,
    has_penalty: bool,
    language: str,
) -> DocumentContext:
    """The record ``demand``; without anything known to the ledger the rows are asked for by name."""
    words = _WORDS["uk" if language == "uk" else "en"]
    rows = [_payment(each, clause, language) for each in unpaid]
    rows += [
        {"text": words["return"].format(each), "clause": None, "due_on": None, "state": words["not_returned"]}
        for each in unreturned
    ]
    law = [words["penalty"]] if unpaid and has_penalty else []
    law += [words["interest"]] if unpaid else []
    ends = [*(f"{each};" for each in law[:-1]), *(f"{each}." for each in law[-1:])]
    record: DocumentContext = {"perform_by": day(perform_by), "consequences": ends}
    return {"demand": record | ({"rows": rows} if rows else {})}


def _payment(each: Unpaid, clause: str, language: str) -> DocumentContext:
    words = _WORDS["uk" if language == "uk" else "en"]
    state = words["partly"].format(figures.money_document(each.paid, language)) if each.paid else words["unpaid"]
    return {
        "text": words["pay"].format(figures.money_document(each.open, language), each.document),
        "clause": clause or None,
        "due_on": day(each.due_on),
        "state": state,
    }


_WORDS = {
    "uk": {
        "pay": "сплатити {} (документ: {})",
        "unpaid": "не сплачено",
        "partly": "сплачено лише {}",
        "return": "підписати й повернути документ: {}",
        "not_returned": "не повернуто",
        "penalty": "вимагатимемо сплати пені, передбаченої Договором",
        "interest": "вимагатимемо сплати боргу з урахуванням індексу інфляції та процентів річних "
        "(стаття 625 Цивільного кодексу України)",
    },
    "en": {
        "pay": "pay {} ({})",
        "unpaid": "not paid",
        "partly": "only {} paid",
        "return": "sign and return: {}",
        "not_returned": "not returned",
        "penalty": "we shall claim the penalty agreed in the Agreement",
        "interest": "we shall claim the debt adjusted for inflation with interest (Article 625 of the Civil Code of "
        "Ukraine)",
    },
}
