"""A claim calculated from the ledger, each overdue charge on its own, or from one debt given by hand (§7)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from contracts.claims.case.advances import calculate_advances
from contracts.claims.case.basis import ClaimBasis, ClaimCalculation, ClaimScope, agreed_contracts
from contracts.claims.case.contexts.letter import OwedDebt
from contracts.claims.case.contexts.words import paper_words
from contracts.claims.case.queries import claimed
from contracts.claims.case.queries.cited import cited_payments
from contracts.claims.case.rules.claim import ClaimFault
from contracts.claims.case.rules.claimed_once import AlreadyClaimed, claimed_fault
from contracts.claims.case.rules.terms import ClaimPolicy
from contracts.claims.limitation.queries.limitation import visible_charges
from contracts.documents.contexts.ledger_words import document_name, payment_name
from contracts.kernel.context import Work
from contracts.kernel.money import Money
from contracts.money.queries import ledger
from contracts.money.rules import steps as codes
from contracts.money.rules.ledger import Adjustment, Charge, Direction, DueForm, Ledger, standing

#: Steps of a day that follows from the law: no time was agreed.
_BY_LAW = frozenset({codes.DUE_ON_ACCEPTANCE, codes.DUE_AFTER_WORKS, codes.DUE_ON_DEMAND})


def calculate(work: Work, scope: ClaimScope, number: str) -> ClaimCalculation:
    """Calculate advances where payments are named, a debt given by hand, else what is overdue on the call's day.

    Raises ``ClaimFault`` where nothing is overdue, or debts of several currencies stand and none was chosen.
    """
    if scope.payment_ids:
        return calculate_advances(work, scope, number)
    if scope.debt is not None:
        return _calculated(_basis(work, scope, [scope.contract_id]), [scope.debt], number)
    known = ledger.ledger_with(work.conn, scope.counterparty_id, scope.own_company_id)
    known = replace(known, allocations=tuple(standing(known.allocations)))
    charges = _overdue(work, known, scope)
    charges, already = _unclaimed(work, scope, charges)
    basis = _basis(work, scope, [each.contract_id for each in charges])
    names = _payment_names(work, known, [each.id for each in charges], basis.language)
    found = _calculated(basis, [_debt(basis, each, known, names) for each in charges], number)
    return replace(found, charge_ids=tuple(each.id for each in charges), already_claimed=already)


def _unclaimed(work: Work, scope: ClaimScope, charges: list[Charge]) -> tuple[list[Charge], tuple[AlreadyClaimed, ...]]:
    """Charges no other claim demands, and those left out. Raises ``ClaimFault`` naming the claim of all of them."""
    if not scope.is_new:
        return charges, ()
    held = claimed.demanded(work.conn, charges)
    if len(held) == len(charges):
        raise claimed_fault({each.number: held[each.id] for each in charges})
    already = (AlreadyClaimed(each.number, *held[each.id][:2]) for each in charges if each.id in held)
    return [each for each in charges if each.id not in held], tuple(already)


def _basis(work: Work, scope: ClaimScope, contract_ids: list[int | None]) -> ClaimBasis:
    """The first contract is the one the claim rests on."""
    contracts = agreed_contracts(work.conn, contract_ids, work.call.as_of)
    first = next((contracts[id] for id in contract_ids if id in contracts), None)
    clauses = {id or 0: contracts[id].conditions.penalty if id in contracts else "" for id in contract_ids}
    terms = scope.terms.settled(clauses, work.ctx.policy(ClaimPolicy))
    return ClaimBasis(work, scope, contracts, first, terms)


def _calculated(basis: ClaimBasis, debts: Iterable[OwedDebt], number: str) -> ClaimCalculation:
    facts = basis.facts(tuple(basis.claimed(each) for each in debts), number)
    contract = basis.contract.cited if basis.contract else None
    terms = replace(basis.terms, answer=facts.answer_days)
    return ClaimCalculation(facts, basis.language, basis.law, contract, terms)


def _overdue(work: Work, known: Ledger, scope: ClaimScope) -> list[Charge]:
    as_of = work.call.as_of
    still = known.open_amounts(as_of)
    late_paid = _paid_late(known) if scope.terms.with_settled else frozenset()
    found = [
        each
        for each in known.charges
        if each.direction is Direction.RECEIVABLE
        and each.is_due_known
        and each.due_on < as_of
        and (still.get(each.id) or each.id in late_paid)
        and (scope.contract_id is None or each.contract_id == scope.contract_id)
        and (scope.charge_ids is None or each.id in scope.charge_ids)
        and (scope.currency is None or each.amount.currency == scope.currency)
    ]
    shown = visible_charges(work.conn, work.call, [each.id for each in found])
    found = [each for each in found if each.id in shown]
    currencies = sorted({each.amount.currency for each in found})
    if not found:
        raise ClaimFault("Nothing is overdue on {day}: there is nothing to claim.", code="nothing_due", day=as_of)
    if len(currencies) > 1:
        raise ClaimFault(
            "Debts in several currencies are overdue, {currencies}: a claim is in one, choose it by --currency.",
            code="several_currencies",
            currencies=", ".join(currencies),
        )
    return sorted(found, key=lambda each: (each.due_on, each.issued_on, each.id))


def _paid_late(known: Ledger) -> frozenset[int]:
    due = {each.id: each.due_on for each in known.charges}
    return frozenset(
        each.charge_id
        for each in known.allocations
        if each.charge_id is not None and each.effective_on > due.get(each.charge_id, date.max)
    )


def _payment_names(work: Work, known: Ledger, charge_ids: Sequence[int], language: str) -> dict[int, str]:
    """What the payments that cover these charges are called, where they bear a number."""
    ids = {each.payment_id for each in known.allocations if each.charge_id in charge_ids and each.payment_id}
    paid = cited_payments(work.conn, sorted(ids))
    return {each.id: payment_name(each.document_no, each.paid_on, language) for each in paid if each.document_no}


def _debt(basis: ClaimBasis, charge: Charge, known: Ledger, names: Mapping[int, str]) -> OwedDebt:
    """One charge with its payments, under the penalty of its own contract; of several contracts each names its own."""
    steps = {step.code: step for step in charge.due_steps}
    shifted, silent = steps.get(codes.DUE_SHIFTED), steps.get(codes.DEEMED_ACCEPTED)
    before = dict(shifted.facts).get("before") if shifted else None
    sent_on = dict(silent.facts).get("sent_on") if silent else None
    agreed = basis.contracts.get(charge.contract_id) if len(basis.contracts) > 1 else None
    return OwedDebt(
        charge.amount,
        charge.due_on,
        _payments(charge, known, names, basis.language),
        document_name(charge, basis.language, agreed.cited.number if agreed else ""),
        charge.issued_on,
        charge.contract_id,
        "date" if charge.due_form is DueForm.DATE else "period",
        arose_on=charge.issued_on,
        charge_kind=charge.kind,
        moved_from=before if isinstance(before, date) else None,
        silence=(sent_on, silent.on) if silent and isinstance(sent_on, date) else None,
        is_due_by_law=bool(_BY_LAW & set(steps)),
    )


def _payments(
    charge: Charge, known: Ledger, names: Mapping[int, str], language: str
) -> tuple[tuple[date, Money, str], ...]:
    """What covered or reduced the charge and when: payments, and what reduced it without one."""
    paid_on = {each.id: each.paid_on for each in known.payments}
    rows = [
        (max(paid_on[each.payment_id], charge.issued_on), each.covered, names.get(each.payment_id, ""))
        for each in known.allocations
        if each.charge_id == charge.id
    ]
    words, reductions = paper_words("reductions", language), reductions_of(charge.id, known)
    rows += [(each.effective_on, each.amount, words.get(each.kind, each.kind)) for each in reductions]
    return tuple(sorted(rows, key=lambda each: each[0]))


def reductions_of(charge_id: int, known: Ledger) -> list[Adjustment]:
    """What reduced a charge without a payment and was not taken back."""
    gone = {each.reverses_id for each in known.adjustments if each.reverses_id is not None}
    return [
        each
        for each in known.adjustments
        if each.charge_id == charge_id and each.reverses_id is None and each.id not in gone
    ]
