"""Who owes what on a day, how old it is, what is held, paid in advance, and where more was paid than agreed (§6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple

from sqlalchemy import Connection

from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading
from contracts.kernel.money import Money
from contracts.kernel.unit_of_work import needs
from contracts.money.amount_used import amounts_used_on
from contracts.money.queries import ageing, amount_used, holds
from contracts.money.queries.ageing import AgedDebt, By, Question
from contracts.money.queries.holds import StandingHolds
from contracts.money.rules.ageing import Buckets
from contracts.money.rules.amount_used import THRESHOLDS, AmountUsed
from contracts.parties.queries import parties


@dataclass(frozen=True, slots=True)
class Debt:
    """What is open in one currency of a counterparty, a contract or a charge.

    ``buckets`` are in the order of their names; ``holds`` are codes of those that stand; ``advance`` is money of the
    same counterparty not yet closed; ``usage`` says how much of a contract's amount is used.
    """

    counterparty: str
    contract: str | None
    charge: str | None
    currency: str
    outstanding: Money
    overdue: Money
    oldest_due_on: date | None
    buckets: dict[str, Money]
    advance: Money | None
    holds: tuple[str, ...]
    usage: AmountUsed | None


class NearlyUsed(NamedTuple):
    """A contract of whose amount eighty per cent or more are used."""

    contract: str
    counterparty: str
    usage: AmountUsed


@dataclass(frozen=True, slots=True)
class DebtQuery:
    """Whose debts, of which day; ``known_on`` leaves out what was recorded after that day."""

    by: By = "counterparty"
    direction: str = "receivable"
    company: str | None = None
    counterparty: str | None = None
    known_on: date | None = None


@needs("debts.read")
def list_debts(ctx: Context, call: Call, query: DebtQuery = DebtQuery(), buckets: Buckets = Buckets()) -> list[Debt]:  # noqa: B008
    """Debts of the call's day, the largest overdue sum first."""
    with reading(ctx.engine) as conn:
        question = _question(conn, ctx, call, query)
        rows = ageing.debts(conn, question, buckets, query.by)
        advances = ageing.advances(conn, question)
        held = holds.standing(conn, call.as_of)
        ids = {row.contract_id for row in rows if row.contract_id is not None} if query.by == "contract" else set()
        used = amounts_used_on(conn, ids, call.as_of)
    return [_debt(row, query.by, buckets, advances, held, used) for row in rows]


@needs("debts.read")
def list_nearly_used(ctx: Context, call: Call, query: DebtQuery = DebtQuery()) -> list[NearlyUsed]:
    """Contracts with eighty per cent or more of their amount charged or paid on the day, the fullest first."""
    with reading(ctx.engine) as conn:
        question = _question(conn, ctx, call, query)
        names = amount_used.nearly_used(conn, call, question.own_company_id, question.counterparty_id)
        used = amounts_used_on(conn, names, call.as_of)
    full = [NearlyUsed(*names[id], each) for id, each in used.items() if each.share >= THRESHOLDS[-1]]
    return sorted(full, key=lambda each: (-each.usage.share, each.contract))


def _question(conn: Connection, ctx: Context, call: Call, query: DebtQuery) -> Question:
    # What was shown on a day was recorded by its last moment in the configured zone.
    known_until = datetime.combine(query.known_on, time.max, ctx.zone) if query.known_on else None
    return Question(
        call.as_of,
        known_until,
        query.direction,
        own_company_id=parties.own_company(conn, query.company).id if query.company else None,
        counterparty_id=parties.counterparty(conn, query.counterparty).id if query.counterparty else None,
        call=call,
    )


def _debt(
    row: AgedDebt,
    by: By,
    buckets: Buckets,
    advances: Mapping[tuple[int, str], int],
    held: StandingHolds,
    used: Mapping[int, AmountUsed],
) -> Debt:
    currency = row.currency
    advance = advances.get((row.counterparty_id, currency))
    return Debt(
        counterparty=row.counterparty_short or row.counterparty,
        contract=row.contract,
        charge=row.number,
        currency=currency,
        outstanding=Money(row.outstanding, currency),
        overdue=Money(row.outstanding - row.buckets[0], currency),
        oldest_due_on=row.oldest_due_on,
        buckets={name: Money(minor, currency) for name, minor in zip(buckets.names, row.buckets, strict=True)},
        advance=Money(advance, currency) if advance else None,
        holds=held.of(row.counterparty_id, row.charge_id),
        usage=used.get(row.contract_id) if by == "contract" and row.contract_id is not None else None,
    )
