"""A claim moves by one row with its day, sum and proof, and money that covers it settles it; the audit knows (§8, §12).

Delivery counts the answer anew. What a payment covers is closed everywhere: undone, the claim is open again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from contracts.claims.case.cases import ClaimCase, case_of
from contracts.claims.case.queries import claimed, claims
from contracts.claims.case.queries.claims import ClaimItem, StoredClaim, WhichClaim
from contracts.claims.case.rules.claim import (
    COVERED,
    OVER,
    TAKEN_BACK,
    AnswerFrom,
    ClaimDirection,
    ClaimFault,
    ClaimStatus,
    answer_by,
    answer_from,
    check_move,
    check_sum,
)
from contracts.documents.attaching import attach_in
from contracts.kernel.context import Call, Context, Work, recorded
from contracts.kernel.events import Covered
from contracts.kernel.money import Money
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, require, writing
from contracts.law import calendar_of
from contracts.money.queries import charges, payments

_S = ClaimStatus
#: Moves that speak to the other side or to a court: not of those who only prepare.
_SENDING = frozenset({_S.ANSWER_APPROVED, _S.ANSWERED, _S.TO_COURT})
_SETTLES = frozenset(ClaimStatus) - OVER - {_S.RECEIVED, _S.ANSWER_DRAFTED, _S.ANSWER_APPROVED, _S.ANSWERED}
#: A file that proves a move: a receipt, a tracking sheet, their answer. It is no enclosure of the letter.
PROOF = "proof"


@dataclass(frozen=True, slots=True)
class MoveFacts:
    """What a person says of a move: its day (today), the sum, the reason, way and number, a file that proves it."""

    on: date | None = None
    amount: Money | None = None
    reason: str = ""
    method: str = ""
    tracking: str = ""
    proof: Path | None = None


@needs("claims.prepare")
def move(
    ctx: Context, call: Call, which: WhichClaim | str, to: ClaimStatus, facts: MoveFacts = MoveFacts()
) -> ClaimCase:
    """Move a claim: delivered, accepted, refused, settled, to court, withdrawn, or a step of an incoming one.

    Raises ``ClaimFault`` for a move its machine does not know, a day that cannot be, a sum that is no part of it.
    """
    if to in _SENDING:
        require(call, "claims.send")
    with writing(ctx, call) as work:
        claim = claims.find(work.conn, call, which, lock=True)
        move_in(work, claim, to, facts)
        moved = case_of(work.conn, ctx, call, claims.by_key(work.conn, claim.id))
        work.commit()
    return moved


def move_in(work: Work, claim: StoredClaim, to: ClaimStatus, facts: MoveFacts) -> None:
    """The same within a transaction of the caller, who commits."""
    check_move(claim.direction, claim.status, to, claim.number)
    on = facts.on or work.call.as_of
    _check_day(work.conn, claim, on, work.call.as_of)
    amount = facts.amount if facts.amount is not None else _sum_of(work.conn, claim, to)
    check_sum(claim.number, to, amount, claim.claimed)
    proof = ""
    if facts.proof is not None:
        _, proof = attach_in(work, Subject(SubjectKind.CLAIM, claim.id), facts.proof, kind=PROOF)
    if to is _S.DELIVERED and answer_from(claim.law) is AnswerFrom.RECEIVED:
        agreed = claims.terms_of(work.conn, claim.id).answer
        last, _ = answer_by(on, claim.answer_days, calendar_of(claim.law), agreed)
        claims.change(work.conn, claim.id, answer_by=last)
    texts = {"reason": facts.reason, "method": facts.method, "tracking_no": facts.tracking, "file_sha": proof}
    record_move(work, claim.id, to, on=on, amount=amount, **texts)


def record_move(
    work: Work, claim_id: int, to: ClaimStatus, *, on: date | None = None, amount: Money | None = None, **more: str
) -> None:
    """Record that a claim has a status from a day on, by default the day of the call; ``more`` are texts of the row."""
    values = {"status": to.value, **more, "on": on or work.call.as_of, **recorded(work.call)}
    payload = {"status": to.value, **more}
    if amount is not None:
        values["amount_minor"], payload["amount"] = amount.minor, amount.wire
    claims.add_move(work.conn, claim_id, values)
    (claimed.release if to in OVER else claimed.hold)(work.conn, claim_id)
    work.change(SubjectKind.CLAIM, [claim_id])
    work.note(Subject(SubjectKind.CLAIM, claim_id), "move_claim", {"after": payload})


def settle_covered(work: Work, event: Covered) -> None:
    """Settle the outgoing claims of which nothing is open any more; take it back where it is open again.

    An advance is returned when nothing is left of its payment: given back, or covered by a later delivery. A claim for
    more than the principal stays with its sums: interest becomes a debt only when admitted (domain §6).
    """
    for claim in claims.with_items(work.conn, event.charge_ids, event.payment_ids):
        if claim.direction is not ClaimDirection.OUTGOING:
            continue
        is_covered = not still_open(work.conn, claim.id)
        if is_covered and claim.status in _SETTLES:
            record_move(work, claim.id, _S.SETTLED, reason=COVERED)
        elif not is_covered and claim.status is _S.SETTLED and not _is_claimed_elsewhere(work.conn, claim.id):
            moves = reversed(claims.moves_of(work.conn, claim.id))
            before = next((each for each in moves if each.status is not _S.SETTLED), None)
            if before is not None:
                texts = {"method": before.method, "tracking_no": before.tracking, "file_sha": before.proof or ""}
                # Of the day it was so: nothing is sent or delivered again because money was taken back.
                record_move(
                    work, claim.id, before.status, on=before.on, amount=before.amount, reason=TAKEN_BACK, **texts
                )


def _is_claimed_elsewhere(conn: Connection, claim_id: int) -> bool:
    """Whether another claim demands by now what this one did."""
    items = claims.items_of(conn, claim_id)
    charge_ids, payment_ids = ([id for id in ids if id] for ids in zip(*(each[:2] for each in items), strict=True))
    return bool(claimed.open_claims(conn, charge_ids) or claimed.open_advances(conn, payment_ids))


def still_open(conn: Connection, claim_id: int) -> int:
    """What is unpaid of the principal of a claim now, in minor units."""
    return sum(open_items(conn, claims.items_of(conn, claim_id)))


def open_items(conn: Connection, items: Sequence[ClaimItem]) -> list[int]:
    """What is open of each item of a claim now, never more than was claimed of an advance."""
    sums = charges.open_sums(conn, [each.charge_id for each in items if each.charge_id])
    rests = payments.rest_sums(conn, [each.payment_id for each in items if each.payment_id])
    return [
        sums.get(each.charge_id, 0) if each.charge_id else min(rests.get(each.payment_id or 0, 0), each.principal_minor)
        for each in items
    ]


def _check_day(conn: Connection, claim: StoredClaim, on: date, today: date) -> None:
    """Not in the future, and not before the claim was sent or came in."""
    starts = [each.on for each in claims.moves_of(conn, claim.id) if each.status in (_S.SENT, _S.RECEIVED)]
    first = starts[-1] if starts else None
    if on > today or (first is not None and on < first):
        raise ClaimFault(
            "{on} cannot be: claim {number} is moved on a day from {first} to {today}.",
            code="bad_day",
            on=on,
            number=claim.number,
            first=first or claim.as_of,
            today=today,
        )


def _sum_of(conn: Connection, claim: StoredClaim, to: ClaimStatus) -> Money | None:
    """What the ledger or the claim itself says: all of it accepted, or what was paid of a part settlement."""
    if to is _S.ACCEPTED:
        return claim.claimed
    if to is not _S.PARTLY_SETTLED or claim.direction is not ClaimDirection.OUTGOING:
        return None
    principal = sum(each.principal_minor for each in claims.items_of(conn, claim.id))
    paid = principal - still_open(conn, claim.id)
    return Money(paid, claim.currency) if paid > 0 else None
