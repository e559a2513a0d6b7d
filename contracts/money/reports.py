"""Reports of money: debts and their age, the cash expected by week, the register of claims; each also a workbook."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from operator import attrgetter
from pathlib import Path

from contracts.kernel.calendar import FAR
from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading
from contracts.kernel.money import Money
from contracts.kernel.outside.outputs import write_aside
from contracts.kernel.refusal import N_
from contracts.kernel.unit_of_work import needs
from contracts.language import Words
from contracts.money.debts import Debt
from contracts.money.queries import charges
from contracts.money.queries.charges import ListedCharge
from contracts.parties.queries import parties
from contracts.tabular.report_out import write_report


@dataclass(frozen=True, slots=True)
class CashWeek:
    """Cash expected in one week, Monday to Sunday, in one currency; what is overdue has no first day."""

    from_on: date | None = field(metadata={"wire": "from"})
    to_on: date = field(metadata={"wire": "to"})
    currency: str
    incoming: Money
    outgoing: Money


@needs("debts.read")
def expected_cash(ctx: Context, call: Call, weeks: int = 13, company: str | None = None) -> list[CashWeek]:
    """What should come and go by due day, week by week; what is overdue stands first, as one row per currency."""
    with reading(ctx.engine) as conn:
        own = parties.own_company(conn, company).id if company else None
        rows = charges.listed(conn, charges.is_about(own_company_id=own, call=call), is_open=True)
    return cash_by_week(rows, call.as_of, weeks)


def cash_by_week(rows: Iterable[ListedCharge], as_of: date, weeks: int) -> list[CashWeek]:
    """Open sums by the week of their due day; those without a day, or due later, are left out."""
    monday = as_of - timedelta(days=as_of.weekday())
    sums: dict[tuple[int, str], list[int]] = {}
    for row in rows:
        place = -1 if row.due_now < as_of else (row.due_now - monday).days // 7
        if row.due_now != FAR and place < weeks:
            pair = sums.setdefault((place, row.currency), [0, 0])
            pair[row.direction == "payable"] += row.open_minor
    return [_week(monday, place, currency, sums[place, currency], as_of) for place, currency in sorted(sums)]


def _week(monday: date, place: int, currency: str, pair: list[int], as_of: date) -> CashWeek:
    first = monday + timedelta(weeks=place)
    incoming, outgoing = (Money(each, currency) for each in pair)
    if place < 0:
        return CashWeek(None, as_of - timedelta(days=1), currency, incoming, outgoing)
    return CashWeek(first, first + timedelta(days=6), currency, incoming, outgoing)


def write_debts(target: Path, debts: Sequence[Debt], language: str) -> None:
    """Debts with their buckets as a workbook."""
    words = Words(language)
    names = list(debts[0].buckets) if debts else []
    headers = [words.say(each) for each in (N_("Debtor"), N_("Contract"), N_("Document"), N_("Currency"))]
    headers += [words.say(each) for each in (N_("Outstanding"), N_("Overdue"), N_("Oldest due"))]
    names_of = attrgetter("currency", "outstanding", "overdue", "oldest_due_on")
    table = [
        [each.counterparty, each.contract or "", each.charge or "", *names_of(each), *each.buckets.values()]
        for each in debts
    ]
    write_aside(target.absolute(), write_report(words.say(N_("Debts")), [*headers, *names], table))


def write_cash(target: Path, weeks: Sequence[CashWeek], language: str) -> None:
    """Expected cash as a workbook."""
    words = Words(language)
    headers = [words.say(each) for each in (N_("From"), N_("To"), N_("Currency"), N_("To come"), N_("To pay"))]
    table = [[each.from_on, each.to_on, each.currency, each.incoming, each.outgoing] for each in weeks]
    write_aside(target.absolute(), write_report(words.say(N_("Expected cash")), headers, table))
