"""A move of a claim is one row, its deadlines are derived anew, and the audit knows (domain §8, §12)."""

from datetime import date
from typing import Any

from contracts.claims.case.queries import claims
from contracts.claims.case.rules.claim import ClaimStatus
from contracts.kernel.context import Work, recorded
from contracts.kernel.money import Money
from contracts.kernel.refusal import N_
from contracts.kernel.subject import Subject, SubjectKind

APPROVED_ANEW = N_("approved anew")
APPROVAL_LAPSED = N_("approval lapsed")
COVERED = N_("principal covered")
TAKEN_BACK = N_("a payment was taken back")
#: Reasons the program itself gives; those of people stay as they wrote them.
REASONS = frozenset({APPROVED_ANEW, APPROVAL_LAPSED, COVERED, TAKEN_BACK})


def record_move(
    work: Work, claim_id: int, to: ClaimStatus, *, on: date | None = None, amount: Money | None = None, **more: str
) -> None:
    """Record that a claim has a status from a day on, by default the day of the call; ``more`` are texts of the row."""
    told: dict[str, Any] = {"status": to.value, **more}
    values = {**told, "on": on or work.call.as_of, **recorded(work.call)}
    if amount is not None:
        values["amount_minor"], told["amount"] = amount.minor, amount.wire
    claims.add_move(work.conn, claim_id, values)
    work.change(SubjectKind.CLAIM, [claim_id])
    work.note(Subject(SubjectKind.CLAIM, claim_id), "move_claim", {"after": told})
