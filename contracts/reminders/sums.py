"""What money and limitation say to each reader of a digest."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from contracts.claims.limitation.queries.limitation import visible_charges
from contracts.claims.limitation.red_list import DebtsNear, RedLine, debts_near, near_lines
from contracts.kernel.context import Call, Context
from contracts.kernel.money import Money
from contracts.money.queries import digest as money_sums
from contracts.money.queries.digest import ReaderSums
from contracts.people.queries import people
from contracts.registry.queries.visibility import shown_to
from contracts.reminders.digest.content import Sums


def sums_by_reader(conn: Connection, ctx: Context, call: Call, overseers: Collection[int]) -> dict[int, Sums]:
    """Owners read of their contracts, ``overseers`` of all they may see, of what nobody matched, and the red list."""
    near = near_lines(conn, ctx, call.as_of)
    sums = money_sums.by_reader(conn, call.as_of, overseers, shown_to(conn))
    red = {id: _shown(conn, call, id, near) for id in overseers} if near else {}
    return {id: _sums(sums.get(id, ReaderSums()), red.get(id, DebtsNear())) for id in sums.keys() | red.keys()}


def _shown(conn: Connection, call: Call, person: int, near: Sequence[RedLine]) -> DebtsNear:
    """The red list without the debts of confidential contracts that are not shown to a person."""
    own = call if person in people.seeing_all(conn) else replace(call, person_id=person, rights=frozenset())
    shown = visible_charges(conn, own, [each.charge_id for each in near])
    return debts_near([each for each in near if each.charge_id in shown])


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
