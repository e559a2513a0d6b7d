"""Reports of money: debts and their age, the cash expected by week, the register of claims; each also a workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from contracts.kernel.calendar import FAR
from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading
from contracts.kernel.files import write_aside
from contracts.kernel.money import Money
from contracts.kernel.refusal import N_
from contracts.kernel.unit_of_work import require
from contracts.language import Words
from contracts.money.debts import Debt
from contracts.money.queries import charges
from contracts.parties.queries import parties
from contracts.tabular.report_out import write_report


@dataclass(frozen=True, slots=True)
class Week:
    """Cash expected in one week, Monday to Sunday, in one currency; the first week holds what is overdue."""

    from_on: date
    to_on: date
    currency: str
    incoming: Money
    outgoing: Money
    is_overdue: bool = False


def expected_cash(ctx: Context, call: Call, weeks: int = 13, company: str | None = None) -> list[Week]:
    """What should come and go by due day, week by week; what is overdue stands first, as one row per currency."""
    require(call, "debts.read")
    with reading(ctx.engine) as conn:
        own = parties.own_company(conn, company).id if company else None
        rows = charges.listed(conn, charges.is_about(own_company_id=own), is_open=True)
    monday = call.as_of - timedelta(days=call.as_of.weekday())
    sums: dict[tuple[int, str], list[int]] = {}
    for row in rows:
        place = -1 if row.due_now < call.as_of else (row.due_now - monday).days // 7
        if row.due_now == FAR or place >= weeks:
            continue
        pair = sums.setdefault((place, row.currency), [0, 0])
        pair[row.direction == "payable"] += row.open_minor
    return [_week(monday, place, currency, sums[place, currency], call.as_of) for place, currency in sorted(sums)]


def write_debts(target: Path, debts: Sequence[Debt], language: str) -> None:
    """Debts with their buckets as a workbook."""
    words = Words(language)
    rows = list(debts)
    names = list(rows[0].buckets) if rows else []
    headers = [words.say(each) for each in (N_("Debtor"), N_("Contract"), N_("Document"), N_("Currency"))]
    headers += [words.say(each) for each in (N_("Outstanding"), N_("Overdue"), N_("Oldest due"))]
    table = [
        [
            each.counterparty,
            each.contract or "",
            each.charge or "",
            each.currency,
            each.outstanding,
            each.overdue,
            each.oldest_due_on,
            *each.buckets.values(),
        ]
        for each in rows
    ]
    write_aside(target.absolute(), write_report(words.say(N_("Debts")), [*headers, *names], table))


def write_cash(target: Path, weeks: Sequence[Week], language: str) -> None:
    """Expected cash as a workbook."""
    words = Words(language)
    headers = [words.say(each) for each in (N_("From"), N_("To"), N_("Currency"), N_("To come"), N_("To pay"))]
    table = [
        [None if each.is_overdue else each.from_on, each.to_on, each.currency, each.incoming, each.outgoing]
        for each in weeks
    ]
    write_aside(target.absolute(), write_report(words.say(N_("Expected cash")), headers, table))


def _week(monday: date, place: int, currency: str, pair: list[int], as_of: date) -> Week:
    first = monday + timedelta(weeks=place)
    sums = (Money(pair[0], currency), Money(pair[1], currency))
    if place < 0:
        return Week(date(1, 1, 1), as_of - timedelta(days=1), currency, *sums, is_overdue=True)
    return Week(first, first + timedelta(days=6), currency, *sums)
