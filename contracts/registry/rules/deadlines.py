"""Which deadlines a contract has on a day: what must be decided, sent, signed, confirmed or wound up (domain §10).

Of a chain of terms exactly one thing is next. A term that renews by itself asks for a decision by its notice deadline;
the day after, the deadline of the next term takes its place. A term that ends asks for a decision before its last day
and for winding up from then on, until a person closes the contract. Where a fact is missing without which nobody can
tell whether it renews, that fact is asked for instead, until it is entered. A decision puts its own deadline in that
place: *post the notice*, *sign the amendment*, or the decision at the next term. Beside it stand missed and late
notices and presumed terms, which only a person can settle. An unsigned or closed contract has none of these.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from contracts.kernel.calendar import WorkCalendar, add, shift_back, subtract
from contracts.kernel.deadline import Deadline, DeadlineKey, DeadlineKind, check_on
from contracts.kernel.derivation import CodeFact, Step
from contracts.kernel.subject import Subject, SubjectKind
from contracts.registry.rules.amendment import needed_facts
from contracts.registry.rules.contract import Choice, Decision, Renewal, Status
from contracts.registry.rules.lifecycle import status_on
from contracts.registry.rules.steps import (
    DECIDED,
    ENTERED_LATE,
    FACT_MISSING,
    LEAD_SUBTRACTED,
    MOVED_BACK,
    NOTICE_LATE,
    PRESUMED_AT_IMPORT,
    PRESUMED_RENEWED,
    RENEWED_ALL_THE_SAME,
    RENEWS_ALL_THE_SAME,
    SENT_FOR_SIGNATURE,
    SIGNATURE_EXPECTED,
)
from contracts.registry.rules.term import After, Link, Outline
from contracts.registry.rules.why import (
    deadline_steps,
    end_steps,
    ending_steps,
    missed_steps,
    notice_fact,
    on_the_way_steps,
)

_ENDING = (Choice.TERMINATE, Choice.LAPSE)
#: Facts without which nobody can tell whether a term renews, and by when a notice counts.
_OF_RENEWAL = frozenset({"renewal", "renewal_length", "notice"})
#: A term after these was answered by a person: what was missed before it needs no answer any more.
_ANSWERED = frozenset({After.NOTICED, After.TERMINATED, After.AGREED})


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
    found = (case.missed_notice(), case.next_act(), *case.late_notices(), case.confirm_alive())
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
        while place and self._still_lacks(place - 1):
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
            return self._ending(link)
        if _is_open(link, self.as_of):
            found = self._by_notice(link)
            if found is not None:
                return found
        return self._ending(link) if is_last else None

    def _by_notice(self, link: Link) -> Deadline | None:
        """A decision by the notice deadline, or what the decision asks for; ``None`` once it is carried out."""
        due_on, act_by = link.notice_deadline, link.post_by
        if due_on is None or act_by is None:
            return None
        decision = self._decision(due_on)
        why = [*end_steps(self.whole, link, self.as_of), *deadline_steps(self.whole, link, self.calendar)]
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
        """A missing fact while it is missing, a decision while there is time, then winding up."""
        last_day = link.term.last_day
        if link.after in (After.NOTICED, After.TERMINATED):
            return self._expiry(link)
        decision, lacks = self._decision(last_day), self._lacks(link)
        why = [*end_steps(self.whole, link, self.as_of), *ending_steps(self.whole, link)]
        if lacks and (decision is None or link.after is After.RENEWS):
            why += [Step(FACT_MISSING, last_day, (("missing", CodeFact("missing", each)),)) for each in lacks]
            return self._with_lead(DeadlineKind.MISSING_FACT, last_day, why)
        if self.as_of > last_day:
            return self._expiry(link)
        if decision is None:
            return self._with_lead(DeadlineKind.RENEWAL_DECISION, last_day, why)
        if decision.choice in _ENDING:
            return self._expiry(link)
        why.append(_decided(decision))
        return self._dated(DeadlineKind.SIGN_AMENDMENT, last_day, shift_back(last_day, self.calendar), why)

    def _with_lead(self, kind: DeadlineKind, due_on: date, why: list[Step]) -> Deadline:
        """What leaves time to carry a decision out before a day."""
        lead = self.whole.rules.decision_lead
        day = subtract(due_on, lead, self.calendar)
        act_by = shift_back(day, self.calendar)
        why.append(Step(LEAD_SUBTRACTED, day, (("lead", lead),)))
        if act_by != day:
            why.append(Step(MOVED_BACK, act_by, (("before", day),)))
        return self._dated(kind, due_on, act_by, why)

    def _lacks(self, link: Link) -> tuple[str, ...]:
        """The facts whose lack hides whether the term renews, for how long, or by when a notice counts."""
        found = tuple(each for each in needed_facts(link.conditions) if each in _OF_RENEWAL)
        is_cut = link.after is After.RENEWS and self.whole.is_whole and link is self.whole.links[-1]
        return found or (("renewal_length",) if is_cut else ())

    def _still_lacks(self, place: int) -> bool:
        """Whether a term that passed in the register, and the one after it, lack what was asked for then."""
        link, since = self.whole.links[place], self.whole.facts.registered_on
        is_ours = since is not None and since <= link.term.last_day and link.after is After.RENEWS
        return is_ours and bool(self._lacks(link) and self._lacks(self.whole.links[place + 1]))

    def missed_notice(self) -> Deadline | None:
        """The newest day for notice that passed without a notice, until a person says what follows from that.

        After a renewal that was accepted nothing does; whoever seeks an end, or other terms, signs an agreement.
        """
        place = self._missed_place()
        if place is None:
            return None
        link = self.whole.links[place]
        due_on = link.notice_deadline or link.term.last_day
        steps = missed_steps(self.whole, place, self.as_of)
        why = [*end_steps(self.whole, link, self.as_of)]
        why += deadline_steps(self.whole, link, self.calendar, is_short=True)
        before, answer = self._decision(due_on), self._answer(due_on)
        if answer is None:
            why += [_decided(before)] if before is not None else []
            why += [*on_the_way_steps(self.whole.facts, link), *steps]
            return self._dated(DeadlineKind.NOTICE_MISSED, due_on, due_on, why)
        if answer.choice is Choice.RENEW or self._has_amended_since(answer.decided_on):
            return None
        why += [*steps, _decided(answer)]
        by = link.conditions.asked_end or due_on if link.after is After.OPEN else link.term.last_day
        return self._dated(DeadlineKind.SIGN_AMENDMENT, by, shift_back(by, self.calendar), why)

    def _missed_place(self) -> int | None:
        """Where the newest day for notice passed that this register could have told of, and nobody used it."""
        facts, links, last = self.whole.facts, self.whole.links, self.whole.place(self.as_of)
        if self.as_of > links[last].term.last_day or facts.terminated_after is not None:
            return None
        place = next((no for no in (last, last - 1) if no >= 0 and self._has_passed(links[no])), None)
        if place is None or links[place].late or links[place].conditions.renewal is Renewal.TACIT:
            return None
        link, since = links[place], facts.registered_on or facts.presumed_before
        is_over = since is not None and link.term.last_day < since
        if is_over or any(each.after in _ANSWERED for each in links[place + 1 : last + 1]):
            return None
        before = self._decision(link.notice_deadline) if link.notice_deadline else None
        if before is None or before.choice in _ENDING:
            return place
        is_done = before.choice is Choice.RENEW or self._has_amended_since(before.decided_on)
        return None if is_done else place

    def _has_passed(self, link: Link) -> bool:
        is_noticeable = link.after in (After.RENEWS, After.OPEN) and link.notice_deadline is not None
        return is_noticeable and not _is_open(link, self.as_of)

    def _expiry(self, link: Link) -> Deadline:
        last_day = link.term.last_day
        if link.after is After.TERMINATED and self.whole.facts.terminated_after is not None:
            last_day = min(last_day, self.whole.facts.terminated_after)
        why = [*end_steps(self.whole, link, self.as_of), *ending_steps(self.whole, link)]
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
                if heard.on in found or self._answer(heard.on) or self._decision(heard.on):
                    continue
                why = [
                    *end_steps(self.whole, link, self.as_of),
                    *deadline_steps(self.whole, link, self.calendar, is_short=True),
                ]
                why.append(Step(NOTICE_LATE, heard.on, (notice_fact(heard.notice),)))
                for each in self.whole.links[place + 1 : place + 2]:
                    code = RENEWED_ALL_THE_SAME if each.term.first_day <= self.as_of else RENEWS_ALL_THE_SAME
                    why.append(Step(code, each.term.first_day, (("no", each.term.no),)))
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
        since = facts.registered_on
        if since is not None and act_by < since and kind is not DeadlineKind.CONFIRM_ALIVE:
            why = [*why, Step(ENTERED_LATE, since)]
        check = check_on(kind, act_by, None if tiers is None else tiers.get(kind))
        key = DeadlineKey(kind, Subject(SubjectKind.CONTRACT, facts.id), due_on)
        return Deadline(key, facts.id, facts.owner_id, act_by, check, tuple(why))

    def _decision(self, due_on: date) -> Decision | None:
        """What was decided for a day before it passed."""
        return next((each for each in self._decisions(due_on) if each.decided_on <= due_on), None)

    def _answer(self, due_on: date) -> Decision | None:
        """What was decided for a day that had passed."""
        return next((each for each in self._decisions(due_on) if each.decided_on > due_on), None)

    def _decisions(self, due_on: date) -> Iterator[Decision]:
        return (each for each in reversed(self.whole.facts.decisions) if each.due_on == due_on)

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
