"""Contracts for the tests of the rules: one that is written out, and random ones of every kind."""

from datetime import date, timedelta

from hypothesis import strategies as st

from contracts.kernel.calendar import FAR, Duration, WorkCalendar
from contracts.kernel.rules import Rules
from contracts.registry.rules.contract import (
    Amendment,
    Change,
    Choice,
    Conditions,
    ContractFacts,
    Decision,
    EndRule,
    Notice,
    NoticeCounts,
    NoticeKind,
    Renewal,
    Side,
    Status,
    Suspension,
    Term,
)
from contracts.registry.rules.fault import FactsFault
from contracts.registry.rules.term import outline
from contracts.reminders.rules.tiers import DEFAULT_TIERS

DAY = timedelta(days=1)
UA = WorkCalendar("UA", frozenset(), frozenset(), date(2030, 12, 31))
DE = WorkCalendar("DE", frozenset({date(2026, 12, 25), date(2026, 10, 3)}), frozenset(), date(2030, 12, 31))
DELIVERY = {"letter": 5, "courier": 2, "hand": 0, "edoc": 0, "email": 0}
RULES = Rules(7, {"UA": UA, "DE": DE}, DELIVERY, first_tier={kind: max(days) for kind, days in DEFAULT_TIERS.items()})
SIGNED = ((date(2020, 1, 1), Status.SIGNED),)


def days(count: int) -> Duration:
    return Duration(count, "day")


def months(count: int) -> Duration:
    return Duration(count, "month")


def contract(base: Conditions, **more) -> ContractFacts:
    return ContractFacts(**{"id": 1, "version": 1, "base": base, "moves": SIGNED, "owner_id": 5, **more})


def automatic(**more) -> Conditions:
    """28 August 2024, twelve months, renewing for twelve, two months' notice."""
    usual = {
        "first_day": date(2024, 8, 28),
        "length": months(12),
        "renewal": Renewal.AUTOMATIC,
        "renewal_length": months(12),
        "notice": months(2),
    }
    return Conditions(**{**usual, **more})


def notice(on: date, *, by=Side.OURS, kind=NoticeKind.NON_RENEWAL, sent_on=None) -> Notice:
    return Notice(by, kind, "letter", sent_on or on, on)


def amendment(no: int, effective_on: date, *, signed_on="same", **changes) -> Amendment:
    signed = effective_on if signed_on == "same" else signed_on
    return Amendment(no, no, str(no), signed, effective_on, tuple(Change(each, to) for each, to in changes.items()))


DAYS = st.dates(date(2023, 6, 1), date(2028, 6, 1))
LENGTHS = st.one_of(
    st.builds(Duration, st.integers(1, 24), st.just("month")),
    st.builds(Duration, st.integers(1, 3), st.just("year")),
    st.builds(Duration, st.integers(20, 400), st.just("day")),
    st.builds(Duration, st.integers(4, 60), st.just("week")),
)
NOTICES = st.one_of(
    st.none(),
    st.builds(Duration, st.integers(0, 100), st.just("day")),
    st.builds(Duration, st.integers(0, 4), st.just("month")),
    st.builds(Duration, st.integers(0, 25), st.just("working_day")),
)
_OPTIONAL_DAY = st.one_of(st.none(), DAYS)


_OFTEN = st.sampled_from([True] * 7 + [False])
_KINDS = [*Renewal, Renewal.AUTOMATIC, Renewal.AUTOMATIC, Renewal.AUTOMATIC, Renewal.TACIT, Renewal.EVERGREEN]
_EARLY = st.dates(date(2023, 6, 1), date(2026, 1, 1))


@st.composite
def any_conditions(draw) -> Conditions:
    """Mostly complete conditions; one fact in eight is missing."""

    def often(strategy):
        return draw(strategy) if draw(_OFTEN) else None

    first_day, has_length = often(_EARLY), draw(st.booleans())
    last_day = None if has_length or not first_day else first_day + timedelta(days=draw(st.integers(0, 900)))
    return Conditions(
        first_day=first_day,
        length=often(LENGTHS) if has_length else None,
        last_day=last_day if first_day else draw(_OPTIONAL_DAY),
        end_rule=draw(st.sampled_from(EndRule)),
        renewal=often(st.sampled_from(_KINDS)),
        renewal_length=often(LENGTHS),
        max_renewals=draw(st.one_of(st.none(), st.none(), st.integers(0, 3))),
        notice=often(NOTICES),
        notice_counts=draw(st.sampled_from(NoticeCounts)),
        notice_methods=draw(st.sampled_from([(), ("letter",), ("courier", "edoc")])),
        asked_end=draw(_OPTIONAL_DAY),
    )


_CHANGES = st.one_of(
    st.builds(Change, st.just("last_day"), DAYS),
    st.builds(Change, st.just("renewal"), st.sampled_from(Renewal)),
    st.builds(Change, st.just("renewal_length"), LENGTHS),
    st.builds(Change, st.just("notice"), NOTICES),
    st.builds(Change, st.just("max_renewals"), st.one_of(st.none(), st.integers(0, 3))),
    st.builds(Change, st.just("asked_end"), _OPTIONAL_DAY),
    st.builds(Change, st.just("text"), st.just(None), st.sampled_from(["1.1", "2.2"])),
)


@st.composite
def any_amendments(draw) -> tuple[Amendment, ...]:
    count = draw(st.sampled_from([0, 0, 1, 2, 3]))
    return tuple(
        Amendment(
            no, no, str(no), draw(_OPTIONAL_DAY), draw(DAYS), tuple(draw(st.lists(_CHANGES, min_size=1, max_size=2)))
        )
        for no in range(1, count + 1)
    )


def _notices(on: st.SearchStrategy[date]) -> st.SearchStrategy[Notice]:
    day = st.one_of(st.none(), on, on)
    return st.builds(Notice, st.sampled_from(Side), st.sampled_from(NoticeKind), st.just("letter"), day, day)


_MOVES = st.lists(
    st.tuples(DAYS, st.sampled_from([*Status, Status.SIGNED, Status.SIGNED])), min_size=1, max_size=3
).map(lambda moves: tuple(sorted(moves)))


@st.composite
def any_suspensions(draw) -> tuple[Suspension, ...]:
    if draw(st.integers(0, 3)):
        return ()
    from_on = draw(DAYS)
    return (Suspension(from_on, from_on + timedelta(days=draw(st.integers(0, 300)))),)


@st.composite
def any_facts(draw) -> ContractFacts:
    """A contract as people enter them; some contradict themselves (``FactsFault``)."""
    facts = ContractFacts(
        id=1,
        version=1,
        base=draw(any_conditions()),
        moves=SIGNED if draw(_OFTEN) else draw(_MOVES),
        country=draw(st.sampled_from(["UA", "DE", ""])),
        owner_id=5,
        amendments=draw(any_amendments()),
        suspensions=draw(any_suspensions()),
        terminated_after=None if draw(_OFTEN) else draw(DAYS),
        closed_on=None if draw(_OFTEN) else draw(DAYS),
        presumed_before=draw(st.one_of(st.none(), st.none(), DAYS)),
    )
    return draw(_with_history(facts))


@st.composite
def _with_history(draw, facts: ContractFacts) -> ContractFacts:
    """Decisions about days that matter, and terms recorded or set by hand."""
    try:
        links = outline(facts, RULES, date(2027, 6, 1)).links
    except FactsFault:
        return facts
    due = [on for link in links for on in (link.notice_deadline, link.term.last_day) if on]
    if not due:
        return facts
    decided = draw(st.lists(st.sampled_from(due[:8]), max_size=3, unique=True))
    decisions = tuple(
        Decision(on, draw(st.sampled_from(Choice)), on - timedelta(days=draw(st.integers(1, 60))))
        for on in decided
        if date(2000, 1, 1) < on < FAR
    )
    recorded = tuple(link.agreed for link in links[1:3]) if draw(st.booleans()) else ()
    if recorded and draw(st.integers(0, 3)) == 0:
        last = recorded[-1]
        first_day = last.first_day + timedelta(days=draw(st.integers(0, 20)))
        by_hand = Term(last.no, first_day, first_day + timedelta(days=draw(st.integers(30, 500))), "manual")
        recorded = (*recorded[:-1], by_hand)
    near = st.builds(lambda on, shift: on + timedelta(days=shift), st.sampled_from(due[:4]), st.integers(-20, 20))
    notices = draw(st.lists(_notices(near), max_size=2)) if draw(st.booleans()) and FAR not in due else []
    more = {"decisions": decisions, "recorded_terms": recorded, "notices": tuple(notices)}
    return ContractFacts(**{name: getattr(facts, name) for name in ContractFacts.__slots__} | more)
