"""The return of an advance: what is left of money we paid, due by the day named, else a week after receipt (CC 693(2)).

Until that day has passed nothing but the advance itself is claimed; from the day after it interest and inflation grow.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from contracts.claims.case.basis import ClaimBasis, ClaimCalculation, ClaimScope, agreed_contracts
from contracts.claims.case.contexts.letter import ClaimedDebt, OwedDebt
from contracts.claims.case.queries import claimed
from contracts.claims.case.queries.cited import CitedPayment, cited_payments
from contracts.claims.case.rules.claim import ClaimFault
from contracts.claims.case.rules.claimed_once import claimed_fault
from contracts.claims.case.rules.terms import ClaimPolicy
from contracts.claims.late_payment.rules.debt import LateClaim
from contracts.documents.contexts.ledger_words import payment_name
from contracts.documents.contexts.values import DocumentContext, day, money
from contracts.kernel.context import Work
from contracts.kernel.money import Money
from contracts.money.queries import ledger
from contracts.money.rules.ledger import Allocation, standing

_LAW = "UA"


def calculate_advances(work: Work, scope: ClaimScope, number: str) -> ClaimCalculation:
    """What is left of the payments named, with interest where the day for their return has passed.

    Raises ``ClaimFault`` for a payment of no known contract, one used up, or payments of several contracts.
    """
    payments = cited_payments(work.conn, scope.payment_ids, work.call)
    if scope.is_new and (held := claimed.open_advances(work.conn, scope.payment_ids)):
        raise claimed_fault({str(id): claim for id, claim in held.items()})
    contract_id = _contract_id(payments, scope)
    if (scope.law or _LAW) != _LAW:
        raise ClaimFault("An advance is demanded back under the law of Ukraine only.", code="law_unknown")
    contracts = agreed_contracts(work.conn, [contract_id], work.call.as_of)
    contract = contracts[contract_id]
    terms = scope.terms.settled({contract_id: ""}, work.ctx.policy(ClaimPolicy))
    basis = ClaimBasis(work, replace(scope, law=_LAW), contracts, contract, terms)
    known = standing(ledger.ledger_of(work.conn, [], scope.payment_ids).allocations)
    debts = tuple(_debt(basis, each, known) for each in payments)
    facts = basis.facts(debts, number)
    # The day of delivery is said by a person (``--deliver-by``).
    advance: DocumentContext = {
        "rows": [_row(*pair) for pair in zip(payments, debts, strict=True)],
        "total": money(facts.principal),
        "return_by": day(terms.due_on),
        "delivery_clause": dict(contract.conditions.clauses).get("delivery_terms") or None,
        "deliver_by": None,
    }
    terms = replace(terms, answer=facts.answer_days)
    return ClaimCalculation(
        facts, basis.language, _LAW, contract.cited, terms, payment_ids=scope.payment_ids, advance=advance
    )


def _debt(basis: ClaimBasis, payment: CitedPayment, allocations: Sequence[Allocation]) -> ClaimedDebt:
    """One payment as a debt. Raises ``ClaimFault`` where nothing is left of it."""
    as_of, due_on, contract = basis.work.call.as_of, basis.terms.due_on, basis.contract
    uses = sorted(
        (each.effective_on, each.paid, "")
        for each in allocations
        if payment.id in (each.payment_id, each.other_payment_id)
    )
    left = Money(payment.amount.minor - sum(sum_.minor for on, sum_, _ in uses if on <= as_of), payment.amount.currency)
    if left.minor <= 0:
        raise ClaimFault(
            "Nothing is left of payment {no}: it is covered or returned.", code="nothing_due", no=payment.id
        )
    contract_id = contract.cited.id if contract else None
    debt = OwedDebt(
        payment.amount,
        due_on or as_of,
        tuple(uses),
        payment_name(payment.document_no, payment.paid_on, basis.language),
        payment.paid_on,
        contract_id,
        kinds=("interest", "inflation", *(("penalty",) if basis.terms.penalty_of(contract_id, "") else ())),
    )
    if due_on is not None and as_of > due_on:
        return basis.claimed(debt)
    late = LateClaim(_LAW, as_of, as_of + timedelta(days=1), (), None, left, Money(0, left.currency))
    return ClaimedDebt(debt, late)


def _contract_id(payments: Sequence[CitedPayment], scope: ClaimScope) -> int:
    """The one contract of the payments. Raises ``ClaimFault`` naming the payment that is none of ours to demand."""
    for each in payments:
        if each.is_incoming:
            raise ClaimFault(
                "Payment {no} came to us: an advance to return is money we paid.", code="not_ours", no=each.id
            )
        contract_id = each.contract_id or scope.contract_id
        if contract_id is None or each.counterparty_id is None:
            raise ClaimFault(
                "The contract of payment {no} is not known: `contracts payment assign {no} --contract NUMBER` says it.",
                code="no_contract",
                no=each.id,
            )
        if (each.counterparty_id, contract_id) != (scope.counterparty_id, scope.contract_id or contract_id):
            raise ClaimFault("Payment {no} is not under this contract.", code="other_contract", no=each.id)
    found = {(int(each.contract_id or scope.contract_id or 0), each.amount.currency) for each in payments}
    if len(found) > 1:
        raise ClaimFault(
            "The payments are of several contracts or currencies: demand each back by itself.", code="several_contracts"
        )
    return next(iter(found))[0]


def _row(payment: CitedPayment, debt: ClaimedDebt) -> DocumentContext:
    """One payment: ``closed`` is what deliveries or returns took of it."""
    owed, left = debt.owed, debt.late.principal_left
    return {
        "document": owed.document,
        "date": day(payment.paid_on),
        "amount": money(owed.amount),
        "closed": money(owed.amount - left),
        "open": money(left),
        "purpose": payment.purpose or None,
    }
