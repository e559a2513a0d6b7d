"""Who owes what on a day, how old it is, what is held, paid in advance, and where more was paid than agreed (§6)."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row

from contracts.core.ageing import Buckets
from contracts.core.calendar import FAR
from contracts.core.contract import Subject, SubjectKind
from contracts.core.dunning import HoldKind
from contracts.core.money import Money
from contracts.core.refusal import Refusal
from contracts.services.charges import recorded
from contracts.services.desk import Call, Desk
from contracts.services.which import Which, find
from contracts.services.work import require, writing
from contracts.store import ageing, charges, holds, parties
from contracts.store.ageing import By, Question
from contracts.store.engine import reading


@dataclass(frozen=True, slots=True)
class Debt:
    """What is open in one currency of a counterparty, a contract or a charge.

    ``buckets`` are in the order of their names; ``held`` are codes of holds that stand; ``advance`` is money of the
    same counterparty not yet closed.
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


class Overspent(NamedTuple):
    """A contract under which more was paid than its amount."""

    contract: str
    amount: Money
    paid: Money


@dataclass(frozen=True, slots=True)
class Ask:
    """Whose debts, of which day; ``known_on`` leaves out what was recorded after that day."""

    by: By = "counterparty"
    direction: str = "receivable"
    company: str | None = None
    counterparty: str | None = None
    which: Which | None = None
    known_on: date | None = None


def debts(desk: Desk, call: Call, ask: Ask = Ask(), buckets: Buckets = Buckets()) -> list[Debt]:  # noqa: B008
    """Debts of the call's day, the largest overdue sum first."""
    require(call, "debts.read")
    with reading(desk.engine) as conn:
        question = _question(conn, desk, call, ask)
        rows = ageing.debts(conn, question, buckets, ask.by)
        advances = ageing.advances(conn, question)
        held = holds.standing(conn, call.as_of)
    return [_debt(row, ask.by, buckets, advances, held) for row in rows]


def overspent(desk: Desk, company: str | None = None) -> list[Overspent]:
    """Contracts paid above their amount."""
    with reading(desk.engine) as conn:
        own = parties.own_company(conn, company).id if company else None
        rows = ageing.overspent(conn, own)
    return [
        Overspent(row.contract, Money(row.amount_minor, row.currency), Money(row.paid_minor, row.currency))
        for row in rows
    ]


def hold(
    desk: Desk,
    call: Call,
    kind: HoldKind,
    reason: str,
    *,
    charge: str | None = None,
    counterparty: str | None = None,
    until_on: date | None = None,
) -> int:
    """Let dunning of a charge or of a debtor stand still; ``until_on`` is the last day held. Returns its ordinal."""
    require(call, "payments.match")
    if until_on is not None and until_on < call.as_of:
        raise Refusal("The hold would end on {day}, before it begins.", code="hold_ends", day=until_on.isoformat())
    with writing(desk, call) as work:
        party = parties.counterparty(work.conn, counterparty).id if counterparty else None
        charge_id = charges.find(work.conn, charge, counterparty_id=party) if charge else None
        if charge_id is None and party is None:
            raise Refusal("Name the charge to hold, or the counterparty.", code="nothing_to_hold")
        id = holds.add(
            work.conn,
            {
                "charge_id": charge_id,
                "counterparty_id": None if charge_id is not None else party,
                "kind": kind.value,
                "from_on": call.as_of,
                "until_on": FAR if until_on is None else until_on.fromordinal(until_on.toordinal() + 1),
                "reason": reason,
                **recorded(call),
            },
        )
        work.money.holds.add(id)
        work.note(Subject(SubjectKind.HOLD, id), "hold", {"after": {"kind": kind.value, "reason": reason}})
        work.commit()
    return id


def lift(desk: Desk, call: Call, id: int) -> None:
    """End a hold from the call's day on."""
    require(call, "payments.match")
    with writing(desk, call) as work:
        if not holds.lift(work.conn, id, call.as_of):
            raise Refusal("There is no hold {no} that stands.", code="no_hold", no=id)
        work.money.holds.add(id)
        work.note(Subject(SubjectKind.HOLD, id), "lift_hold", {"after": {"lifted_on": call.as_of.isoformat()}})
        work.commit()


def end_of(desk: Desk, day: date) -> datetime:
    """The last moment of a day in the configured zone: what was shown on it was recorded by then."""
    return datetime.combine(day, time.max, desk.zone)


def _question(conn: Connection, desk: Desk, call: Call, ask: Ask) -> Question:
    question = Question(call.as_of, end_of(desk, ask.known_on) if ask.known_on else None, ask.direction)
    return replace(
        question,
        own_company_id=parties.own_company(conn, ask.company).id if ask.company else None,
        counterparty_id=parties.counterparty(conn, ask.counterparty).id if ask.counterparty else None,
        contract_id=find(conn, call, ask.which) if ask.which else None,
    )


def _debt(row: Row[Any], by: By, buckets: Buckets, advances: dict[tuple[int, str], int], held: holds.Standing) -> Debt:
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
    )
