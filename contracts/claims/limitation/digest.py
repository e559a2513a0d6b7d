"""The red list in the digest of managers: debts to sue for soon, the nearest first (domain §9)."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from contracts.claims.limitation.red_list import RedLine, lines_near
from contracts.claims.limitation.rules.limitation import Nearness
from contracts.kernel.context import Context
from contracts.money.queries.ageing import Question

#: How near the safe last day is, in days, and how many debts a mail names; the report has the rest.
WITHIN, SHOWN = 60, 10
_TO_SUE = frozenset({Nearness.NEAR, Nearness.ARGUABLE})


def with_red_list(
    conn: Connection, ctx: Context, as_of: date, sums: dict[int, dict[str, Any]], overseers: Collection[int]
) -> dict[int, dict[str, Any]]:
    """What the ledger says to each reader, with the red list for ``overseers``; past debts are in the report alone."""
    lines = [each for each in lines_near(conn, ctx, Question(as_of), WITHIN) if each.nearness in _TO_SUE]
    if not lines:
        return sums
    told = {"limitation": _told(lines[:SHOWN]), "limitation_more_count": max(len(lines) - SHOWN, 0)}
    return {**sums, **{person: {**sums.get(person, {}), **told} for person in overseers}}


def _told(lines: Sequence[RedLine]) -> list[list[str]]:
    return [
        [
            each.act_by.isoformat(),
            each.open.wire,
            each.open.currency,
            each.counterparty,
            each.number,
            each.nearness.value,
        ]
        for each in lines
    ]
