"""The ladder: no level before the one below was delivered, or presumed so, and its time passed (domain §8, F18).

Levels are recorded per charge. A debtor's next level follows the oldest charge still on the ladder; one letter lists
all that is overdue, but a charge rises one level at a time and only when its own time has come. Steps fall on
working days. The program skips nothing; a person may, with a reason.

The time for the answer is counted from the day on which delivery is presumed, so that a letter leaves what it
promises. The day a letter names holds where it came sooner, and moves where it came later.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Final

from contracts.claims.case.rules.claim import ClaimStatus, Move
from contracts.claims.case.rules.claimed_once import ClaimFor
from contracts.kernel.calendar import Duration, WorkCalendar, shift_forward
from contracts.kernel.derivation import Step
from contracts.kernel.money import Money
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import PartyId
from contracts.money.rules.ledger import Charge, ChargeId


class DunningFault(Refusal):
    """A step of the ladder is refused."""

    code = "dunning_fault"


class SkipGround(StrEnum):
    """Why the program itself proposes to skip levels."""

    LIMITATION = "limitation"
    INSOLVENCY = "insolvency"
    NO_CLAIM_NEEDED = "no_claim_needed"


class DeliveryOutcome(StrEnum):
    """What became of a letter; each of them is delivery (domain §8)."""

    DELIVERED = "delivered"
    RETURNED = "returned"
    REFUSED = "refused"


#: What a level does: a reminder is made and sent, a claim is drafted as a case, a claim sent before goes to court.
REMINDER, CLAIM, COURT = "reminder", "claim", "court"
#: A claim leaves from its approval; one that is opened anew was sent before.
_SENDING = (ClaimStatus.APPROVED, ClaimStatus.SENT)
#: A claim in these states has surely come: its delivery is recorded, or the debtor answered it.
_CAME = frozenset({ClaimStatus.DELIVERED, ClaimStatus.ACCEPTED, ClaimStatus.PARTLY_ACCEPTED, ClaimStatus.REFUSED})
#: A limitation nearer than so many days proposes to skip to the last level.
LIMITATION_NEAR = 60


@dataclass(frozen=True, slots=True)
class Level:
    """One rung: ``after_days`` past due for the first, past the answer date of the one below for the others.

    ``template`` is ``reminder``, ``claim`` or ``court``; ``answer_days`` how long the debtor has; ``approver`` the
    right that must approve, empty: nobody.
    """

    no: int
    after_days: int
    channel: str
    template: str
    answer_days: int
    approver: str = ""


@dataclass(frozen=True, slots=True)
class ReachedLevel:
    """A level a charge has reached: sent (``None``: prepared, not sent yet), and delivered where that is known.

    ``is_sent`` is false for the step to court: nothing of it goes to the debtor, so nothing is delivered.
    """

    level: int
    sent_on: date | None
    channel: str
    answer_by: date | None
    delivered_on: date | None = None
    is_sent: bool = True


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rungs, lowest first, and after how many days delivery is presumed, by channel.

    ``is_claim_needed`` is false where the company sues without a claim before: then to skip it is proposed.
    """

    levels: tuple[Level, ...]
    presumed_after: Mapping[str, int]
    is_claim_needed: bool = True

    def __post_init__(self) -> None:
        if not self.levels or [each.no for each in self.levels] != list(range(1, len(self.levels) + 1)):
            raise ValueError("dunning levels count 1, 2, 3 … without a gap")
        if any(each.template == COURT for each in self.levels[:-1]):
            raise ValueError("nothing comes after the level court")

    def presumed_on(self, sent_on: date, channel: str) -> date:
        """The day on which delivery is presumed."""
        return sent_on + timedelta(days=self.presumed_after.get(channel, 0))

    def delivered_on(self, step: ReachedLevel) -> date | None:
        """The day a step counts as delivered: proven, else presumed; ``None`` where it was not sent."""
        if step.delivered_on is not None or step.sent_on is None:
            return step.delivered_on
        return self.presumed_on(step.sent_on, step.channel)

    def answer_by(self, level: Level, sent_on: date, channel: str, calendar: WorkCalendar) -> date:
        """The last day a letter of this level names: its time from presumed delivery, to a working day."""
        return shift_forward(self.presumed_on(sent_on, channel) + timedelta(days=level.answer_days), calendar)


@dataclass(frozen=True, slots=True)
class NextStep:
    """The next rung of a charge and the working day from which it may be taken."""

    level: Level
    on: date
    why: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class LadderCharge:
    """One charge of a debtor: what is open, which levels were reached, whether it is held, the claim it stands in."""

    charge: Charge
    still_open: Money
    reached: tuple[ReachedLevel, ...] = ()
    is_held: bool = False
    sue_by: date | None = None
    claim: ClaimFor | None = None


@dataclass(frozen=True, slots=True)
class PlannedLetter:
    """What one debtor would be sent: ``rising`` charges get the level recorded, all ``listed`` ones are named.

    ``skip`` says why a person should consider going further at once.
    """

    counterparty_id: PartyId
    level: Level
    listed: tuple[LadderCharge, ...]
    rising: tuple[tuple[ChargeId, int], ...]
    why: tuple[Step, ...]
    skip: SkipGround | None = None


def next_step(charge: Charge, steps: Sequence[ReachedLevel], ladder: Ladder, calendar: WorkCalendar) -> NextStep | None:
    """The next rung of a charge; ``None`` where its due day is unknown, a letter waits to be sent, or none is left."""
    reached = max((each.level for each in steps), default=0)
    if not charge.is_due_known or reached >= len(ladder.levels):
        return None
    level = ladder.levels[reached]
    start = _answered_on(steps, reached, ladder) if reached else charge.due_on
    if start is None:
        return None
    earliest = max(start + timedelta(days=level.after_days), start + timedelta(days=1))
    on = shift_forward(earliest, calendar)
    facts = (("level", level.no), ("days", Duration(level.after_days, "day")), ("from_on", start))
    return NextStep(level, on, (Step(LADDER_REACHED, on, facts),))


def plan_letter(
    dunned: Iterable[LadderCharge], ladder: Ladder, calendar: WorkCalendar, as_of: date, *, is_insolvent: bool = False
) -> PlannedLetter | None:
    """The letter one debtor is owed on a controlling day; ``None`` on a day off or where nothing is reached."""
    free = overdue_and_free(dunned, as_of)
    steps = {each.charge.id: next_step(each.charge, each.reached, ladder, calendar) for each in free}
    oldest = next((each for each in free if steps[each.charge.id] is not None), None)
    if oldest is None or not calendar.is_working(as_of):
        return None
    first = steps[oldest.charge.id]
    assert first is not None
    if first.on > as_of:
        return None
    listed = demanded_by(first.level, free)
    if not listed:
        return None
    rising = tuple(
        (each.charge.id, step.level.no)
        for each in listed
        if (step := steps[each.charge.id]) is not None and step.on <= as_of and step.level.no <= first.level.no
    )
    skip = _skip(free, first.level, ladder, as_of, is_insolvent=is_insolvent)
    return PlannedLetter(oldest.charge.counterparty_id, first.level, tuple(listed), rising, first.why, skip)


def demanded_by(level: Level, free: Sequence[LadderCharge]) -> list[LadderCharge]:
    """What a letter of a level demands: only court goes on with what an open claim demands already."""
    return [each for each in free if each.claim is None or level.template == COURT]


def overdue_and_free(dunned: Iterable[LadderCharge], as_of: date) -> list[LadderCharge]:
    """What is past its day, open and not held, the oldest first: what a letter lists."""
    found = (each for each in dunned if each.still_open.minor > 0 and as_of > each.charge.due_on and not each.is_held)
    return sorted(found, key=lambda each: (each.charge.due_on, each.charge.issued_on, each.charge.id))


def rising_now(
    drafted: Mapping[int, int],
    free: Sequence[LadderCharge],
    level: int,
    ladder: Ladder,
    calendar: WorkCalendar,
    as_of: date,
) -> dict[int, int]:
    """Which charges rise to which level when a drafted letter is sent: what of the draft stands, and what came since.

    Nothing that was paid, or is held, or has reached that level meanwhile.
    """
    found: dict[int, int] = {}
    for each in free:
        reached = max((step.level for step in each.reached), default=0)
        step = next_step(each.charge, each.reached, ladder, calendar)
        if drafted.get(each.charge.id, 0) > reached:
            found[each.charge.id] = drafted[each.charge.id]
        elif step is not None and step.on <= as_of and step.level.no <= level:
            found[each.charge.id] = step.level.no
    return found


def check_skip(to_level: int, letter: PlannedLetter, ladder: Ladder, reason: str) -> Level:
    """A person goes further than the next rung. Raises :class:`DunningFault` without a reason or such a rung."""
    if not reason.strip():
        raise DunningFault(
            "Level {level} comes before level {wanted}: to skip it give a reason.",
            code="skip_needs_reason",
            level=letter.level.no,
            wanted=to_level,
        )
    if not letter.level.no <= to_level <= len(ladder.levels):
        raise DunningFault(
            "There is no level {wanted}: the ladder goes to {last}, and no level is taken twice.",
            code="no_level",
            wanted=to_level,
            last=len(ladder.levels),
        )
    return ladder.levels[to_level - 1]


def level_of_claim(level: int, moves: Sequence[Move], answer_by: date | None) -> ReachedLevel | None:
    """The level a claim stands for: taken when it is sent, delivered and answered as the case says.

    One that was withdrawn is no step; a refusal is an answer, so nobody waits for the last day.
    """
    status = moves[-1].status
    if status is ClaimStatus.WITHDRAWN:
        return None
    pairs = reversed([*pairwise(moves)])
    sent = next((at for before, at in pairs if (before.status, at.status) == _SENDING), None)
    if sent is None:
        return ReachedLevel(level, None, "", None)
    since = [each for each in moves if each.on >= sent.on]
    came = [each.on for each in since if each.status in _CAME]
    refused = [each.on for each in since if each.status is ClaimStatus.REFUSED]
    last = refused[-1] if refused and status is ClaimStatus.REFUSED else answer_by
    return ReachedLevel(level, sent.on, sent.method, last, min(came) if came else None)


def answer_moved(level: Level, named: date, delivered_on: date, calendar: WorkCalendar) -> date:
    """The last day for the answer once delivery is known: as the letter names it, later where it came later."""
    return max(named, shift_forward(delivered_on + timedelta(days=level.answer_days), calendar))


def check_day(as_of: date, calendar: WorkCalendar) -> None:
    """Steps fall on working days. Raises :class:`DunningFault` naming the next one."""
    if not calendar.is_working(as_of):
        raise DunningFault(
            "{day} is no working day: letters go on {next}.",
            code="day_off",
            day=as_of,
            next=shift_forward(as_of, calendar),
        )


def check_outcome(counterparty: str, sent_on: date, on: date, as_of: date) -> None:
    """A letter is delivered after it was sent and not in the future. Raises :class:`DunningFault`."""
    if not sent_on <= on <= as_of:
        raise DunningFault(
            "{on} cannot be: the letter to {name} was sent on {sent_on}, and today is {today}.",
            code="bad_day",
            on=on,
            name=counterparty,
            sent_on=sent_on,
            today=as_of,
        )


def _answered_on(steps: Sequence[ReachedLevel], reached: int, ladder: Ladder) -> date | None:
    """The day from which the next rung counts: delivered and its time passed; ``None`` where it was not sent yet."""
    sent = [each for each in steps if each.level == reached and each.sent_on is not None]
    if not sent:
        return None
    last = max(sent, key=lambda each: each.sent_on or date.min)
    days = (ladder.delivered_on(last), last.answer_by)
    return max(each for each in days if each is not None)


def _skip(
    free: Sequence[LadderCharge], level: Level, ladder: Ladder, as_of: date, *, is_insolvent: bool
) -> SkipGround | None:
    if level.no == len(ladder.levels):
        return None
    if is_insolvent:
        return SkipGround.INSOLVENCY
    if level.template == CLAIM and not ladder.is_claim_needed:
        return SkipGround.NO_CLAIM_NEEDED
    nearest = min((each.sue_by for each in free if each.sue_by is not None), default=None)
    return SkipGround.LIMITATION if nearest is not None and (nearest - as_of).days < LIMITATION_NEAR else None


#: The next step of the ladder. Facts: ``level``, ``days``. On: the day it is reached.
LADDER_REACHED: Final = "ladder_reached"
