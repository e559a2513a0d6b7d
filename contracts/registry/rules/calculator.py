"""The calculator answers from conditions alone, by the very rules that derive a contract of the register."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from contracts.kernel.calendar import WEEKENDS_ONLY, WorkCalendar
from contracts.kernel.derivation import Step
from contracts.kernel.rules import Rules
from contracts.kernel.subject import ContractId
from contracts.registry.rules.amendment import needed_facts
from contracts.registry.rules.contract import Conditions, ContractFacts, Notice, NoticeKind, Renewal, Side, Status
from contracts.registry.rules.derive import standing_on
from contracts.registry.rules.lifecycle import spans_of
from contracts.registry.rules.term import After, Link, Outline, outline
from contracts.registry.rules.why import deadline_steps, end_steps, ending_steps

_METHOD = "letter"


@dataclass(frozen=True, slots=True)
class Calculation:
    """Where a contract with such conditions stands; ``None`` where there is no such day."""

    phase: str
    term_no: int | None
    first_day: date | None
    last_day: date | None
    notice_deadline: date | None
    post_by: date | None
    missing: tuple[str, ...]
    steps: tuple[Step, ...]


def calculate(
    conditions: Conditions,
    as_of: date,
    *,
    calendar: WorkCalendar = WEEKENDS_ONLY,
    delivery_days: int = 0,
    notice_served_on: date | None = None,
    windows: Rules | None = None,
) -> Calculation:
    """Phase, term and days on ``as_of``; ``delivery_days`` are calendar days, ``notice_served_on`` the day it counts.

    ``windows`` are rules whose windows hold here too.

    Raises ``FactsFault`` where the conditions contradict each other or the calendar.
    """
    rules = _rules(calendar, {_METHOD: delivery_days}, windows)
    facts = ContractFacts(
        ContractId(0),
        0,
        conditions,
        ((date.min, Status.SIGNED),),
        country=calendar.country,
        notices=_notices(conditions, notice_served_on),
    )
    whole = outline(facts, rules, as_of)
    standing = standing_on(whole, spans_of(whole), as_of)
    link = whole.link_on(as_of)
    return Calculation(
        standing.phase.value,
        standing.term_no,
        standing.first_day,
        standing.last_day,
        standing.notice_deadline,
        standing.post_by,
        needed_facts(conditions),
        tuple(_steps(whole, link, calendar, as_of)) if link is not None else (),
    )


def _steps(whole: Outline, link: Link, calendar: WorkCalendar, as_of: date) -> list[Step]:
    """Why the term ends, why the notice is due, and why nothing follows: each where it applies."""
    steps = end_steps(whole, link, as_of)
    if link.notice_deadline is not None:
        steps += deadline_steps(whole, link, calendar)
    if link.after not in (After.RENEWS, After.OPEN):
        steps += ending_steps(whole, link)
    return steps


def _rules(calendar: WorkCalendar, delivery: Mapping[str, int], windows: Rules | None) -> Rules:
    calendars = {calendar.country: calendar}
    if windows is None:
        return Rules(0, calendars, delivery, usual_method=_METHOD)
    return replace(windows, no=0, calendars=calendars, delivery=delivery, usual_method=_METHOD)


def _notices(conditions: Conditions, served_on: date | None) -> tuple[Notice, ...]:
    if served_on is None:
        return ()
    kind = NoticeKind.TERMINATION if conditions.renewal is Renewal.EVERGREEN else NoticeKind.NON_RENEWAL
    return (Notice(Side.OURS, kind, _METHOD, served_on, served_on),)
