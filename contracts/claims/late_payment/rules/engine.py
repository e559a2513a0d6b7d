"""The one engine of late payment: interest, inflation, penalty, fine and fixed sum under the parameters of a law.

Each item is calculated on its own, so that one without data never stops the others (domain §7). The day is an argument;
``as_of`` is the last day counted. Where the law is silent on a choice, the smaller claim is made and noted.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from contracts.claims.late_payment.rules.debt import (
    DebtFault,
    Kind,
    LateCase,
    LateClaim,
    LateDebt,
    LateItem,
    LateTerms,
    Paid,
    guessed_after,
    stopped_at,
)
from contracts.claims.late_payment.rules.items import fine_item, fixed_sum, inflation_item
from contracts.claims.late_payment.rules.law import LatePaymentLaw
from contracts.claims.late_payment.rules.plans import interest_plan, penalty_plan
from contracts.claims.late_payment.rules.rows import LAST_KNOWN, InterestRow, cut_at, last_day_owed, rows_of, timeline
from contracts.claims.limitation.rules.limitation import LimitationRule, barred_to
from contracts.kernel.calendar import WEEKENDS_ONLY, WorkCalendar, shift_forward
from contracts.kernel.money import Money, round_half_up
from contracts.kernel.rates import RateTable, RateUnknown
from contracts.kernel.refusal import Note
from contracts.money.rules.allocation_order import allocate

_DAY = timedelta(days=1)

_BEARING: tuple[Kind, Kind] = ("interest", "penalty")


def calculate_late(
    debt: LateDebt,
    terms: LateTerms,
    law: LatePaymentLaw,
    tables: Mapping[str, RateTable],
    as_of: date,
    *,
    calendar: WorkCalendar = WEEKENDS_ONLY,
    limitation: LimitationRule | None = None,
) -> LateClaim:
    """What a debt has grown by to ``as_of`` inclusive.

    Raises :class:`DebtFault` for a debt or payments that cannot be; an item without data is refused inside the result.
    """
    _check(debt)
    case, notes = _case(debt, terms, law, tables, as_of, calendar, limitation)
    if terms.allocation == "law":
        case, covered = _cover(case)
    else:
        covered = {}
    items = tuple(_item(case, kind, covered) for kind in terms.kinds if _has_ground(case, kind))
    compensation, reason = fixed_sum(case)
    if "penalty" in terms.kinds and terms.penalty is None:
        notes.append(Note("There is no penalty: no clause of the contract provides for one."))
    paid = sum(amount for _, amount in case.payments)
    left = case.money(max(debt.principal.minor - paid, 0))
    if not covered and paid > debt.principal.minor:
        over = case.money(paid - debt.principal.minor)
        notes.append(Note("Paid beyond the debt: {sum}, an advance.", {"sum": over}))
    currency = debt.principal.currency
    total = sum((each.amount.minor for each in items if each.amount), 0)
    if compensation and compensation.currency == currency:
        total += compensation.minor
    return LateClaim(
        law.code, as_of, case.first_day, items, compensation, left, Money(total, currency), (*notes, *reason)
    )


def _case(
    debt: LateDebt,
    terms: LateTerms,
    law: LatePaymentLaw,
    tables: Mapping[str, RateTable],
    as_of: date,
    calendar: WorkCalendar,
    limitation: LimitationRule | None,
) -> tuple[LateCase, list[Note]]:
    notes: list[Note] = []
    due_on = debt.due_on
    if debt.first_day is not None:
        due_on = debt.first_day - _DAY
    elif debt.due_form == "period" and law.shifts_period_end:
        due_on = shift_forward(due_on, calendar)
        if due_on != debt.due_on:
            notes.append(
                Note(
                    "The last day of the period, {day}, is not a working day; payment was due by {moved}.",
                    {"day": debt.due_on, "moved": due_on},
                )
            )
    payments = tuple(sorted((paid.on, paid.amount.minor) for paid in debt.payments if paid.on <= as_of))
    terms = replace(terms, known_on=terms.known_on or as_of)
    case = LateCase(debt, terms, law, tables, as_of, due_on, due_on + _DAY, payments, limitation)
    if as_of <= due_on:
        notes.append(Note("The debt is not overdue on {day}.", {"day": as_of}))
    return case, notes


def _check(debt: LateDebt) -> None:
    if debt.principal.minor <= 0:
        raise DebtFault("The debt must be more than nothing; it is {sum}.", sum=debt.principal)
    for paid in debt.payments:
        if paid.amount.minor <= 0:
            raise DebtFault(
                "The payment of {day} must be more than nothing; it is {sum}.", day=paid.on, sum=paid.amount
            )
        if paid.amount.currency != debt.principal.currency:
            raise DebtFault(
                "The payment of {day} is in {paid}, the debt in {owed}: give it in the currency of the debt.",
                day=paid.on,
                paid=paid.amount.currency,
                owed=debt.principal.currency,
            )


def _has_ground(case: LateCase, kind: Kind) -> bool:
    if kind == "inflation":
        return case.law.has_inflation
    if kind == "penalty":
        return case.terms.penalty is not None
    return kind != "fine" or case.terms.fine is not None


def _item(case: LateCase, kind: Kind, covered: Mapping[str, tuple[InterestRow, ...]]) -> LateItem:
    makers: Mapping[Kind, Callable[[LateCase], LateItem]] = {
        "interest": lambda one: _bearing(one, "interest"),
        "penalty": lambda one: _bearing(one, "penalty"),
        "inflation": inflation_item,
        "fine": fine_item,
    }
    try:
        item = makers[kind](case)
    except RateUnknown as refusal:
        return LateItem(kind, None, None, (Note(refusal.sentence, refusal.facts),), refusal=refusal)
    rows = covered.get(kind, ())
    if not rows or item.amount is None:
        return item
    amount = case.money(item.amount.minor + sum(row.amount_minor for row in rows))
    merged = sorted((*item.rows, *rows), key=lambda row: (row.to_on, row.year_days == 0))
    return replace(item, amount=amount, rows=tuple(merged))


def _bearing(case: LateCase, kind: Kind) -> LateItem:
    """Interest or penalty: days under a rate. Raises ``RateUnknown`` where the table does not reach, if so asked."""
    if kind == "interest":
        plan, last, notes = interest_plan(case)
    else:
        plan, last, notes = penalty_plan(case)
    steps = case.steps()
    until, complete_to, cut = last + _DAY, case.as_of, None
    owed_to = last_day_owed(steps, last)
    if plan is None or owed_to is None:
        return LateItem(kind, case.money(0), complete_to, tuple(notes))
    if plan.table is not None and plan.fixed is None:
        if steps[0][0] < plan.table.first_day:
            raise plan.table.starts_later()
        if owed_to > plan.table.sure_to:
            until, complete_to, cut = _beyond(case, plan.table, until, notes)
    if cut:
        steps = cut_at(steps, cut)
    rows = rows_of(kind, timeline(plan, max(until.year, case.first_day.year)), steps, until, rounding=case.law.rounding)
    if cut:
        rows = [row._replace(rule=row.rule + LAST_KNOWN) if row.from_on >= cut else row for row in rows]
    barred = _barred_to(case, kind, rows)
    notes += _barred(case, rows, barred)
    amount = case.money(sum(row.amount_minor for row in rows))
    return LateItem(kind, amount, complete_to, tuple(notes), tuple(rows), barred_to=barred)


def _beyond(case: LateCase, table: RateTable, until: date, notes: list[Note]) -> tuple[date, date, date | None]:
    """Where rows end, what they answer for, and where rows past the last sure day begin."""
    if case.terms.beyond == "refuse":
        raise table.ends_before()
    if case.terms.beyond == "last_known":
        notes.append(guessed_after(table))
        return until, case.as_of, table.sure_to + _DAY
    notes.append(stopped_at(table))
    return table.sure_to + _DAY, table.sure_to, None


def _barred_to(case: LateCase, kind: Kind, rows: list[InterestRow]) -> date | None:
    """The last day whose own claim is past limitation; ``None`` where there is none, or the law counts otherwise."""
    if case.limitation is None or not rows or case.law.code != "UA":
        return None
    length = case.limitation.penalty if kind == "penalty" else case.limitation.general
    return barred_to(case.limitation, rows[0].from_on, rows[-1].to_on, case.as_of, length=length)


def _barred(case: LateCase, rows: list[InterestRow], last: date | None) -> list[Note]:
    """Days whose own claim is past limitation are marked, never cut (law §1.1, §1.3)."""
    if last is None:
        return []
    old = Fraction(0)
    for row in rows:
        days = (min(row.to_on, last) - row.from_on).days + 1
        if days > 0 and row.year_days:
            old += row.principal_minor * days * row.rate / (100 * row.year_days)
    return [
        Note(
            "Of this, {sum} for the days to {day} is past limitation if the debtor pleads it.",
            {"sum": case.money(round_half_up(old)), "day": last},
        )
    ]


def _cover(case: LateCase) -> tuple[LateCase, Mapping[str, tuple[InterestRow, ...]]]:
    """The case with only those parts of its payments that reach the principal, and rows of what they covered else.

    Interest and penalty are those grown by the day of each payment, less what earlier ones covered.
    """
    principal, covered = case.debt.principal.minor, dict.fromkeys(_BEARING, 0)
    reached: list[tuple[date, int]] = []
    rows: dict[str, list[InterestRow]] = {kind: [] for kind in _BEARING}
    for paid_on, amount in case.payments:
        owed = _grown(case, reached, paid_on)
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


def _grown(case: LateCase, reached: list[tuple[date, int]], paid_on: date) -> dict[str, int]:
    """What interest and penalty came to by a payment, on the principal earlier payments left."""
    last = paid_on if case.counts_payment_day else paid_on - _DAY
    if last < case.first_day:
        return {}
    until = replace(_with(case, reached), as_of=last)
    grown: dict[str, int] = {}
    for kind in _BEARING:
        if kind in case.terms.kinds and (kind != "penalty" or case.terms.penalty is not None):
            try:
                item = _bearing(until, kind)
            except RateUnknown:
                continue
            grown[kind] = item.amount.minor if item.amount else 0
    return grown


def _with(case: LateCase, payments: list[tuple[date, int]]) -> LateCase:
    currency = case.debt.principal.currency
    paid = tuple(Paid(on, Money(minor, currency)) for on, minor in payments)
    return replace(case, payments=tuple(payments), debt=replace(case.debt, payments=paid))
