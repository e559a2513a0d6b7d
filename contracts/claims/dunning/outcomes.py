"""What became of a letter: delivered, returned or refused on a day; the next level counts from it (domain §8)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from contracts.claims.case.progress import Told, move_in
from contracts.claims.case.queries import claims
from contracts.claims.case.rules.claim import ClaimStatus
from contracts.claims.dunning.queries import dunning
from contracts.claims.dunning.rules.ladder import DeliveryOutcome, DunningFault, Ladder, answer_moved, check_outcome
from contracts.claims.dunning.steps import NOT_SENT
from contracts.kernel.context import Call, Context, Work, recorded
from contracts.kernel.refusal import N_
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import require, writing
from contracts.parties.queries import parties

#: What the program writes into the case of a claim that came back.
_REASONS = {DeliveryOutcome.RETURNED: N_("returned uncollected"), DeliveryOutcome.REFUSED: N_("delivery refused")}


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a person tells: the outcome, its day (today), how it is known, and of which level's letter (the newest)."""

    outcome: DeliveryOutcome
    on: date | None = None
    how: str = ""
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """A letter whose delivery was recorded, and the last day for its answer now."""

    counterparty: str
    level: int
    outcome: DeliveryOutcome
    on: date
    answer_by: date
    claim: str = ""


def record_outcome(ctx: Context, call: Call, counterparty: str, told: Delivery) -> Recorded:
    """Record what became of the newest letter to a debtor; recorded again, the newer word holds.

    Raises ``DunningFault`` where none was sent, or the day cannot be.
    """
    require(call, "claims.prepare")
    with writing(ctx, call) as work:
        party = parties.counterparty(work.conn, counterparty)
        name = party.short_name or party.name
        row = _letter(work.conn, party.id, name, told.level)
        on = told.on or call.as_of
        done = _of_claim(work, row, name, told, on) if row.claim_id else _of_reminder(work, row, name, told, on)
        work.commit()
    return done


def _letter(conn: Connection, party_id: int, name: str, level: int | None) -> Row[Any]:
    for row in dunning.sent_to(conn, party_id, level):
        if row.mail in NOT_SENT:
            continue
        if row.claim_id is not None or row.sent_on is not None:
            return row
    raise DunningFault("No letter of the ladder was sent to {name}.", code="no_letter", name=name)


def _of_reminder(work: Work, row: Row[Any], name: str, told: Delivery, on: date) -> Recorded:
    ctx, call = work.ctx, work.call
    check_outcome(name, row.sent_on, on, call.as_of)
    levels = ctx.policy(Ladder).levels
    rung = levels[min(row.level, len(levels)) - 1]
    last = answer_moved(rung, row.answer_by, on, ctx.rules.calendar(ctx.country))
    said = {"outcome": told.outcome.value, "on": on, "how": told.how.strip()}
    dunning.add_outcome(work.conn, {"letter_id": row.id, **said, **recorded(call)})
    dunning.move_steps(work.conn, row.id, on, last)
    after = {**said, "on": on.isoformat(), "level": row.level}
    work.note(Subject(SubjectKind.PARTY, row.counterparty_id), "record_delivery", {"after": after})
    return Recorded(name, row.level, told.outcome, on, last)


def _of_claim(work: Work, row: Row[Any], name: str, told: Delivery, on: date) -> Recorded:
    """A claim is a case: the case keeps its delivery, and counts the answer."""
    case = claims.row_of(work.conn, row.claim_id, lock=True)
    if ClaimStatus(case.status) in (ClaimStatus.DRAFT, ClaimStatus.APPROVED):
        raise DunningFault(
            "Claim {number} to {name} is not sent yet: `contracts claim send {number}`.",
            code="not_sent",
            number=case.number,
            name=name,
        )
    reason = ": ".join(filter(None, (_REASONS.get(told.outcome, ""), told.how.strip())))
    move_in(work, case, ClaimStatus.DELIVERED, Told(on=on, reason=reason))
    last = claims.row_of(work.conn, row.claim_id).answer_by
    return Recorded(name, row.level, told.outcome, on, last or on, case.number)
