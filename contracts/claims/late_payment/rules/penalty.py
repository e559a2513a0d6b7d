"""No clause, no penalty (CC Ukraine 547); a clause says how much a day and until when (law §1.3)."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from contracts.kernel.calendar import Duration, DurationFault, parse_duration
from contracts.kernel.refusal import Refusal


class PenaltyFault(Refusal):
    """A penalty clause cannot be read."""

    code = "penalty_fault"


@dataclass(frozen=True, slots=True)
class PenaltyClause:
    """``per_day`` is per cent of the overdue sum a day; without it the clause says double the NBU discount rate.

    ``stop`` is when accrual ends, counted from the day for payment: a duration, ``none``, or empty where the
    contract is silent and the law decides.
    """

    per_day: Fraction | None
    stop: str = ""


def parse_penalty(text: str) -> PenaltyClause | None:
    """The clause kept in a contract's conditions: ``per_day:0.1``, ``double_nbu``, each with ``;until:none|6m``.

    Empty is no clause. Raises :class:`PenaltyFault`.
    """
    if not text.strip():
        return None
    head, _, until = text.strip().partition(";until:")
    if head == "double_nbu":
        return clause("nbu2", until)
    name, _, rate = head.partition(":")
    if name != "per_day":
        raise _fault(text)
    return clause(rate, until)


def clause(per_day: str, stop: str = "") -> PenaltyClause:
    """A clause from what a person gives: per cent a day or ``nbu2``, and ``none``, ``6m`` or a duration."""
    stop = stop.strip()
    if stop not in ("", "none"):
        try:
            parse_duration(stop)
        except DurationFault:
            raise PenaltyFault("{text} is not a stop of a penalty: write none, 6m or a duration.", text=stop) from None
    if per_day.strip() == "nbu2":
        return PenaltyClause(None, stop)
    try:
        rate = Fraction(per_day.strip().removesuffix("%").replace(",", "."))
    except (ValueError, ZeroDivisionError):
        raise _fault(per_day) from None
    if not 0 < rate <= 100 or "/" in per_day:
        raise _fault(per_day)
    return PenaltyClause(rate, stop)


def stop_of(clause: PenaltyClause, due_on: date, *, stop_before: date, stop_months: int) -> Duration | None:
    """How long a penalty runs from the day for payment; ``None`` until the payment.

    A silent clause of a debt due while the law still stopped penalties follows the law (Commercial Code 232(6)).
    """
    if clause.stop == "none":
        return None
    if clause.stop:
        return parse_duration(clause.stop)
    return Duration(stop_months, "month") if stop_months and due_on < stop_before else None


def _fault(text: str) -> PenaltyFault:
    return PenaltyFault("{text} is not a penalty: write per cent a day such as 0.1, or nbu2.", text=text)
