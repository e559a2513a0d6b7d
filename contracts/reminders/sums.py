"""What money and limitation say to each reader of a digest."""

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import Connection

from contracts.claims.limitation.red_list import DebtsNear, RedLine, debts_near
from contracts.kernel.context import Context
from contracts.kernel.money import Money
from contracts.money.queries import digest as money_sums
from contracts.money.queries.digest import ReaderSums
from contracts.reminders.digest.content import Sums


def sums_by_reader(conn: Connection, ctx: Context, as_of: date, overseers: Collection[int]) -> dict[int, Sums]:
    """Owners read of their contracts, ``overseers`` of everything, of what nobody matched, and the red list."""
    red = debts_near(conn, ctx, as_of)
    sums = money_sums.by_reader(conn, as_of, overseers)
    readers = sums.keys() | (set(overseers) if red.lines else set())
    return {id: _sums(sums.get(id, ReaderSums()), red if id in overseers else DebtsNear()) for id in readers}


def _sums(sums: ReaderSums, red: DebtsNear) -> Sums:
    return Sums(
        owed_late=_pairs(sums.owed_late),
        we_owe=_pairs(sums.we_owe),
        not_matched=_pairs(sums.not_matched),
        limitation=tuple(map(_red, red.lines)),
        limitation_more_count=red.more_count,
    )


def _red(line: RedLine) -> tuple[str, ...]:
    debt = line.act_by.isoformat(), line.open.wire, line.currency
    return *debt, line.counterparty, line.charge, line.state.value


def _pairs(sums: Iterable[Money]) -> tuple[tuple[str, str], ...]:
    return tuple((each.wire, each.currency) for each in sums)
