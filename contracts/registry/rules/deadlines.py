"""Which deadlines a contract has on a day: what must be decided, sent, signed, confirmed or wound up (domain §10).

Of a chain of terms exactly one thing is next. A term that renews by itself asks for a decision by its notice deadline;
the day after, the deadline of the next term takes its place. A term that ends asks for a decision before its last day
and for winding up from then on, until a person closes the contract. A decision puts its own deadline in that place:
*post the notice*, *sign the amendment*, or the decision at the next term. Beside it stand late notices and presumed
terms, which only a person can settle. An unsigned or closed contract has none of these.
"""

from datetime import date
from typing import NamedTuple

from contracts.kernel.calendar import WorkCalendar, add, shift_back, subtract
from contracts.kernel.deadline import Deadline, DeadlineKey, DeadlineKind, check_on
from contracts.kernel.derivation import CodeFact, Step
from contracts.kernel.subject import Subject, SubjectKind
from contracts.registry.rules.contract import Choice, Decision, Status
from contracts.registry.rules.lifecycle import status_on
from contracts.registry.rules.steps import (
    DECIDED,
    LEAD_SUBTRACTED,
    MOVED_BACK,
    NOTICE_LATE,
    PRESUMED_AT_IMPORT,
    PRESUMED_RENEWED,
    RENEWED_ALL_THE_SAME,
    SENT_FOR_SIGNATURE,
    SIGNATURE_EXPECTED,
)
from contracts.registry.rules.term import After, Link, Outline
from contracts.registry.rules.why import deadline_steps, end_steps, ending_steps, notice_fact, on_the_way_steps

_ENDING = (Choice.TERMINATE, Choice.LAPSE)


def deadlines_on(whole: Outline, as_of: date) -> tuple[Deadline, ...]:
    """Every open deadline of the contract on ``as_of``; acknowledgements do not close one."""
    facts = whole.facts
    if facts.closed_on is not None and facts.closed_on <= as_of:
        return ()
    status = status_on(facts, as_of)
    case = _Case(whole, as_of, whole.rules.calendar(facts.country))
    if status is Status.SIGNING:
        return (case.signature(),)
    if status is not Status.SIGNED or not whole.links:
        return ()
    found = (case.next_act(), *case.late_notices(), case.confirm_alive())
    return tuple(each for each in found if each is not None)


class _Case(NamedTuple):
    """One contract on one day."""

    whole: Outline
    as_of: date
    calendar: WorkCalendar

    def next_act(self) -> Deadline | None:
        """What the chain of terms asks for next."""
        links, place = self.whole.links, self.whole.place(self.as_of)
        if place and _is_open(links[place - 1], self.as_of):
            place -= 1
        for link in links[place:]:
            found = None
            if link.after is After.RENEWS:
                found = self._renewing(link, is_last=link is links[-1] and self.whole.is_whole)
            elif link.after is After.OPEN:
                return self._by_notice(link) if _is_open(link, self.as_of) else None
            elif link.after is not After.AGREED:
                return self._ending(link)
            if found is not None:
                return found
        return None

    def _renewing(self, link: Link, *, is_last: bool) -> Deadline | None:
        if link.notice_deadline is None:
            return self._ending(link) if self.as_of <= link.term.last_day or is_last else None
        if _is_open(link, self.as_of):
            found = self._by_notice(link)
            if found is not None:
                return found
        return self._expiry(link) if is_last else None

    def _by_notice(self, link: Link) -> Deadline | None:
        """A decision by the notice deadline, or what the decision asks for; ``None`` once it is carried out."""
        due_on, act_by = link.notice_deadline, link.post_by
        if due_on is None or act_by is None:
            return None
        decision = self._decision(due_on)
        why = [*end_steps(self.whole, link), *deadline_steps(self.whole, link, self.calendar)]
        if decision is None:
            return self._dated(DeadlineKind.RENEWAL_DECISION, due_on, act_by, why)
        why.append(_decided(decision))
        if decision.choice in _ENDING:
            why += on_the_way_steps(self.whole.facts, link)
            return self._dated(DeadlineKind.POST_NOTICE, due_on, act_by, why)
        if decision.choice is Choice.RENEGOTIATE and not self._has_amended_since(decision.decided_on):
            return self._dated(DeadlineKind.SIGN_AMENDMENT, due_on, shift_back(due_on, self.calendar), why)
        return None

    def _ending(self, link: Link) -> Deadline:
        """A decision while there is time, then winding up."""
        last_day = link.term.last_day
        if self.as_of > last_day or link.after in (After.NOTICED, After.TERMINATED):
            return self._expiry(link)
        decision = self._decision(last_day)
        why = [*end_steps(self.whole, link), *ending_steps(self.whole, link)]
        if decision is None:
            lead = self.whole.rules.decision_lead
            day = subtract(last_day, lead, self.calendar)
            act_by = shift_back(day, self.calendar)
            why.append(Step(LEAD_SUBTRACTED, day, (("lead", lead),)))
            if act_by != day:
                why.append(Step(MOVED_BACK, act_by, (("before", day),)))
            return self._dated(DeadlineKind.RENEWAL_DECISION, last_day, act_by, why)
        if decision.choice in _ENDING:
            return self._expiry(link)
        why.append(_decided(decision))
        return self._dated(DeadlineKind.SIGN_AMENDMENT, last_day, shift_back(last_day, self.calendar), why)

    def _expiry(self, link: Link) -> Deadline:
        last_day = link.term.last_day
        if link.after is After.TERMINATED and self.whole.facts.terminated_after is not None:
            last_day = min(last_day, self.whole.facts.terminated_after)
        why = [*end_steps(self.whole, link), *ending_steps(self.whole, link)]
        decision = self._decision(last_day)
        if decision is not None:
            why.append(_decided(decision))
        return self._dated(DeadlineKind.EXPIRY, last_day, shift_back(last_day, self.calendar), why)

    def late_notices(self) -> list[Deadline]:
        """Notices that came after the deadline: kept, the term renews, and a person says what becomes of them."""
        if not self.whole.facts.notices:
            return []
        found: dict[date, Deadline] = {}
        for place, link in enumerate(self.whole.links[: self.whole.place(self.as_of) + 1]):
            for heard in link.late:
                if heard.on in found or self._decision(heard.on) is not None:
                    continue
                why = [*end_steps(self.whole, link), *deadline_steps(self.whole, link, self.calendar, is_short=True)]
                why.append(Step(NOTICE_LATE, heard.on, (notice_fact(heard.notice),)))
                why += [
                    Step(RENEWED_ALL_THE_SAME, each.term.first_day, (("no", each.term.no),))
                    for each in self.whole.links[place + 1 : place + 2]
                ]
                act_by = shift_back(heard.on, self.calendar)
                found[heard.on] = self._dated(DeadlineKind.LATE_NOTICE, heard.on, act_by, why)
        return list(found.values())

    def confirm_alive(self) -> Deadline | None:
        """Is a contract still alive whose running term was only presumed?"""
        whole, place, before = self.whole, self.whole.place(self.as_of), self.whole.facts.presumed_before
        link = whole.links[place]
        if self.as_of > link.term.last_day:
            return None
        if before is not None:
            presumed = [each.term for each in whole.links[: place + 1] if each.term.source == "presumed"]
            if presumed and presumed[0].first_day < before:
                facts = (("first_day", presumed[0].first_day), ("count", len(presumed)))
                return self._confirm(before, [Step(PRESUMED_AT_IMPORT, before, facts)])
        if link.term.source != "presumed" or not place:
            return None
        objected_by = whole.links[place - 1].notice_deadline
        if objected_by is None or objected_by >= self.as_of:
            return None
        term = link.term
        step = Step(PRESUMED_RENEWED, objected_by, (("no", term.no), ("first_day", term.first_day)))
        return self._confirm(objected_by, [step])

    def _confirm(self, due_on: date, why: list[Step]) -> Deadline:
        return self._dated(DeadlineKind.CONFIRM_ALIVE, due_on, shift_back(due_on, self.calendar), why)

    def signature(self) -> Deadline:
        """A contract out for signature comes back within the set time."""
        within = self.whole.rules.signature_within
        moves = [on for on, status in self.whole.facts.moves if status is Status.SIGNING]
        sent_on = max((on for on in moves if on <= self.as_of), default=moves[0])
        due_on = add(sent_on, within, self.calendar)
        told = (("within", within),)
        why = [Step(SENT_FOR_SIGNATURE, sent_on, told), Step(SIGNATURE_EXPECTED, due_on, told)]
        return self._dated(DeadlineKind.SIGNATURE, due_on, shift_back(due_on, self.calendar), why)

    def _dated(self, kind: DeadlineKind, due_on: date, act_by: date, why: list[Step]) -> Deadline:
        facts, tiers = self.whole.facts, self.whole.rules.first_tier
        check = check_on(kind, act_by, None if tiers is None else tiers.get(kind))
        key = DeadlineKey(kind, Subject(SubjectKind.CONTRACT, facts.id), due_on)
        return Deadline(key, facts.id, facts.owner_id, act_by, check, tuple(why))

    def _decision(self, due_on: date) -> Decision | None:
        return next((each for each in reversed(self.whole.facts.decisions) if each.due_on == due_on), None)

    def _has_amended_since(self, day: date) -> bool:
        return any(each.signed_on is not None and each.signed_on >= day for each in self.whole.facts.amendments)


def _is_open(link: Link, as_of: date) -> bool:
    """Whether the term can still be ended, or asked about, by a notice."""
    if link.after not in (After.RENEWS, After.OPEN):
        return False
    return link.notice_deadline is not None and link.notice_deadline >= as_of


def _decided(decision: Decision) -> Step:
    choice = CodeFact("choice", decision.choice.value)
    return Step(DECIDED, decision.decided_on, (("choice", choice), ("due_on", decision.due_on)))
