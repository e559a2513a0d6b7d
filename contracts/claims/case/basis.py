"""What every debt of one claim is calculated from: whose, under which law and terms, and under which contracts."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from sqlalchemy import Connection

from contracts.claims.case.contexts.letter import (
    AgreedClause,
    ClaimContract,
    ClaimedDebt,
    ClaimFacts,
    OwedDebt,
)
from contracts.claims.case.contexts.notes import notes_of
from contracts.claims.case.contexts.words import LAWS, paper_words
from contracts.claims.case.queries.cited import CitedContract, cited
from contracts.claims.case.rules.claim import ClaimSubject, answer_by, answer_days, answer_from
from contracts.claims.case.rules.claimed_once import AlreadyClaimed
from contracts.claims.case.rules.terms import ClaimPolicy, ClaimTerms
from contracts.claims.late_payment.laws import STATUTORY_RATE, late_payment_law
from contracts.claims.late_payment.rules.debt import LateClaim, LateDebt, LateTerms, Paid
from contracts.claims.late_payment.rules.engine import calculate_late
from contracts.claims.late_payment.rules.penalty import PenaltyClause, parse_penalty
from contracts.claims.limitation.periods import limitation_of
from contracts.documents.contexts.contract_words import kind_of, language_of
from contracts.documents.contexts.values import DocumentContext
from contracts.documents.facts import party_of, person_of
from contracts.kernel.calendar import Duration
from contracts.kernel.context import Work
from contracts.law import RateFolder, calendar_of
from contracts.law.own_rates import tables_in_force
from contracts.registry.queries import contracts
from contracts.registry.queries.facts import load
from contracts.registry.rules.amendment import conditions_on
from contracts.registry.rules.contract import Conditions, ContractFacts

_NUMBER = re.compile(r"\d+(\.\d+){0,4}")


@dataclass(frozen=True, slots=True)
class ClaimScope:
    """What is claimed of whom and how; absent choices are those of the contract, the law and the settings.

    ``debt`` is one given by hand, instead of those of the ledger. ``is_new``: nothing another claim demands already.
    """

    counterparty_id: int
    own_company_id: int
    contract_id: int | None = None
    currency: str | None = None
    language: str | None = None
    law: str | None = None
    terms: ClaimTerms = ClaimTerms()
    charge_ids: frozenset[int] | None = None
    payment_ids: tuple[int, ...] = ()
    debt: OwedDebt | None = None
    is_new: bool = False

    @property
    def subject(self) -> ClaimSubject:
        """Payments named are advances to return."""
        return ClaimSubject.ADVANCE if self.payment_ids else ClaimSubject.DEBT


@dataclass(frozen=True, slots=True)
class ClaimCalculation:
    """The facts of the letter, and the keys of the charges, or of the payments, in the order of its debts.

    ``terms`` have nothing left open; ``contract`` is the one the claim rests on. ``already_claimed`` are charges left
    out, as other claims demand them.
    """

    facts: ClaimFacts
    language: str
    law: str
    contract: CitedContract | None
    terms: ClaimTerms
    charge_ids: tuple[int, ...] = ()
    payment_ids: tuple[int, ...] = ()
    advance: DocumentContext | None = None
    already_claimed: tuple[AlreadyClaimed, ...] = ()


class AgreedContract(NamedTuple):
    """A contract with its conditions on the day, and how amendments word those they changed."""

    cited: CitedContract
    conditions: Conditions
    wordings: Mapping[str, str] = {}


def agreed_contracts(conn: Connection, ids: Collection[int | None], on: date) -> dict[int | None, AgreedContract]:
    """These contracts with their conditions on a day; ``None`` is no contract."""
    found = cited(conn, ids)
    loaded = load(conn, [each.id for each in found.values()]) if found else {}
    return {
        id: AgreedContract(each, conditions_on(loaded[each.id], on), _wordings(loaded[each.id], on))
        for id, each in found.items()
    }


def _wordings(facts: ContractFacts, on: date) -> dict[str, str]:
    """The newest wording of each condition an amendment changed; empty where it was changed without one."""
    signed = [each for each in facts.amendments if each.signed_on is not None and each.effective_on <= on]
    newest = sorted(signed, key=lambda each: (each.effective_on, each.no))
    return {change.condition: change.new_wording for each in newest for change in each.changes}


@dataclass(frozen=True, slots=True)
class ClaimBasis:
    """What every debt, or advance, of one claim is calculated from; ``contract`` is the one the claim rests on."""

    work: Work
    scope: ClaimScope
    contracts: Mapping[int | None, AgreedContract]
    contract: AgreedContract | None
    terms: ClaimTerms

    @property
    def language(self) -> str:
        """The language of the letter: the one asked for, else the contract's."""
        if self.scope.language:
            return self.scope.language
        return language_of(self.contract.cited.languages) if self.contract else "uk"

    @property
    def law(self) -> str:
        """The law: the one asked for, else that of the letter's language."""
        return self.scope.law or LAWS[self.language]

    def claimed(self, debt: OwedDebt) -> ClaimedDebt:
        """A debt with what it has grown by."""
        clause = parse_penalty(self._penalty(debt))
        return ClaimedDebt(debt, self._late(debt, clause), clause)

    def facts(self, debts: tuple[ClaimedDebt, ...], number: str) -> ClaimFacts:
        """Everything the letter says."""
        scope, ctx, conn, on = self.scope, self.work.ctx, self.work.conn, self.work.call.as_of
        currency = debts[0].owed.amount.currency
        own, other = (party_of(conn, id, on, currency=currency) for id in (scope.own_company_id, scope.counterparty_id))
        is_person = other.kind in ("sole_trader", "person")
        days = answer_days(self.law, scope.subject, ctx.policy(ClaimPolicy).answer_days, is_person=is_person)
        length = self.terms.answer or Duration(days, "day")
        methods = self.contract.conditions.notice_methods if self.contract else ()
        lates = tuple(each.late for each in debts)
        return ClaimFacts(
            own=own,
            counterparty=other,
            contract=self._contract(),
            debts=debts,
            number=number,
            as_of=on,
            answer_days=length,
            answer_by=answer_by(on, days, calendar_of(self.law), length)[0],
            author=person_of(conn, self.contract.cited.owner_id if self.contract else None),
            method=(methods or (ctx.rules.usual_method,))[0],
            basis="penalty" if any(each.item("penalty") for each in lates) else "395",
            is_individual=is_person,
            answer_from=answer_from(self.law).value,
            notes=notes_of(lates, self.language, tables := tables_in_force(conn, ctx.policy(RateFolder))),
            tables=tables,
            custom=contracts.custom_values(conn, self.contract.cited.id) if self.contract else {},
        )

    def _contract(self) -> ClaimContract:
        if self.contract is None:
            words, rate = paper_words("letter", self.language), self.terms.interest_rate or STATUTORY_RATE
            return ClaimContract(words["no_number"], None, "", words["goods"], interest_rate=rate)
        contract = claim_contract(self.contract, self.terms.interest_rate)
        if self.terms.penalty is None:
            return contract
        # A rule a person gave is not what the clause says.
        return replace(contract, penalty=contract.penalty._replace(words="", rule=self.terms.penalty))

    def _penalty(self, debt: OwedDebt) -> str:
        agreed = self.contracts.get(debt.contract_id)
        return self.terms.penalty_of(debt.contract_id, agreed.conditions.penalty if agreed else "")

    def _late(self, debt: OwedDebt, clause: PenaltyClause | None) -> LateClaim:
        terms, law = self.terms, self.law
        return calculate_late(
            LateDebt(
                debt.amount,
                debt.due_on,
                debt.due_form,
                tuple(Paid(on, sum_) for on, sum_, _ in debt.payments),
                arose_on=debt.arose_on,
            ),
            LateTerms(
                kinds=debt.kinds,
                rate_per_year=terms.interest_rate,
                penalty=clause,
                inflation=terms.inflation or "tranche",
                beyond=terms.beyond or "stop",
            ),
            late_payment_law(law),
            tables_in_force(self.work.conn, self.work.ctx.policy(RateFolder)),
            self.work.call.as_of,
            calendar=calendar_of(law),
            limitation=limitation_of(law),
        )


def claim_contract(agreed: AgreedContract, interest_rate: Fraction | None = None) -> ClaimContract:
    """A contract as a claim under it cites it; without an agreed rate interest is 3 % a year (Civil Code 625)."""
    contract, conditions, clauses = agreed.cited, agreed.conditions, dict(agreed.conditions.clauses)
    payment = agreed.wordings.get("payment_terms", contract.payment_words)
    penalty = agreed.wordings.get("penalty", contract.penalty_words)
    return ClaimContract(
        number=contract.number,
        dated_on=contract.dated_on,
        title=contract.title,
        subject=contract.subject or contract.title or contract.number,
        kind=kind_of(contract.type, contract.title),
        payment=_clause(clauses.get("payment_terms", ""), payment, conditions.payment_terms),
        penalty=_clause(clauses.get("penalty", ""), penalty, conditions.penalty),
        interest_clause=clauses.get("interest_rate", ""),
        interest_rate=interest_rate or STATUTORY_RATE,
    )


def _clause(number: str, words: str, rule: str) -> AgreedClause:
    """A clause with its words, before which a person may have written its number: «2.3: Покупець оплачує …»."""
    head, _, rest = words.partition(":")
    if _NUMBER.fullmatch(head.strip()) and rest:
        number, words = head.strip(), rest
    return AgreedClause(number, words.strip().strip("«»").rstrip("."), rule)
