"""What interrupts, suspends or lengthens limitation is confirmed by a person and rests on a paper (domain §9; CC 264).

In Ukraine an acknowledgement counts before expiry only. Nothing is deleted: an event taken back moves nothing more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row

from contracts.claims.case.queries import claims
from contracts.claims.limitation.derivation import open_charges
from contracts.claims.limitation.limitation_facts import with_events
from contracts.claims.limitation.periods import limitation_in
from contracts.claims.limitation.queries import limitation
from contracts.claims.limitation.rules.limitation import WRITTEN, Ground, LimitationRule, SueBy
from contracts.claims.limitation.rules.open_charge import OpenCharge, limitation_steps, sue_parts
from contracts.documents.attaching import attach_in
from contracts.kernel.calendar import Duration
from contracts.kernel.context import Call, Context, Work, recorded
from contracts.kernel.database.engine import reading
from contracts.kernel.derivation import Step
from contracts.kernel.identity import fold
from contracts.kernel.money import Money
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import require, writing
from contracts.money.queries import charges, ledger, money_subjects, open_amounts
from contracts.money.rules.ledger import Charge
from contracts.parties.queries import parties, party_facts
from contracts.parties.tables import AuthorityRow

#: The columns of an event that says nothing else.
_EMPTY = {"until_on": None, "amount_minor": None, "file_sha": ""}


class LimitationRefused(Refusal):
    """An event of limitation that cannot be recorded, or changes nothing."""

    code = "limitation_refused"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an event rests on: its ground, day, paper, who signed for the debtor, a copy of the paper."""

    ground: Ground
    on: date
    paper: str
    signed_by: str = ""
    file: Path | None = None


@dataclass(frozen=True, slots=True)
class About:
    """Which charges: by document numbers, or those of a claim."""

    documents: Sequence[str] = ()
    claim: str | None = None
    counterparty: str | None = None


class Outcome(NamedTuple):
    """A charge whose limitation was moved: the number of the event, and the last days to sue before and after."""

    no: int
    number: str
    before: SueBy
    after: SueBy


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was recorded, and what the author should know."""

    outcomes: tuple[Outcome, ...]
    warnings: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class LimitationCard:
    """The limitation of a charge: its parts with their last days, why, and every event, those undone too."""

    charge: Charge
    parts: tuple[SueBy, ...]
    steps: tuple[Step, ...]
    events: tuple[Row[Any], ...]


def restart(ctx: Context, call: Call, about: About, evidence: Evidence, amount: Money | None = None) -> Recorded:
    """Limitation began anew on a day: for ``amount`` of one charge, or the whole of each.

    Raises :class:`LimitationRefused` where nothing is moved, or a paper of the debtor lacks its signatory.
    """
    require(call, "claims.prepare")
    _check_evidence(evidence, call.as_of)
    with writing(ctx, call) as work:
        found = _meant(work, about)
        if amount is not None and (len(found) != 1 or amount.currency != found[0].charge.amount.currency):
            raise LimitationRefused("A part can be acknowledged of one document only, in its currency.")
        warnings = power_warnings(work.conn, found, evidence)
        done = record_restart(work, found, evidence, amount)
        if not done.outcomes:
            raise done.warnings[0]
        work.commit()
    return Recorded(done.outcomes, (*warnings, *done.warnings))


def record_restart(
    work: Work, found: Sequence[OpenCharge], evidence: Evidence, amount: Money | None = None
) -> Recorded:
    """The same within a transaction of the caller; charges that are not moved give a warning each."""
    outcomes, refused = [], []
    for each in found:
        row = {"kind": "acknowledged", "from_on": evidence.on, "basis": evidence.paper}
        row["amount_minor"] = amount.minor if amount is not None else None
        paper = {"ground": evidence.ground.value, "signed_by": evidence.signed_by, "length": ""}
        moved = _record(work, each, row, paper, evidence.file)
        if isinstance(moved, Refusal):
            refused.append(moved)
        else:
            outcomes.append(moved)
    return Recorded(tuple(outcomes), tuple(refused))


def suspend(ctx: Context, call: Call, document: str, days: tuple[date, date], paper: str, **more: Any) -> Outcome:
    """Limitation of one charge does not run on these days, both inclusive (CC 263); ``counterparty``, ``file``."""
    first, last = days
    if last < first:
        raise LimitationRefused(
            "The suspension would end on {last}, before it begins on {first}.",
            last=last,
            first=first,
        )
    row = {"kind": "suspended", "from_on": first, "until_on": last + timedelta(days=1), "basis": paper}
    return _one(ctx, call, document, row, "", **more)


def extend(ctx: Context, call: Call, document: str, period: Duration, on: date, paper: str, **more: Any) -> Outcome:
    """A longer period was agreed in writing (CC 259(1)); the general one may not be shortened."""
    return _one(ctx, call, document, {"kind": "agreed_longer", "from_on": on, "basis": paper}, str(period), **more)


def undo(ctx: Context, call: Call, no: int, reason: str) -> str:
    """Take an event back by its number; returns the number of its charge."""
    require(call, "claims.prepare")
    if not reason.strip():
        raise LimitationRefused("Taking it back needs a reason.")
    with writing(ctx, call) as work:
        row = limitation.event(work.conn, no)
        if row is None or row.undone_at is not None:
            raise LimitationRefused(
                "There is no event {no} that stands: `contracts limitation show` lists them.", no=no
            )
        limitation.undo(work.conn, no, {"reason": reason, **recorded(call)})
        work.change(SubjectKind.CHARGE, [row.charge_id])
        note = {"before": {"kind": row.kind, "on": row.from_on.isoformat(), "basis": row.basis}, "reason": reason}
        work.note(Subject(SubjectKind.CHARGE, row.charge_id), "undo_limitation", note)
        number = ledger.charges(work.conn, [row.charge_id])[row.charge_id].number
        work.commit()
    return number


def limitation_card(
    ctx: Context, call: Call, document: str, *, counterparty: str | None = None
) -> list[LimitationCard]:
    """The limitation of each part of a document as of the day. Raises ``NoSuchCharge``."""
    require(call, "debts.read")
    with reading(ctx.engine) as conn:
        party = parties.counterparty(conn, counterparty).id if counterparty else None
        ids = charges.find_document(conn, document, counterparty_id=party)
        rows = list(ledger.charges(conn, ids).values())
        events = limitation.events(conn, ids, with_undone=True)
        return [_card(conn, ctx, each, events.get(each.charge.id, []), call.as_of) for each in open_charges(conn, rows)]


def charges_meant(conn: Connection, ids: Iterable[int]) -> list[OpenCharge]:
    """Charges by key with what moved their limitation."""
    return open_charges(conn, list(ledger.charges(conn, list(ids)).values()))


def rules_of(conn: Connection, ctx: Context, charge: Charge) -> LimitationRule:
    """The limitation of the country of the charge's contract; of our own country without one."""
    id = charge.contract_id
    country = ctx.country if id is None else money_subjects.countries_and_owners(conn, [id])[id][0]
    return limitation_in(country)


def _one(
    ctx: Context,
    call: Call,
    document: str,
    row: dict[str, Any],
    length: str,
    *,
    counterparty: str | None = None,
    file: Path | None = None,
) -> Outcome:
    require(call, "claims.prepare")
    if not row["basis"].strip():
        raise LimitationRefused("Name the paper it rests on: --paper.")
    with writing(ctx, call) as work:
        (found,) = _meant(work, About([document], counterparty=counterparty))
        paper = {"ground": Ground.OTHER.value, "signed_by": "", "length": length}
        done = _record(work, found, row, paper, file)
        if isinstance(done, Refusal):
            raise done
        work.commit()
    return done


def _meant(work: Work, about: About) -> list[OpenCharge]:
    conn = work.conn
    if about.claim:
        items = claims.items_of(conn, claims.find(conn, about.claim))
        ids = [row.charge_id for row in items if row.charge_id is not None]
    else:
        party = parties.counterparty(conn, about.counterparty).id if about.counterparty else None
        ids = [charges.find(conn, each, counterparty_id=party) for each in about.documents]
    if not ids:
        raise LimitationRefused("Name the documents of the debt, or the claim by --claim.")
    open_amounts.lock(conn, ids)
    return charges_meant(conn, dict.fromkeys(ids))


def _record(
    work: Work, given: OpenCharge, row: dict[str, Any], paper: dict[str, Any], file: Path | None
) -> Outcome | Refusal:
    """Record one event if it moves something; else the refusal that says why not."""
    charge, conn = given.charge, work.conn
    if not charge.is_due_known:
        return LimitationRefused(
            "Limitation of {number} does not run yet: its day of payment is not known.", number=charge.number
        )
    known = [dict(each._mapping) for each in limitation.events(conn, [charge.id]).get(charge.id, [])]
    rule, event = rules_of(conn, work.ctx, charge), {**_EMPTY, **row, **paper}
    before, after = (_last_days(with_events(given, each), rule) for each in (known, [*known, event]))
    if after == before:
        return _not_moved(charge, before[0], event["from_on"])
    id = limitation.add(conn, {**_EMPTY, **row, "charge_id": charge.id, **recorded(work.call)}, paper)
    work.change(SubjectKind.CHARGE, [charge.id])
    subject = Subject(SubjectKind.CHARGE, charge.id)
    if file is not None:
        attach_in(work, subject, file, str(row["basis"])[:100])
    said = {"kind": row["kind"], "ground": paper["ground"], "on": row["from_on"].isoformat(), "basis": row["basis"]}
    work.note(subject, "move_limitation", {"after": {**said, "signed_by": paper["signed_by"]}})
    moved = next((each for each in after if each not in before), after[0])
    return Outcome(id, charge.number, before[0], moved)


def _last_days(given: OpenCharge, rule: LimitationRule) -> tuple[SueBy, ...]:
    """The parts of what is open, the first to end first; of a settled charge those of its whole sum."""
    whole = given if given.still_open.minor > 0 else replace(given, still_open=given.charge.amount)
    return tuple(sorted(sue_parts(whole, rule), key=lambda each: each.safe))


def _not_moved(charge: Charge, before: SueBy, on: date) -> LimitationRefused:
    facts: dict[str, Any] = {"number": charge.number, "on": on}
    if on > before.arguable:
        return LimitationRefused(
            "Limitation of {number} ended on {end}: what happened on {on} does not begin it anew.",
            end=before.arguable,
            **facts,
        )
    if on <= charge.due_on:
        return LimitationRefused(
            "Limitation of {number} runs only from {due}: what happened on {on} does not move it.",
            due=charge.due_on,
            **facts,
        )
    return LimitationRefused(
        "This does not move the limitation of {number}: it is recorded already, or later.", **facts
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
    told = (_power_warning(conn, evidence, party, Money(minor, currency)) for (party, currency), minor in sums.items())
    return tuple(each for each in told if each is not None)


def _power_warning(conn: Connection, evidence: Evidence, party_id: int, sum_: Money) -> Refusal | None:
    power = power_of(conn, party_id, evidence.signed_by, evidence.on)
    facts: dict[str, Any] = {"name": evidence.signed_by, "day": evidence.on}
    if power is None:
        return LimitationRefused(
            "Check the power of {name} to acknowledge debts on {day}: the register does not know it.", **facts
        )
    if power.limit_minor is None or power.currency != sum_.currency or power.limit_minor >= sum_.minor:
        return None
    return LimitationRefused(
        "The power of {name} ends at {limit} {currency}, and {sum} is acknowledged: check whether it binds the debtor.",
        **facts,
        limit=Money(power.limit_minor, sum_.currency).wire,
        currency=sum_.currency,
        sum=sum_.wire,
    )


def power_of(conn: Connection, party_id: int, name: str, on: date) -> AuthorityRow | None:
    """The authority of a person to sign for a party on a day, if the register knows one."""
    wanted = fold(name)
    rows = party_facts.authorities_of(conn, party_id)
    return next((row for row in rows if fold(row.person_name) == wanted and row.from_on <= on < row.until_on), None)


def _card(
    conn: Connection, ctx: Context, charge: OpenCharge, events: Sequence[Row[Any]], as_of: date
) -> LimitationCard:
    if not charge.charge.is_due_known:
        return LimitationCard(charge.charge, (), charge.charge.due_steps, tuple(events))
    standing = (row._mapping for row in events if row.undone_at is None)
    given, rule = with_events(charge, standing, as_of), rules_of(conn, ctx, charge.charge)
    return LimitationCard(charge.charge, _last_days(given, rule), limitation_steps(given, rule), tuple(events))
