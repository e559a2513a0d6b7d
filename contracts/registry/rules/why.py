"""Why a day is what it is: the steps from the facts to an end, to a notice deadline and to the day to act."""

from datetime import date

from contracts.kernel.calendar import FAR, Duration, WorkCalendar, shift_back
from contracts.kernel.derivation import CodeFact, Fact, Step
from contracts.registry.rules import steps
from contracts.registry.rules.contract import Conditions, ContractFacts, EndRule, Notice, NoticeCounts, Renewal, Side
from contracts.registry.rules.notice import allowed_methods, delivery_days, send_by, usual_method
from contracts.registry.rules.term import After, Link, Outline

_Facts = tuple[tuple[str, Fact], ...]


def end_steps(whole: Outline, link: Link) -> list[Step]:
    """How the last day of a term came about."""
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
        return [Step(steps.TERM_RENEWED, term.last_day, (*about, *_known("length", length)))]
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
        found = [Step(steps.SENDING_COUNTS, day)]
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
            until = shift_back(send_by(deadline, conditions, rules, each), calendar)
            found.append(Step(steps.METHOD_UNTIL, until, (("method", CodeFact("method", each)),)))
    return found


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
