"""After a change of the ledger: open amounts rewritten, then the deadlines that follow, in the same transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from contracts.claims.case.rules.claim import ClaimDirection, ClaimStatus, Move, reached_on
from contracts.claims.limitation.limitation_facts import with_events
from contracts.claims.limitation.periods import limitation_of
from contracts.claims.limitation.queries import limitation
from contracts.kernel.deadline import Deadline
from contracts.kernel.money import Money
from contracts.kernel.rules import Rules
from contracts.kernel.subject import ContractId, PersonId, SubjectKind
from contracts.money.queries import charges as charge_rows
from contracts.money.queries import ledger, money_subjects, open_amounts, usage
from contracts.money.rules.ledger import Charge
from contracts.money.rules.money_deadlines import (
    MoneyRules,
    OpenCharge,
    advance_deadlines,
    charge_deadlines,
    claim_deadlines,
    hold_deadlines,
)
from contracts.money.usage_derived import subjects_before, usage_deadlines
from contracts.registry.queries import deadlines

Owner = tuple[ContractId | None, PersonId | None]
_NOBODY: Owner = (None, None)
#: What may use up the amount of a contract.
_USING = (SubjectKind.CHARGE, SubjectKind.PAYMENT)


@dataclass(slots=True)
class Changed:
    """The money subjects a transaction changed."""

    charges: set[int] = field(default_factory=set)
    payments: set[int] = field(default_factory=set)
    holds: set[int] = field(default_factory=set)
    claims: set[int] = field(default_factory=set)
    contracts: set[int] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.charges or self.payments or self.holds or self.claims or self.contracts)

    def add_contracts(self, conn: Connection, contract_ids: Iterable[int]) -> None:
        """Whatever a contract has open follows its owner, and its amount may be another."""
        ids = list(contract_ids)
        self.contracts.update(ids)
        charges, payments, holds, claims = money_subjects.of_contracts(conn, ids)
        self.charges.update(charges)
        self.payments.update(payments)
        self.holds.update(holds)
        self.claims.update(claims)


def derive_money(conn: Connection, rules: Rules, changed: Changed) -> None:
    """Rewrite what is open of these charges and payments, and the deadlines of all."""
    open_amounts.rewrite(conn, changed.charges, changed.payments)
    used = _used(conn, rules, changed)
    for kind, ids, found in _derived(conn, rules, changed, used):
        deadlines.rewrite(conn, kind, ids, found)


def expected(conn: Connection, rules: Rules, changed: Changed) -> list[Deadline]:
    """The deadlines that follow from the stored facts, nothing written: for the doctor."""
    used = usage_deadlines(conn, rules, usage.contracts_of(conn, changed.charges, changed.payments))
    return [each for _, _, found in _derived(conn, rules, changed, used) for each in found]


def money_rules(rules: Rules, country: str) -> MoneyRules:
    """Calendar, tiers and limitation of a country; Ukraine's limitation where we know none."""
    found = limitation_of(country) or limitation_of("UA")
    if found is None:
        raise LookupError("the limitation of Ukraine is missing from the data")
    return MoneyRules(rules.calendar(country), rules.first_tier or {}, found)


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


def _used(conn: Connection, rules: Rules, changed: Changed) -> list[Deadline]:
    """Deadlines about the amounts of contracts; what they were and are about is among the changed from now on."""
    ids = changed.contracts | usage.contracts_of(conn, changed.charges, changed.payments)
    found = usage_deadlines(conn, rules, ids)
    for kind, id in subjects_before(conn, ids) | {each.key.subject for each in found}:
        (changed.charges if kind is SubjectKind.CHARGE else changed.payments).add(id)
    return found


def _derived(
    conn: Connection, rules: Rules, changed: Changed, used: Sequence[Deadline]
) -> list[tuple[SubjectKind, set[int], list[Deadline]]]:
    rows = list(ledger.charges(conn, changed.charges).values())
    countries = money_subjects.countries_and_owners(conn, {each.contract_id for each in rows if each.contract_id})
    by_country: dict[str, MoneyRules] = {}

    def of(contract_id: int | None) -> MoneyRules:
        country = countries.get(contract_id or 0, ("UA", None))[0]
        return by_country.setdefault(country, money_rules(rules, country))

    charged = [each for one in open_charges(conn, rows) for each in charge_deadlines(one, of(one.charge.contract_id))]
    about = {kind: [each for each in used if each.key.subject.kind is kind] for kind in _USING}
    charged += [each for each in about[SubjectKind.CHARGE] if each.key.subject.id in changed.charges]
    paid = _advances(conn, rules, changed.payments)
    paid += [each for each in about[SubjectKind.PAYMENT] if each.key.subject.id in changed.payments]
    return [
        (SubjectKind.CHARGE, changed.charges, charged),
        (SubjectKind.PAYMENT, changed.payments, paid),
        (SubjectKind.HOLD, changed.holds, _holds(conn, rules, changed.holds)),
        (SubjectKind.CLAIM, changed.claims, _claims(conn, rules, changed.claims)),
    ]


def _advances(conn: Connection, rules: Rules, ids: set[int]) -> list[Deadline]:
    rows = money_subjects.advances_paid(conn, ids)
    owners = _owners(conn, (row.contract_id for row in rows))
    plain = money_rules(rules, "UA")
    return [
        each
        for row in rows
        for each in advance_deadlines(
            row.payment_id,
            row.paid_on,
            Money(row.rest_minor, row.currency),
            owner=owners.get(row.contract_id, _NOBODY),
            rules=plain,
        )
    ]


def _holds(conn: Connection, rules: Rules, ids: set[int]) -> list[Deadline]:
    rows = money_subjects.holds(conn, ids)
    owners = _owners(conn, (row.contract_id for row in rows))
    plain = money_rules(rules, "UA")
    return [
        each
        for row in rows
        for each in hold_deadlines(
            row.id, row.kind, row.from_on, row.until_on, owner=owners.get(row.contract_id, _NOBODY), rules=plain
        )
    ]


def _claims(conn: Connection, rules: Rules, ids: set[int]) -> list[Deadline]:
    rows, moves = money_subjects.claims(conn, ids), money_subjects.claim_moves(conn, ids)
    owners = _owners(conn, (row.contract_id for row in rows))
    return [
        each
        for row in rows
        for each in claim_deadlines(
            row.id,
            row.number,
            ClaimDirection(row.direction),
            core_moves(moves.get(row.id, [])),
            answer_by=row.answer_by,
            presumed_on=presumed_on(rules, row, moves.get(row.id, [])),
            owner=owners.get(row.contract_id, _NOBODY),
            rules=money_rules(rules, row.law or "UA"),
        )
    ]


def presumed_on(rules: Rules, row: Row[Any], moves: Iterable[object]) -> date | None:
    """The day on which delivery of a claim is presumed; ``None`` where it was proved, or does not matter."""
    if row.direction != ClaimDirection.OUTGOING:
        return None
    reached = reached_on(core_moves(moves), rules.delivery, rules.usual_method, law=row.law or "UA")
    return reached[0] if reached is not None and reached[1] else None


def core_moves(rows: Iterable[object]) -> tuple[Move, ...]:
    """Moves of a claim as core sees them."""
    return tuple(Move(ClaimStatus(row.status), row.on, row.method) for row in rows)  # type: ignore[attr-defined]


def _owners(conn: Connection, contract_ids: Iterable[int | None]) -> dict[int | None, Owner]:
    heads = money_subjects.countries_and_owners(conn, {each for each in contract_ids if each is not None})
    return {id: (ContractId(id), PersonId(owner) if owner is not None else None) for id, (_, owner) in heads.items()}
