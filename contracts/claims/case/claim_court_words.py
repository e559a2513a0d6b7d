"""The words of a hand-over to court: the parts of the sum, the history of the claim, what to look at (domain §8)."""

from datetime import date
from typing import Any

from sqlalchemy import Connection

from contracts.claims.case.claim_card import Card
from contracts.claims.case.claim_moves import REASONS
from contracts.claims.case.contexts.court import CourtMove
from contracts.claims.case.queries import claims
from contracts.claims.case.rules.claim import ClaimStatus
from contracts.kernel.money import Money
from contracts.kernel.refusal import N_
from contracts.language import Words
from contracts.money.reports import STATUSES

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


def history_of(conn: Connection, card: Card, language: str) -> tuple[CourtMove, ...]:
    """Reminders of the ladder, then the moves of the claim, each with its way, sum and reason, by day."""
    words = Words(language)
    charge_ids = [each.charge_id for each in claims.items_of(conn, card.case.row.id) if each.charge_id]
    before = [
        CourtMove(row.sent_on, words.say(_LEVEL, level=row.level), note=_method(words, row.channel))
        for row in claims.reminded(conn, charge_ids)
    ]
    moves = [_moved(words, each, card.case.row.currency) for each in card.case.moves]
    return tuple(sorted((*before, *moves), key=lambda each: each.on))


def warnings_of(conn: Connection, card: Card, language: str, today: date) -> tuple[str, ...]:
    """What a lawyer must look at before the claim is filed."""
    words, row = Words(language), card.case.row
    statuses = {each.status for each in card.case.moves}
    sent = next((each for each in reversed(card.case.moves) if each.status == ClaimStatus.SENT), None)
    found = []
    is_answered = statuses & {ClaimStatus.ACCEPTED, ClaimStatus.PARTLY_ACCEPTED, ClaimStatus.REFUSED}
    if row.answer_by is not None and row.answer_by >= today and not is_answered:
        found.append(words.say(_WAITS, day=row.answer_by))
    if ClaimStatus.DELIVERED not in statuses:
        found.append(words.say(_NOT_DELIVERED))
    if sent is not None and not sent.tracking_no:
        found.append(words.say(_NOT_SENT_BY))
    found += [words.say(_NO_COPY, title=each.title) for each in card.enclosures if each.is_missing]
    return tuple(found)


def _moved(words: Words, move: Any, currency: str) -> CourtMove:
    amount = None if move.amount_minor is None else Money(move.amount_minor, currency)
    reason = words.say(move.reason) if move.reason in REASONS else move.reason
    told = [_method(words, move.method), move.tracking_no, reason]
    what = words.say(STATUSES[move.status])
    return CourtMove(move.on, what[:1].upper() + what[1:], amount, ", ".join(each for each in told if each))


def _method(words: Words, code: str) -> str:
    return words.method(code) if code else ""
