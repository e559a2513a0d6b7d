"""What interrupts, suspends or lengthens limitation is confirmed by a person and rests on a paper (domain §9; CC 264).

In Ukraine an acknowledgement counts before expiry only. Nothing is deleted: an event taken back moves nothing more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from contracts.claims.case.queries import claims
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
from contracts.money.queries import deadlines as money_subjects
from contracts.money.queries.charges import NoSuchCharge
from contracts.money.rules.ledger import Charge
from contracts.parties.queries import parties, party_facts

_DAY = timedelta(days=1)


class LimitationRefused(Refusal):
    """An event of limitation that cannot be recorded, or changes nothing."""

    code = "limitation_refused"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an event rests on: its ground, day, paper, who signed for the debtor, a copy of the paper."""

    ground: LimitationGround
    on: date
    paper: str
    signed_by: str = ""
    file: Path | None = None


@dataclass(frozen=True, slots=True)
class DebtsMeant:
    """Which charges: by document numbers, or those of a claim."""

    documents: Sequence[str] = ()
    claim: str | None = None
    counterparty: str | None = None


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
    _check_evidence(evidence, call.as_of)
    with writing(ctx, call) as work:
        found = _meant(work, meant)
        if amount is not None and (len(found) != 1 or amount.currency != found[0].charge.amount.currency):
            raise LimitationRefused("A part can be acknowledged of one document only, in its currency.")
        warnings = power_warnings(work.conn, found, evidence)
        done = record_restart(work, found, evidence, amount)
        if not done.events:
            raise done.warnings[0]
        work.commit()
    return RecordedLimitation(done.events, (*warnings, *done.warnings))


def record_restart(
    work: Work, found: Sequence[OpenCharge], evidence: Evidence, amount: Money | None = None
) -> RecordedLimitation:
    """The same within a transaction of the caller; charges that are not moved give a warning each."""
    event = LimitationEvent(
        "acknowledged",
        evidence.on,
        evidence.paper,
        amount_minor=amount.minor if amount is not None else None,
        ground=evidence.ground.value,
        signed_by=evidence.signed_by,
    )
    results = [_record(work, each, event, evidence.file) for each in found]
    return RecordedLimitation(
        tuple(each for each in results if not isinstance(each, Refusal)),
        tuple(each for each in results if isinstance(each, Refusal)),
    )


@needs("claims.prepare")
def suspend(
    ctx: Context,
    call: Call,
    document: str,
    days: tuple[date, date],
    paper: str,
    *,
    counterparty: str | None = None,
    file: Path | None = None,
) -> RecordedLimitation:
    """Limitation of one charge does not run on these days, both inclusive (CC 263)."""
    first, last = days
    if last < first:
        raise LimitationRefused(
            "The suspension would end on {last}, before it begins on {first}.",
            last=last,
            first=first,
        )
    event = LimitationEvent("suspended", first, paper, last + _DAY, ground=LimitationGround.OTHER.value)
    return _record_one(ctx, call, DebtsMeant([document], counterparty=counterparty), event, file)


@needs("claims.prepare")
def extend(
    ctx: Context,
    call: Call,
    document: str,
    period: Duration,
    on: date,
    paper: str,
    *,
    counterparty: str | None = None,
    file: Path | None = None,
) -> RecordedLimitation:
    """A longer period was agreed in writing (CC 259(1)); the general one may not be shortened."""
    event = LimitationEvent("agreed_longer", on, paper, ground=LimitationGround.OTHER.value, length=str(period))
    return _record_one(ctx, call, DebtsMeant([document], counterparty=counterparty), event, file)


@needs("claims.prepare")
def undo(ctx: Context, call: Call, no: int, reason: str) -> str:
    """Take an event back by its number; returns the number of its charge."""
    if not reason.strip():
        raise LimitationRefused("Taking it back needs a reason.")
    with writing(ctx, call) as work:
        event = limitation.event(work.conn, no)
        if event is None or event.undone_at or not visible_charges(work.conn, call, [event.charge_id]):
            raise LimitationRefused(
                "There is no event {no} that stands: `contracts limitation show` lists them.", no=no
            )
        limitation.undo(work.conn, no, {"reason": reason, **recorded(call)})
        work.change(SubjectKind.CHARGE, [event.charge_id])
        before = {"kind": event.kind, "on": event.from_on.isoformat(), "basis": event.basis}
        subject = Subject(SubjectKind.CHARGE, event.charge_id)
        work.note(subject, "undo_limitation", {"before": before, "reason": reason})
        number = ledger.charges(work.conn, [event.charge_id])[event.charge_id].number
        work.commit()
    return number


def charges_by_key(conn: Connection, ids: Iterable[int]) -> list[OpenCharge]:
    """Charges by key with what moved their limitation."""
    return open_charges(conn, list(ledger.charges(conn, list(ids)).values()))


def rule_of(conn: Connection, ctx: Context, charge: Charge) -> LimitationRule:
    """The limitation of the country of the charge's contract; of our own country without one."""
    id = charge.contract_id
    country = ctx.country if id is None else money_subjects.countries_and_owners(conn, [id])[id][0]
    return limitation_in(country)


def _record_one(
    ctx: Context, call: Call, meant: DebtsMeant, event: LimitationEvent, file: Path | None
) -> RecordedLimitation:
    if not event.basis.strip():
        raise LimitationRefused("Name the paper it rests on: --paper.")
    with writing(ctx, call) as work:
        (found,) = _meant(work, meant)
        moved = _record(work, found, event, file)
        if isinstance(moved, Refusal):
            raise moved
        work.commit()
    return RecordedLimitation((moved,))


def _meant(work: Work, meant: DebtsMeant) -> list[OpenCharge]:
    conn, call = work.conn, work.call
    if meant.claim:
        items = claims.items_of(conn, claims.find(conn, call, meant.claim).id)
        ids = [each.charge_id for each in items if each.charge_id is not None]
    else:
        party = parties.counterparty(conn, meant.counterparty).id if meant.counterparty else None
        ids = [charges.find(conn, each, counterparty_id=party) for each in meant.documents]
    if not ids:
        raise LimitationRefused("Name the documents of the debt, or the claim by --claim.")
    check_visible(conn, call, ids, ", ".join(meant.documents))
    open_amounts.lock(conn, ids)
    return charges_by_key(conn, dict.fromkeys(ids))


def check_visible(conn: Connection, call: Call, ids: Sequence[int], number: str) -> None:
    """What belongs to a confidential contract is not there for those it is not shown to (domain §11)."""
    if len(visible_charges(conn, call, ids)) < len(set(ids)):
        raise NoSuchCharge("There is no charge {number}: `contracts charge list` shows them.", number=number)


def _record(
    work: Work, debt: OpenCharge, event: LimitationEvent, file: Path | None
) -> MovedLimitation | LimitationRefused:
    """Record one event if it moves something; else the refusal that says why not."""
    charge, conn = debt.charge, work.conn
    if not charge.is_due_known:
        return LimitationRefused(
            "Limitation of {number} does not run yet: its day of payment is not known.", number=charge.number
        )
    known, rule = limitation.events(conn, [charge.id]).get(charge.id, []), rule_of(conn, work.ctx, charge)
    before, after = (last_days(with_events(debt, each), rule) for each in (known, [*known, event]))
    if after == before:
        return _not_moved(charge, before[0], event.from_on)
    id = limitation.add(conn, event._replace(charge_id=charge.id), recorded(work.call))
    work.change(SubjectKind.CHARGE, [charge.id])
    subject = Subject(SubjectKind.CHARGE, charge.id)
    if file is not None:
        attach_in(work, subject, file, event.basis[:100])
    payload = {"kind": event.kind, "ground": event.ground, "on": event.from_on.isoformat(), "basis": event.basis}
    work.note(subject, "move_limitation", {"after": {**payload, "signed_by": event.signed_by}})
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


def _check_evidence(evidence: Evidence, as_of: date) -> None:
    if evidence.on > as_of:
        raise LimitationRefused("{day} is in the future: record it when it has happened.", day=evidence.on)
    if not evidence.paper.strip():
        raise LimitationRefused("Name the paper it rests on: --paper.")
    if evidence.ground in WRITTEN and not evidence.signed_by.strip():
        raise LimitationRefused("Say who signed for the debtor: --signed-by. Without power it acknowledges nothing.")


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


class Power(NamedTuple):
    """The authority of a person to sign for a party: what it rests on, and the sum it ends at."""

    basis: str
    limit_minor: int | None
    currency: str | None


def power_of(conn: Connection, party_id: int, name: str, on: date) -> Power | None:
    """The authority of a person to sign for a party on a day, if the register knows one."""
    signatory = fold(name)
    for row in party_facts.authorities_of(conn, party_id):
        if fold(row.person_name) == signatory and row.from_on <= on < row.until_on:
            return Power(row.basis, row.limit_minor, row.currency)
    return None
