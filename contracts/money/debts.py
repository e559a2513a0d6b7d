"""Who owes what on a day, how old it is, what is held, paid in advance, and where more was paid than agreed (§6)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row

from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading
from contracts.kernel.money import Money
from contracts.kernel.unit_of_work import require
from contracts.money.amount_used import Used, used_on
from contracts.money.queries import ageing, holds, usage
from contracts.money.queries.ageing import By, Question
from contracts.money.rules.ageing import Buckets
from contracts.money.rules.usage import THRESHOLDS, Usage
from contracts.parties.queries import parties
from contracts.registry.which import Which, find


@dataclass(frozen=True, slots=True)
class Debt:
    """What is open in one currency of a counterparty, a contract or a charge.

    ``buckets`` are in the order of their names; ``held`` are codes of holds that stand; ``advance`` is money of the
    same counterparty not yet closed; ``usage`` says how much of a contract's amount is used.
    """

    counterparty: str
    counterparty_id: int
    currency: str
    outstanding: Money
    overdue: Money
    oldest_due_on: date | None
    buckets: dict[str, Money]
    contract: str | None = None
    charge: str | None = None
    charge_id: int | None = None
    advance: Money | None = None
    held: tuple[str, ...] = ()
    usage: Usage | None = None


class NearlyUsed(NamedTuple):
    """A contract of whose amount eighty per cent or more are used."""

    contract: str
    counterparty: str
    usage: Usage


@dataclass(frozen=True, slots=True)
class Ask:
    """Whose debts, of which day; ``known_on`` leaves out what was recorded after that day."""

    by: By = "counterparty"
    direction: str = "receivable"
    company: str | None = None
    counterparty: str | None = None
    which: Which | None = None
    known_on: date | None = None


def debts(ctx: Context, call: Call, ask: Ask = Ask(), buckets: Buckets = Buckets()) -> list[Debt]:  # noqa: B008
    """Debts of the call's day, the largest overdue sum first."""
    require(call, "debts.read")
    with reading(ctx.engine) as conn:
        question = _question(conn, ctx, call, ask)
        rows = ageing.debts(conn, question, buckets, ask.by)
        advances = ageing.advances(conn, question)
        held = holds.standing(conn, call.as_of)
        used = used_on(conn, {row.contract_id for row in rows} - {None}, call.as_of) if ask.by == "contract" else {}
    return [_debt(row, ask.by, buckets, advances, held, used) for row in rows]


def nearly_used(ctx: Context, call: Call, ask: Ask = Ask()) -> list[NearlyUsed]:
    """Contracts with eighty per cent or more of their amount charged or paid on the day, the fullest first."""
    require(call, "debts.read")
    with reading(ctx.engine) as conn:
        question = _question(conn, ctx, call, ask)
        rows = {row.id: row for row in usage.asked_about(conn, question.own_company_id, question.counterparty_id)}
        found = used_on(conn, rows, call.as_of).values()
    full = [
        NearlyUsed(rows[each.contract_id].number, rows[each.contract_id].counterparty, each.usage)
        for each in found
        if each.usage.share >= THRESHOLDS[-1]
    ]
    return sorted(full, key=lambda each: (-each.usage.share, each.contract))


def end_of(ctx: Context, day: date) -> datetime:
    """The last moment of a day in the configured zone: what was shown on it was recorded by then."""
    return datetime.combine(day, time.max, ctx.zone)


def _question(conn: Connection, ctx: Context, call: Call, ask: Ask) -> Question:
    question = Question(call.as_of, end_of(ctx, ask.known_on) if ask.known_on else None, ask.direction)
    return replace(
        question,
        own_company_id=parties.own_company(conn, ask.company).id if ask.company else None,
        counterparty_id=parties.counterparty(conn, ask.counterparty).id if ask.counterparty else None,
        contract_id=find(conn, call, ask.which) if ask.which else None,
    )


def _debt(
    row: Row[Any],
    by: By,
    buckets: Buckets,
    advances: dict[tuple[int, str], int],
    held: holds.Standing,
    used: Mapping[int, Used],
) -> Debt:
    currency = row.currency
    sums = {name: Money(getattr(row, f"b{no}"), currency) for no, name in enumerate(buckets.names)}
    advance = advances.get((row.counterparty_id, currency))
    charge_id = row.charge_id if by == "charge" else None
    return Debt(
        counterparty=row.counterparty_short or row.counterparty,
        counterparty_id=row.counterparty_id,
        currency=currency,
        outstanding=Money(row.outstanding, currency),
        overdue=Money(row.outstanding - row.b0, currency),
        oldest_due_on=row.oldest_due_on,
        buckets=sums,
        contract=row.contract if by != "counterparty" else None,
        charge=row.number if by == "charge" else None,
        charge_id=charge_id,
        advance=Money(advance, currency) if advance else None,
        held=held.of(row.counterparty_id, charge_id),
        usage=used[row.contract_id].usage if by == "contract" and row.contract_id in used else None,
    )
