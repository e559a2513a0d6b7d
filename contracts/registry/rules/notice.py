"""A notice deadline is the last day less the notice and never shifts; the day to post lies before it (domain §2).

``post_by`` is the notice deadline less the delivery time in calendar days where receipt counts, the deadline itself
where sending counts, and then moved back to a working day: our own act-by days are the only ones that move.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from contracts.kernel.calendar import FAR, WorkCalendar, add_months, shift_back, subtract
from contracts.kernel.rules import Rules
from contracts.registry.rules.contract import Conditions, Notice, NoticeCounts, Renewal

#: Ways that count only where the contract allows them (domain §11).
_ONLY_IF_ALLOWED = frozenset({"email", "edoc"})


class Heard(NamedTuple):
    """A notice and the day on which it counts."""

    on: date
    notice: Notice


def notice_deadline(conditions: Conditions, last_day: date, calendar: WorkCalendar) -> date | None:
    """The last day on which a notice against the term ending on ``last_day`` counts; ``None`` without a notice.

    A tacit renewal may be objected to for a month after the last day (CC Ukraine 764). A term without an end has a
    deadline only where an end is asked for.
    """
    if conditions.renewal is Renewal.TACIT:
        return None if last_day == FAR else add_months(last_day, 1)
    if last_day == FAR:
        asked = conditions.asked_end if conditions.renewal is Renewal.EVERGREEN else None
        return subtract(asked, conditions.notice, calendar) if asked and conditions.notice else asked
    return subtract(last_day, conditions.notice, calendar) if conditions.notice else None


def post_by(deadline: date, conditions: Conditions, rules: Rules, calendar: WorkCalendar, method: str = "") -> date:
    """The last working day to send a notice by ``method`` (the contract's usual one) so that it counts."""
    return shift_back(send_by(deadline, conditions, rules, method), calendar)


def send_by(deadline: date, conditions: Conditions, rules: Rules, method: str = "") -> date:
    """The last calendar day to send, before it is moved back to a working day."""
    if conditions.notice_counts is NoticeCounts.SENT:
        return deadline
    return deadline - timedelta(delivery_days(method or usual_method(conditions, rules), rules))


def usual_method(conditions: Conditions, rules: Rules) -> str:
    """The first way the contract names, else the house's usual one."""
    return conditions.notice_methods[0] if conditions.notice_methods else rules.usual_method


def delivery_days(method: str, rules: Rules) -> int:
    """Calendar days from sending to receipt; an unknown way takes as long as the usual one."""
    known = rules.delivery.get(method)
    return rules.delivery.get(rules.usual_method, 0) if known is None else known


def allowed_methods(conditions: Conditions, rules: Rules) -> tuple[str, ...]:
    """The ways a notice may be sent: the contract's, else all that need no permission."""
    if conditions.notice_methods:
        return conditions.notice_methods
    return tuple(each for each in rules.delivery if each not in _ONLY_IF_ALLOWED) or (rules.usual_method,)


class Way(NamedTuple):
    """A way of sending and the last day for it."""

    method: str
    until: date


def ways_open(
    deadline: date, conditions: Conditions, rules: Rules, calendar: WorkCalendar, as_of: date
) -> tuple[Way, ...]:
    """The allowed ways by which a notice sent from a day on still counts, each with its last day."""
    found = []
    for method in allowed_methods(conditions, rules):
        at_latest = send_by(deadline, conditions, rules, method)
        until = shift_back(at_latest, calendar)
        if at_latest >= as_of:
            found.append(Way(method, until if until >= as_of else at_latest))
    return tuple(sorted(found, key=lambda each: (each.until, each.method)))


def heard(notices: Iterable[Notice], counts: NoticeCounts) -> list[Heard]:
    """The notices that count under the contract's rule, by the day they count."""
    found = [Heard(on, each) for each in notices if (on := each.counts_on(counts)) is not None]
    return sorted(found, key=lambda each: each.on)
