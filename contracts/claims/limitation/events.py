"""What interrupts, suspends or lengthens limitation is confirmed by a person and rests on a paper (domain §9; CC 264).

In Ukraine an acknowledgement counts before expiry only. Nothing is deleted: an event taken back moves nothing more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from contracts.claims.limitation.derivation import open_charges, with_events
from contracts.claims.limitation.periods import limitation_in
from contracts.claims.limitation.queries import limitation
from contracts.claims.limitation.queries.limitation import LimitationEvent, visible_charges
from contracts.claims.limitation.rules.limitation import WRITTEN, LimitationGround, LimitationRule, SueBy
from contracts.claims.limitation.rules.open_charge import OpenCharge, sue_parts
from contracts.documents.attaching import attach_in
from contracts.kernel.calendar import Duration
from contracts.kernel.context import Call, Context, Work, recorded
from contracts.kernel.identity import fold
from contracts.kernel.money import Money
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.kernel.wire import ASIDE
from contracts.money.queries import charges, ledger, open_amounts
from contracts.money.rules.ledger import Charge
from contracts.parties.queries import parties
from contracts.parties.tables import AuthorityRow


class LimitationRefused(Refusal):
    """An event of limitation that cannot be recorded, or changes nothing."""

    code = "limitation_refused"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an event rests on: its ground, day (the first, of several), paper, who signed for the debtor, a copy."""

    ground: LimitationGround
    on: date
    paper: str
    signed_by: str = ""
    file: Path | None = None


@dataclass(frozen=True, slots=True)
class DebtsMeant:
    """Which charges: by document numbers, or by their keys, as those of a claim are."""

    documents: Sequence[str] = ()
    counterparty: str | None = None
    charge_ids: Sequence[int] = ()


class LastDays(NamedTuple):
    """The last days to sue in both readings."""

    safe: date
    arguable: date


class MovedLimitation(NamedTuple):
    """A charge whose limitation was moved: the number of the event, and the last days to sue before and after."""

    event: int
    charge: str
    before: LastDays
    after: LastDays


@dataclass(frozen=True, slots=True)
class RecordedLimitation:
    """What was recorded, and what the author should know."""

    events: tuple[MovedLimitation, ...]
    warnings: tuple[Refusal, ...] = field(default=(), metadata=ASIDE)


@needs("claims.prepare")
def restart(
    ctx: Context, call: Call, meant: DebtsMeant, evidence: Evidence, amount: Money | None = None
) -> RecordedLimitation:
    """Limitation began anew on a day: for ``amount`` of one charge, or the whole of each.

    Raises :class:`LimitationRefused` where nothing is moved, or a paper of the debtor lacks its signatory.
    """
    if evidence.on > call.as_of:
        raise LimitationRefused("{day} is in the future: record it when it has happened.", day=evidence.on)
    if evidence.ground in WRITTEN and not evidence.signed_by.strip():
        raise LimitationRefused("Say who signed for the debtor: --signed-by. Without power it acknowledges nothing.")
    return _record(ctx, call, meant, evidence, acknowledgement(evidence, amount))


@needs("claims.prepare")
def suspend(ctx: Context, call: Call, meant: DebtsMeant, last_day: date, evidence: Evidence) -> RecordedLimitation:
    """Limitation does not run from the day of the evidence to this one, both inclusive (CC 263)."""
    if last_day < evidence.on:
        raise LimitationRefused(
            "The suspension would end on {last}, before it begins on {first}.", last=last_day, first=evidence.on
        )
    event = replace(acknowledgement(evidence), kind="suspended", last_day=last_day)
    return _record(ctx, call, meant, evidence, event)


@needs("claims.prepare")
def extend(ctx: Context, call: Call, meant: DebtsMeant, period: Duration, evidence: Evidence) -> RecordedLimitation:
    """A longer period was agreed in writing (CC 259(1)); the general one may not be shortened."""
    event = replace(acknowledgement(evidence), kind="agreed_longer", period=str(period))
    return _record(ctx, call, meant, evidence, event)


@needs("claims.prepare")
def undo(ctx: Context, call: Call, no: int, reason: str) -> str:
    """Take an event back by its number; returns the number of its charge."""
    if not reason.strip():
        raise LimitationRefused("Taking it back needs a reason.")
    with writing(ctx, call) as work:
        event = limitation.event(work.conn, no)
        if event is None or event.undone or not visible_charges(work.conn, call, [event.charge_id]):
            raise LimitationRefused(
                "There is no event {no} that stands: `contracts limitation show` lists them.", no=no
            )
        limitation.undo(work.conn, no, {"reason": reason, **recorded(call)})
        work.change(SubjectKind.CHARGE, [event.charge_id])
        before = {"kind": event.kind, "on": event.from_on.isoformat(), "basis": event.paper}
        subject = Subject(SubjectKind.CHARGE, event.charge_id)
        work.note(subject, "undo_limitation", {"before": before, "reason": reason})
        number = ledger.charges(work.conn, [event.charge_id])[event.charge_id].number
        work.commit()
    return number


def acknowledgement(evidence: Evidence, amount: Money | None = None) -> LimitationEvent:
    """The event of an acknowledgement, of the whole where no part is named."""
    return LimitationEvent(
        kind="acknowledged",
        ground=evidence.ground,
        from_on=evidence.on,
        amount=amount,
        paper=evidence.paper,
        signed_by=evidence.signed_by,
    )


def record_in(
    work: Work, debts: Sequence[OpenCharge], event: LimitationEvent, file: Path | None = None
) -> RecordedLimitation:
    """Record an event within a transaction of the caller; charges that are not moved give a warning each."""
    results = [_record_one(work, each, event, file) for each in debts]
    return RecordedLimitation(
        tuple(each for each in results if not isinstance(each, Refusal)),
        tuple(each for each in results if isinstance(each, Refusal)),
    )


def _record(
    ctx: Context, call: Call, meant: DebtsMeant, evidence: Evidence, event: LimitationEvent
) -> RecordedLimitation:
    if not event.paper.strip():
        raise LimitationRefused("Name the paper it rests on: --paper.")
    with writing(ctx, call) as work:
        debts, amount = _meant(work, meant), event.amount
        if amount is not None and (len(debts) != 1 or amount.currency != debts[0].charge.amount.currency):
            raise LimitationRefused("A part can be acknowledged of one document only, in its currency.")
        warnings = power_warnings(work.conn, debts, evidence)
        done = record_in(work, debts, event, evidence.file)
        if not done.events:
            raise done.warnings[0]
        work.commit()
    return RecordedLimitation(done.events, (*warnings, *done.warnings))


def _meant(work: Work, meant: DebtsMeant) -> list[OpenCharge]:
    """The charges, locked; what belongs to a confidential contract is not there for others (domain §11)."""
    conn, call = work.conn, work.call
    party = parties.counterparty(conn, meant.counterparty).id if meant.counterparty else None
    ids = [charges.find(conn, each, counterparty_id=party, call=call) for each in meant.documents]
    ids += visible_charges(conn, call, meant.charge_ids)
    if not ids:
        raise LimitationRefused("Name the documents of the debt, or the claim by --claim.")
    open_amounts.lock(conn, ids)
    return open_charges(conn, ids)


def _record_one(
    work: Work, debt: OpenCharge, event: LimitationEvent, file: Path | None
) -> MovedLimitation | LimitationRefused:
    """Record the event if it moves something; else the refusal that says why not."""
    charge, conn = debt.charge, work.conn
    if not charge.is_due_known:
        return LimitationRefused(
            "Limitation of {number} does not run yet: its day of payment is not known.", number=charge.number
        )
    known, rule = (
        limitation.events(conn, [charge.id]).get(charge.id, []),
        limitation_in(debt.country or work.ctx.country),
    )
    before, after = (last_days(with_events(debt, each), rule) for each in (known, [*known, event]))
    if after == before:
        return _not_moved(charge, before[0], event.from_on)
    id = limitation.add(conn, charge.id, event, recorded(work.call))
    work.change(SubjectKind.CHARGE, [charge.id])
    subject = Subject(SubjectKind.CHARGE, charge.id)
    if file is not None:
        attach_in(work, subject, file, event.paper[:100])
    payload = {"kind": event.kind, "ground": event.ground, "on": event.from_on.isoformat(), "basis": event.paper}
    work.note(subject, "move_limitation", {"after": {**payload, "signed_by": event.signed_by or ""}})
    first, moved = before[0], next((each for each in after if each not in before), after[0])
    return MovedLimitation(
        id, charge.number, LastDays(first.safe, first.arguable), LastDays(moved.safe, moved.arguable)
    )


def last_days(debt: OpenCharge, rule: LimitationRule) -> tuple[SueBy, ...]:
    """The parts of what is open, the first to end first; of a settled charge those of its whole sum."""
    whole = debt if debt.still_open.minor > 0 else replace(debt, still_open=debt.charge.amount)
    return tuple(sorted(sue_parts(whole, rule), key=lambda each: each.safe))


def _not_moved(charge: Charge, before: SueBy, on: date) -> LimitationRefused:
    number = charge.number
    if on > before.arguable:
        return LimitationRefused(
            "Limitation of {number} ended on {end}: what happened on {on} does not begin it anew.",
            number=number,
            end=before.arguable,
            on=on,
        )
    if on <= charge.due_on:
        return LimitationRefused(
            "Limitation of {number} runs only from {due}: what happened on {on} does not move it.",
            number=number,
            due=charge.due_on,
            on=on,
        )
    return LimitationRefused(
        "This does not move the limitation of {number}: it is recorded already, or later.", number=number
    )


def power_warnings(conn: Connection, found: Iterable[OpenCharge], evidence: Evidence) -> tuple[Refusal, ...]:
    """Who signed must have had the power on the day, and for the sum (domain §11: their side is warned of)."""
    if evidence.ground not in WRITTEN:
        return ()
    sums: dict[tuple[int, str], int] = {}
    for each in found:
        key = int(each.charge.counterparty_id), each.still_open.currency
        sums[key] = sums.get(key, 0) + each.still_open.minor
    found_warnings = (
        _power_warning(conn, evidence, party, Money(minor, currency)) for (party, currency), minor in sums.items()
    )
    return tuple(each for each in found_warnings if each is not None)


def _power_warning(conn: Connection, evidence: Evidence, party_id: int, sum_: Money) -> Refusal | None:
    power = power_of(conn, party_id, evidence.signed_by, evidence.on)
    if power is None:
        return LimitationRefused(
            "Check the power of {name} to acknowledge debts on {day}: the register does not know it.",
            name=evidence.signed_by,
            day=evidence.on,
        )
    if power.limit_minor is None or power.currency != sum_.currency or power.limit_minor >= sum_.minor:
        return None
    return LimitationRefused(
        "The power of {name} ends at {limit} {currency}, and {sum} is acknowledged: check whether it binds the debtor.",
        name=evidence.signed_by,
        limit=Money(power.limit_minor, sum_.currency).wire,
        currency=sum_.currency,
        sum=sum_.wire,
    )


def power_of(conn: Connection, party_id: int, name: str, on: date) -> AuthorityRow | None:
    """The authority of a person to sign for a party on a day, if the register knows one."""
    rows = parties.authorities_of(conn, party_id)
    return next((row for row in rows if fold(row.person_name) == fold(name) and row.from_on <= on < row.until_on), None)
