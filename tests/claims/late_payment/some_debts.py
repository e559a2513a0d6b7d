"""Debts for the tests of late payment, under the laws and the tables that are shipped."""

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import strategies as st

from contracts.claims.late_payment.laws import late_payment_law
from contracts.claims.late_payment.rules.debt import LateClaim, LateDebt, LateTerms, Paid
from contracts.claims.late_payment.rules.engine import calculate_late
from contracts.claims.late_payment.rules.rows import InterestRow
from contracts.claims.limitation.periods import limitation_of
from contracts.kernel.money import money
from contracts.kernel.rates import RateTable
from contracts.law import calendar_of, rate_tables

TABLES = rate_tables()


def calculate(
    law: str, principal: str, due: date, as_of: date, *, paid=(), tables=TABLES, currency="", **more
) -> LateClaim:
    """One debt under a law with all indices published; ``paid`` are (day, sum); the rest: fields of debt or terms."""
    rules = late_payment_law(law)
    more.setdefault("known_on", as_of + timedelta(days=40))
    currency = currency or rules.currency
    of_debt = {name: more.pop(name) for name in tuple(more) if name in LateDebt.__dataclass_fields__}
    payments = tuple(Paid(day, money(amount, currency)) for day, amount in paid)
    debt = LateDebt(money(principal, currency), due, payments=payments, **of_debt)
    return calculate_late(
        debt, LateTerms(**more), rules, tables, as_of, calendar=calendar_of(law), limitation=limitation_of(law)
    )


def amounts(claim: LateClaim) -> dict[str, str]:
    return {item.kind: item.amount.wire for item in claim.items if item.amount is not None}


def rows(claim: LateClaim, kind: str) -> list[tuple]:
    """The rows as (from, to, days, rate, minor units)."""
    item = claim.item(kind)
    return [(str(row.from_on), str(row.to_on), row.days, float(row.rate), row.amount_minor) for row in item.rows]


def notes(claim: LateClaim, kind: str = "") -> str:
    found = claim.notes if not kind else claim.item(kind).notes
    return "\n".join(note.sentence.format(**note.facts) for note in found)


def table(*values: tuple[date, str], sure_to: date, code: str = "made", step="change") -> RateTable:
    return RateTable(code, tuple((day, Fraction(value)) for day, value in values), sure_to, "a test", step=step)


#: Days on which the shipped tables of every law are sure.
SURE_DAYS = st.dates(date(2015, 1, 1), date(2026, 3, 1))


@st.composite
def debts(draw, law: str = ""):
    """(law, due, as_of, principal in minor units, payments) that the shipped tables reach."""
    code = law or draw(st.sampled_from(("UA", "RU", "DE", "GB")))
    due, as_of = sorted(draw(st.tuples(SURE_DAYS, SURE_DAYS)))
    principal = draw(st.integers(1, 10**11))
    days = sorted(draw(st.lists(st.dates(due, as_of), max_size=4)))
    parts = [(day, draw(st.integers(1, max(principal // 3, 1)))) for day in days]
    return code, due, as_of, principal, parts


def exact_total(rows: Iterable[InterestRow]) -> Fraction:
    """What rows by days come to before any rounding, in minor units."""
    return sum(
        (row.principal_minor * row.days * row.rate / (100 * row.year_days) for row in rows if row.year_days),
        Fraction(0),
    )
