"""Where each overdue debt stands on the ladder: its level, when that was delivered, and what comes next and when."""

from dataclasses import dataclass
from datetime import date

from contracts.claims.dunning.levels import ladder_of
from contracts.claims.dunning.rules.ladder import Ladder, LadderCharge, next_step
from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading
from contracts.kernel.money import Money
from contracts.kernel.unit_of_work import needs
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
    currency: str
    level: int = 0
    sent_on: date | None = None
    delivered_on: date | None = None
    is_presumed: bool = False
    answer_by: date | None = None
    next_level: int | None = None
    next_on: date | None = None
    held: bool = False
    insolvent: bool = False


@needs("debts.read")
def show_ladder(ctx: Context, call: Call, *, counterparty: str | None = None, company: str | None = None) -> list[Rung]:
    """The overdue charges of the day by debtor, the oldest first."""
    with reading(ctx.engine) as conn:
        own = parties.own_company(conn, company).id
        party = parties.counterparty(conn, counterparty).id if counterparty else None
        found = ladder_of(conn, ctx, call, own, party)
        names = {id: parties.row_of(conn, id) for id in found}
        insolvent = insolvencies.standing(conn, call.as_of)
    rungs = [
        _rung(ctx, names[id].short_name or names[id].name, each, insolvent=id in insolvent)
        for id, charges in found.items()
        for each in charges
        if each.charge.is_due_known and each.charge.due_on < call.as_of
    ]
    return sorted(rungs, key=lambda each: (each.counterparty, each.due_on, each.document))


def _rung(ctx: Context, name: str, debt: LadderCharge, *, insolvent: bool) -> Rung:
    ladder, charge = ctx.policy(Ladder), debt.charge
    step = next_step(charge, debt.reached, ladder, ctx.rules.calendar(ctx.country))
    last = max(debt.reached, key=lambda each: (each.level, each.sent_on or date.max), default=None)
    return Rung(
        counterparty=name,
        document=charge.number,
        due_on=charge.due_on,
        open=debt.still_open,
        currency=debt.still_open.currency,
        level=last.level if last else 0,
        sent_on=last.sent_on if last else None,
        delivered_on=ladder.delivered_on(last) if last else None,
        is_presumed=last is not None and last.delivered_on is None,
        answer_by=last.answer_by if last else None,
        next_level=step.level.no if step else None,
        next_on=step.on if step else None,
        held=debt.is_held,
        insolvent=insolvent,
    )
