"""Which rate bears on which days: the interest of the law or contract, and the penalty of the clause (law §1–§4)."""

from datetime import date, timedelta

from contracts.claims.late_payment.rules.debt import DebtFault, LateCase
from contracts.claims.late_payment.rules.penalty import stop_of
from contracts.claims.late_payment.rules.rows import RatePlan
from contracts.kernel.calendar import add
from contracts.kernel.rates import table_of
from contracts.kernel.refusal import Note

_DAY = timedelta(days=1)
_Plan = tuple[RatePlan | None, date, list[Note]]


def interest_plan(case: LateCase) -> _Plan:
    """The plan of interest, its last day, and what a reader must know. Raises ``RateUnknown``."""
    law, terms = case.law, case.terms
    if law.is_penalty_instead_of_interest and terms.penalty is not None:
        return (
            None,
            case.as_of,
            [Note("No interest beside the penalty for the same days, unless law or contract says so (395(4)).")],
        )
    year, excluded, notes = terms.year or law.year, *_excluded(case)
    plan = RatePlan(law.interest_rule, year, excluded=excluded)
    if terms.rate_per_year is not None:
        plan = RatePlan(f"{law.interest_rule}:contract", year, fixed=terms.rate_per_year, excluded=excluded)
        if law.is_frozen:
            notes.append(Note("Where the contract gives a substantial remedy, the Act and its fixed sum do not apply."))
    elif terms.is_consumer and law.consumer_fixed is not None:
        plan = RatePlan(law.consumer_rule, year, fixed=law.consumer_fixed, excluded=excluded)
        notes.append(Note("The rules between businesses do not apply to a consumer."))
    elif law.fixed is not None:
        plan = RatePlan(law.interest_rule, year, fixed=law.fixed, excluded=excluded)
    else:
        plan = _by_table(case, plan)
    return plan, case.as_of, notes


def penalty_plan(case: LateCase) -> _Plan:
    """The plan of the penalty, the last day on which it accrues, and what a reader must know."""
    law, clause = case.law, case.terms.penalty
    if clause is None:
        return None, case.as_of, []
    excluded, notes = _excluded(case)
    table = table_of(case.tables, law.cap_table) if law.cap_table else None
    if clause.per_day is None and table is None:
        raise DebtFault("A penalty of double the NBU rate is known to Ukrainian law only: give per cent a day.")
    stop = stop_of(clause, case.due_on, stop_before=law.stop_before, stop_months=law.stop_months)
    # Six months from 10 June end on 10 December.
    last = case.as_of if stop is None else min(add(case.due_on, stop), case.as_of)
    if stop is not None and last < case.as_of:
        notes.append(
            Note("The penalty ends on {day}, {length} after the day for payment.", {"day": last, "length": stop})
        )
    if not clause.stop and law.stop_months:
        notes.append(_silent_clause(stop is not None))
    rule = law.penalty_rule if clause.per_day is not None else law.cap_rule
    plan = RatePlan(
        rule,
        case.terms.year or law.penalty_year,
        table=table,
        times=law.cap_times,
        per_day=clause.per_day,
        cap_rule=law.cap_rule,
        excluded=excluded,
    )
    return plan, last, notes


def _silent_clause(is_stopped: bool) -> Note:
    if is_stopped:
        return Note(
            "The clause is silent on how long the penalty runs: six months, by the Commercial Code 232(6) in force "
            "when the debt fell due."
        )
    return Note(
        "The clause is silent on how long the penalty runs: to the payment, as the Commercial Code no longer applied "
        "when the debt fell due; each day can be claimed for one year."
    )


def _by_table(case: LateCase, plan: RatePlan) -> RatePlan:
    law, terms = case.law, case.terms
    table = table_of(case.tables, law.table)
    arose_on = case.debt.arose_on or case.due_on
    margin = law.consumer_margin if terms.is_consumer else None
    if margin is None:
        margin = [each.points for each in law.margins if each.since <= arose_on][-1]
    if law.is_frozen:
        # The rate of the half-year in which interest starts stays for the life of the debt (SI 2002/1675 art. 4).
        fixed = table.value_on(case.first_day) + margin
        return RatePlan(plan.rule, plan.year, fixed=fixed, excluded=plan.excluded)
    return RatePlan(plan.rule, plan.year, table=table, margin=margin, excluded=plan.excluded)


def _excluded(case: LateCase) -> tuple[tuple[tuple[date, date], ...], list[Note]]:
    """The moratoria that cover this obligation, by the day it arose (the day for payment where unknown)."""
    found, notes = [], []
    for each in case.law.moratoria:
        is_inside = case.first_day <= each.to_on and each.from_on <= case.as_of
        if is_inside and (case.debt.arose_on or case.due_on) < each.arose_before:
            found.append((each.from_on, each.to_on + _DAY))
            facts = {"first": each.from_on, "last": each.to_on, "act": each.act}
            notes.append(Note("From {first} to {last} nothing accrues: moratorium ({act}).", facts))
        elif is_inside and case.debt.arose_on is None:
            facts = {"day": each.arose_before, "act": each.act}
            notes.append(
                Note(
                    "If the obligation arose before {day}, the moratorium applies ({act}): give the day it arose.",
                    facts,
                )
            )
    return tuple(found), notes
