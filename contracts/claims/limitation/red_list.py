"""The red list: debts whose limitation is near, arguable or past, with sums with them and without (domain §9)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Connection

from contracts.claims.limitation.derivation import with_events
from contracts.claims.limitation.periods import limitation_in
from contracts.claims.limitation.queries import limitation
from contracts.claims.limitation.queries.limitation import visible_charges
from contracts.claims.limitation.rules.limitation import RED_DAYS, Nearness, nearness
from contracts.claims.limitation.rules.open_charge import OpenCharge, sue_parts
from contracts.kernel.calendar import Duration, shift_back, subtract
from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading
from contracts.kernel.identity import alphabetical
from contracts.kernel.money import Money
from contracts.kernel.outside.outputs import write_aside
from contracts.kernel.refusal import N_
from contracts.kernel.unit_of_work import needs
from contracts.kernel.wire import ASIDE
from contracts.language import Words
from contracts.money.queries import ageing, ledger
from contracts.money.queries import deadlines as money_subjects
from contracts.money.queries.ageing import Question
from contracts.money.rules.ageing import Buckets
from contracts.parties.queries import parties
from contracts.tabular.report_out import write_report

#: No law here has a shorter general period: a debt due later than this before a day cannot be near its end.
_SHORTEST = Duration(3, "year")
STATES = {
    Nearness.BARRED: N_("past in both readings"),
    Nearness.ARGUABLE: N_("past by the safe reading"),
    Nearness.NEAR: N_("near"),
    Nearness.FAR: N_("later"),
}
#: How near the safe last day is, in days, and how many debts a digest names; the report has the rest.
_DIGEST_DAYS, _DIGEST_LINES = 60, 10


@dataclass(frozen=True, slots=True)
class RedLine:
    """A part of a debt: ``act_by`` is the safe day back on a working day, ``state`` how near its end it is."""

    counterparty: str
    contract: str | None
    charge: str
    due_on: date
    open: Money
    currency: str
    act_by: date
    safe: date
    arguable: date
    restarted_on: date | None
    state: Nearness
    charge_id: int = field(metadata=ASIDE)


@dataclass(frozen=True, slots=True)
class RedTotal:
    """One currency: all that is open; of it past in both readings, and in the safe one alone; without these."""

    currency: str
    open: Money
    barred: Money
    arguable: Money
    without_barred: Money
    without_arguable: Money


@dataclass(frozen=True, slots=True)
class RedList:
    """The rows that were asked for, the nearest first, and the totals of all debts."""

    rows: tuple[RedLine, ...]
    totals: tuple[RedTotal, ...]


@dataclass(frozen=True, slots=True)
class DebtsNear:
    """The nearest debts, and how many more there are."""

    lines: tuple[RedLine, ...] = ()
    more_count: int = 0


@needs("debts.read")
def red_list(
    ctx: Context,
    call: Call,
    within: int | None = RED_DAYS,
    *,
    company: str | None = None,
    counterparty: str | None = None,
) -> RedList:
    """Debts to us whose limitation is near, arguable or past on the call's day; totals are of all debts.

    ``within`` days of the safe last day, all where it is ``None``.
    """
    with reading(ctx.engine) as conn:
        question = Question(
            call.as_of,
            own_company_id=parties.own_company(conn, company).id if company else None,
            counterparty_id=parties.counterparty(conn, counterparty).id if counterparty else None,
        )
        if within is None:
            rows = sorted(_lines(conn, ctx, question, RED_DAYS, call), key=_order)
        else:
            rows = lines_near(conn, ctx, question, within, call)
        return RedList(tuple(rows), tuple(_totals(_whole(conn, question, call), rows)))


def lines_near(
    conn: Connection, ctx: Context, question: Question, within: int, call: Call | None = None
) -> list[RedLine]:
    """Debts past limitation or within so many days of its end, the nearest first; of those shown to a caller."""
    latest = subtract(question.as_of + timedelta(days=within + 1), _SHORTEST) + timedelta(days=1)
    lines = _lines(conn, ctx, replace(question, due_until=latest), within, call)
    return sorted((each for each in lines if each.state is not Nearness.FAR), key=_order)


def near_lines(conn: Connection, ctx: Context, as_of: date) -> list[RedLine]:
    """Debts whose limitation runs out soon, for digests; past debts are in the report alone."""
    near = lines_near(conn, ctx, Question(as_of), _DIGEST_DAYS)
    return [each for each in near if each.state is not Nearness.BARRED]


def debts_near(lines: Sequence[RedLine]) -> DebtsNear:
    """As many of these debts as a digest names."""
    return DebtsNear(tuple(lines[:_DIGEST_LINES]), max(len(lines) - _DIGEST_LINES, 0))


def write_red_list(target: Path, debts: RedList, language: str) -> None:
    """The red list as a workbook; the days are of both readings."""
    words = Words(language)
    titles = (
        *(N_("Debtor"), N_("Contract"), N_("Document"), N_("Due"), N_("Open"), N_("Currency")),
        *(N_("Sue by"), N_("Last day, safe reading"), N_("Last day, other reading"), N_("Interrupted on"), N_("State")),
    )
    table = [
        [
            *(each.counterparty, each.contract or "", each.charge, each.due_on, each.open, each.currency),
            *(each.act_by, each.safe, each.arguable, each.restarted_on, words.say(STATES[each.state])),
        ]
        for each in debts.rows
    ]
    write_aside(
        target.absolute(), write_report(words.say(N_("Limitation")), [words.say(each) for each in titles], table)
    )


def _order(line: RedLine) -> tuple[date, date, str, str, int]:
    return line.safe, line.arguable, alphabetical(line.counterparty), line.charge, line.charge_id


def _lines(
    conn: Connection, ctx: Context, question: Question, within: int, call: Call | None = None
) -> Iterator[RedLine]:
    rows = {row.charge_id or 0: row for row in ageing.debts(conn, question, Buckets(), "charge") if row.oldest_due_on}
    shown = visible_charges(conn, call, list(rows)) if call is not None else rows.keys()
    known, events = ledger.charges(conn, shown), limitation.events(conn, shown)
    ids = {each.contract_id for each in known.values() if each.contract_id is not None}
    countries = money_subjects.countries_and_owners(conn, ids)
    for id in (id for id in rows if id in shown):
        row, charge = rows[id], known[id]
        country = countries[charge.contract_id][0] if charge.contract_id in countries else ctx.country
        debt = OpenCharge(charge, Money(row.outstanding, row.currency))
        for part in sue_parts(with_events(debt, events.get(id, ()), question.as_of), limitation_in(country)):
            yield RedLine(
                row.counterparty_short or row.counterparty,
                row.contract or None,
                charge.number,
                charge.due_on,
                Money(part.minor, row.currency),
                row.currency,
                shift_back(part.safe, ctx.rules.calendar(country)),
                part.safe,
                part.arguable,
                part.restarted_on,
                nearness(part, question.as_of, within),
                id,
            )


def _whole(conn: Connection, question: Question, call: Call) -> dict[str, int]:
    rows = ageing.debts(conn, question, Buckets(), "counterparty" if call.sees_all else "charge")
    if not call.sees_all:
        shown = visible_charges(conn, call, [row.charge_id or 0 for row in rows])
        rows = [row for row in rows if row.charge_id in shown]
    whole: dict[str, int] = {}
    for row in rows:
        whole[row.currency] = whole.get(row.currency, 0) + row.outstanding
    return whole


def _totals(whole: dict[str, int], lines: Sequence[RedLine]) -> Iterator[RedTotal]:
    for currency in sorted(whole):
        own = [each for each in lines if each.currency == currency]
        barred, arguable = (
            Money(sum(each.open.minor for each in own if each.state is state), currency)
            for state in (Nearness.BARRED, Nearness.ARGUABLE)
        )
        sum_ = Money(whole[currency], currency)
        yield RedTotal(currency, sum_, barred, arguable, sum_ - barred, sum_ - barred - arguable)
