"""The last day to sue for each debt follows from the ledger and from what moved limitation (domain §9)."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from contracts.claims.limitation.limitation_facts import with_events
from contracts.claims.limitation.periods import limitation_in
from contracts.claims.limitation.queries import limitation
from contracts.claims.limitation.rules.open_charge import OpenCharge, limitation_deadlines
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
        found.append(with_events(charge, (row._mapping for row in events.get(each.id, ()))))
    return found


def _follow(conn: Connection, rules: Rules, changes: Changes) -> tuple[Changes, list[Deadline]]:
    of_contracts = money_subjects.open_charges_of(conn, changes.get(SubjectKind.CONTRACT, ()))
    ids = concerned(changes, SubjectKind.CHARGE, of_contracts)
    charges = list(ledger.charges(conn, ids).values())
    heads = money_subjects.countries_and_owners(conn, {each.contract_id for each in charges if each.contract_id})
    found: list[Deadline] = []
    for given in open_charges(conn, charges):
        country = heads.get(given.charge.contract_id or 0, ("UA", None))[0]
        found += limitation_deadlines(given, limitation_in(country), rules, country)
    return {SubjectKind.CHARGE: ids}, found


def _everything(conn: Connection) -> Iterator[Changes]:
    for batch in money_subjects.batches(conn, SubjectKind.CHARGE):
        yield {SubjectKind.CHARGE: set(batch)}


SOURCE = DeadlineSource(frozenset({DeadlineKind.LIMITATION}), _follow, _everything)
