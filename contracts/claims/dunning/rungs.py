"""Where each overdue debt stands on the ladder: its level, when that was delivered, and what comes next and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from contracts.claims.dunning.rules.ladder import Ladder, LadderCharge, ReachedLevel, next_step
from contracts.claims.dunning.runs import ladder_of
from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading
from contracts.kernel.money import Money
from contracts.kernel.unit_of_work import require
from contracts.parties.queries import insolvencies, parties


@dataclass(frozen=True, slots=True)
class Rung:
    """One overdue charge on the ladder; level 0: nobody wrote yet. ``next_level`` is ``None`` at the end of the ladder.

    ``sent_on`` is ``None`` where a claim is prepared and not sent; ``is_presumed``: delivery was not recorded.
    """

    counterparty: str
    document: str
    due_on: date
    open: Money
    level: int = 0
    sent_on: date | None = None
    delivered_on: date | None = None
    is_presumed: bool = False
    answer_by: date | None = None
    next_level: int | None = None
    next_on: date | None = None
    is_held: bool = False
    is_insolvent: bool = False


def show_ladder(ctx: Context, call: Call, *, counterparty: str | None = None, company: str | None = None) -> list[Rung]:
    """The overdue charges of the day by debtor, the oldest first."""
    require(call, "debts.read")
    with reading(ctx.engine) as conn:
        own = parties.own_company(conn, company).id
        party = parties.counterparty(conn, counterparty).id if counterparty else None
        found = ladder_of(conn, ctx, call.as_of, own, party)
        names = {id: parties.row_of(conn, id) for id in found}
        insolvent = insolvencies.standing(conn, call.as_of)
    rungs = [
        _rung(ctx, names[id].short_name or names[id].name, each, is_insolvent=id in insolvent)
        for id, dunned in found.items()
        for each in _overdue(dunned, call.as_of)
    ]
    return sorted(rungs, key=lambda each: (each.counterparty, each.due_on, each.document))


def _overdue(dunned: Iterable[LadderCharge], as_of: date) -> list[LadderCharge]:
    return [each for each in dunned if each.charge.is_due_known and each.charge.due_on < as_of]


def _rung(ctx: Context, name: str, dunned: LadderCharge, *, is_insolvent: bool) -> Rung:
    ladder, charge = ctx.policy(Ladder), dunned.charge
    step = next_step(charge, dunned.reached, ladder, ctx.rules.calendar(ctx.country))
    last = _newest(dunned.reached)
    return Rung(
        counterparty=name,
        document=charge.number,
        due_on=charge.due_on,
        open=dunned.still_open,
        level=last.level if last else 0,
        sent_on=last.sent_on if last else None,
        delivered_on=_delivered(ladder, last),
        is_presumed=last is not None and last.delivered_on is None,
        answer_by=last.answer_by if last else None,
        next_level=step.level.no if step else None,
        next_on=step.on if step else None,
        is_held=dunned.is_held,
        is_insolvent=is_insolvent,
    )


def _newest(taken: Iterable[ReachedLevel]) -> ReachedLevel | None:
    return max(taken, key=lambda each: (each.level, each.sent_on or date.max), default=None)


def _delivered(ladder: Ladder, last: ReachedLevel | None) -> date | None:
    return ladder.delivered_on(last) if last is not None else None
