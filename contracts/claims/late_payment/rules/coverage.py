"""The statutory order on request: payments first cover what stands before the principal, and every part is a row."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from contracts.claims.late_payment.rules.debt import Kind, LateCase, LateItem, Paid
from contracts.claims.late_payment.rules.rows import InterestRow
from contracts.kernel.money import Money
from contracts.kernel.rates import RateUnknown
from contracts.money.rules.allocation_order import allocate

_DAY = timedelta(days=1)
#: Makes the item of interest or penalty.
Bearing = Callable[[LateCase, Kind], LateItem]
_BEARING: tuple[Kind, Kind] = ("interest", "penalty")


def cover(case: LateCase, bearing: Bearing) -> tuple[LateCase, Mapping[str, tuple[InterestRow, ...]]]:
    """The case with only those parts of its payments that reach the principal, and rows of what they covered else.

    Interest and penalty are those grown by the day of each payment, less what earlier ones covered.
    """
    principal, covered = case.debt.principal.minor, dict.fromkeys(_BEARING, 0)
    reached: list[tuple[date, int]] = []
    rows: dict[str, list[InterestRow]] = {kind: [] for kind in _BEARING}
    for paid_on, amount in case.payments:
        owed = _grown(case, reached, paid_on, bearing)
        owed = {kind: minor - covered[kind] for kind, minor in owed.items() if kind in covered}
        parts = allocate(amount, owed | {"principal": principal}, case.law.order)
        for kind in _BEARING:
            if part := parts.get(kind, 0):
                covered[kind] += part
                rule = f"{case.law.order}.covered"
                rows[kind].append(InterestRow(kind, paid_on, paid_on, 0, amount, Fraction(0), 0, -part, rule))
        if part := parts.get("principal", 0):
            principal -= part
            reached.append((paid_on, part))
    return _with(case, reached), {kind: tuple(found) for kind, found in rows.items() if found}


def _grown(case: LateCase, reached: list[tuple[date, int]], paid_on: date, bearing: Bearing) -> dict[str, int]:
    """What interest and penalty came to by a payment, on the principal earlier payments left."""
    last = paid_on if case.counts_payment_day else paid_on - _DAY
    if last < case.first_day:
        return {}
    until = replace(_with(case, reached), as_of=last)
    grown: dict[str, int] = {}
    for kind in _BEARING:
        if kind in case.terms.kinds and (kind != "penalty" or case.terms.penalty is not None):
            try:
                item = bearing(until, kind)
            except RateUnknown:
                continue
            grown[kind] = item.amount.minor if item.amount else 0
    return grown


def _with(case: LateCase, payments: list[tuple[date, int]]) -> LateCase:
    currency = case.debt.principal.currency
    paid = tuple(Paid(on, Money(minor, currency)) for on, minor in payments)
    return replace(case, payments=tuple(payments), debt=replace(case.debt, payments=paid))
