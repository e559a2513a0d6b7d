"""The last day to sue for each debt follows from the ledger and from what moved limitation (domain §9)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from contracts.claims.limitation.periods import limitation_in
from contracts.claims.limitation.queries import limitation
from contracts.claims.limitation.queries.limitation import LimitationEvent
from contracts.claims.limitation.rules.limitation import WRITTEN, Restart, Suspended
from contracts.claims.limitation.rules.open_charge import OpenCharge, limitation_deadlines
from contracts.kernel.calendar import FAR, parse_duration
from contracts.kernel.deadline import Deadline, DeadlineKind
from contracts.kernel.money import Money
from contracts.kernel.rules import Rules
from contracts.kernel.sockets import Changes, DeadlineSource
from contracts.kernel.subject import PersonId, SubjectKind
from contracts.money.derivation import concerned
from contracts.money.queries import charges as charge_rows
from contracts.money.queries import deadlines as money_subjects
from contracts.money.queries import ledger
from contracts.money.rules.ledger import Charge


def open_charges(conn: Connection, charges: Sequence[Charge]) -> list[OpenCharge]:
    """Charges with what is open of them, their owners, and what moved their limitation."""
    ids = [each.id for each in charges]
    sums = charge_rows.open_sums(conn, ids)
    events = limitation.events(conn, ids)
    heads = money_subjects.countries_and_owners(conn, {each.contract_id for each in charges if each.contract_id})
    found = []
    for each in charges:
        owner = heads.get(each.contract_id or 0, ("", None))[1]
        still = Money(sums.get(each.id, 0), each.amount.currency)
        charge = OpenCharge(each, still, PersonId(owner) if owner is not None else None)
        found.append(with_events(charge, events.get(each.id, ())))
    return found


def with_events(charge: OpenCharge, events: Iterable[LimitationEvent], as_of: date | None = None) -> OpenCharge:
    """The charge with what interrupted, suspended or lengthened its limitation; by ``as_of`` where one is given."""
    own = [each for each in events if as_of is None or each.from_on <= as_of]
    lengths = [each.length for each in own if each.kind == "agreed_longer" and each.length]
    return replace(
        charge,
        restarts=tuple(_restart(each) for each in own if each.kind == "acknowledged"),
        suspended=tuple(
            Suspended("both", each.from_on, each.until_on or FAR, each.basis)
            for each in own
            if each.kind == "suspended"
        ),
        length=parse_duration(lengths[-1]) if lengths else None,
    )


def _suspension(event: LimitationEvent) -> Suspended:
    """A suspension of one debt counts in both readings."""
    return Suspended("both", event.from_on, event.until_on or FAR, event.basis)


def _restart(event: LimitationEvent) -> Restart:
    """An interruption: from its day the period begins anew, for the part acknowledged."""
    ground = event.ground or ""
    return Restart(event.from_on, not ground or ground in WRITTEN, event.amount_minor, ground, event.basis)


def _follow(conn: Connection, rules: Rules, changes: Changes) -> tuple[Changes, list[Deadline]]:
    of_contracts = money_subjects.open_charges_of(conn, changes.get(SubjectKind.CONTRACT, ()))
    ids = concerned(changes, SubjectKind.CHARGE, of_contracts)
    charges = list(ledger.charges(conn, ids).values())
    heads = money_subjects.countries_and_owners(conn, {each.contract_id for each in charges if each.contract_id})
    found: list[Deadline] = []
    for each in open_charges(conn, charges):
        country = heads.get(each.charge.contract_id or 0, ("UA", None))[0]
        found += limitation_deadlines(each, limitation_in(country), rules, country)
    return {SubjectKind.CHARGE: ids}, found


def _everything(conn: Connection) -> Iterator[Changes]:
    for batch in money_subjects.batches(conn, SubjectKind.CHARGE):
        yield {SubjectKind.CHARGE: set(batch)}


SOURCE = DeadlineSource(frozenset({DeadlineKind.LIMITATION}), _follow, _everything)
