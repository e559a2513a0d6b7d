"""What follows from the facts of a contract on a day, and the day until which it is right (schema, "derived until")."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from contracts.kernel.calendar import FAR
from contracts.kernel.deadline import Deadline
from contracts.kernel.money import Money
from contracts.kernel.rules import Rules
from contracts.kernel.subject import Subject, SubjectKind
from contracts.registry.rules.amendment import in_force
from contracts.registry.rules.contract import ContractFacts, Phase, Renewal, Term
from contracts.registry.rules.deadlines import deadlines_on
from contracts.registry.rules.fault import FactsFault
from contracts.registry.rules.lifecycle import PhaseSpan, missing_in, spans_of
from contracts.registry.rules.term import After, Link, Outline, outline

#: What a corrupt fact may raise: a day as text, a unit nobody knows, a sum without a currency.
_CORRUPT = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
_DAY = timedelta(days=1)


class Standing(NamedTuple):
    """What the register row shows on a day; ``None`` where unknown or without an end.

    Before the first day it is the first term, after the end the last one.
    """

    term_no: int | None
    first_day: date | None
    last_day: date | None
    notice_deadline: date | None
    post_by: date | None
    phase: Phase
    phase_from: date
    phase_until: date
    amount: Money | None = None


class Derived(NamedTuple):
    """Everything stored about a contract that follows from its facts.

    Right for every day from ``as_of`` until ``derived_until`` (the first day on which core must look again), the
    phase through ``spans``.
    """

    subject: Subject
    standing: Standing
    deadlines: tuple[Deadline, ...]
    spans: tuple[PhaseSpan, ...]
    terms_to_record: tuple[Term, ...]
    terms_to_void: tuple[Term, ...]
    missing: tuple[str, ...]
    derived_until: date
    rules_no: int


class Fault(NamedTuple):
    """Why a contract could not be derived."""

    subject: Subject
    code: str
    sentence: str


def derive_contract(facts: ContractFacts, rules: Rules, as_of: date) -> Derived:
    """What follows on ``as_of``. Raises ``FactsFault`` where nothing follows from the facts."""
    return derive_outline(outline(facts, rules, as_of), as_of)


def derive_outline(whole: Outline, as_of: date) -> Derived:
    """What follows on a day from an outline that reaches it."""
    spans = spans_of(whole)
    return Derived(
        Subject(SubjectKind.CONTRACT, whole.facts.id),
        standing_on(whole, spans, as_of),
        deadlines_on(whole, as_of),
        spans,
        tuple(_to_record(whole, as_of)),
        tuple(_to_void(whole)),
        missing_in(whole, as_of),
        _derived_until(whole, as_of),
        whole.rules.no,
    )


def derive_all(facts: Iterable[ContractFacts], rules: Rules, as_of: date) -> tuple[list[Derived], list[Fault]]:
    """Derive every contract; one that cannot be derived becomes a fault and stops nobody (F10)."""
    done: list[Derived] = []
    faults: list[Fault] = []
    for each in facts:
        try:
            done.append(derive_contract(each, rules, as_of))
        except FactsFault as fault:
            faults.append(Fault(Subject(SubjectKind.CONTRACT, each.id), fault.code, str(fault)))
        except _CORRUPT as error:
            sentence = f"A fact of the contract cannot be read ({type(error).__name__}: {error})."
            faults.append(Fault(Subject(SubjectKind.CONTRACT, each.id), "corrupt_facts", sentence))
    return done, faults


def standing_on(whole: Outline, spans: Iterable[PhaseSpan], as_of: date) -> Standing:
    """The register row's view of the term running on ``as_of``."""
    span = _span_on(spans, as_of)
    link = whole.link_on(as_of)
    amount = in_force(whole.epochs, as_of).amount
    if link is None:
        return Standing(None, whole.facts.base.first_day, None, None, None, *span, amount)
    term = link.term
    first_day = None if term.first_day == date.min else term.first_day
    last_day = None if term.last_day == FAR else term.last_day
    deadline, send = (link.notice_deadline, link.post_by) if _can_be_noticed(link) else (None, None)
    return Standing(term.no, first_day, last_day, deadline, send, *span, amount)


def _can_be_noticed(link: Link) -> bool:
    """Against a contract that is terminated, or has renewed for the last time, no notice is left to serve (F7)."""
    has_renewed_enough = link.after is After.ENDS and link.conditions.renewal in (Renewal.AUTOMATIC, Renewal.TACIT)
    return link.after is not After.TERMINATED and not has_renewed_enough


def _span_on(spans: Iterable[PhaseSpan], day: date) -> PhaseSpan:
    for span in spans:
        if day < span.until_on:
            break
    return span


def _to_record(whole: Outline, as_of: date) -> Iterable[Term]:
    """Renewals that have become final: the old term ended, and its last day to object passed, without a notice."""
    recorded = {(each.no, each.first_day, each.last_day) for each in whole.facts.recorded_terms}
    for before, link in zip(whole.links, whole.links[1:], strict=False):
        if before.after is not After.RENEWS or max(before.term.last_day, before.notice_deadline or date.min) >= as_of:
            continue
        term = link.agreed
        if term.source in ("automatic", "presumed") and (term.no, term.first_day, term.last_day) not in recorded:
            yield term


def _to_void(whole: Outline) -> Iterable[Term]:
    """Recorded rows that no longer follow; those set by hand stand."""
    if not whole.facts.recorded_terms:
        return
    follow = {(each.no, each.first_day, each.last_day) for each in (link.agreed for link in whole.links)}
    for row in whole.facts.recorded_terms:
        is_answered = whole.is_whole or row.no <= len(whole.links)
        if row.source != "manual" and is_answered and (row.no, row.first_day, row.last_day) not in follow:
            yield row


def _derived_until(whole: Outline, as_of: date) -> date:
    """The first day after ``as_of`` on which anything but the phase may differ."""
    facts = whole.facts
    days = [moved_on for moved_on, _ in facts.moves]
    days += [epoch.from_on for epoch in whole.epochs]
    days += [facts.closed_on or FAR, FAR]
    for link in whole.links:
        term, deadline = link.term, link.notice_deadline
        days.append(term.first_day)
        if as_of <= term.last_day < FAR:
            days.append(term.last_day + _DAY)
        if deadline and deadline >= as_of:
            days.append(deadline + _DAY)
    return min([day for day in days if day > as_of], default=FAR)
