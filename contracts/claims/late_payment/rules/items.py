"""Items that are no interest by days: inflation losses, a single fine, and the fixed sum of the law."""

from datetime import timedelta
from fractions import Fraction
from itertools import pairwise

from contracts.claims.late_payment.rules.debt import LateCase, LateItem, guessed_after, stopped_at
from contracts.claims.late_payment.rules.inflation import (
    Indices,
    Tranche,
    chain_rows,
    months_counted,
    tranche_rows,
    usable,
)
from contracts.claims.late_payment.rules.rows import InterestRow
from contracts.kernel.calendar import add_months
from contracts.kernel.money import Money, round_half_up
from contracts.kernel.rates import table_of
from contracts.kernel.refusal import Note

_DAY = timedelta(days=1)
_TABLE = "ua_cpi"


def inflation_item(case: LateCase) -> LateItem:
    """Inflation losses in hryvnias (CC Ukraine 625(2)); nothing for a debt in or tied to another currency.

    Raises ``RateUnknown`` where the index does not reach and the terms say ``refuse``.
    """
    currency = case.debt.principal.currency
    if currency != case.law.currency or case.debt.has_currency_equivalent:
        note = Note("No inflation on a debt in, or tied to, a foreign currency (Grand Chamber, 296/10217/15-ц).")
        return LateItem("inflation", case.money(0), case.as_of, (note,))
    parts = _tranches(case)
    last = max((part.last_day for part in parts), default=case.due_on)
    months = months_counted(case.first_day, last) if parts else []
    indices = usable(months, table_of(case.tables, _TABLE), case.terms.known_on or case.as_of, case.terms.beyond)
    rule = f"UA.625.{case.terms.inflation}"
    make = tranche_rows if case.terms.inflation == "tranche" else chain_rows
    rows = make(parts, indices, rule)
    amount = case.money(sum(row.amount_minor for row in rows))
    complete_to = case.as_of
    if indices.is_short or indices.unpublished:
        complete_to = add_months(indices.months[-1], 1) - _DAY if indices.months else case.due_on
    return LateItem("inflation", amount, complete_to, tuple(_notes(case, indices, rows)), tuple(rows))


def fine_item(case: LateCase) -> LateItem:
    """A single fine: per cent of what was unpaid when the delay began."""
    percent = case.terms.fine or Fraction(0)
    owed = case.steps()[0][1]
    if case.as_of < case.first_day or owed == 0:
        return LateItem("fine", case.money(0), case.as_of)
    minor = round_half_up(owed * percent / 100)
    first, rule = case.first_day, f"{case.law.code}.contract.fine"
    row = InterestRow("fine", first, first, 1, owed, percent, 0, minor, rule)
    return LateItem("fine", case.money(minor), case.as_of, rows=(row,))


def fixed_sum(case: LateCase) -> tuple[Money | None, list[Note]]:
    """The fixed sum of the law between businesses, by the size of the debt when the delay began."""
    law, owed = case.law, case.steps()[0][1]
    is_due = case.as_of >= case.first_day and owed > 0
    if not law.fixed_sums or not is_due or case.terms.is_consumer:
        return None, []
    if (case.debt.arose_on or case.due_on) < law.fixed_sum_since or case.debt.principal.currency != law.currency:
        return None, []
    found = next(each for each in law.fixed_sums if each.below_minor is None or owed < each.below_minor)
    sum_due = Money(found.sum_minor, law.fixed_sum_currency)
    if law.fixed_sum_currency == law.currency:
        return sum_due, []
    return sum_due, [
        Note("The fixed sum of {sum} is converted as of the month before; it is not in the total.", {"sum": sum_due})
    ]


def _tranches(case: LateCase) -> list[Tranche]:
    parts: list[Tranche] = []
    steps = case.steps()
    for (_, owed), (day, left) in pairwise(steps):
        if day > case.as_of + _DAY:
            break
        parts.append(Tranche(owed - left, case.first_day, day - _DAY))
    rest = next((left for day, left in reversed(steps) if day <= case.as_of), 0)
    if rest > 0:
        parts.append(Tranche(rest, case.first_day, case.as_of))
    return [part for part in parts if part.minor > 0 and part.last_day >= part.first_day]


def _notes(case: LateCase, indices: Indices, rows: list[InterestRow]) -> list[Note]:
    notes: list[Note] = []
    if indices.unpublished:
        notes.append(
            Note(
                "Months from {month} on are left out: their index is published on the 10th of the month after.",
                {"month": indices.unpublished[0]},
            )
        )
    if indices.is_short:
        notes.append(stopped_at(case.tables[_TABLE]))
    if indices.guessed_from:
        notes.append(guessed_after(case.tables[_TABLE]))
    if any(not row.amount_minor for row in rows):
        notes.append(Note("Where prices fell over the whole delay, there is no loss and nothing is claimed."))
    if len(case.steps()) > 1 and rows:
        notes.append(
            Note("Parts paid: each is indexed over its own months.")
            if case.terms.inflation == "tranche"
            else Note("Parts paid are taken from the indexed balance (KGS VS, 905/21/19); courts differ.")
        )
    return notes
