"""The red list: debts whose limitation is near, arguable or past, with sums with them and without (domain §9)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from contracts.claims.limitation.limitation_facts import with_events
from contracts.claims.limitation.periods import limitation_in
from contracts.claims.limitation.queries import limitation
from contracts.claims.limitation.rules.limitation import LimitationRule, SueBy
from contracts.claims.limitation.rules.limitation_list import RED_DAYS, Standing, standing
from contracts.claims.limitation.rules.open_charge import OpenCharge, sue_parts
from contracts.kernel.calendar import Duration, WorkCalendar, shift_back, subtract
from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading
from contracts.kernel.files import write_aside
from contracts.kernel.money import Money
from contracts.kernel.refusal import N_
from contracts.kernel.unit_of_work import require
from contracts.language import Words
from contracts.money.queries import ageing, ledger
from contracts.money.queries import deadlines as money_subjects
from contracts.money.queries.ageing import AgedDebt, Question
from contracts.money.rules.ageing import Buckets
from contracts.parties.queries import parties
from contracts.tabular.report_out import write_report

#: No law here has a shorter general period: a debt due later than this before a day cannot be near its end.
_SHORTEST = Duration(3, "year")
STANDINGS = {
    Standing.BARRED: N_("past in both readings"),
    Standing.ARGUABLE: N_("past by the safe reading"),
    Standing.NEAR: N_("near"),
    Standing.FAR: N_("later"),
}


class RedLine(NamedTuple):
    """A part of a debt: ``act_by`` is the safe day back on a working day, ``standing`` where it stands on the day."""

    counterparty: str
    contract: str
    number: str
    charge_id: int
    due_on: date
    open: Money
    safe: date
    arguable: date
    act_by: date
    restarted_on: date | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class RedTotal:
    """One currency: all that is open, and of it what is past in both readings and in the safe one alone."""

    open: Money
    barred: Money
    arguable: Money

    @property
    def sure(self) -> Money:
        """What is open without the rows past limitation."""
        return self.open - self.barred

    @property
    def safe(self) -> Money:
        """What is open without the rows past by the safe reading either."""
        return self.open - self.barred - self.arguable


@dataclass(frozen=True, slots=True)
class RedList:
    """The rows that were asked for, the nearest first, and the totals of all debts."""

    lines: tuple[RedLine, ...]
    totals: tuple[RedTotal, ...]


@dataclass(frozen=True, slots=True)
class RedAsk:
    """Whose debts; ``within`` days of the safe last day, all where it is ``None``."""

    within: int | None = RED_DAYS
    company: str | None = None
    counterparty: str | None = None


def red_list(ctx: Context, call: Call, ask: RedAsk = RedAsk()) -> RedList:
    """Debts to us whose limitation is near, arguable or past on the call's day; totals are of all debts."""
    require(call, "debts.read")
    with reading(ctx.engine) as conn:
        question = Question(
            call.as_of,
            own_company_id=parties.own_company(conn, ask.company).id if ask.company else None,
            counterparty_id=parties.counterparty(conn, ask.counterparty).id if ask.counterparty else None,
        )
        return red_list_of(conn, ctx, question, ask.within)


def red_list_of(conn: Connection, ctx: Context, question: Question, within: int | None = RED_DAYS) -> RedList:
    """The same within a transaction of the caller."""
    if within is None:
        shown = sorted(_lines(conn, ctx, question, RED_DAYS), key=_order)
    else:
        shown = lines_near(conn, ctx, question, within)
    everything = ageing.debts(conn, question, Buckets())
    return RedList(tuple(shown), tuple(_totals(everything, shown)))


def lines_near(conn: Connection, ctx: Context, question: Question, within: int) -> list[RedLine]:
    """Debts past limitation or within so many days of its end, the nearest first."""
    near = replace(question, due_until=_latest(question.as_of, within))
    return sorted((each for each in _lines(conn, ctx, near, within) if each.standing is not Standing.FAR), key=_order)


def _order(line: RedLine) -> tuple[date, date, str, str, int]:
    return line.safe, line.arguable, line.counterparty, line.number, line.charge_id


def _latest(as_of: date, within: int) -> date:
    return subtract(as_of + timedelta(days=within + 1), _SHORTEST) + timedelta(days=1)


def _lines(conn: Connection, ctx: Context, question: Question, within: int) -> Iterator[RedLine]:
    rows = {row.charge_id or 0: row for row in ageing.debts(conn, question, Buckets(), "charge") if row.oldest_due_on}
    known = ledger.charges(conn, rows)
    events = limitation.events(conn, rows)
    countries = money_subjects.countries_and_owners(conn, {row.contract_id for row in rows.values() if row.contract_id})
    rules: dict[str, LimitationRule] = {}
    for id, row in rows.items():
        country = countries[row.contract_id][0] if row.contract_id in countries else ctx.country
        if country not in rules:
            rules[country] = limitation_in(country)
        plain = OpenCharge(known[id], Money(row.outstanding, row.currency))
        given = with_events(plain, (each._mapping for each in events.get(id, ())), question.as_of)
        calendar = ctx.rules.calendar(country)
        for part in sue_parts(given, rules[country]):
            yield _line(row, given, part, calendar, standing(part, question.as_of, within))


def _line(row: AgedDebt, given: OpenCharge, part: SueBy, calendar: WorkCalendar, where: Standing) -> RedLine:
    return RedLine(
        row.counterparty_short or row.counterparty,
        row.contract or "",
        row.number or "",
        row.charge_id or 0,
        given.charge.due_on,
        Money(part.minor, row.currency),
        part.safe,
        part.arguable,
        shift_back(part.safe, calendar),
        part.restarted_on,
        where,
    )


def _totals(everything: Iterable[AgedDebt], lines: Sequence[RedLine]) -> Iterator[RedTotal]:
    whole: dict[str, int] = {}
    for row in everything:
        whole[row.currency] = whole.get(row.currency, 0) + row.outstanding
    for currency in sorted(whole):
        own = [each for each in lines if each.open.currency == currency]
        past = {kind: sum(each.open.minor for each in own if each.standing is kind) for kind in Standing}
        sums = (whole[currency], past[Standing.BARRED], past[Standing.ARGUABLE])
        yield RedTotal(*(Money(minor, currency) for minor in sums))


def write_red_list(target: Path, found: RedList, language: str) -> None:
    """The red list as a workbook; the days are of both readings."""
    words = Words(language)
    titles = (
        *(N_("Debtor"), N_("Contract"), N_("Document"), N_("Due"), N_("Open"), N_("Currency")),
        *(N_("Sue by"), N_("Last day, safe reading"), N_("Last day, other reading"), N_("Interrupted on"), N_("State")),
    )
    table = [
        [
            *(each.counterparty, each.contract, each.number, each.due_on, each.open, each.open.currency),
            *(each.act_by, each.safe, each.arguable, each.restarted_on, words.say(STANDINGS[each.standing])),
        ]
        for each in found.lines
    ]
    write_aside(
        target.absolute(), write_report(words.say(N_("Limitation")), [words.say(each) for each in titles], table)
    )
