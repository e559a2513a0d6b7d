"""A claim is a case that moves from state to state; what follows from days alone is derived, not stored (domain §8).

An approval lapses when the claim is sent more than ten days later, or when a payment came in between: its calculation
is frozen and would demand what is no longer owed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from contracts.kernel.calendar import FAR, Duration, WorkCalendar, add, shift_forward
from contracts.kernel.derivation import CodeFact, Step
from contracts.kernel.money import Money
from contracts.kernel.refusal import N_, Refusal

#: Days after which an approval that was not used lapses.
APPROVAL_DAYS = 10
#: Days for the answer to an incoming claim where the contract is silent.
INCOMING_ANSWER_DAYS = 30
#: Days for a demand where no day for performing was agreed (CC Ukraine 530(2)).
DEMAND_DAYS = 7
#: A claim was sent. Facts: ``number``, ``method``. On: the day of sending.
CLAIM_SENT: Final = "claim_sent"
#: A claim came in. Facts: ``number``. On: the day of receipt.
CLAIM_RECEIVED: Final = "claim_received"
#: A claim was delivered. Facts: none. On: the day of delivery.
CLAIM_DELIVERED: Final = "claim_delivered"
#: Delivery is presumed. Facts: ``days``. On: the presumed day.
DELIVERY_PRESUMED: Final = "delivery_presumed"
#: The answer is due. Facts: ``days``. On: the last day for it.
ANSWER_COUNTED: Final = "answer_counted"


class ClaimFault(Refusal):
    """A move of a claim is refused."""

    code = "claim_fault"


class ClaimDirection(StrEnum):
    """Whose claim it is."""

    OUTGOING = "outgoing"
    INCOMING = "incoming"


class ClaimSubject(StrEnum):
    """What is claimed."""

    DEBT = "debt"
    ADVANCE = "advance"
    PERFORMANCE = "performance"
    OTHER = "other"


class AnswerFrom(StrEnum):
    """From when the time for the answer runs; ``dated``: the letter itself names the last day."""

    RECEIVED = "received"
    SENT = "sent"
    DATED = "dated"


class ClaimStatus(StrEnum):
    """Where a claim stands; ``presumed_delivered`` and ``unanswered`` follow from days."""

    DRAFT = "draft"
    APPROVED = "approved"
    SENT = "sent"
    DELIVERED = "delivered"
    PRESUMED_DELIVERED = "presumed_delivered"
    ACCEPTED = "accepted"
    PARTLY_ACCEPTED = "partly_accepted"
    REFUSED = "refused"
    UNANSWERED = "unanswered"
    SETTLED = "settled"
    PARTLY_SETTLED = "partly_settled"
    TO_COURT = "to_court"
    WITHDRAWN = "withdrawn"
    RECEIVED = "received"
    ANSWER_DRAFTED = "answer_drafted"
    ANSWER_APPROVED = "answer_approved"
    ANSWERED = "answered"
    IN_COURT = "in_court"
    CLOSED = "closed"


_S = ClaimStatus
_ENDS = frozenset({_S.SETTLED, _S.PARTLY_SETTLED, _S.TO_COURT, _S.WITHDRAWN})
#: Statuses in which somebody owes the answer to a claim.
_AWAITED = frozenset({_S.SENT, _S.DELIVERED})
UNANSWERED: Final = frozenset({_S.RECEIVED, _S.ANSWER_DRAFTED, _S.ANSWER_APPROVED})
_ANSWERS = frozenset({_S.ACCEPTED, _S.PARTLY_ACCEPTED, _S.REFUSED})
_OUTGOING = {
    _S.DRAFT: frozenset({_S.APPROVED, _S.WITHDRAWN, _S.SETTLED}),
    _S.APPROVED: frozenset({_S.DRAFT, _S.SENT, _S.WITHDRAWN, _S.SETTLED}),
    _S.SENT: _ENDS | _ANSWERS | {_S.DELIVERED},
    _S.DELIVERED: _ENDS | _ANSWERS | {_S.DELIVERED},
    _S.ACCEPTED: _ENDS,
    _S.PARTLY_ACCEPTED: _ENDS,
    _S.REFUSED: _ENDS | {_S.ACCEPTED, _S.PARTLY_ACCEPTED},
    _S.PARTLY_SETTLED: frozenset({_S.SETTLED, _S.TO_COURT, _S.WITHDRAWN}),
    _S.TO_COURT: frozenset({_S.SETTLED, _S.PARTLY_SETTLED, _S.WITHDRAWN}),
    _S.SETTLED: frozenset({_S.SENT}),
}
_INCOMING = {
    _S.RECEIVED: frozenset({_S.ANSWER_DRAFTED, _S.SETTLED, _S.IN_COURT, _S.CLOSED}),
    _S.ANSWER_DRAFTED: frozenset({_S.ANSWER_DRAFTED, _S.ANSWER_APPROVED, _S.SETTLED, _S.IN_COURT, _S.CLOSED}),
    _S.ANSWER_APPROVED: frozenset({_S.ANSWERED, _S.ANSWER_DRAFTED, _S.SETTLED, _S.IN_COURT, _S.CLOSED}),
    _S.ANSWERED: frozenset({_S.SETTLED, _S.IN_COURT, _S.CLOSED}),
    _S.IN_COURT: frozenset({_S.SETTLED, _S.CLOSED}),
}
#: Moves that speak of a sum, and those of them that speak of a part of it.
_WITH_SUM = _ANSWERS - {_S.REFUSED} | {_S.SETTLED, _S.PARTLY_SETTLED, _S.ANSWER_DRAFTED}
_OF_A_PART = frozenset({_S.PARTLY_ACCEPTED, _S.PARTLY_SETTLED})
#: Laws under which a letter gives a time, not a day: CC Ukraine 530(2) from receipt, APC Russia 4(5) from sending.
_ANSWER_RUNS = {"UA": AnswerFrom.RECEIVED, "RU": AnswerFrom.SENT}
#: Statuses in which a claim is over, and in which it is still worked on.
OVER = frozenset({_S.SETTLED, _S.WITHDRAWN, _S.CLOSED})
OPEN = frozenset(ClaimStatus) - OVER

APPROVED_ANEW = N_("approved anew")
APPROVAL_LAPSED = N_("approval lapsed")
COVERED = N_("principal covered")
TAKEN_BACK = N_("a payment was taken back")
REPLACED = N_("another claim takes its place")
#: Reasons the program itself gives for a move; those of people stay as they wrote them.
REASONS = frozenset({APPROVED_ANEW, APPROVAL_LAPSED, COVERED, TAKEN_BACK, REPLACED})


@dataclass(frozen=True, slots=True)
class Move:
    """A claim has a status from a day on; ``amount`` is the sum it speaks of, ``proof`` the hash of what proves it."""

    status: ClaimStatus
    on: date
    method: str = ""
    tracking: str = ""
    reason: str = ""
    amount: Money | None = None
    proof: str | None = None
    by: str = ""


def check_move(direction: ClaimDirection, status: ClaimStatus, to: ClaimStatus, number: str) -> None:
    """Only the moves of the two machines. Raises :class:`ClaimFault` naming what is possible."""
    machine = _OUTGOING if direction is ClaimDirection.OUTGOING else _INCOMING
    possible = machine.get(status, frozenset())
    if to not in possible:
        raise ClaimFault(
            "Claim {number} is {status} and cannot become {to}; possible: {possible}.",
            code="no_such_move",
            number=number,
            status=status.value,
            to=to.value,
            possible=", ".join(sorted(possible)) or "-",
        )


def check_sum(number: str, to: ClaimStatus, amount: Money | None, claimed: Money) -> None:
    """The sum of a move: a part where a part is said, never more than is claimed. Raises :class:`ClaimFault`."""
    if amount is None:
        if to in _OF_A_PART:
            raise ClaimFault("Say which part of claim {number}: give its sum.", code="no_sum", number=number)
        return
    if to not in _WITH_SUM:
        raise ClaimFault("A claim that is {status} has no sum.", code="sum_unknown", status=to.value)
    if amount.currency != claimed.currency or amount.minor < 0 or amount > claimed:
        raise ClaimFault(
            "Claim {number} is for {claimed}; {amount} is not a part of it.",
            code="not_a_part",
            number=number,
            claimed=claimed,
            amount=amount,
        )
    if to in _OF_A_PART and not 0 < amount.minor < claimed.minor:
        raise ClaimFault(
            "{amount} is not a part of claim {number} for {claimed}: it is all of it, or nothing.",
            code="not_a_part",
            number=number,
            claimed=claimed,
            amount=amount,
        )


def stored_status(moves: Sequence[Move], as_of: date) -> ClaimStatus:
    """The newest recorded status on a day; moves are in the order of recording, later ones of one day prevail."""
    status = moves[0].status
    for move in moves:
        if move.on <= as_of:
            status = move.status
    return status


def status_on(moves: Sequence[Move], answer_by: date | None, as_of: date, presumed_after: int | None) -> ClaimStatus:
    """The status on a day with what follows: delivery presumed so many days after sending, an answer that is late."""
    status = stored_status(moves, as_of)
    if status not in (_S.SENT, _S.DELIVERED):
        return status
    if answer_by is not None and as_of > answer_by:
        return _S.UNANSWERED
    sent_on = max(each.on for each in moves if each.status is _S.SENT)
    is_presumed = presumed_after is not None and as_of >= sent_on + timedelta(days=presumed_after)
    return _S.PRESUMED_DELIVERED if status is _S.SENT and is_presumed else status


def check_sending(number: str, approved_on: date | None, sent_on: date, paid_since: Sequence[date]) -> None:
    """A claim is sent on its approval, within ten days, and without a payment in between.

    Raises :class:`ClaimFault`; the claim then goes back to draft, to be calculated anew.
    """
    if approved_on is None:
        raise ClaimFault("Claim {number} is not approved: approve it first.", code="not_approved", number=number)
    if (sent_on - approved_on).days > APPROVAL_DAYS:
        raise ClaimFault(
            "The approval of claim {number} of {approved_on} lapsed after {days} days: approve it anew.",
            code="approval_lapsed",
            number=number,
            approved_on=approved_on,
            days=APPROVAL_DAYS,
        )
    if paid_since:
        raise ClaimFault(
            "A payment of {paid_on} came in after claim {number} was approved: approve it anew, its sums changed.",
            code="paid_since_approval",
            number=number,
            paid_on=min(paid_since),
        )


def answer_days(law: str, subject: ClaimSubject, configured: int, *, is_person: bool = False) -> int:
    """Days for the answer where the contract is silent (RU: APC 4(5); GB: 14, a person 30; UA: config; §8)."""
    if law == "RU":
        return 30
    if law == "GB":
        return 30 if is_person else 14
    return DEMAND_DAYS if subject is ClaimSubject.ADVANCE else configured


def answer_from(law: str) -> AnswerFrom:
    """From when the time for the answer runs under a law."""
    return _ANSWER_RUNS.get(law, AnswerFrom.DATED)


def reached_on(
    moves: Sequence[Move], delivery: Mapping[str, int], usual_method: str, *, law: str
) -> tuple[date, bool] | None:
    """The day from which the answer is counted, and whether delivery then is only presumed; ``None`` before sending.

    ``delivery`` are days by method after which delivery is presumed. Where the letter names the last day, or the law
    counts from the sending, it is the day of sending.
    """
    sent = next((each for each in reversed(moves) if each.status is _S.SENT), None)
    if sent is None:
        return None
    if answer_from(law) is not AnswerFrom.RECEIVED:
        return sent.on, False
    proven = next((each.on for each in reversed(moves) if each.status is _S.DELIVERED and each.on >= sent.on), None)
    if proven is not None:
        return proven, False
    days = delivery.get(sent.method, delivery.get(usual_method, 0))
    return sent.on + timedelta(days=days), days > 0


def accepted_of(moves: Sequence[Move], currency: str) -> Money | None:
    """What was accepted of a claim, theirs or ours; ``None`` where nobody has said it."""
    newest = next((each for each in reversed(moves) if each.status in _ANSWERS | {_S.ANSWER_DRAFTED}), None)
    return None if newest is None else newest.amount or Money(0, currency)


def answer_by(
    from_on: date, days: int, calendar: WorkCalendar, agreed: Duration | None = None
) -> tuple[date, tuple[Step, ...]]:
    """The last day for the answer: a period, so it moves to a working day; the contract's own period prevails."""
    last = add(from_on, agreed or Duration(days, "day"), calendar)
    due_on = shift_forward(last, calendar)
    return due_on, (Step(ANSWER_COUNTED, due_on, (("wait", agreed or Duration(days, "day")),)),)


def answer_steps(
    direction: ClaimDirection, number: str, moves: Sequence[Move], last: date, presumed_on: date | None = None
) -> tuple[Step, ...]:
    """Why an answer is due on a day; ``presumed_on`` is the day of a delivery nobody proved."""
    first = CLAIM_SENT if direction is ClaimDirection.OUTGOING else CLAIM_RECEIVED
    begun = _S.SENT if direction is ClaimDirection.OUTGOING else _S.RECEIVED
    starts = []
    for each in (each for each in moves if each.status is begun):
        method = (("method", CodeFact("method", each.method)),) if each.method else ()
        starts.append(Step(first, each.on, (("number", number), *method)))
    came = [Step(CLAIM_DELIVERED, each.on, ()) for each in moves if each.status is _S.DELIVERED]
    presumed = [] if presumed_on is None or came else [Step(DELIVERY_PRESUMED, presumed_on, ())]
    return (*starts[-1:], *came[-1:], *presumed, Step(ANSWER_COUNTED, last, ()))


def awaits_answer(direction: ClaimDirection, moves: Sequence[Move]) -> bool:
    """Whether somebody owes the answer: they to ours, or we to theirs."""
    status = stored_status(moves, FAR)
    return status in (_AWAITED if direction is ClaimDirection.OUTGOING else UNANSWERED) and status in OPEN
