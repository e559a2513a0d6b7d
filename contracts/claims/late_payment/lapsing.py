"""The penalty of each day lapses by itself, in Ukraine after a year: it is told before its days begin to (CC 258; §9).

From day 300 of a debt on: from when days lapse, how much by the next reminder a month later, how much has lapsed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from sqlalchemy import Connection

from contracts.claims.late_payment.laws import late_payment_law
from contracts.claims.late_payment.rules.debt import LateDebt, LateTerms, Paid
from contracts.claims.late_payment.rules.engine import calculate_late
from contracts.claims.late_payment.rules.law import LatePaymentLaw
from contracts.claims.late_payment.rules.penalty import PenaltyClause, PenaltyFault, parse_penalty
from contracts.claims.limitation.periods import limitation_in
from contracts.claims.limitation.queries.limitation import visible_charges
from contracts.claims.limitation.queries.penalty_clauses import penalty_clauses
from contracts.claims.limitation.rules.limitation import LimitationRule, barred_to, sue_by
from contracts.claims.limitation.rules.open_charge import has_own_penalty_period, penalty_lapses_from
from contracts.kernel.calendar import WorkCalendar
from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading
from contracts.kernel.identity import alphabetical
from contracts.kernel.money import Money
from contracts.kernel.rates import RateTable
from contracts.kernel.unit_of_work import needs
from contracts.kernel.wire import ASIDE
from contracts.law import RateFolder, calendar_of
from contracts.law.own_rates import tables_in_force
from contracts.money.queries import ageing, ledger
from contracts.money.queries import deadlines as money_subjects
from contracts.money.queries.ageing import AgedDebt, Question
from contracts.money.rules.ageing import Buckets
from contracts.money.rules.ledger import Allocation, Charge, DueForm, Ledger, standing
from contracts.parties.queries import parties

#: From which day of a debt on its penalty is told, and for how many days: to the next reminder.
TOLD_FROM, MONTH = 300, 30
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PenaltyLine:
    """A penalty whose days lapse: those from ``from_on`` to ``to_on``, ``amount``, unless sued for by then.

    ``sue_by`` is the last day for the first of them, ``lapsed`` what is past already.
    """

    counterparty: str
    contract: str | None
    charge: str
    from_on: date
    to_on: date
    sue_by: date
    amount: Money
    lapsed: Money
    currency: str
    charge_id: int = field(metadata=ASIDE)


@dataclass(frozen=True, slots=True)
class _Penalty:
    """What the penalty of a charge is calculated from."""

    debt: LateDebt
    clause: PenaltyClause
    law: LatePaymentLaw
    rule: LimitationRule
    tables: Mapping[str, RateTable]
    calendar: WorkCalendar

    def up_to(self, day: date) -> int:
        """The penalty of the days up to one, in minor units."""
        terms = LateTerms(kinds=("penalty",), penalty=self.clause, beyond="stop")
        claim = calculate_late(self.debt, terms, self.law, self.tables, day, calendar=self.calendar)
        return claim.amount("penalty").minor

    def barred_on(self, first_day: date, day: date) -> date:
        """The last day of the penalty that is past limitation on a day; the day before the first where none is."""
        return barred_to(self.rule, first_day, day, day, length=self.rule.penalty) or first_day - _DAY


@needs("debts.read")
def penalties_lapsing(
    ctx: Context, call: Call, *, company: str | None = None, counterparty: str | None = None
) -> list[PenaltyLine]:
    """Penalties of open debts to us whose days lapse by the next reminder, or have begun to; the nearest first."""
    with reading(ctx.engine) as conn:
        question = Question(
            call.as_of,
            own_company_id=parties.own_company(conn, company).id if company else None,
            counterparty_id=parties.counterparty(conn, counterparty).id if counterparty else None,
            due_until=call.as_of - timedelta(days=TOLD_FROM),
        )
        rows = {row.charge_id or 0: row for row in ageing.debts(conn, question, Buckets(), "charge")}
        known = ledger.ledger_of(conn, visible_charges(conn, call, list(rows)))
        lines = list(_lines(conn, ctx, known, rows, call.as_of))
    return sorted(lines, key=lambda each: (each.sue_by, alphabetical(each.counterparty), each.charge))


def _lines(
    conn: Connection, ctx: Context, known: Ledger, rows: Mapping[int, AgedDebt], as_of: date
) -> Iterator[PenaltyLine]:
    contract_ids = {each.contract_id or 0 for each in known.charges}
    heads, clauses = money_subjects.countries_and_owners(conn, contract_ids), penalty_clauses(conn, contract_ids)
    tables, covered = tables_in_force(conn, ctx.policy(RateFolder)), standing(known.allocations)
    for charge in known.charges:
        clause = _clause(clauses.get(charge.contract_id or 0, ""))
        country = heads.get(charge.contract_id or 0, (ctx.country, None))[0]
        rule = limitation_in(country)
        if clause is None or not charge.is_due_known or not has_own_penalty_period(rule):
            continue
        debt, law = _debt(charge, covered), late_payment_law(country)
        penalty, row = _Penalty(debt, clause, law, rule, tables, calendar_of(country)), rows[charge.id]
        line = _line(penalty, charge, (row.counterparty_short or row.counterparty, row.contract or ""), as_of)
        if line is not None:
            yield line


def _line(penalty: _Penalty, charge: Charge, names: tuple[str, str], as_of: date) -> PenaltyLine | None:
    first = charge.due_on + _DAY
    lapses = penalty_lapses_from(charge.due_on, penalty.rule)
    gone = penalty.barred_on(first, as_of)
    last = penalty.barred_on(first, max(as_of, lapses) + timedelta(days=MONTH))
    lapsed, by_then = penalty.up_to(gone) if gone >= first else 0, penalty.up_to(last) if last >= first else 0
    if by_then <= lapsed:
        return None
    currency, from_on = charge.amount.currency, gone + _DAY
    until = sue_by(penalty.rule, from_on, "safe", length=penalty.rule.penalty)
    sums = Money(by_then - lapsed, currency), Money(lapsed, currency)
    return PenaltyLine(names[0], names[1] or None, charge.number, from_on, last, until, *sums, currency, charge.id)


def _debt(charge: Charge, known: Iterable[Allocation]) -> LateDebt:
    paid = (Paid(each.effective_on, each.covered) for each in known if each.charge_id == charge.id)
    form: Literal["period", "date"] = "date" if charge.due_form is DueForm.DATE else "period"
    payments = tuple(sorted(paid, key=lambda each: each.on))
    return LateDebt(charge.amount, charge.due_on, form, payments, arose_on=charge.issued_on)


def _clause(text: str) -> PenaltyClause | None:
    """The clause, where it can be read: one that cannot is said where the contract is shown."""
    try:
        return parse_penalty(text)
    except PenaltyFault:
        return None
