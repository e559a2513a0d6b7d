"""Which levels the charges of a debtor have reached: by reminders that were sent, and by claims as they stand (§8).

A claim tells its own days, so a level taken by one is sent when the claim is. A reminder whose mail was given up or
recalled was no step. A claim made without the ladder counts as its level: a person went further.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from contracts.claims.case.queries import claimed, claims
from contracts.claims.case.rules.claim import ClaimStatus
from contracts.claims.dunning.queries import dunning
from contracts.claims.dunning.queries.dunning import ClaimedCharge, StoredStep
from contracts.claims.dunning.rules.ladder import (
    CLAIM,
    COURT,
    Ladder,
    LadderCharge,
    ReachedLevel,
    level_of_claim,
    next_step,
)
from contracts.claims.limitation.derivation import open_charges
from contracts.claims.limitation.periods import limitation_in
from contracts.claims.limitation.queries.limitation import visible_charges
from contracts.claims.limitation.rules.open_charge import sue_by_safe
from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading
from contracts.kernel.identity import alphabetical
from contracts.kernel.money import Money
from contracts.kernel.unit_of_work import needs
from contracts.money.queries import charges, holds, ledger
from contracts.money.rules.ledger import Direction
from contracts.parties.queries import parties

#: A mail in these states has not left.
NOT_SENT = frozenset({"failed", "superseded"})


def ladder_of(
    conn: Connection, ctx: Context, call: Call, own: int, counterparty_id: int | None = None
) -> dict[int, list[LadderCharge]]:
    """What every debtor, or one, has open, with the levels it has reached and whether it is held; by debtor.

    Charges of contracts that are not shown to the caller are left to others.
    """
    about = charges.is_about(own_company_id=own, counterparty_id=counterparty_id, direction=Direction.RECEIVABLE.value)
    rows = charges.listed(conn, about, is_open=True)
    shown = visible_charges(conn, call, [row.id for row in rows])
    ids = [row.id for row in rows if row.id in shown]
    held, reached = holds.standing(conn, call.as_of), reached_levels(conn, ctx.policy(Ladder), ids)
    rule = limitation_in(ctx.country)
    claim_of = claimed.demanded(conn, ledger.charges(conn, ids).values())
    by_party: dict[int, list[LadderCharge]] = {}
    for each in open_charges(conn, ids):
        charge = each.charge
        is_held, levels = bool(held.of(charge.counterparty_id, charge.id)), tuple(reached.get(charge.id, ()))
        found = LadderCharge(charge, each.still_open, levels, is_held, sue_by_safe(each, rule), claim_of.get(charge.id))
        by_party.setdefault(charge.counterparty_id, []).append(found)
    return by_party


def reached_levels(conn: Connection, ladder: Ladder, charge_ids: Collection[int]) -> dict[int, list[ReachedLevel]]:
    """The levels each charge has reached, lowest first."""
    steps, claimed = list(dunning.steps(conn, charge_ids)), dunning.claimed(conn, charge_ids)
    ids = {each.claim_id for each in claimed} | {each.claim_id for each in steps if each.claim_id is not None}
    cases = _Cases(conn, ids, {each.claim_id: each.answer_by for each in claimed})
    found: dict[int, list[ReachedLevel]] = {}
    for charge_id, level in (*_by_letters(steps, cases, ladder), *_by_hand(claimed, cases, ladder)):
        found.setdefault(charge_id, []).append(level)
    return {id: sorted(levels, key=lambda each: each.level) for id, levels in found.items()}


class _Cases:
    """Claims by key, as the ladder sees them."""

    def __init__(self, conn: Connection, ids: set[int], answers: dict[int, date | None]) -> None:
        others = claims.by_keys(conn, ids - answers.keys())
        self._answers = {**{each.id: each.answer_by for each in others}, **answers}
        self._moves = claims.moves_by_claim(conn, ids)

    def level(self, claim_id: int, level: int) -> ReachedLevel | None:
        """The level taken by a claim."""
        return level_of_claim(level, self._moves[claim_id], self._answers.get(claim_id))

    def in_court(self, claim_id: int, level: int) -> ReachedLevel | None:
        """The last level, where the case was handed over."""
        moves = self._moves[claim_id]
        over = [each for each in moves if each.status is ClaimStatus.TO_COURT]
        if not over or moves[-1].status is ClaimStatus.WITHDRAWN:
            return None
        return ReachedLevel(level, over[-1].on, over[-1].method, None, is_sent=False)


def _by_letters(steps: Iterable[StoredStep], cases: _Cases, ladder: Ladder) -> Iterator[tuple[int, ReachedLevel]]:
    """Court is a step, and nothing of it goes to the debtor."""
    courts = {each.no for each in ladder.levels if each.template == COURT}
    for each in steps:
        if each.claim_id is not None:
            if (level := cases.level(each.claim_id, each.level)) is not None:
                yield each.charge_id, level
        elif each.mail not in NOT_SENT:
            yield (
                each.charge_id,
                ReachedLevel(
                    each.level,
                    each.sent_on,
                    each.channel,
                    each.answer_by,
                    each.delivered_on,
                    is_sent=each.level not in courts,
                ),
            )


def _by_hand(claimed: Iterable[ClaimedCharge], cases: _Cases, ladder: Ladder) -> Iterator[tuple[int, ReachedLevel]]:
    first = next((each.no for each in ladder.levels if each.template == CLAIM), None)
    court = next((each.no for each in ladder.levels if each.template == COURT), None)
    for each in claimed:
        if first is not None and each.letter_id is None and (level := cases.level(each.claim_id, first)) is not None:
            yield each.charge_id, level
        if court is not None and (level := cases.in_court(each.claim_id, court)) is not None:
            yield each.charge_id, level


@dataclass(frozen=True, slots=True)
class Rung:
    """One overdue charge on the ladder; level 0: nobody wrote yet. ``next_level`` is ``None`` at the end of the ladder.

    ``sent_on`` is ``None`` where a claim is prepared and not sent. ``delivered_on`` is of the newest letter, once the
    day has come; ``is_presumed``: nobody recorded it.
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
        insolvent = parties.insolvent_on(conn, call.as_of)
    rungs = [
        _rung(ctx, call.as_of, names[id].short_name or names[id].name, each, insolvent=id in insolvent)
        for id, charges in found.items()
        for each in charges
        if each.charge.is_due_known and each.charge.due_on < call.as_of
    ]
    return sorted(rungs, key=lambda each: (alphabetical(each.counterparty), each.due_on, each.document))


def _rung(ctx: Context, as_of: date, name: str, debt: LadderCharge, *, insolvent: bool) -> Rung:
    ladder, charge = ctx.policy(Ladder), debt.charge
    step = next_step(charge, debt.reached, ladder, ctx.rules.calendar(ctx.country))
    last = max(debt.reached, key=lambda each: (each.level, each.sent_on or date.max), default=None)
    letter = max(
        (each for each in debt.reached if each.is_sent),
        key=lambda each: (each.level, each.sent_on or date.max),
        default=None,
    )
    came_on = ladder.delivered_on(letter) if letter else None
    delivered_on = came_on if came_on is not None and came_on <= as_of else None
    return Rung(
        counterparty=name,
        document=charge.number,
        due_on=charge.due_on,
        open=debt.still_open,
        currency=debt.still_open.currency,
        level=last.level if last else 0,
        sent_on=last.sent_on if last else None,
        delivered_on=delivered_on,
        is_presumed=delivered_on is not None and letter is not None and letter.delivered_on is None,
        answer_by=last.answer_by if last else None,
        next_level=step.level.no if step else None,
        next_on=step.on if step else None,
        held=debt.is_held,
        insolvent=insolvent,
    )
