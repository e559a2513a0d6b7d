"""What the ledger puts on the agenda: our payments, limitation, unknown due days, advances, holds, answers (§10)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.claims.case.rules.claim import OPEN, ClaimDirection, ClaimStatus, Move, answer_steps, stored_status
from contracts.claims.limitation.rules.limitation import LimitationRule, Restart, SueBy, Suspended, ends, parts_to_sue
from contracts.kernel.calendar import FAR, Duration, WorkCalendar, shift_back
from contracts.kernel.deadline import Deadline, DeadlineKey, DeadlineKind
from contracts.kernel.money import Money
from contracts.kernel.subject import ContractId, PersonId, Step, Subject, SubjectKind
from contracts.money.rules.ledger import Charge, Direction
from contracts.money.rules.money_steps import (
    ADVANCE_UNCLOSED,
    HOLD_ENDS,
    LIMITATION_ARGUABLE,
    LIMITATION_COUNTED,
    LIMITATION_RESTARTED,
    LIMITATION_SUSPENDED,
    OPEN_SUM,
)
from contracts.registry.rules.deadlines import check_on

#: Days after which a charge without a due day, or an advance without a delivery, is asked about.
ASK_AFTER = 30
#: Statuses in which somebody owes the answer to a claim.
_AWAITED = frozenset({ClaimStatus.SENT, ClaimStatus.DELIVERED})
_TO_ANSWER = frozenset({ClaimStatus.RECEIVED, ClaimStatus.ANSWER_DRAFTED, ClaimStatus.ANSWER_APPROVED})


@dataclass(frozen=True, slots=True)
class MoneyRules:
    """What the deadlines of the ledger follow from: the calendar, the widest tiers, the limitation of the country."""

    calendar: WorkCalendar
    first_tier: Mapping[str, int]
    limitation: LimitationRule


@dataclass(frozen=True, slots=True)
class OpenCharge:
    """A charge with what is open of it, its owner, and what moved its limitation; ``length``: agreed in writing."""

    charge: Charge
    still_open: Money
    owner_id: PersonId | None = None
    restarts: tuple[Restart, ...] = ()
    suspended: tuple[Suspended, ...] = ()
    length: Duration | None = None


def charge_deadlines(given: OpenCharge, rules: MoneyRules) -> tuple[Deadline, ...]:
    """The deadlines of one charge; a settled one has none."""
    charge = given.charge
    if given.still_open.minor <= 0:
        return ()
    subject = Subject(SubjectKind.CHARGE, charge.id)
    told = (("number", charge.number), ("open", given.still_open.wire), ("currency", given.still_open.currency))
    if not charge.is_due_known:
        due_on = charge.issued_on + timedelta(days=ASK_AFTER)
        why = (Step(OPEN_SUM, charge.issued_on, told), *charge.due_steps)
        kind = DeadlineKind.ACT_NOT_RETURNED
    elif charge.direction is Direction.PAYABLE:
        due_on, kind = charge.due_on, DeadlineKind.PAYMENT_DUE
        why = (Step(OPEN_SUM, charge.due_on, told), *charge.due_steps)
    else:
        why = (Step(OPEN_SUM, charge.due_on, told), *limitation_steps(given, rules.limitation))
        due_on = min(each.safe for each in sue_parts(given, rules.limitation))
        kind = DeadlineKind.LIMITATION
    return (_made(kind, subject, due_on, rules, owner=(charge.contract_id, given.owner_id), why=why),)


def sue_by_safe(given: OpenCharge, rule: LimitationRule) -> date | None:
    """The first last day to sue for a part of the charge by the safe reading; ``None`` without a due day."""
    if not given.charge.is_due_known:
        return None
    return min(each.safe for each in sue_parts(given, rule))


def sue_parts(given: OpenCharge, rule: LimitationRule) -> tuple[SueBy, ...]:
    """What is open of the charge in parts, each with its last days to sue; the day it was due must be known."""
    minor, length = given.still_open.minor, given.length
    return parts_to_sue(rule, given.charge.due_on, minor, given.restarts, length=length, suspended=given.suspended)


def limitation_steps(given: OpenCharge, rule: LimitationRule) -> tuple[Step, ...]:
    """Why the first part of the charge can be sued for until its safe day, step by step, then the arguable day."""
    first = min(sue_parts(given, rule), key=lambda each: each.safe)
    due_on, length = given.charge.due_on, given.length
    period = str(length or rule.general)
    steps = []
    for end in ends(rule, due_on, "safe", length=length, suspended=given.suspended):
        told = (("due_on", due_on.isoformat()), ("period", period))
        steps.append(Step(LIMITATION_COUNTED, end.on, told) if end.by is None else _suspension(end.by, end.on))
    if first.safe_from != due_on:
        restart = next(each for each in given.restarts if each.on == first.safe_from)
        facts = (("on", restart.on.isoformat()), ("ground", restart.ground), ("basis", restart.basis))
        for end in ends(rule, restart.on, "safe", length=length, suspended=given.suspended):
            plain = Step(LIMITATION_RESTARTED, end.on, tuple(pair for pair in facts if pair[1]))
            steps.append(plain if end.by is None else _suspension(end.by, end.on))
    if first.arguable != first.safe:
        steps.append(Step(LIMITATION_ARGUABLE, first.arguable))
    return tuple(steps)


def _suspension(by: Suspended, on: date) -> Step:
    last_day = by.until_on - timedelta(days=1)
    told = (("from_on", by.from_on.isoformat()), ("until_on", last_day.isoformat()), ("basis", by.act))
    return Step(LIMITATION_SUSPENDED, on, told)


def claim_deadlines(
    claim_id: int,
    number: str,
    direction: ClaimDirection,
    moves: Sequence[Move],
    *,
    answer_by: date | None,
    owner: tuple[ContractId | None, PersonId | None],
    rules: MoneyRules,
    presumed_on: date | None = None,
) -> tuple[Deadline, ...]:
    """The answer to a claim: theirs to ours, or ours to theirs; none once it is given or the case is over."""
    status = stored_status(moves, FAR)
    awaited = _AWAITED if direction is ClaimDirection.OUTGOING else _TO_ANSWER
    if answer_by is None or status not in awaited or status not in OPEN:
        return ()
    subject = Subject(SubjectKind.CLAIM, claim_id)
    why = answer_steps(direction, number, moves, answer_by, presumed_on)
    return (_made(DeadlineKind.CLAIM_ANSWER, subject, answer_by, rules, owner=owner, why=why),)


def advance_deadlines(
    payment_id: int,
    paid_on: date,
    rest: Money,
    *,
    owner: tuple[ContractId | None, PersonId | None],
    rules: MoneyRules,
) -> tuple[Deadline, ...]:
    """An advance we paid that no delivery has closed is asked about after thirty days."""
    if rest.minor <= 0:
        return ()
    due_on = paid_on + timedelta(days=ASK_AFTER)
    told = (("paid_on", paid_on.isoformat()), ("open", rest.wire), ("currency", rest.currency))
    subject = Subject(SubjectKind.PAYMENT, payment_id)
    why = (Step(ADVANCE_UNCLOSED, due_on, told),)
    return (_made(DeadlineKind.ADVANCE_OPEN, subject, due_on, rules, owner=owner, why=why),)


def hold_deadlines(
    hold_id: int,
    kind: str,
    from_on: date,
    until_on: date,
    *,
    owner: tuple[ContractId | None, PersonId | None],
    rules: MoneyRules,
) -> tuple[Deadline, ...]:
    """A hold is looked at when it ends; one without an end after thirty days (domain §6)."""
    due_on = from_on + timedelta(days=ASK_AFTER) if until_on == FAR else until_on
    why = (Step(HOLD_ENDS, due_on, (("hold", kind), ("from_on", from_on.isoformat()))),)
    return (_made(DeadlineKind.HOLD_REVIEW, Subject(SubjectKind.HOLD, hold_id), due_on, rules, owner=owner, why=why),)


def _made(
    kind: DeadlineKind,
    subject: Subject,
    due_on: date,
    rules: MoneyRules,
    *,
    owner: tuple[ContractId | None, PersonId | None],
    why: tuple[Step, ...],
) -> Deadline:
    act_by = shift_back(due_on, rules.calendar)
    check = check_on(kind, act_by, rules.first_tier.get(kind, 0))
    return Deadline(DeadlineKey(kind, subject, due_on), owner[0], owner[1], act_by, check, why)
