"""A claim handed over to court: what was claimed and stands now, its history, and what lies in the folder (§8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from contracts.claims.case.contexts.letter import ClaimFacts, sides_and_contract
from contracts.documents.contexts.party import person_record
from contracts.documents.contexts.phrasebook import Phrasebook
from contracts.documents.contexts.values import DocumentContext, day, money
from contracts.kernel.money import Money

#: The parts of a claim in the order in which they are told.
KINDS = ("principal", "interest", "inflation", "penalty", "fine", "fixed_sum")


@dataclass(frozen=True, slots=True)
class CourtDebt:
    """One debt of the claim; ``sue_by`` is the last day to sue by the safe reading of the law."""

    document: str
    due_on: date | None
    claimed: Money
    still_open: Money
    sue_by: date | None = None


@dataclass(frozen=True, slots=True)
class CourtMove:
    """One event of the history, in the words of the document."""

    on: date
    what: str
    amount: Money | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class CourtFacts:
    """Everything the hand-over says; sums by kind, as claimed and as they stand on the day."""

    claim_number: str
    claim_dated_on: date
    claimed: Mapping[str, Money]
    now: Mapping[str, Money]
    claimed_total: Money
    now_total: Money
    debts: tuple[CourtDebt, ...]
    history: tuple[CourtMove, ...]
    answer_by: date | None = None
    accepted: Money | None = None
    warnings: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    reason: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


def court_context(said: CourtFacts, facts: ClaimFacts, book: Phrasebook, number: str) -> DocumentContext:
    """The context of the hand-over under the vocabulary; ``facts`` are those of the claim on the day."""
    return {
        **sides_and_contract(facts, book),
        "document": {"number": number, "date": day(facts.as_of), "reply_to": None},
        "author": person_record(facts.author, book),
        "as_of": day(facts.as_of),
        "court": _record(said),
        "extra": {},
    }


def _record(said: CourtFacts) -> DocumentContext:
    return {
        "claim_number": said.claim_number,
        "claim_date": day(said.claim_dated_on),
        "sums": _sums(said),
        "claimed": money(said.claimed_total),
        "now": money(said.now_total),
        "accepted": money(said.accepted),
        "answer_by": day(said.answer_by),
        "reason": said.reason or None,
        "debts": [
            {
                "document": each.document,
                "due_on": day(each.due_on),
                "claimed": money(each.claimed),
                "open": money(each.still_open),
                "sue_by": day(each.sue_by),
            }
            for each in said.debts
        ],
        "history": [
            {"date": day(each.on), "what": each.what, "amount": money(each.amount), "note": each.note or None}
            for each in said.history
        ],
        "warnings": list(said.warnings),
        "files": list(said.files),
    }


def _sums(said: CourtFacts) -> Sequence[DocumentContext]:
    return [
        {"name": said.words[kind], "claimed": money(said.claimed.get(kind)), "now": money(said.now.get(kind))}
        for kind in KINDS
        if said.claimed.get(kind) or said.now.get(kind)
    ]
