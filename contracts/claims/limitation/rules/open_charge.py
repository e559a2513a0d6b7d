"""A debt that may be sued for: what is open of a charge, what moved its limitation, and its last days (domain §9)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from contracts.claims.limitation.rules.limitation import (
    LimitationRule,
    Restart,
    SueBy,
    Suspended,
    ends,
    parts_to_sue,
    sue_by,
)
from contracts.kernel.calendar import Duration
from contracts.kernel.deadline import Deadline, DeadlineKind, deadline
from contracts.kernel.derivation import CodeFact, Fact, Step
from contracts.kernel.money import Money
from contracts.kernel.rules import Rules
from contracts.kernel.subject import PersonId, Subject, SubjectKind
from contracts.money.rules.ledger import Charge, Direction
from contracts.money.rules.steps import OPEN_SUM

#: The limitation period. Facts: ``due_on``, ``period``. On: its end.
LIMITATION_COUNTED: Final = "limitation_counted"
#: Days on which the period did not run. Facts: ``from_on``, ``until_on``, ``basis``. On: the end after it.
LIMITATION_SUSPENDED: Final = "limitation_suspended"
#: The debt was acknowledged; the period began anew. Facts: ``on``, ``ground``, ``basis``. On: the new end.
LIMITATION_RESTARTED: Final = "limitation_restarted"
#: Penalty lapses day by day. Facts: ``first_day``, ``period``. On: the last day to sue for the first of its days.
PENALTY_LAPSES: Final = "penalty_lapses"
#: By the other reading of the law. Facts: none. On: that end.
LIMITATION_ARGUABLE: Final = "limitation_arguable"


@dataclass(frozen=True, slots=True)
class OpenCharge:
    """A charge with what is open of it, country and owner of its contract, and what moved its limitation.

    ``length`` was agreed in writing; ``has_penalty``: its contract has a penalty clause.
    """

    charge: Charge
    still_open: Money
    country: str = ""
    owner_id: PersonId | None = None
    restarts: tuple[Restart, ...] = ()
    suspended: tuple[Suspended, ...] = ()
    length: Duration | None = None
    has_penalty: bool = False


def has_own_penalty_period(rule: LimitationRule) -> bool:
    """Whether the law gives a penalty a period of its own (CC Ukraine 258)."""
    return rule.penalty != rule.general


def penalty_lapses_from(due_on: date, rule: LimitationRule, suspended: tuple[Suspended, ...] = ()) -> date:
    """The last day to sue for the penalty of the first day of delay: after it penalty lapses day by day."""
    return sue_by(rule, due_on + timedelta(days=1), "safe", length=rule.penalty, suspended=suspended)


def limitation_deadlines(given: OpenCharge, rule: LimitationRule, rules: Rules, country: str) -> tuple[Deadline, ...]:
    """The last day to sue for what is owed to us, and for the first day of its penalty where that has its own period.

    None for a settled charge, one of ours, or without a due day.
    """
    charge, still = given.charge, given.still_open
    if still.minor <= 0 or charge.direction is Direction.PAYABLE or not charge.is_due_known:
        return ()
    facts = (("number", charge.number), ("open", still))
    why = (Step(OPEN_SUM, charge.due_on, facts), *limitation_steps(given, rule))
    due_on = min(each.safe for each in sue_parts(given, rule))
    owner, subject = (charge.contract_id, given.owner_id), Subject(SubjectKind.CHARGE, charge.id)
    days = [(due_on, why)]
    if given.has_penalty and has_own_penalty_period(rule):
        lapses = penalty_lapses_from(charge.due_on, rule, given.suspended)
        told = (("first_day", charge.due_on + timedelta(days=1)), ("period", rule.penalty))
        if lapses != due_on:
            days.insert(0, (lapses, (Step(OPEN_SUM, charge.due_on, facts), Step(PENALTY_LAPSES, lapses, told))))
    return tuple(
        deadline(DeadlineKind.LIMITATION, subject, on, rules, country=country, owner=owner, why=steps)
        for on, steps in days
    )


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
    period = length or rule.general
    steps = []
    for end in ends(rule, due_on, "safe", length=length, suspended=given.suspended):
        told = (("due_on", due_on), ("period", period))
        steps.append(Step(LIMITATION_COUNTED, end.on, told) if end.by is None else _suspension(end.by, end.on))
    if first.safe_from != due_on:
        restart = next(each for each in given.restarts if each.on == first.safe_from)
        ground = CodeFact("interruption", restart.ground)
        facts: tuple[tuple[str, Fact], ...] = (("on", restart.on), ("ground", ground), *_basis(restart.basis))
        for end in ends(rule, restart.on, "safe", length=length, suspended=given.suspended):
            plain = Step(LIMITATION_RESTARTED, end.on, facts)
            steps.append(plain if end.by is None else _suspension(end.by, end.on))
    if first.arguable != first.safe:
        steps.append(Step(LIMITATION_ARGUABLE, first.arguable))
    return tuple(steps)


def _suspension(by: Suspended, on: date) -> Step:
    last_day = by.until_on - timedelta(days=1)
    return Step(LIMITATION_SUSPENDED, on, (("from_on", by.from_on), ("until_on", last_day), *_basis(by.act)))


def _basis(text: str) -> tuple[tuple[str, Fact], ...]:
    return (("basis", text),) if text else ()
