"""The red list in the digest of managers: debts to sue for soon, the nearest first (domain §9)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from contracts.claims.limitation.limitation_list import RedLine, lines_near
from contracts.claims.limitation.rules.limitation_list import Standing
from contracts.kernel.context import Context
from contracts.money.queries.ageing import Question

#: How near the safe last day is, in days, and how many debts a mail names; the report has the rest.
WITHIN, SHOWN = 60, 10
_TO_SUE = frozenset({Standing.NEAR, Standing.ARGUABLE})


@dataclass(frozen=True, slots=True)
class NearDebts:
    """The nearest debts, and how many more there are."""

    lines: tuple[RedLine, ...] = ()
    more_count: int = 0


def red_list(conn: Connection, ctx: Context, as_of: date) -> NearDebts:
    """Debts whose limitation runs out soon; past debts are in the report alone."""
    lines = [each for each in lines_near(conn, ctx, Question(as_of), WITHIN) if each.standing in _TO_SUE]
    return NearDebts(tuple(lines[:SHOWN]), max(len(lines) - SHOWN, 0))
