"""A claim handed over to court: what was claimed and stands now, its history, what to look at, what lies in it (§8)."""

from collections.abc import Iterable
from datetime import date

from contracts.claims.case.card import ClaimCard
from contracts.claims.case.contexts.letter import ClaimFacts
from contracts.claims.case.contexts.words import paper_words
from contracts.claims.case.rules.claim import REASONS, ClaimStatus, Move
from contracts.claims.case.wording import STATUSES
from contracts.claims.late_payment.rules.debt import KINDS
from contracts.documents.contexts.party import person_record
from contracts.documents.contexts.phrasebook import Phrasebook
from contracts.documents.contexts.values import DocumentContext, day, money
from contracts.kernel.refusal import N_
from contracts.language import Words

_LEVEL = N_("Reminder, level {level} of the ladder")
_WAITS = N_("The time for the answer runs to {day}: before it the claim may be found premature.")
_NOT_DELIVERED = N_("There is no proof of delivery: delivery is presumed only.")
_NO_COPY = N_("There is no copy of: {title}.")
_NOT_SENT_BY = N_("How the claim was sent is not recorded by a tracking number.")
_ANSWERED = frozenset({ClaimStatus.ACCEPTED, ClaimStatus.PARTLY_ACCEPTED, ClaimStatus.REFUSED})


def court_context(card: ClaimCard, facts: ClaimFacts, book: Phrasebook, more: DocumentContext) -> DocumentContext:
    """The context of the hand-over under the vocabulary: ``facts`` are those of the claim on the day.

    ``more`` are its debts, history, warnings and files.
    """
    return {
        **facts.context(book, facts.currency, facts.custom),
        "document": {"number": card.claim, "date": day(facts.as_of), "reply_to": None},
        "author": person_record(facts.author, book),
        "as_of": day(facts.as_of),
        "court": {
            "claim_number": card.claim,
            "claim_date": day(card.as_of),
            "sums": _sums(card, facts, book.language),
            "claimed": money(card.total),
            "now": money(facts.total),
            "accepted": money(card.accepted),
            "answer_by": day(card.answer_by),
            "reason": card.moves[-1].reason or None,
            **more,
        },
        "extra": {},
    }


def history_of(
    moves: Iterable[Move], reminders: Iterable[tuple[date, int, str]], language: str
) -> list[DocumentContext]:
    """Reminders of the ladder by day, level and way, and the moves of the claim with way, sum and reason; by day."""
    words = Words(language)
    rows: list[DocumentContext] = [
        {"date": day(on), "what": words.say(_LEVEL, level=level), "amount": None, "note": _note(words, channel)}
        for on, level, channel in reminders
    ]
    for move in moves:
        what = words.say(STATUSES[move.status])
        reason = words.say(move.reason) if move.reason in REASONS else move.reason
        note = _note(words, move.method, move.tracking, reason)
        rows.append(
            {"date": day(move.on), "what": what[:1].upper() + what[1:], "amount": money(move.amount), "note": note}
        )
    return sorted(rows, key=lambda each: str(each["date"]))


def warnings_of(card: ClaimCard, without_copy: Iterable[str], language: str, today: date) -> tuple[str, ...]:
    """What a lawyer must look at before the claim is filed."""
    words, statuses = Words(language), {each.status for each in card.moves}
    sent = next((each for each in reversed(card.moves) if each.status is ClaimStatus.SENT), None)
    found = []
    if card.answer_by is not None and card.answer_by >= today and not statuses & _ANSWERED:
        found.append(words.say(_WAITS, day=card.answer_by))
    if ClaimStatus.DELIVERED not in statuses:
        found.append(words.say(_NOT_DELIVERED))
    if sent is not None and not sent.tracking:
        found.append(words.say(_NOT_SENT_BY))
    return (*found, *(words.say(_NO_COPY, title=each) for each in without_copy))


def _sums(card: ClaimCard, facts: ClaimFacts, language: str) -> list[DocumentContext]:
    """The parts of the claim as claimed, and as they stand on the day."""
    claimed = {kind: getattr(card, kind) or None for kind in KINDS} | {"fixed_sum": card.rest or None}
    now = {kind: facts.sum_of(kind) for kind in KINDS} | {"fixed_sum": facts.fixed_sum}
    claimed["principal"], now["principal"] = card.principal, facts.principal
    return [
        {"name": name, "claimed": money(claimed[kind]), "now": money(now[kind])}
        for kind, name in paper_words("sums", language).items()
        if claimed[kind] or now[kind]
    ]


def _note(words: Words, method: str, *more: str) -> str | None:
    return ", ".join(filter(None, (words.method(method) if method else "", *more))) or None
