"""Which levels the charges of a debtor have reached: by reminders that were sent, and by claims as they stand (§8).

A claim tells its own days, so a level taken by one is sent when the claim is. A reminder whose mail was given up or
recalled was no step. A claim made without the ladder counts as its level: a person went further.
"""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Connection, Row

from contracts.claims.case.derivation import rule_moves
from contracts.claims.case.queries import claims
from contracts.claims.case.rules.claim import ClaimStatus
from contracts.claims.dunning.queries import dunning
from contracts.claims.dunning.rules.ladder import CLAIM, COURT, Ladder, ReachedLevel, level_of_claim

#: A mail in these states has not left the house.
NOT_SENT = frozenset({"failed", "superseded"})


def taken(conn: Connection, ladder: Ladder, charge_ids: Collection[int]) -> dict[int, list[ReachedLevel]]:
    """The levels each charge has reached, lowest first."""
    rows, claimed = list(dunning.steps(conn, charge_ids)), dunning.claimed(conn, charge_ids)
    ids = {each.claim_id for each in (*rows, *claimed) if each.claim_id is not None}
    cases = _Cases(conn, ids, {each.claim_id: each.answer_by for each in claimed})
    found: dict[int, list[ReachedLevel]] = {}
    for charge_id, step in (*_by_letters(rows, cases), *_by_hand(claimed, cases, ladder)):
        found.setdefault(charge_id, []).append(step)
    return {id: sorted(steps, key=lambda each: each.level) for id, steps in found.items()}


class _Cases:
    """Claims by key, as the ladder sees them."""

    def __init__(self, conn: Connection, ids: set[int], answers: dict[int, Any]) -> None:
        rows = claims.rows_by_key(conn, ids - answers.keys())
        self._answers = {**{row.id: row.answer_by for row in rows}, **answers}
        self._moves = {id: rule_moves(moves) for id, moves in claims.moves_by_claim(conn, ids).items()}

    def step(self, claim_id: int, level: int) -> ReachedLevel | None:
        """The level taken by a claim."""
        return level_of_claim(level, self._moves[claim_id], self._answers.get(claim_id))

    def in_court(self, claim_id: int, level: int) -> ReachedLevel | None:
        """The last level, where the case was handed over."""
        moves = self._moves[claim_id]
        over = [each for each in moves if each.status is ClaimStatus.TO_COURT]
        if not over or moves[-1].status is ClaimStatus.WITHDRAWN:
            return None
        return ReachedLevel(level, over[-1].on, over[-1].method, None, over[-1].on)


def _by_letters(rows: Iterable[Row[Any]], cases: _Cases) -> Iterable[tuple[int, ReachedLevel]]:
    for row in rows:
        if row.claim_id is not None:
            if (step := cases.step(row.claim_id, row.level)) is not None:
                yield row.charge_id, step
        elif row.mail not in NOT_SENT:
            yield row.charge_id, ReachedLevel(row.level, row.sent_on, row.channel, row.answer_by, row.delivered_on)


def _by_hand(claimed: Iterable[Row[Any]], cases: _Cases, ladder: Ladder) -> Iterable[tuple[int, ReachedLevel]]:
    first = next((each.no for each in ladder.levels if each.template == CLAIM), None)
    court = next((each.no for each in ladder.levels if each.template == COURT), None)
    for row in claimed:
        if first is not None and row.letter_id is None and (step := cases.step(row.claim_id, first)) is not None:
            yield row.charge_id, step
        if court is not None and (step := cases.in_court(row.claim_id, court)) is not None:
            yield row.charge_id, step
