"""The return of an advance: what is left of money we paid, due by the day named, else a week after receipt (CC 693(2)).

Until that day has passed nothing but the advance itself is claimed; from the day after it interest and inflation grow.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row

from contracts.claims.case.claim_reckoning import Basis, Reckoned, Wanted, reckon_claim
from contracts.claims.case.claim_words import language_of
from contracts.claims.case.contexts.advance import Advanced, AdvanceFacts
from contracts.claims.case.contexts.claim import ClaimedDebt
from contracts.claims.case.policy import ClaimPolicy
from contracts.claims.case.rules.claim import ClaimFault
from contracts.claims.late_payment.laws import late_payment_law
from contracts.claims.late_payment.rules.interest import reckon_late
from contracts.claims.late_payment.rules.late_debt import LateClaim, LateDebt, LateTerms, Paid
from contracts.claims.late_payment.rules.penalty import parse_penalty
from contracts.claims.limitation.periods import limitation_of
from contracts.documents.contexts.ledger_words import payment_name
from contracts.kernel.context import Call, Context
from contracts.kernel.money import Money
from contracts.law import calendar_of, rate_tables
from contracts.money.allocating import standing
from contracts.money.queries import ledger, payments
from contracts.money.rules.ledger import Ledger
from contracts.registry.queries import contracts
from contracts.registry.queries.facts import load
from contracts.registry.rules.amendment import conditions_on
from contracts.registry.rules.contract import Conditions
from contracts.registry.tables.contract import ContractRow

_LAW = "UA"


def reckon_wanted(conn: Connection, ctx: Context, call: Call, wanted: Wanted, data: Path | None = None) -> Reckoned:
    """Reckon advances where payments are named, else what is overdue. Raises ``ClaimFault``."""
    reckon = reckon_advance if wanted.payment_ids else reckon_claim
    return reckon(conn, ctx, call, wanted, data)


def reckon_advance(conn: Connection, ctx: Context, call: Call, wanted: Wanted, data: Path | None = None) -> Reckoned:
    """What is left of the payments named, with interest where the day for their return has passed.

    Raises ``ClaimFault`` for a payment of no known contract, one used up, or payments of several contracts.
    """
    rows = [payments.row_of(conn, id) for id in wanted.payment_ids]
    contract = contracts.row_of(conn, _contract_id(rows, wanted))
    agreed = conditions_on(load(conn, [contract.id])[contract.id], call.as_of)
    known = ledger.ledger_of(conn, [], [row.id for row in rows])
    known = replace(known, allocations=tuple(standing(known.allocations)))
    language = wanted.language or language_of(contract.languages)
    if (wanted.law or _LAW) != _LAW:
        raise ClaimFault("An advance is demanded back under the law of Ukraine only.", code="law_unknown")
    policy = ctx.policy(ClaimPolicy)
    terms = wanted.terms.settled({contract.id: wanted.terms.penalty or ""}, policy.beyond, policy.inflation)
    only: tuple[dict[int | None, ContractRow], dict[int | None, Conditions]] = (
        {contract.id: contract},
        {contract.id: agreed},
    )
    basis = Basis(conn, ctx, call, wanted, known, data, language, _LAW, terms, *only)
    advances = _Advances(basis, known)
    debts = tuple(advances.debt(row) for row in rows)
    facts = basis.facts(debts, contract)
    shown = AdvanceFacts(
        tuple(_shown(row, debt) for row, debt in zip(rows, debts, strict=True)),
        terms.due_on,
        dict(agreed.clauses).get("delivery_terms", ""),
    )
    kept = replace(terms, answer=facts.answer_days)
    return Reckoned(facts, (), language, _LAW, contract, kept, wanted.payment_ids, shown)


@dataclass(frozen=True, slots=True)
class _Advances:
    """Payments of one contract with what took of them."""

    basis: Basis
    known: Ledger

    def debt(self, row: Row[Any]) -> ClaimedDebt:
        """One payment as a debt. Raises ``ClaimFault`` where nothing is left of it."""
        as_of, language = self.basis.call.as_of, self.basis.language
        amount = Money(row.amount_minor, row.currency)
        taken = tuple(
            sorted((each.effective_on, each.paid, "") for each in self.known.allocations if _takes(each, row.id))
        )
        left = Money(amount.minor - sum(sum_.minor for on, sum_, _ in taken if on <= as_of), row.currency)
        name = payment_name(row.document_no, row.paid_on, language)
        if left.minor <= 0:
            raise ClaimFault(
                "Nothing is left of payment {no}: it is covered or returned.", code="nothing_due", no=row.id
            )
        due_on = self.basis.terms.due_on
        late = self._not_yet(left) if due_on is None or as_of <= due_on else self._late(amount, due_on, taken)
        return ClaimedDebt(name, row.paid_on, amount, due_on or as_of, taken, late)

    def _not_yet(self, left: Money) -> LateClaim:
        as_of = self.basis.call.as_of
        return LateClaim(_LAW, as_of, as_of + timedelta(days=1), (), None, left, Money(0, left.currency))

    def _late(self, amount: Money, due_on: date, taken: tuple[tuple[date, Money, str], ...]) -> LateClaim:
        given, clause = self.basis.terms, next((clause for _id, clause in self.basis.terms.penalties), "")
        terms = LateTerms(
            kinds=("interest", "inflation", *(("penalty",) if clause else ())),
            rate_per_year=given.interest_rate,
            penalty=parse_penalty(clause),
            inflation=given.inflation or "tranche",
            beyond=given.beyond or "stop",
        )
        debt = LateDebt(amount, due_on, "period", tuple(Paid(on, sum_) for on, sum_, _ in taken))
        tables, calendar, limitation = rate_tables(self.basis.data), calendar_of(_LAW), limitation_of(_LAW)
        law, as_of = late_payment_law(_LAW), self.basis.call.as_of
        return reckon_late(debt, terms, law, tables, as_of, calendar=calendar, limitation=limitation)


def _takes(allocation: Any, payment_id: int) -> bool:
    return payment_id in (allocation.payment_id, allocation.other_payment_id)


def _contract_id(rows: list[Row[Any]], wanted: Wanted) -> int:
    """The one contract of the payments. Raises ``ClaimFault`` naming the payment that is none of ours to demand."""
    for row in rows:
        if row.is_incoming:
            raise ClaimFault(
                "Payment {no} came to us: an advance to return is money we paid.", code="not_ours", no=row.id
            )
        contract_id = row.contract_id or wanted.contract_id
        if contract_id is None or row.counterparty_id is None:
            raise ClaimFault(
                "The contract of payment {no} is not known: `contracts payment assign {no} --contract NUMBER` says it.",
                code="no_contract",
                no=row.id,
            )
        if (row.counterparty_id, contract_id) != (wanted.counterparty_id, wanted.contract_id or contract_id):
            raise ClaimFault("Payment {no} is not under this contract.", code="other_contract", no=row.id)
    found = {(int(row.contract_id or wanted.contract_id or 0), row.currency) for row in rows}
    if len(found) > 1:
        raise ClaimFault(
            "The payments are of several contracts or currencies: demand each back by itself.", code="several_contracts"
        )
    return next(iter(found))[0]


def _shown(row: Row[Any], debt: ClaimedDebt) -> Advanced:
    left = debt.late.principal_left
    return Advanced(debt.document, row.paid_on, debt.principal, debt.principal - left, left, row.purpose)
