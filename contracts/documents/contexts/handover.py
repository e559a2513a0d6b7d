"""A hand-over of contracts: what is handed over, the next day of each, claims that are open, facts that are missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from contracts.documents.contexts.values import DocumentContext, day, money
from contracts.kernel.money import Money


@dataclass(frozen=True, slots=True)
class HandedContract:
    """A contract with what is to be done about it next; words are in the language of the paper."""

    number: str
    counterparty: str
    subject: str
    phase: str
    next_day: date | None = None
    next_action: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class HandedTask:
    """Something open, with its last day."""

    title: str
    contract: str
    due_on: date


@dataclass(frozen=True, slots=True)
class HandedClaim:
    """A claim not settled yet."""

    number: str
    counterparty: str
    amount: Money | None
    state: str
    next_day: date | None = None


@dataclass(frozen=True, slots=True)
class HandoverFacts:
    """Who hands over to whom, for which days; the reason is asked for."""

    giver: tuple[str, str]
    taker: tuple[str, str]
    first_day: date
    last_day: date | None = None
    contracts: Sequence[HandedContract] = ()
    tasks: Sequence[HandedTask] = ()
    claims: Sequence[HandedClaim] = ()


def handover_context(facts: HandoverFacts, language: str) -> DocumentContext:
    """The record ``handover``; a name or position nobody entered is absent and asked for."""
    nothing = "немає" if language == "uk" else "none"
    record: DocumentContext = {
        "from_person": _person(*facts.giver),
        "to_person": _person(*facts.taker),
        "first_day": day(facts.first_day),
        "last_day": day(facts.last_day),
        "contracts": [
            {
                "number": each.number,
                "counterparty": each.counterparty,
                "subject": each.subject or "—",
                "phase": each.phase,
                "next_day": day(each.next_day),
                "next_action": each.next_action or nothing,
                "note": each.note or None,
            }
            for each in facts.contracts
        ],
        "tasks": [{"title": each.title, "contract": each.contract, "due_on": day(each.due_on)} for each in facts.tasks],
        "claims": [
            {
                "number": each.number,
                "counterparty": each.counterparty,
                "amount": money(each.amount),
                "state": each.state,
                "next_day": day(each.next_day),
            }
            for each in facts.claims
            if each.amount is not None
        ],
        "papers": [],
        "notes": [],
    }
    return {"handover": record}


def _person(name: str, position: str) -> DocumentContext:
    return {key: value for key, value in (("name", name), ("position", position)) if value}
