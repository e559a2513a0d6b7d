"""What became of a letter: delivered, returned or refused on a day; the next level counts from it (domain §8)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from contracts.claims.case.moves import MoveFacts, move_in
from contracts.claims.case.queries import claims
from contracts.claims.case.rules.claim import ClaimStatus
from contracts.claims.dunning.levels import NOT_SENT
from contracts.claims.dunning.queries import dunning
from contracts.claims.dunning.queries.dunning import SentLetter
from contracts.claims.dunning.rules.ladder import DeliveryOutcome, DunningFault, Ladder, answer_moved, check_outcome
from contracts.kernel.context import Call, Context, Work, recorded
from contracts.kernel.refusal import N_
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.parties.queries import parties

#: What the program writes into the case of a claim that came back.
_REASONS = {DeliveryOutcome.RETURNED: N_("returned uncollected"), DeliveryOutcome.REFUSED: N_("delivery refused")}


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What a person tells: the outcome, its day (today), how it is known, and of which level's letter (the newest)."""

    outcome: DeliveryOutcome
    on: date | None = None
    how: str = ""
    level: int | None = None


@dataclass(frozen=True, slots=True)
class RecordedDelivery:
    """A letter whose delivery was recorded, and the last day for its answer now."""

    counterparty: str
    level: int
    outcome: DeliveryOutcome
    on: date
    claim: str | None
    answer_by: date


@needs("claims.prepare")
def record_outcome(ctx: Context, call: Call, counterparty: str, report: DeliveryReport) -> RecordedDelivery:
    """Record what became of the newest letter to a debtor; recorded again, the newer word holds.

    Raises ``DunningFault`` where none was sent, or the day cannot be.
    """
    with writing(ctx, call) as work:
        party = parties.counterparty(work.conn, counterparty)
        name, on = party.short_name or party.name, report.on or call.as_of
        letter = _letter(work.conn, party.id, name, report.level)
        record = _of_claim if letter.claim_id else _of_reminder
        number, last = record(work, letter, name, report, on)
        work.commit()
    return RecordedDelivery(name, letter.level, report.outcome, on, number, last)


def _letter(conn: Connection, party_id: int, name: str, level: int | None) -> SentLetter:
    for letter in dunning.sent_to(conn, party_id, level):
        if letter.mail not in NOT_SENT and (letter.claim_id is not None or letter.sent_on is not None):
            return letter
    raise DunningFault("No letter of the ladder was sent to {name}.", code="no_letter", name=name)


def _of_reminder(
    work: Work, letter: SentLetter, name: str, report: DeliveryReport, on: date
) -> tuple[str | None, date]:
    ctx, call = work.ctx, work.call
    check_outcome(name, letter.sent_on or on, on, call.as_of)
    levels = ctx.policy(Ladder).levels
    rung = levels[min(letter.level, len(levels)) - 1]
    last = answer_moved(rung, letter.answer_by or on, on, ctx.rules.calendar(ctx.country))
    values = {"outcome": report.outcome.value, "on": on, "how": report.how.strip()}
    dunning.add_outcome(work.conn, {"letter_id": letter.id, **values, **recorded(call)})
    dunning.move_steps(work.conn, letter.id, on, last)
    after = {**values, "on": on.isoformat(), "level": letter.level}
    work.note(Subject(SubjectKind.PARTY, letter.counterparty_id), "record_delivery", {"after": after})
    return None, last


def _of_claim(work: Work, letter: SentLetter, name: str, report: DeliveryReport, on: date) -> tuple[str | None, date]:
    """A claim is a case: the case keeps its delivery, and counts the answer."""
    claim = claims.by_key(work.conn, letter.claim_id or 0, lock=True)
    if claim.status in (ClaimStatus.DRAFT, ClaimStatus.APPROVED):
        raise DunningFault(
            "Claim {number} to {name} is not sent yet: `contracts claim send {number}`.",
            code="not_sent",
            number=claim.number,
            name=name,
        )
    reason = ": ".join(filter(None, (_REASONS.get(report.outcome, ""), report.how.strip())))
    move_in(work, claim, ClaimStatus.DELIVERED, MoveFacts(on=on, reason=reason))
    return claim.number, claims.by_key(work.conn, claim.id).answer_by or on
