"""What became of a claim is recorded with its day, its sum and its proof; delivery counts the answer anew (§8)."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row

from contracts.claims.case.cases import Case, case_of
from contracts.claims.case.letter import kept_terms
from contracts.claims.case.moves import record_move
from contracts.claims.case.queries import claims
from contracts.claims.case.rules.claim import (
    AnswerFrom,
    ClaimDirection,
    ClaimFault,
    ClaimStatus,
    answer_by,
    answer_from,
    check_move,
    check_sum,
)
from contracts.claims.case.settling import still_open
from contracts.claims.case.which import WhichClaim, claim_of, locked_claim
from contracts.documents.attaching import attach_in
from contracts.kernel.context import Call, Context, Work
from contracts.kernel.database.engine import reading
from contracts.kernel.money import Money
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import require, writing
from contracts.law import calendar_of

_S = ClaimStatus
#: Moves that speak to the other side or to a court: not of those who only prepare.
_SENDING = frozenset({_S.ANSWER_APPROVED, _S.ANSWERED, _S.TO_COURT})
#: A file that proves a move: a receipt, a tracking sheet, their answer. It is no enclosure of the letter.
PROOF = "proof"


@dataclass(frozen=True, slots=True)
class Told:
    """What a person says of a move: its day (today), the sum, the reason, the way, and a file that proves it."""

    on: date | None = None
    amount: Money | None = None
    reason: str = ""
    method: str = ""
    proof: Path | None = None


def move(ctx: Context, call: Call, which: WhichClaim | str, to: ClaimStatus, told: Told | None = None) -> Case:
    """Move a claim: delivered, accepted, refused, settled, to court, withdrawn, or a step of an incoming one.

    Raises ``ClaimFault`` for a move its machine does not know, a day that cannot be, a sum that is no part of it.
    """
    require(call, "claims.send" if to in _SENDING else "claims.prepare")
    with writing(ctx, call) as work:
        move_in(work, locked_claim(work.conn, which), to, told or Told())
        work.commit()
    with reading(ctx.engine) as conn:
        return case_of(conn, ctx, call, claim_of(conn, which))


def move_in(work: Work, row: Row[Any], to: ClaimStatus, told: Told) -> None:
    """The same within a transaction of the caller, who commits."""
    check_move(ClaimDirection(row.direction), _S(row.status), to, row.number)
    on = told.on or work.call.as_of
    _check_day(work.conn, row, on, work.call.as_of)
    amount = told.amount if told.amount is not None else _sum_of(work.conn, row, to)
    check_sum(row.number, to, amount, Money(row.claimed_minor or 0, row.currency))
    proof = _proof(work, row.id, told.proof) if told.proof is not None else ""
    if to is _S.DELIVERED:
        _count_answer(work, row, on)
    texts = {"reason": told.reason, "method": told.method, "file_sha": proof}
    record_move(work, row.id, to, on=on, amount=amount, **texts)


def _check_day(conn: Connection, row: Row[Any], on: date, today: date) -> None:
    """Not in the future, and not before the claim was sent or came in."""
    begun = [each.on for each in claims.moves_of(conn, row.id) if each.status in (_S.SENT, _S.RECEIVED)]
    first = begun[-1] if begun else None
    if on > today or (first is not None and on < first):
        raise ClaimFault(
            "{on} cannot be: claim {number} is moved on a day from {first} to {today}.",
            code="bad_day",
            on=on,
            number=row.number,
            first=first or row.as_of,
            today=today,
        )


def _sum_of(conn: Connection, row: Row[Any], to: ClaimStatus) -> Money | None:
    """What the ledger or the claim itself says: all of it accepted, or what was paid of a part settlement."""
    if to is _S.ACCEPTED:
        return Money(row.claimed_minor or 0, row.currency)
    if to is not _S.PARTLY_SETTLED or row.direction != ClaimDirection.OUTGOING:
        return None
    principal = sum(each.principal_minor for each in claims.items_of(conn, row.id))
    paid = principal - still_open(conn, row.id)
    return Money(paid, row.currency) if paid > 0 else None


def _count_answer(work: Work, row: Row[Any], on: date) -> None:
    """A letter that gives time from its receipt is answered that long after it."""
    if answer_from(row.law) is not AnswerFrom.RECEIVED:
        return
    agreed = kept_terms(work.conn, row.id).answer
    last, _ = answer_by(on, row.answer_days, calendar_of(row.law), agreed)
    claims.change(work.conn, row.id, {"answer_by": last})


def _proof(work: Work, claim_id: int, path: Path) -> str:
    _, sha256 = attach_in(work, Subject(SubjectKind.CLAIM, claim_id), path, kind=PROOF)
    return sha256
