"""Facts that contradict each other or the calendar are refused by name, never reckoned with and never looped over."""

from datetime import date

from contracts.kernel.calendar import Duration
from contracts.kernel.refusal import Refusal


class FactsFault(Refusal):
    """A contract cannot be derived from its facts; ``code`` says which rule they break."""

    code = "facts_fault"


def ends_before_start(no: int, first_day: date, last_day: date) -> FactsFault:
    """A term whose last day lies before its first one."""
    return FactsFault(
        "Term {no} would end on {last_day}, before its first day {first_day}: correct the days or the length.",
        code="ends_before_start",
        no=no,
        first_day=first_day,
        last_day=last_day,
    )


def terms_overlap(no: int, first_day: date, previous_last_day: date) -> FactsFault:
    """A term set by hand begins before the one before it ends."""
    return FactsFault(
        "Term {no} begins on {first_day}, but the term before it runs until {last_day}: correct one of the days.",
        code="terms_overlap",
        no=no,
        first_day=first_day,
        last_day=previous_last_day,
    )


def renewal_stands_still(no: int, length: Duration) -> FactsFault:
    """A renewal length that does not move the end."""
    return FactsFault(
        "Term {no} would renew for {length}, which does not move its end: enter how long the contract renews for.",
        code="renewal_stands_still",
        no=no,
        length=length,
    )


def too_many_terms(count: int, length: Duration | str) -> FactsFault:
    """A renewal so short that nobody can have meant it."""
    return FactsFault(
        "The contract would renew more than {count} times for {length} each: check the days and the renewal length.",
        code="too_many_terms",
        count=count,
        length=length,
    )


def beyond_calendar(words: str) -> FactsFault:
    """A day before the year 1 or after the year 9999."""
    return FactsFault(
        "A day of the contract lies beyond the calendar ({words}): check the days and the lengths.",
        code="beyond_calendar",
        words=words,
    )
