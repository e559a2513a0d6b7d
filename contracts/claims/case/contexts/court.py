"""A claim handed over to court: what was claimed and stands now, its history, what to look at, what lies in it (§8)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from contracts.claims.case.contexts.letter import ClaimFacts, sides_and_contract
from contracts.claims.case.rules.claim import REASONS, ClaimStatus, Move
from contracts.claims.case.wording import STATUSES
from contracts.documents.contexts.party import person_record
from contracts.documents.contexts.phrasebook import Phrasebook
from contracts.documents.contexts.values import DocumentContext, day, money
from contracts.kernel.money import Money
from contracts.kernel.refusal import N_
from contracts.language import Words

#: The parts of a claim in the order in which they are told.
KINDS = ("principal", "interest", "inflation", "penalty", "fine", "fixed_sum")
#: The parts of a claim as tables name them.
SUMS = {
    "uk": {
        "principal": "Основний борг",
        "interest": "Проценти річних",
        "inflation": "Інфляційні втрати",
        "penalty": "Пеня",
        "fine": "Штраф",
        "fixed_sum": "Фіксована сума за законом",
    },
    "en": {
        "principal": "Principal",
        "interest": "Interest",
        "inflation": "Inflation losses",
        "penalty": "Penalty",
        "fine": "Fine",
        "fixed_sum": "Fixed sum of the law",
    },
}
_LEVEL = N_("Reminder, level {level} of the ladder")
_WAITS = N_("The time for the answer runs to {day}: before it the claim may be found premature.")
_NOT_DELIVERED = N_("There is no proof of delivery: delivery is presumed only.")
_NO_COPY = N_("There is no copy of: {title}.")
_NOT_SENT_BY = N_("How the claim was sent is not recorded by a tracking number.")
_ANSWERED = frozenset({ClaimStatus.ACCEPTED, ClaimStatus.PARTLY_ACCEPTED, ClaimStatus.REFUSED})


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


class SentReminder(NamedTuple):
    """A reminder of the ladder that told of the debt: its day, level and way."""

    on: date
    level: int
    channel: str


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


def court_context(handover: CourtFacts, facts: ClaimFacts, book: Phrasebook) -> DocumentContext:
    """The context of the hand-over under the vocabulary; ``facts`` are those of the claim on the day."""
    return {
        **sides_and_contract(facts, book),
        "document": {"number": handover.claim_number, "date": day(facts.as_of), "reply_to": None},
        "author": person_record(facts.author, book),
        "as_of": day(facts.as_of),
        "court": _record(handover, SUMS[book.language]),
        "extra": {},
    }


def _record(handover: CourtFacts, names: Mapping[str, str]) -> DocumentContext:
    return {
        "claim_number": handover.claim_number,
        "claim_date": day(handover.claim_dated_on),
        "sums": _sums(handover, names),
        "claimed": money(handover.claimed_total),
        "now": money(handover.now_total),
        "accepted": money(handover.accepted),
        "answer_by": day(handover.answer_by),
        "reason": handover.reason or None,
        "debts": [
            {
                "document": each.document,
                "due_on": day(each.due_on),
                "claimed": money(each.claimed),
                "open": money(each.still_open),
                "sue_by": day(each.sue_by),
            }
            for each in handover.debts
        ],
        "history": [
            {"date": day(each.on), "what": each.what, "amount": money(each.amount), "note": each.note or None}
            for each in handover.history
        ],
        "warnings": list(handover.warnings),
        "files": list(handover.files),
    }


def _sums(handover: CourtFacts, names: Mapping[str, str]) -> Sequence[DocumentContext]:
    return [
        {"name": names[kind], "claimed": money(handover.claimed.get(kind)), "now": money(handover.now.get(kind))}
        for kind in KINDS
        if handover.claimed.get(kind) or handover.now.get(kind)
    ]


def history_of(moves: Iterable[Move], reminders: Iterable[SentReminder], language: str) -> tuple[CourtMove, ...]:
    """Reminders of the ladder, then the moves of the claim, each with its way, sum and reason, by day."""
    words = Words(language)
    before = [
        CourtMove(each.on, words.say(_LEVEL, level=each.level), note=_method(words, each.channel)) for each in reminders
    ]
    after = [_moved(words, each) for each in moves]
    return tuple(sorted((*before, *after), key=lambda each: each.on))


def warnings_of(
    moves: Sequence[Move], answer_by: date | None, without_copy: Iterable[str], language: str, today: date
) -> tuple[str, ...]:
    """What a lawyer must look at before the claim is filed."""
    words, statuses = Words(language), {each.status for each in moves}
    sent = next((each for each in reversed(moves) if each.status is ClaimStatus.SENT), None)
    found = []
    if answer_by is not None and answer_by >= today and not statuses & _ANSWERED:
        found.append(words.say(_WAITS, day=answer_by))
    if ClaimStatus.DELIVERED not in statuses:
        found.append(words.say(_NOT_DELIVERED))
    if sent is not None and not sent.tracking:
        found.append(words.say(_NOT_SENT_BY))
    return (*found, *(words.say(_NO_COPY, title=each) for each in without_copy))


def _moved(words: Words, move: Move) -> CourtMove:
    reason = words.say(move.reason) if move.reason in REASONS else move.reason
    notes = [_method(words, move.method), move.tracking, reason]
    what = words.say(STATUSES[move.status])
    return CourtMove(move.on, what[:1].upper() + what[1:], move.amount, ", ".join(each for each in notes if each))


def _method(words: Words, code: str) -> str:
    return words.method(code) if code else ""
