"""Why a day is what it is: the steps from the facts to an end, to a notice deadline and to the day to act."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from contracts.kernel.calendar import FAR, Duration, WorkCalendar, shift_back
from contracts.kernel.derivation import CodeFact, Fact, Step
from contracts.registry.rules import steps
from contracts.registry.rules.contract import Conditions, ContractFacts, EndRule, Notice, NoticeCounts, Renewal, Side
from contracts.registry.rules.notice import Way, allowed_methods, delivery_days, send_by, usual_method
from contracts.registry.rules.term import After, Link, Outline

_Facts = tuple[tuple[str, Fact], ...]


class WaysLeft(NamedTuple):
    """What is left of the time for a notice: ``post_by`` by the usual ``method`` passed, ``due_on`` did not."""

    post_by: date
    due_on: date
    method: str
    ways: tuple[Way, ...]


def end_steps(whole: Outline, link: Link, as_of: date) -> list[Step]:
    """How the last day of a term came about; one that has not begun is told as something to come."""
    term, base = link.agreed, whole.facts.base
    about: _Facts = (("no", term.no), ("first_day", term.first_day))
    if term.last_day == FAR:
        return [Step(steps.NO_END, term.first_day)]
    if term.source == "manual":
        return [Step(steps.TERM_SET, term.last_day, about)]
    if term.source == "amendment":
        return [Step(steps.TERM_AGREED, term.last_day, (*about, *_amendment(whole.facts, term.amendment_id)))]
    if term.amendment_id is not None:
        return [Step(steps.END_MOVED, term.last_day, _amendment(whole.facts, term.amendment_id))]
    if term.source != "initial":
        length = link.conditions.renewal_length or base.length
        code = steps.TERM_RENEWED if term.first_day <= as_of else steps.TERM_RENEWS
        return [Step(code, term.last_day, (*about, *_known("length", length)))]
    if base.last_day or not base.first_day:
        return [Step(steps.END_STATED, term.last_day, _clause(link.conditions, "last_day"))]
    counted = steps.END_ANNIVERSARY if base.end_rule is EndRule.ANNIVERSARY else steps.END_COUNTED
    return [Step(counted, term.last_day, (("first_day", base.first_day), *_known("length", base.length)))]


def deadline_steps(whole: Outline, link: Link, calendar: WorkCalendar, *, is_short: bool = False) -> list[Step]:
    """From the last day to the notice deadline and, unless ``is_short``, to the day to send by each allowed way."""
    deadline, conditions = link.notice_deadline, link.conditions
    if deadline is None:
        return [Step(steps.NOTICE_UNKNOWN, link.term.last_day)]
    found = [_deadline_step(link, deadline)]
    return found if is_short else found + _sending_steps(whole, conditions, deadline, calendar)


def ending_steps(whole: Outline, link: Link) -> list[Step]:
    """Why nothing follows a term, or why what follows is not known."""
    last_day, conditions = link.term.last_day, link.conditions
    if link.after is After.TERMINATED:
        return [Step(steps.TERMINATED, whole.facts.terminated_after or last_day)]
    if link.after is After.NOTICED and link.notice is not None:
        return [Step(steps.NOTICE_COUNTED, last_day, (notice_fact(link.notice.notice), ("counted_on", link.notice.on)))]
    if link.after is After.RENEWS:
        return [Step(steps.RENEWAL_LENGTH_UNKNOWN if link.notice_deadline else steps.NOTICE_UNKNOWN, last_day)]
    if conditions.renewal is None:
        return [Step(steps.RENEWAL_UNKNOWN, last_day)]
    if conditions.renewal is Renewal.BY_CONSENT:
        return [Step(steps.ENDS_WITHOUT_CONSENT, last_day)]
    if conditions.renewal in (Renewal.AUTOMATIC, Renewal.TACIT):
        return [Step(steps.ENDS_CAPPED, last_day, _known("renewals", conditions.max_renewals))]
    return [Step(steps.ENDS_AGREED, last_day)]


def missed_steps(whole: Outline, place: int, as_of: date) -> list[Step]:
    """What follows from a day for notice that passed, and what is still possible."""
    link, due_on = whole.links[place], whole.links[place].notice_deadline or whole.links[place].term.last_day
    if link.after is After.OPEN:
        return [Step(steps.MISSED_ASKED_END, link.conditions.asked_end or due_on)]
    first_day = link.term.last_day + timedelta(days=1)
    following = next(iter(whole.links[place + 1 : place + 2]), None)
    is_known = following is not None and following.term.last_day != FAR
    last_day = _known("last_day", following.term.last_day if following is not None and is_known else None)
    code = steps.MISSED_RENEWED if first_day <= as_of else steps.MISSED_RENEWS
    return [Step(code, first_day, (("first_day", first_day), *last_day)), _remedy(following, due_on)]


def _remedy(following: Link | None, due_on: date) -> Step:
    if following is None or following.term.last_day == FAR:
        return Step(steps.ONLY_AGREEMENT, due_on)
    if following.after is After.RENEWS and following.notice_deadline is not None:
        return Step(steps.NEXT_NOTICE, following.notice_deadline)
    return (
        Step(steps.THEN_ENDS, following.term.last_day)
        if following.after is After.ENDS
        else Step(steps.ONLY_AGREEMENT, due_on)
    )


def on_the_way_steps(facts: ContractFacts, link: Link) -> list[Step]:
    """Our notices that were sent but do not count yet."""
    counts = link.conditions.notice_counts
    return [
        Step(steps.NOTICE_ON_THE_WAY, each.sent_on, (("method", CodeFact("method", each.method)),))
        for each in facts.notices
        if each.by is Side.OURS and each.sent_on and each.sent_on >= link.term.first_day
        if each.counts_on(counts) is None
    ]


def notice_fact(notice: Notice) -> tuple[str, Fact]:
    """Whose notice it is and what it says."""
    return "notice", CodeFact("notice", f"{notice.by.value}_{notice.kind.value}")


def _deadline_step(link: Link, deadline: date) -> Step:
    conditions, last_day = link.conditions, link.term.last_day
    if conditions.renewal is Renewal.TACIT:
        return Step(steps.OBJECTION_MONTH, deadline, (("last_day", last_day),))
    notice = (*_known("notice", conditions.notice), *_clause(conditions, "notice"))
    if last_day == FAR and conditions.asked_end:
        return Step(steps.ASKED_END, deadline, (("asked_end", conditions.asked_end), *notice))
    return Step(steps.NOTICE_SUBTRACTED, deadline, (("last_day", last_day), *notice))


def _sending_steps(whole: Outline, conditions: Conditions, deadline: date, calendar: WorkCalendar) -> list[Step]:
    rules = whole.rules
    day, method = send_by(deadline, conditions, rules), usual_method(conditions, rules)
    by = ("method", CodeFact("method", method))
    if conditions.notice_counts is NoticeCounts.SENT:
        found = [Step(steps.SENDING_COUNTS, day, (by,))]
    elif days := delivery_days(method, rules):
        found = [Step(steps.DELIVERY_SUBTRACTED, day, (by, ("days", Duration(days, "day"))))]
    else:
        found = [Step(steps.DELIVERED_AT_ONCE, day, (by,))]
    post_by = shift_back(day, calendar)
    if post_by != day:
        found.append(Step(steps.MOVED_BACK, post_by, (("before", day),)))
    methods = allowed_methods(conditions, rules)
    if len(methods) > 1:
        for each in methods:
            at_latest = send_by(deadline, conditions, rules, each)
            until = shift_back(at_latest, calendar)
            late = _known("at_latest", at_latest if at_latest != until else None)
            found.append(Step(steps.METHOD_UNTIL, until, (("method", CodeFact("method", each)), *late)))
    return found


def ways_left(why: Sequence[Step], act_by: date, due_on: date, as_of: date) -> WaysLeft | None:
    """The ways a notice may still go after the last working day of the usual one; ``None`` where that is not the case.

    A way whose last day is no working day stays open until that day itself.
    """
    if not act_by < as_of <= due_on:
        return None
    day, method = _usual_way(why)
    if day is None:
        return None
    listed = [each for each in why if each.code == steps.METHOD_UNTIL]
    ways = [(_method(each), each.on, dict(each.facts).get("at_latest", each.on)) for each in listed]
    left = [
        Way(code, on if on >= as_of else last)
        for code, on, last in ways or [(method, act_by, day)]
        if isinstance(last, date) and last >= as_of
    ]
    return WaysLeft(act_by, due_on, method, tuple(sorted(left, key=lambda each: (each.until, each.method))))


def _usual_way(why: Sequence[Step]) -> tuple[date | None, str]:
    """The calendar day to send by the usual way, and that way."""
    sent_by = (steps.DELIVERY_SUBTRACTED, steps.DELIVERED_AT_ONCE, steps.SENDING_COUNTS)
    return next(((each.on, _method(each)) for each in why if each.code in sent_by), (None, ""))


def _method(step: Step) -> str:
    return str(dict(step.facts).get("method", ""))


def _amendment(facts: ContractFacts, amendment_id: int | None) -> _Facts:
    return tuple(("amendment", each.number or str(each.no)) for each in facts.amendments if each.id == amendment_id)


def _clause(conditions: Conditions, name: str) -> _Facts:
    """The clause of a condition; the number of one is told apart, as only it follows the word for clause."""
    return tuple(
        ("clause_no" if clause[0].isdigit() else "clause", clause)
        for condition, clause in conditions.clauses
        if condition == name and clause
    )


def _known(name: str, value: Fact | None) -> _Facts:
    return () if value is None else ((name, value),)
