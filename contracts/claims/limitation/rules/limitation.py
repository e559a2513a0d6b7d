"""Until when a debt can be sued for, under two readings of the suspensions: a safe and an arguable one (domain §9).

The safe reading never counts on a suspension the courts may deny; the agenda uses it, moved back to a working day.
The periods and suspensions are dated data of a country; both days found are calendar days.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal, NamedTuple

from contracts.kernel.calendar import Duration, add

Reading = Literal["safe", "arguable"]
_DAY = timedelta(days=1)


class Suspended(NamedTuple):
    """Days (``until_on`` is the first day after) on which a period does not run, in one reading.

    Where ``keeps_alive_since`` is set, no period alive on that day ends before ``until_on``.
    """

    reading: str
    from_on: date
    until_on: date
    act: str
    keeps_alive_since: date | None = None


class LimitationGround(StrEnum):
    """What interrupts limitation, so that it begins anew (CC 264; RU 203)."""

    RECONCILIATION = "reconciliation"
    LETTER = "letter"
    CLAIM_ACCEPTED = "claim_accepted"
    PART_PAYMENT = "part_payment"
    LAWSUIT = "lawsuit"
    OTHER = "other"


#: Grounds that are words of the debtor on paper, signed by somebody who must have the power to bind them.
WRITTEN = frozenset({LimitationGround.RECONCILIATION, LimitationGround.LETTER, LimitationGround.CLAIM_ACCEPTED})


class Restart(NamedTuple):
    """An acknowledgement a person confirmed; ``minor`` is the part acknowledged, ``None`` the whole."""

    on: date
    is_written: bool
    minor: int | None = None
    ground: str = ""
    basis: str = ""


class Moved(NamedTuple):
    """An end of the period, and the suspension that moved it there; ``None``: the plain end."""

    on: date
    by: Suspended | None = None


@dataclass(frozen=True, slots=True)
class LimitationRule:
    """The periods of one country; ``runs_to_year_end``: the last day is 31 December of the year it falls in."""

    country: str
    general: Duration
    penalty: Duration
    runs_to_year_end: bool = False
    restarts_expired: bool = False
    suspended: tuple[Suspended, ...] = ()


class SueBy(NamedTuple):
    """The last days to sue for a part of a debt; ``restarted_on`` is what the period runs from, if not the due day."""

    minor: int
    safe: date
    arguable: date
    restarted_on: date | None
    #: The day the safe reading counts from: the due day, or the day of an acknowledgement in time.
    safe_from: date = date.min


def sue_by(
    rule: LimitationRule,
    due_on: date,
    reading: Reading,
    *,
    length: Duration | None = None,
    suspended: Sequence[Suspended] = (),
) -> date:
    """The last day to sue for what fell due on ``due_on``, in one reading.

    ``length`` replaces the general period (a penalty's, or a longer one agreed in writing); ``suspended`` adds
    suspensions of this debt alone (a pre-action procedure, a case withdrawn).
    """
    return ends(rule, due_on, reading, length=length, suspended=suspended)[-1].on


def ends(
    rule: LimitationRule,
    due_on: date,
    reading: Reading,
    *,
    length: Duration | None = None,
    suspended: Sequence[Suspended] = (),
) -> tuple[Moved, ...]:
    """The plain end of the period, then where each suspension moved it; the last is the last day to sue."""
    own = [each for each in (*rule.suspended, *suspended) if each.reading in ("both", reading)]
    found = [Moved(_plain_end(rule, due_on, length))]
    for each in sorted(own, key=lambda one: one.from_on):
        end = found[-1].on
        if each.from_on <= due_on + _DAY < each.until_on:
            # Nothing has run yet: the period begins whole when the suspension ends.
            due_on = each.until_on - _DAY
            found.append(Moved(_plain_end(rule, due_on, length), each))
            continue
        first = max(each.from_on, due_on + _DAY)
        if first <= end and first < each.until_on:
            end += each.until_on - first
        if each.keeps_alive_since is not None and each.keeps_alive_since <= end < each.until_on:
            end = each.until_on
        if end != found[-1].on:
            found.append(Moved(end, each))
    return tuple(found)


def parts_to_sue(
    rule: LimitationRule,
    due_on: date,
    minor: int,
    restarts: Sequence[Restart] = (),
    *,
    length: Duration | None = None,
    suspended: Sequence[Suspended] = (),
) -> tuple[SueBy, ...]:
    """A debt of ``minor`` units in parts with their last days: what was acknowledged runs anew, the rest as before.

    A restart counts before expiry only, or also after it where the law lets a written one (RU 206(2)).
    """
    parts: list[_Part] = [(minor, due_on, due_on, None)]
    for restart in sorted(restarts, key=lambda each: each.on):
        parts = [piece for part in parts for piece in _restarted(rule, part, restart, length, suspended)]
    found = []
    for part, safe_from, arguable_from, restarted_on in parts:
        safe = sue_by(rule, safe_from, "safe", length=length, suspended=suspended)
        arguable = sue_by(rule, arguable_from, "arguable", length=length, suspended=suspended)
        found.append(SueBy(part, safe, max(safe, arguable), restarted_on, safe_from))
    return tuple(found)


def barred_to(
    rule: LimitationRule, first_day: date, last_day: date, as_of: date, *, length: Duration | None = None
) -> date | None:
    """The last of the days whose own claim (a penalty, interest: each day anew) is past limitation on ``as_of``.

    By the safe reading; ``None`` where none is. Later days expire later, so the days are searched by halving.
    """
    low, high = 0, (last_day - first_day).days + 1
    while low < high:
        middle = (low + high) // 2
        if sue_by(rule, first_day + middle * _DAY, "safe", length=length) < as_of:
            low = middle + 1
        else:
            high = middle
    return first_day + (low - 1) * _DAY if low else None


def _plain_end(rule: LimitationRule, due_on: date, length: Duration | None) -> date:
    end = add(due_on, length or rule.general)
    return date(end.year, 12, 31) if rule.runs_to_year_end else end


_Part = tuple[int, date, date, date | None]


def _restarted(
    rule: LimitationRule, part: _Part, restart: Restart, length: Duration | None, suspended: Sequence[Suspended]
) -> list[_Part]:
    minor, safe_from, arguable_from, _ = part
    if restart.on <= max(safe_from, arguable_from):
        return [part]
    may_be_late = rule.restarts_expired and restart.is_written
    is_safe = may_be_late or restart.on <= sue_by(rule, safe_from, "safe", length=length, suspended=suspended)
    is_arguable = may_be_late or restart.on <= sue_by(
        rule, arguable_from, "arguable", length=length, suspended=suspended
    )
    if not (is_safe or is_arguable):
        return [part]
    taken = minor if restart.minor is None else min(restart.minor, minor)
    anew = (taken, restart.on if is_safe else safe_from, restart.on if is_arguable else arguable_from, restart.on)
    return [anew, (minor - taken, *part[1:])] if taken < minor else [anew]


#: A debt whose safe last day is nearer than so many days is on the red list.
RED_DAYS = 180


class Nearness(StrEnum):
    """Where a part of a debt stands: ``barred`` is past in both readings, ``arguable`` in the safe one alone."""

    BARRED = "barred"
    ARGUABLE = "arguable"
    NEAR = "near"
    FAR = "far"


def nearness(part: SueBy, as_of: date, within: int = RED_DAYS) -> Nearness:
    """Where the part stands on a day; the last day itself is not past."""
    if part.arguable < as_of:
        return Nearness.BARRED
    if part.safe < as_of:
        return Nearness.ARGUABLE
    return Nearness.NEAR if (part.safe - as_of).days <= within else Nearness.FAR
