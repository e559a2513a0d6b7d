"""What the ledger plugs into the program: open amounts and deadlines derived at the commit, a check, what closes."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from sqlalchemy import Connection

from contracts.kernel.context import Context, Work
from contracts.kernel.deadline import Deadline, DeadlineKind
from contracts.kernel.events import Closing
from contracts.kernel.money import Money
from contracts.kernel.refusal import N_
from contracts.kernel.rules import Rules
from contracts.kernel.sockets import Changes, DeadlineSource, Finding
from contracts.kernel.subject import ContractId, PersonId, SubjectKind
from contracts.money.amount_used import amount_deadlines
from contracts.money.queries import amount_used, deadlines, ledger, open_amounts
from contracts.money.queries import charges as charge_rows
from contracts.money.queries import payments as payment_rows
from contracts.money.rules.deadlines import Owner, advance_deadlines, charge_deadlines, hold_deadlines

_NOBODY: Owner = (None, None)
_CHARGE, _PAYMENT, _HOLD = SubjectKind.CHARGE, SubjectKind.PAYMENT, SubjectKind.HOLD


def derive_open_amounts(work: Work) -> None:
    """Rewrite what is open of the charges and left of the payments a transaction changed, and tell who follows them."""
    charges, payments = work.changes[_CHARGE], work.changes[_PAYMENT]
    if charges or payments:
        covered = open_amounts.rewrite(work.conn, charges, payments)
        if covered.charge_ids or covered.payment_ids:
            work.publish(covered)


def add_open_money(work: Work, event: Closing) -> None:
    """A contract is not closed in silence: what is still owed to us and by us under it (domain §2, "the end")."""
    for direction, total in open_amounts.open_under(work.conn, event.contract_id):
        event.still_open.append((f"open {direction}", f"{total.wire} {total.currency}"))


def check_open_amounts(conn: Connection, ctx: Context, as_of: date) -> Iterator[Finding]:
    """What is open of charges and left of payments follows from the ledger, and nothing exceeds its sum."""
    charges, payments = open_amounts.differences(conn)
    covered, given = open_amounts.broken(conn)
    for code, ids, sentence in (
        ("charge_open", charges, N_("The open amounts of {count} charges differ from the ledger.")),
        ("payment_rest", payments, N_("The rests of {count} payments differ from the ledger.")),
        ("covered_beyond", covered, N_("{count} charges are covered beyond their sum.")),
        ("given_beyond", given, N_("{count} payments gave more than they were.")),
    ):
        if ids:
            yield Finding(code, sentence, {"count": len(ids)})


def owners(conn: Connection, contract_ids: Iterable[int | None]) -> dict[int | None, Owner]:
    """Contract and owner by contract."""
    heads = deadlines.countries_and_owners(conn, {each for each in contract_ids if each is not None})
    return {id: (ContractId(id), PersonId(owner) if owner is not None else None) for id, (_, owner) in heads.items()}


def concerned(changes: Changes, kind: SubjectKind, of_contracts: Iterable[int]) -> set[int]:
    """Things of a kind that changed themselves, or whose contract did: they follow its owner."""
    return changes.get(kind, set()) | set(of_contracts)


def _charges(conn: Connection, rules: Rules, changes: Changes) -> tuple[Changes, list[Deadline]]:
    ids = concerned(changes, _CHARGE, deadlines.open_charges_of(conn, changes.get(SubjectKind.CONTRACT, ())))
    rows = ledger.charges(conn, ids)
    sums = charge_rows.open_sums(conn, list(rows))
    heads = deadlines.countries_and_owners(conn, {each.contract_id for each in rows.values() if each.contract_id})
    found: list[Deadline] = []
    for id, charge in rows.items():
        country, owner = heads.get(charge.contract_id or 0, ("UA", None))
        still = Money(sums.get(id, 0), charge.amount.currency)
        belongs = (charge.contract_id, PersonId(owner) if owner is not None else None)
        found += charge_deadlines(charge, still, rules, country, belongs)
    return {_CHARGE: ids}, found


def _advances(conn: Connection, rules: Rules, changes: Changes) -> tuple[Changes, list[Deadline]]:
    ids = concerned(changes, _PAYMENT, deadlines.payments_of(conn, changes.get(SubjectKind.CONTRACT, ())))
    rows = payment_rows.advances_paid(conn, ids)
    known = owners(conn, (row.contract_id for row in rows))
    found: list[Deadline] = []
    for row in rows:
        owner = known.get(row.contract_id, _NOBODY)
        found += advance_deadlines(row.payment_id, row.paid_on, row.rest, rules, owner)
    return {_PAYMENT: ids}, found


def _holds(conn: Connection, rules: Rules, changes: Changes) -> tuple[Changes, list[Deadline]]:
    ids = concerned(changes, _HOLD, deadlines.holds_of(conn, changes.get(SubjectKind.CONTRACT, ())))
    rows = deadlines.holds(conn, ids)
    known = owners(conn, (row.contract_id for row in rows))
    found: list[Deadline] = []
    for row in rows:
        owner = known.get(row.contract_id, _NOBODY)
        found += hold_deadlines(row.id, row.kind, (row.from_on, row.until_on), rules, owner)
    return {_HOLD: ids}, found


def _amounts(conn: Connection, rules: Rules, changes: Changes) -> tuple[Changes, list[Deadline]]:
    """Deadlines about the amounts of contracts: about what reached the threshold, before or now."""
    charges, payments = changes.get(_CHARGE, set()), changes.get(_PAYMENT, set())
    ids = changes.get(SubjectKind.CONTRACT, set()) | amount_used.contracts_of(conn, charges, payments)
    found = amount_deadlines(conn, rules, ids)
    subjects: Changes = {_CHARGE: set(charges), _PAYMENT: set(payments)}
    for kind, id in amount_used.subjects_before(conn, ids) | {each.key.subject for each in found}:
        subjects[kind].add(id)
    return subjects, [each for each in found if each.key.subject.id in subjects[each.key.subject.kind]]


def _batches(*kinds: SubjectKind) -> Callable[[Connection], Iterator[Changes]]:
    """Everything of these kinds, some at a time."""
    return lambda conn: ({kind: set(batch)} for kind in kinds for batch in deadlines.batches(conn, kind))


_OF_CHARGES = frozenset({DeadlineKind.PAYMENT_DUE, DeadlineKind.ACT_NOT_RETURNED})
#: The deadlines that follow from the ledger.
SOURCES: tuple[DeadlineSource, ...] = (
    DeadlineSource(_OF_CHARGES, _charges, _batches(_CHARGE)),
    DeadlineSource(frozenset({DeadlineKind.ADVANCE_OPEN}), _advances, _batches(_PAYMENT)),
    DeadlineSource(frozenset({DeadlineKind.HOLD_REVIEW}), _holds, _batches(_HOLD)),
    DeadlineSource(frozenset({DeadlineKind.AMOUNT_USED}), _amounts, _batches(_CHARGE, _PAYMENT)),
)
