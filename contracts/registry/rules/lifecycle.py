"""The phase of a contract on a day is the first of nine rules that fits; the rules stand once, here (domain §2).

1 a status other than ``signed``; 2 ``terminated``; 3 ``incomplete``; 4 ``upcoming``; 5 ``suspended``; 6 ``expired``;
7 ``notice_window`` while the running term will renew by itself; 8 ``expiring`` while the chain ends with it;
9 ``in_force``. The month in which a tacit renewal may still be objected to belongs to the notice window, though the
next term has begun.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from contracts.kernel.calendar import FAR
from contracts.kernel.refusal import Refusal
from contracts.kernel.rules import Rules
from contracts.registry.rules.amendment import epoch_on
from contracts.registry.rules.contract import ContractFacts, Phase, Status
from contracts.registry.rules.term import After, Link, Outline, outline

_DAY = timedelta(days=1)
_ENDINGS = frozenset({After.ENDS, After.NOTICED, After.TERMINATED})


class PhaseSpan(NamedTuple):
    """One phase from a day until the first day of the next one."""

    phase: Phase
    from_on: date
    until_on: date


def phase_on(facts: ContractFacts, as_of: date, rules: Rules) -> Phase:
    """The phase on ``as_of``. Raises ``FactsFault`` where nothing follows from the facts."""
    return _phase_at(outline(facts, rules, as_of), as_of)


def status_on(facts: ContractFacts, as_of: date) -> Status:
    """The stored status on a day; before the first move the first one holds."""
    if not facts.moves:
        return Status.DRAFT
    status = facts.moves[0][1]
    for moved_on, to in facts.moves[1:]:
        if moved_on > as_of:
            break
        status = to
    return status


def missing_in(whole: Outline, as_of: date) -> tuple[str, ...]:
    """Names of the facts a person must complete: those the phase needs, then the others."""
    needed = epoch_on(whole.epochs, as_of).lacks
    return needed + tuple(each for each in whole.facts.known_missing if each not in needed)


def _phase_at(whole: Outline, day: date) -> Phase:
    """The rule of a phase: the first that fits; here 1, 2, 3 and 5, which people's acts and missing facts decide."""
    facts = whole.facts
    status = status_on(facts, day)
    if status is not Status.SIGNED:
        return Phase(status.value)
    if facts.terminated_after is not None and day > facts.terminated_after:
        return Phase.TERMINATED
    if epoch_on(whole.epochs, day).lacks or not whole.links:
        return Phase.INCOMPLETE
    has_begun = day >= whole.first_days[0]
    if facts.suspensions and has_begun and any(each.from_on <= day < each.until_on for each in facts.suspensions):
        return Phase.SUSPENDED
    return _phase_by_terms(whole, day)


def _phase_by_terms(whole: Outline, day: date) -> Phase:
    """Rules 4 and 6 to 9: where the day lies among the terms."""
    if day < whole.first_days[0]:
        return Phase.UPCOMING
    place = whole.place(day)
    link = whole.links[place]
    if day > link.term.last_day:
        return Phase.EXPIRED
    after, deadline = link.after, link.notice_deadline
    if place and _may_still_object(whole.links[place - 1], day):
        return Phase.NOTICE_WINDOW
    if after is After.RENEWS and deadline is not None:
        return Phase.NOTICE_WINDOW if link.watched_from <= day <= deadline else Phase.IN_FORCE
    if after in _ENDINGS and day >= link.watched_from:
        return Phase.EXPIRING
    return Phase.IN_FORCE


def _may_still_object(before: Link, day: date) -> bool:
    """Whether the term before this day's can still be objected to: its deadline lies after its last day."""
    deadline = before.notice_deadline
    return deadline is not None and day <= deadline and before.after is After.RENEWS


def _is_told_by_terms(whole: Outline) -> bool:
    """Whether rules 1, 2, 3 and 5 fit on no day: so it is with most contracts."""
    facts = whole.facts
    is_left_alone = facts.terminated_after is None and not facts.suspensions
    is_signed = len(facts.moves) == 1 and facts.moves[0][1] is Status.SIGNED
    return is_left_alone and is_signed and bool(whole.links) and not any(each.lacks for each in whole.epochs)


def turning_days(whole: Outline) -> list[date]:
    """Every day on which the phase may change within the outline, ascending; too many do no harm."""
    facts = whole.facts
    days = {moved_on for moved_on, _ in facts.moves[1:]}
    if len(whole.epochs) > 1:
        days.update([epoch.from_on for epoch in whole.epochs])
    for pause in facts.suspensions:
        days.update((pause.from_on, pause.until_on))
    if facts.terminated_after is not None and facts.terminated_after != FAR:
        days.add(facts.terminated_after + _DAY)
    for term, _, _, after, notice_deadline, _, watched_from, *_ in whole.links:
        days.update((term.first_day, watched_from))
        if term.last_day != FAR:
            days.add(term.last_day + _DAY)
        if notice_deadline and after is After.RENEWS:
            days.add(notice_deadline + _DAY)
    days.discard(FAR)
    return sorted(days)


def known_until(whole: Outline) -> date:
    """The first day the outline no longer answers for; ``FAR`` where nothing can follow."""
    return FAR if whole.is_whole else whole.links[-1].term.last_day + _DAY


def spans_of(whole: Outline) -> tuple[PhaseSpan, ...]:
    """The phase grouped over the turning days."""
    end = known_until(whole)
    days = [day for day in turning_days(whole) if date.min < day < end]
    return tuple(_grouped(whole, days, end))


def _grouped(whole: Outline, days: Sequence[date], end: date) -> list[PhaseSpan]:
    spans: list[PhaseSpan] = []
    rule = _phase_by_terms if _is_told_by_terms(whole) else _phase_at
    phase, from_on = rule(whole, date.min), date.min
    for day in days:
        found = rule(whole, day)
        if found is not phase:
            spans.append(PhaseSpan(phase, from_on, day))
            phase, from_on = found, day
    spans.append(PhaseSpan(phase, from_on, end))
    return spans


class MoveRefused(Refusal):
    """The status cannot follow the one the contract has."""

    code = "status_move"


def check_move(number: str, now: Status, to: Status) -> None:
    """Refuse a move that no contract makes.

    Before the signature a contract goes forward, back for rework, or is cancelled. After it there is termination.
    Raises :class:`MoveRefused`.
    """
    if now is Status.SIGNED:
        raise MoveRefused(
            "Contract {number} is signed: terminate it, or void its number if it was registered by mistake.",
            number=number,
        )
    if now is Status.CANCELLED:
        raise MoveRefused("Contract {number} is cancelled: register it anew.", number=number)
    if now is to:
        raise MoveRefused("Contract {number} has that status already.", number=number)
