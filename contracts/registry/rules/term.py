"""Terms follow one another from the facts alone, and each end is counted from the first one (domain §2).

How a contract runs on, in the order of :func:`chain`:

1. The first term ends on the day the contract names, else on the day counted from its first day and length.
2. An amendment that takes effect within a term may move its end; a later last day makes the next, agreed term, as
   does one that takes effect on the day after.
3. What comes after a term follows the conditions in force on its last day: a termination, an agreed term, a counted
   notice, the end, or a renewal. A notice that counts after the deadline is late: the term renews all the same.
4. Renewals are counted at once from one anchor, never from a clamped day (:mod:`.lengthening`). A moved or agreed end
   is a new anchor.

Terms set by hand stand in the place of those that would follow. Other recorded terms only confirm.
``max_renewals`` counts renewals since the contract began. Nothing here knows today.
"""

from bisect import bisect_right
from collections import deque
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from contracts.kernel.calendar import FAR, CalendarExhausted, Duration, add, subtract
from contracts.kernel.rules import Rules
from contracts.registry.rules.amendment import ENDLESS, Epoch, LastDayChange, epochs, in_force, last_day_changes
from contracts.registry.rules.contract import (
    Choice,
    Conditions,
    ContractFacts,
    EndRule,
    Renewal,
    Side,
    Term,
    TermSource,
)
from contracts.registry.rules.fault import (
    beyond_calendar,
    ends_before_start,
    renewal_stands_still,
    terms_overlap,
    too_many_terms,
)
from contracts.registry.rules.lengthening import Anchor
from contracts.registry.rules.notice import Heard, heard, notice_deadline, post_by

__all__ = [
    "After",
    "Link",
    "Outline",
    "current_term",
    "last_day_if_agreed",
    "length_between",
    "notice_deadline",
    "outline",
    "post_by",
]

#: A contract that renews more often than this was entered wrongly (76 years of weeks).
MOST_TERMS = 4000
_RENEWING = ENDLESS | {Renewal.AUTOMATIC, Renewal.TACIT}
_DAY = timedelta(days=1)


class After(StrEnum):
    """What comes after a term."""

    RENEWS = "renews"
    AGREED = "agreed"
    ENDS = "ends"
    NOTICED = "noticed"
    TERMINATED = "terminated"
    OPEN = "open"


class Link(NamedTuple):
    """A term with what follows from it.

    ``agreed`` is the term before a termination or the notice of an evergreen contract cut it short, as it is recorded;
    ``watched_from`` opens its notice window, or its last days; the next term is counted from the ``anchor``.
    """

    term: Term
    agreed: Term
    conditions: Conditions
    after: After
    notice_deadline: date | None
    post_by: date | None
    watched_from: date
    anchor: Anchor
    notice: Heard | None = None
    late: tuple[Heard, ...] = ()


class Outline(NamedTuple):
    """Everything the terms of a contract imply, computed once.

    ``is_whole``: no term can follow the last link. Otherwise the answers hold up to the last link's last day.
    """

    facts: ContractFacts
    rules: Rules
    epochs: tuple[Epoch, ...]
    links: tuple[Link, ...]
    is_whole: bool
    first_days: tuple[date, ...]

    def place(self, day: date) -> int:
        """The number of the link running on a day: the first one before it begins, the last one after the end."""
        return bisect_right(self.first_days, day, 1) - 1 if self.first_days else 0

    def link_on(self, day: date) -> Link | None:
        """The link running on a day; ``None`` where no last day is known."""
        return self.links[self.place(day)] if self.links else None

    def terms_until(self, day: date) -> tuple[Term, ...]:
        """The terms begun by a day, recorded or not; before the first day the first one."""
        return tuple(each.term for each in self.links[: self.place(day) + 1])


def outline(facts: ContractFacts, rules: Rules, horizon: date) -> Outline:
    """The terms up to the first one that ends, and must be decided, on or after the horizon; and the next one.

    Raises :class:`~contracts.registry.rules.fault.FactsFault` where the facts contradict each other or the calendar.
    """
    links: list[Link] = []
    is_far_enough = is_whole = False
    decided = {each.due_on for each in facts.decisions}
    try:
        walk = _Walk(facts, rules)
        for link in walk.links():
            links.append(link)
            if is_far_enough:
                break
            due_on = link.notice_deadline or link.term.last_day
            is_far_enough = link.term.last_day >= horizon and due_on >= horizon and due_on not in decided
            if len(links) > MOST_TERMS:
                raise too_many_terms(MOST_TERMS, link.conditions.renewal_length or "")
        else:
            is_whole = True
    except (CalendarExhausted, OverflowError) as error:
        raise beyond_calendar(str(error)) from None
    is_whole = is_whole or links[-1].after is After.OPEN
    first_days = tuple([each.term.first_day for each in links])
    return Outline(facts, rules, walk.epochs, tuple(links), is_whole, first_days)


def current_term(facts: ContractFacts, as_of: date, rules: Rules) -> Term | None:
    """The term running on ``as_of``, else the nearest one; ``None`` where no last day is known."""
    link = outline(facts, rules, as_of).link_on(as_of)
    return link.term if link is not None else None


def last_day_if_agreed(whole: Outline, day: date, length: Duration) -> date | None:
    """The last day of a term agreed for a length after the one running on a day: counted as a renewal would be."""
    link = whole.link_on(day)
    if link is None or link.term.last_day == FAR:
        return None
    anchor = link.anchor.lengthened(length, link.term.last_day + _DAY)
    return anchor.end(whole.rules.calendar(whole.facts.country)) - _DAY


def length_between(first_day: date, last_day: date, end_rule: EndRule) -> Duration:
    """The length of a term known by its days only: whole months where they fit, else days."""
    end = last_day if end_rule is EndRule.ANNIVERSARY else last_day + _DAY
    whole = Duration((end.year - first_day.year) * 12 + end.month - first_day.month, "month")
    return whole if add(first_day, whole) == end else Duration((end - first_day).days, "day")


class _Walk:
    """One walk along the terms: what is still to come of the amendments, and the anchor of the renewals."""

    def __init__(self, facts: ContractFacts, rules: Rules) -> None:
        self.facts, self.rules, self.calendar = facts, rules, rules.calendar(facts.country)
        self.epochs = epochs(facts)
        self.changes = deque(last_day_changes(facts) if facts.amendments else ())
        self.by_hand = {each.no: each for each in facts.recorded_terms if each.source == "manual"}
        self.prolonged: LastDayChange | None = None
        self.is_fixed = False
        self.confirmed = {each.no for each in facts.recorded_terms if each.source == "automatic"}
        self.initial: Term | None = None
        self.anchor = Anchor(date.min)
        self.renewal_count = 0
        self.notices_from: date = date.min
        self.last_deadline: date | None = None

    def links(self) -> Iterator[Link]:
        """Every term in order, each settled and closed before the next one is looked for."""
        term = self.first()
        while term is not None:
            link = self.close(self.settle(term))
            yield link
            term = self.next(link)

    def first(self) -> Term | None:
        """Rule 1; ``None`` while no last day is known. An unknown first day is the calendar's first."""
        if 1 in self.by_hand:
            return self._anchor_at(self.by_hand[1])
        base, last_day = self.facts.base, self._stated_end()
        if base.renewal in ENDLESS or (last_day is None and self.epochs[-1].conditions.renewal in ENDLESS):
            return Term(1, base.first_day or date.min, FAR, "initial")
        if last_day is None and self.changes:
            last_day = self.changes.popleft().last_day
        if last_day is None:
            return None
        self.initial = self._anchor_at(Term(1, base.first_day or date.min, last_day, "initial"))
        if self._is_counted() and base.first_day and base.length:
            self.anchor = Anchor(base.first_day, base.length, is_anniversary=base.end_rule is EndRule.ANNIVERSARY)
        return self.initial

    def settle(self, term: Term) -> Term:
        """Rule 2: the last amendment effective within the term has the last word about its end."""
        if term.last_day < term.first_day:
            raise ends_before_start(term.no, term.first_day, term.last_day)
        self.prolonged = None
        while self.changes and self.changes[0].effective_on <= term.last_day:
            change = self.changes.popleft()
            if change.last_day > term.last_day:
                self.prolonged = change
                continue
            if change.last_day < term.first_day:
                raise ends_before_start(term.no, term.first_day, change.last_day)
            self.is_fixed |= term.last_day == FAR
            self.prolonged = None
            term = term._replace(last_day=change.last_day, amendment_id=change.amendment_id)
            self._anchor_at(term)
        if self.changes and self._follows(self.changes[0], term):
            self.prolonged = self.changes.popleft()
        return term

    @staticmethod
    def _follows(change: LastDayChange, term: Term) -> bool:
        """Whether an amendment agrees the time from the day after the term: no renewal stands between them."""
        return term.last_day < FAR and change.effective_on == term.last_day + _DAY and change.last_day > term.last_day

    def close(self, term: Term) -> Link:
        """Rule 3: the term, what comes after it, and the days before that which matter."""
        agreed, conditions = term, in_force(self.epochs, term.last_day)
        notices = heard(self.facts.notices, conditions.notice_counts) if self.facts.notices else []
        ending: Heard | None = None
        if notices:
            term, ending = self._end_of_endless(term, conditions, notices)
        deadline = notice_deadline(conditions, term.last_day, self.calendar)
        if ending is None and notices:
            ending = self._notice_in_time(term, deadline or term.last_day, notices)
        terminated_after = self.facts.terminated_after
        if terminated_after is not None and terminated_after <= term.last_day:
            after = After.TERMINATED
            if terminated_after >= term.first_day:
                term = term._replace(last_day=terminated_after)
        else:
            after = self._after(term, conditions, ending)
        send = post_by(deadline, conditions, self.rules, self.calendar) if deadline else None
        is_too_late = notices and after is After.RENEWS and conditions.renewal is not Renewal.EVERGREEN
        late = self._late(term, deadline, notices) if is_too_late else ()
        self.last_deadline = deadline
        watched_from = self._watched_from(term, after, send)
        return Link(term, agreed, conditions, after, deadline, send, watched_from, self.anchor, ending, late)

    def next(self, link: Link) -> Term | None:
        """Rule 4, an agreed term, or nothing."""
        no, term = link.term.no + 1, link.term
        if link.after in (After.TERMINATED, After.OPEN):
            return None
        if no in self.by_hand:
            return self._agreed(self.by_hand[no], term, self.by_hand[no].first_day)
        if link.after is After.RENEWS:
            return self._renewed(link)
        agreed = self.prolonged or self._revival(term)
        if agreed is None:
            return None
        first_day = max(term.last_day + _DAY, agreed.effective_on)
        agreed_term = Term(no, first_day, agreed.last_day, "amendment", agreed.amendment_id)
        return self._agreed(agreed_term, term, agreed.signed_on)

    def _stated_end(self) -> date | None:
        """A written last day beats one counted from the first day and the length."""
        base = self.facts.base
        if not (self._is_counted() and base.first_day and base.length):
            return base.last_day
        end = add(base.first_day, base.length, self.calendar)
        return end if base.end_rule is EndRule.ANNIVERSARY else end - _DAY

    def _is_counted(self) -> bool:
        base = self.facts.base
        return not base.last_day and bool(base.first_day and base.length)

    def _anchor_at(self, term: Term) -> Term:
        """The next renewal counts from this term's end, which is written."""
        if term.last_day != FAR:
            self.anchor = Anchor(term.last_day + _DAY)
        return term

    def _after(self, term: Term, conditions: Conditions, ending: Heard | None) -> After:
        kind, cap = conditions.renewal, conditions.max_renewals
        if term.last_day == FAR:
            return After.OPEN
        if self.prolonged or term.no + 1 in self.by_hand:
            return After.AGREED
        if ending is not None:
            return After.NOTICED
        is_capped = cap is not None and self.renewal_count >= cap
        if kind not in _RENEWING or is_capped or self.is_fixed:
            return After.ENDS
        return After.RENEWS

    def _end_of_endless(self, term: Term, conditions: Conditions, notices: list[Heard]) -> tuple[Term, Heard | None]:
        """A counted notice ends an evergreen contract one notice later, not before a stated or asked-for end."""
        if conditions.renewal is not Renewal.EVERGREEN or self.prolonged:
            return term, None
        ending = notices[0]
        end = add(ending.on, conditions.notice, self.calendar) if conditions.notice else ending.on
        if ending.notice.by is Side.OURS and conditions.asked_end:
            end = max(end, conditions.asked_end)
        if not self.is_fixed:
            end = max(end, conditions.last_day or end)
        end = max(end, term.first_day)
        return (term._replace(last_day=end), ending) if end <= term.last_day else (term, None)

    def _notice_in_time(self, term: Term, deadline: date, notices: list[Heard]) -> Heard | None:
        """The first notice that counts for this term: within it, or since the deadline of the one before."""
        since, before = self.notices_from, self.last_deadline
        if before is not None and not before < since <= deadline:
            since = before + _DAY
        return next((each for each in notices if since <= each.on <= deadline), None)

    def _late(self, term: Term, deadline: date | None, notices: list[Heard]) -> tuple[Heard, ...]:
        if deadline is None or deadline < term.first_day:
            return ()
        return tuple(each for each in notices if deadline < each.on <= term.last_day)

    def _watched_from(self, term: Term, after: After, send: date | None) -> date:
        if term.last_day == FAR:
            return FAR
        if after is After.RENEWS:
            return subtract(send, self.rules.notice_window, self.calendar) if send else FAR
        return subtract(term.last_day, self.rules.expiring_window, self.calendar)

    def _renewed(self, link: Link) -> Term | None:
        """The next term by itself, counted from the anchor at once."""
        no, first_day, kind = link.term.no + 1, link.term.last_day + _DAY, link.conditions.renewal
        if kind in ENDLESS:
            return Term(no, first_day, FAR, self._source(link, first_day))
        length = link.conditions.renewal_length or (self._initial_length() if kind is Renewal.TACIT else None)
        if length is None:
            return None
        self.renewal_count += 1
        self.anchor = self.anchor.lengthened(length, first_day)
        end = self.anchor.end(self.calendar)
        if end <= first_day:
            raise renewal_stands_still(no, length)
        self.notices_from = first_day
        return Term(no, first_day, end - _DAY, self._source(link, first_day))

    def _source(self, link: Link, first_day: date) -> TermSource:
        """Presumed until a person confirms: a tacit renewal, and what began before an import."""
        facts, no = self.facts, link.term.no + 1
        if no in self.confirmed:
            return "automatic"
        if link.conditions.renewal is Renewal.TACIT:
            is_confirmed = any(
                each.due_on == link.notice_deadline and each.choice is Choice.RENEW for each in facts.decisions
            )
            return "automatic" if is_confirmed else "presumed"
        is_imported = facts.presumed_before is not None and first_day < facts.presumed_before
        return "presumed" if is_imported else "automatic"

    def _initial_length(self) -> Duration | None:
        """A lease continues for the length of its first term (CC Ukraine 764)."""
        base, initial = self.facts.base, self.initial
        if base.length or initial is None or base.first_day is None:
            return base.length
        return length_between(base.first_day, initial.last_day, base.end_rule)

    def _revival(self, term: Term) -> LastDayChange | None:
        """An amendment that takes effect after the end and names a later last day."""
        while self.changes:
            change = self.changes.popleft()
            if change.last_day > term.last_day:
                return change
        return None

    def _agreed(self, term: Term, before: Term, known_from: date) -> Term | None:
        """A term by amendment or by hand: notices given since it is known speak of its end."""
        terminated_after = self.facts.terminated_after
        if terminated_after is not None and terminated_after < term.first_day:
            return None
        if term.first_day <= before.last_day:
            raise terms_overlap(term.no, term.first_day, before.last_day)
        self.notices_from, self.last_deadline = min(term.first_day, known_from), None
        return self._anchor_at(term)
