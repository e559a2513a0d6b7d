"""The last day to sue for each debt follows from the ledger and from what moved limitation (domain §9)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import Connection

from contracts.claims.limitation.periods import limitation_in
from contracts.claims.limitation.queries import limitation
from contracts.claims.limitation.queries.limitation import LimitationEvent
from contracts.claims.limitation.queries.penalty_clauses import penalty_clauses
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


def open_charges(conn: Connection, ids: Iterable[int]) -> list[OpenCharge]:
    """Charges by key, in order, with what is open of them, country and owner, and what moved their limitation."""
    keys = list(dict.fromkeys(ids))
    charges = ledger.charges(conn, keys)
    sums, events = charge_rows.open_sums(conn, keys), limitation.events(conn, keys)
    heads = money_subjects.countries_and_owners(conn, {each.contract_id or 0 for each in charges.values()})
    found = []
    for id in (id for id in keys if id in charges):
        country, owner = heads.get(charges[id].contract_id or 0, ("", None))
        still = Money(sums.get(id, 0), charges[id].amount.currency)
        charge = OpenCharge(charges[id], still, country, PersonId(owner) if owner is not None else None)
        found.append(with_events(charge, events.get(id, ())))
    return found


def with_events(charge: OpenCharge, events: Iterable[LimitationEvent], as_of: date | None = None) -> OpenCharge:
    """The charge with what interrupted, suspended or lengthened its limitation; by ``as_of`` where one is given."""
    own = [each for each in events if as_of is None or each.from_on <= as_of]
    lengths = [each.period for each in own if each.kind == "agreed_longer" and each.period]
    return replace(
        charge,
        restarts=tuple(_restart(each) for each in own if each.kind == "acknowledged"),
        suspended=tuple(
            Suspended("both", each.from_on, each.last_day + timedelta(days=1) if each.last_day else FAR, each.paper)
            for each in own
            if each.kind == "suspended"
        ),
        length=parse_duration(lengths[-1]) if lengths else None,
    )


def _restart(event: LimitationEvent) -> Restart:
    ground, part = event.ground or "", event.amount.minor if event.amount is not None else None
    return Restart(event.from_on, not ground or ground in WRITTEN, part, ground, event.paper)


def _follow(conn: Connection, rules: Rules, changes: Changes) -> tuple[Changes, list[Deadline]]:
    of_contracts = money_subjects.open_charges_of(conn, changes.get(SubjectKind.CONTRACT, ()))
    ids = concerned(changes, SubjectKind.CHARGE, of_contracts)
    found: list[Deadline] = []
    opened = open_charges(conn, ids)
    clauses = penalty_clauses(conn, (each.charge.contract_id for each in opened if each.still_open.minor > 0))
    for each in opened:
        country, has_penalty = each.country or "UA", each.charge.contract_id in clauses
        charge = replace(each, has_penalty=has_penalty)
        found += limitation_deadlines(charge, limitation_in(country), rules, country)
    return {SubjectKind.CHARGE: ids}, found


def _everything(conn: Connection) -> Iterator[Changes]:
    for batch in money_subjects.batches(conn, SubjectKind.CHARGE):
        yield {SubjectKind.CHARGE: set(batch)}


SOURCE = DeadlineSource(frozenset({DeadlineKind.LIMITATION}), _follow, _everything)
