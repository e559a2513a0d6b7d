"""A claim reckoned from the ledger: every overdue charge of the debtor with its payments, each on its own (§7)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from contracts.claims.case.claim_contract import STATUTORY_RATE, claim_contract
from contracts.claims.case.claim_words import LAWS, NO_CONTRACT, language_of, reduction_words
from contracts.claims.case.contexts.advance import AdvanceFacts
from contracts.claims.case.contexts.claim import ClaimContract, ClaimedDebt, ClaimFacts
from contracts.claims.case.policy import ClaimPolicy
from contracts.claims.case.rules.claim import ClaimFault, ClaimSubject, answer_by, answer_days, answer_from
from contracts.claims.case.rules.claim_terms import ClaimTerms
from contracts.claims.late_payment.laws import late_payment_law
from contracts.claims.late_payment.rules.interest import reckon_late
from contracts.claims.late_payment.rules.late_debt import LateClaim, LateDebt, LateTerms, Paid
from contracts.claims.late_payment.rules.penalty import parse_penalty
from contracts.claims.limitation.periods import limitation_of
from contracts.documents.contexts.ledger_words import document_name
from contracts.documents.facts import party_of, person_of
from contracts.kernel.calendar import Duration
from contracts.kernel.context import Call, Context
from contracts.kernel.money import Money
from contracts.law import calendar_of, rate_tables
from contracts.money.allocating import standing
from contracts.money.queries import ledger
from contracts.money.rules.ledger import Charge, Direction, DueForm, Ledger
from contracts.registry.queries import contracts
from contracts.registry.queries.facts import load
from contracts.registry.rules.amendment import conditions_on
from contracts.registry.rules.contract import Conditions
from contracts.registry.tables.contract import ContractRow


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is claimed of whom and how; absent choices are those of the contract, the law and the settings."""

    counterparty_id: int
    own_company_id: int
    contract_id: int | None = None
    currency: str | None = None
    language: str | None = None
    law: str | None = None
    terms: ClaimTerms = ClaimTerms()
    charge_ids: frozenset[int] | None = None
    payment_ids: tuple[int, ...] = ()

    @property
    def subject(self) -> ClaimSubject:
        """Payments named are advances to return."""
        return ClaimSubject.ADVANCE if self.payment_ids else ClaimSubject.DEBT


@dataclass(frozen=True, slots=True)
class Reckoned:
    """The facts of the letter, without number and notes, and the charges in the order of its debts.

    ``terms`` have nothing left open. For advances to return there are payments instead of charges.
    """

    facts: ClaimFacts
    charges: tuple[Charge, ...]
    language: str
    law: str
    row: ContractRow | None
    terms: ClaimTerms
    payment_ids: tuple[int, ...] = ()
    advance: AdvanceFacts | None = None


def reckon_claim(conn: Connection, ctx: Context, call: Call, wanted: Wanted, data: Path | None = None) -> Reckoned:
    """Reckon what one debtor owes on the call's day.

    Raises ``ClaimFault`` where nothing is overdue, or debts of several currencies stand and none was chosen.
    """
    known = _ledger(conn, wanted)
    charges = _chosen(known, wanted, call.as_of)
    rows, conditions = _contracts(conn, charges, call.as_of)
    first = next((rows[each.contract_id] for each in charges if each.contract_id in rows), None)
    language = wanted.language or (language_of(first.languages) if first is not None else "uk")
    law = wanted.law or LAWS[language]
    terms = wanted.terms.settled(
        {each.contract_id or 0: _clause(conditions, each) for each in charges},
        ctx.policy(ClaimPolicy).beyond,
        ctx.policy(ClaimPolicy).inflation,
    )
    basis = Basis(conn, ctx, call, wanted, known, data, language, law, terms, rows, conditions)
    facts = basis.facts(tuple(basis.debt(each) for each in charges), first)
    return Reckoned(facts, charges, language, law, first, replace(terms, answer=facts.answer_days))


def _ledger(conn: Connection, wanted: Wanted) -> Ledger:
    known = ledger.ledger_with(conn, wanted.counterparty_id, wanted.own_company_id)
    allocations = tuple(standing(known.allocations))
    return replace(known, allocations=allocations)


def _chosen(known: Ledger, wanted: Wanted, as_of: date) -> tuple[Charge, ...]:
    still = known.open_amounts(as_of)
    late_paid = _paid_late(known) if wanted.terms.with_settled else frozenset()
    found = [
        each
        for each in known.charges
        if each.direction is Direction.RECEIVABLE
        and each.is_due_known
        and each.due_on < as_of
        and (still.get(each.id) or each.id in late_paid)
        and (wanted.contract_id is None or each.contract_id == wanted.contract_id)
        and (wanted.charge_ids is None or each.id in wanted.charge_ids)
        and (wanted.currency is None or each.amount.currency == wanted.currency)
    ]
    currencies = sorted({each.amount.currency for each in found})
    if not found:
        raise ClaimFault("Nothing is overdue on {day}: there is nothing to claim.", code="nothing_due", day=as_of)
    if len(currencies) > 1:
        raise ClaimFault(
            "Debts in several currencies are overdue, {currencies}: a claim is in one, choose it by --currency.",
            code="several_currencies",
            currencies=", ".join(currencies),
        )
    return tuple(sorted(found, key=lambda each: (each.due_on, each.issued_on, each.id)))


def _paid_late(known: Ledger) -> frozenset[int]:
    due = {each.id: each.due_on for each in known.charges}
    return frozenset(
        each.charge_id
        for each in known.allocations
        if each.charge_id is not None and each.effective_on > due.get(each.charge_id, date.max)
    )


def _contracts(
    conn: Connection, charges: Iterable[Charge], as_of: date
) -> tuple[dict[int | None, ContractRow], dict[int | None, Conditions]]:
    ids = sorted({each.contract_id for each in charges if each.contract_id is not None})
    rows: dict[int | None, ContractRow] = {id: contracts.row_of(conn, id) for id in ids}
    loaded = load(conn, ids) if ids else {}
    return rows, {id: conditions_on(loaded[id], as_of) for id in ids}


@dataclass(frozen=True, slots=True)
class Basis:
    """What every debt, or advance, of one claim is reckoned from."""

    conn: Connection
    ctx: Context
    call: Call
    wanted: Wanted
    known: Ledger
    data: Path | None
    language: str
    law: str
    terms: ClaimTerms
    rows: Mapping[int | None, ContractRow]
    conditions: Mapping[int | None, Conditions]

    def debt(self, charge: Charge) -> ClaimedDebt:
        """One charge with its payments and what it has grown by, under the penalty of its own contract."""
        paid = _payments(charge, self.known)
        shown = self.rows.get(charge.contract_id) if len(self.rows) > 1 else None
        name = document_name(charge, self.language, (shown.number or shown.register_no) if shown is not None else "")
        told = tuple((on, sum_, reduction_words(kind, self.language) if kind else "") for on, sum_, kind in paid)
        return ClaimedDebt(name, charge.issued_on, charge.amount, charge.due_on, told, self._late(charge, paid))

    def facts(self, debts: tuple[ClaimedDebt, ...], row: ContractRow | None) -> ClaimFacts:
        """Everything the letter says, but its number and notes; ``row`` is the contract it rests on."""
        wanted, on = self.wanted, self.call.as_of
        currency = debts[0].principal.currency
        own = party_of(self.conn, wanted.own_company_id, on, currency=currency)
        other = party_of(self.conn, wanted.counterparty_id, on, currency=currency)
        is_person = other.kind in ("sole_trader", "person")
        days = answer_days(self.law, wanted.subject, self.ctx.policy(ClaimPolicy).answer_days, is_person=is_person)
        length = self.terms.answer or Duration(days, "day")
        agreed = self.conditions.get(row.id) if row is not None else None
        methods = agreed.notice_methods if agreed is not None else ()
        return ClaimFacts(
            own=own,
            counterparty=other,
            contract=_contract(row, agreed, self.terms, self.language),
            debts=debts,
            number="",
            dated_on=on,
            as_of=on,
            answer_days=length,
            answer_by=answer_by(on, days, calendar_of(self.law), length)[0],
            author=person_of(self.conn, row.owner_id if row is not None else None),
            method=(methods or (self.ctx.rules.usual_method,))[0],
            basis="penalty" if any(each.late.item("penalty") for each in debts) else "395",
            is_individual=is_person,
            answer_from=answer_from(self.law).value,
            custom=contracts.custom_values(self.conn, row.id) if row is not None else {},
        )

    def _late(self, charge: Charge, paid: tuple[tuple[date, Money, str], ...]) -> LateClaim:
        clause = self.terms.penalty_of(charge.contract_id, _clause(self.conditions, charge))
        terms = LateTerms(
            rate_per_year=self.terms.interest_rate,
            penalty=parse_penalty(clause),
            inflation=self.terms.inflation or "tranche",
            beyond=self.terms.beyond or "stop",
        )
        debt = LateDebt(
            charge.amount,
            charge.due_on,
            "date" if charge.due_form is DueForm.DATE else "period",
            tuple(Paid(on, sum_) for on, sum_, _ in paid),
            arose_on=charge.issued_on,
        )
        rules, calendar, limitation = late_payment_law(self.law), calendar_of(self.law), limitation_of(self.law)
        tables = rate_tables(self.data)
        return reckon_late(debt, terms, rules, tables, self.call.as_of, calendar=calendar, limitation=limitation)


def _payments(charge: Charge, known: Ledger) -> tuple[tuple[date, Money, str], ...]:
    """What covered or reduced the charge and when: payments, and what reduced it without one."""
    on = {each.id: each for each in known.payments}
    rows = [
        (max(on[each.payment_id].paid_on, charge.issued_on), each.covered, "")
        for each in known.allocations
        if each.charge_id == charge.id
    ]
    gone = {each.reverses_id for each in known.adjustments if each.reverses_id is not None}
    rows += [
        (each.effective_on, each.amount, each.kind.value)
        for each in known.adjustments
        if each.charge_id == charge.id and each.reverses_id is None and each.id not in gone
    ]
    return tuple(sorted(rows, key=lambda each: each[0]))


def _clause(conditions: Mapping[int | None, Conditions], charge: Charge) -> str:
    """What the contract of a charge says of a penalty today; empty where it says nothing, or there is no contract."""
    agreed = conditions.get(charge.contract_id)
    return agreed.penalty if agreed is not None else ""


def _contract(row: ContractRow | None, agreed: Conditions | None, terms: ClaimTerms, language: str) -> ClaimContract:
    if row is None:
        none, goods = NO_CONTRACT["en" if language == "en_gb" else language]
        return ClaimContract(none, None, "", goods, interest_rate=terms.interest_rate or STATUTORY_RATE)
    return claim_contract(row, agreed, interest_rate=terms.interest_rate)
