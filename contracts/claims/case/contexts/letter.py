"""The claim letter and its calculation annex: sums of the late-payment engine, row by row (law §7.1)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal, NamedTuple

from contracts.claims.case.contexts.annex import AnnexDebt, calculation_of
from contracts.claims.case.contexts.notes import gaps
from contracts.claims.case.contexts.terms import performance_of, terms_in_words
from contracts.claims.case.contexts.words import paper_words
from contracts.claims.late_payment.laws import late_payment_law
from contracts.claims.late_payment.rules.debt import KINDS, Kind, LateClaim
from contracts.claims.late_payment.rules.penalty import PenaltyClause
from contracts.documents.contexts.contract_words import is_by_post, method_phrase, title_of
from contracts.documents.contexts.party import PartyFacts, PersonFacts, party_record, person_record
from contracts.documents.contexts.phrasebook import Phrasebook
from contracts.documents.contexts.values import DocumentContext, day, decimal, duration, money
from contracts.kernel.calendar import Duration
from contracts.kernel.money import Money, round_half_up
from contracts.kernel.rates import RateTable
from contracts.language import figures

_BEARING: tuple[Kind, ...] = ("interest", "penalty")
_DAY = timedelta(days=1)


class OwedDebt(NamedTuple):
    """One debt as the ledger or a person tells it; ``payments`` are (day, sum, by which document or why).

    ``moved_from`` is the day off its last day was moved from; ``silence`` the days an act was sent, and counted as
    accepted because nobody answered. ``is_due_by_law``: no time was agreed, its day follows from the law.
    """

    amount: Money
    due_on: date
    payments: tuple[tuple[date, Money, str], ...] = ()
    document: str = ""
    dated_on: date | None = None
    contract_id: int | None = None
    due_form: Literal["period", "date"] = "period"
    arose_on: date | None = None
    kinds: tuple[Kind, ...] = KINDS
    charge_kind: str = ""
    moved_from: date | None = None
    silence: tuple[date, date] | None = None
    is_due_by_law: bool = False


class ClaimedDebt(NamedTuple):
    """One unpaid document: what it is, what was paid of it and when, what it has grown by, its penalty clause."""

    owed: OwedDebt
    late: LateClaim
    clause: PenaltyClause | None = None


class AgreedClause(NamedTuple):
    """A clause of a contract: its number, its own words, and the rule the register calculates by."""

    number: str = ""
    words: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class ClaimContract:
    """The contract a claim rests on, as the letter names it."""

    number: str
    dated_on: date | None
    title: str
    subject: str
    kind: str = "other"
    payment: AgreedClause = AgreedClause()
    penalty: AgreedClause = AgreedClause()
    interest_clause: str = ""
    interest_rate: Fraction = Fraction(3)


@dataclass(frozen=True, slots=True)
class ClaimSides:
    """Who claims of whom under which contract, as every paper of a claim begins."""

    own: PartyFacts
    counterparty: PartyFacts
    contract: ClaimContract

    def context(self, book: Phrasebook, currency: str, custom: Mapping[str, str]) -> DocumentContext:
        """The same under the vocabulary."""
        contract = self.contract
        return {
            "own": party_record(self.own, book, keeps_absent=True),
            "counterparty": party_record(self.counterparty, book, keeps_absent=True),
            "contract": {
                "number": contract.number,
                "signed_on": day(contract.dated_on),
                "title": title_of(contract.kind, contract.title, book.language),
                "subject": contract.subject,
                "kind": contract.kind,
                "currency": currency,
                "custom": custom,
            },
        }


@dataclass(frozen=True, slots=True)
class ClaimFacts(ClaimSides):
    """Everything a claim letter says; texts are in the language of the document already."""

    debts: tuple[ClaimedDebt, ...]
    number: str
    as_of: date
    answer_days: Duration
    answer_by: date
    author: PersonFacts = PersonFacts()
    method: str = "letter"
    answer_from: str = "received"
    basis: str = "395"
    is_individual: bool = False
    notes: tuple[str, ...] = ()
    tables: Mapping[str, RateTable] = field(default_factory=dict)
    custom: dict[str, str] = field(default_factory=dict)

    @property
    def currency(self) -> str:
        """The one currency of a claim."""
        return self.debts[0].owed.amount.currency

    def sum_of(self, kind: Kind) -> Money | None:
        """What is claimed of a kind over all debts; ``None`` where nothing is."""
        minor = sum(each.late.amount(kind).minor for each in self.debts)
        return Money(minor, self.currency) if minor else None

    @property
    def principal(self) -> Money:
        """What is still unpaid."""
        return Money(sum(each.late.principal_left.minor for each in self.debts), self.currency)

    @property
    def fixed_sum(self) -> Money | None:
        """The fixed sum of the law, where it is in the currency of the debt."""
        sums = [each.late.compensation for each in self.debts if each.late.compensation]
        minor = sum(each.minor for each in sums if each.currency == self.currency)
        return Money(minor, self.currency) if minor else None

    @property
    def total(self) -> Money:
        """Principal and all that is claimed on top of it."""
        return Money(self.principal.minor + sum(each.late.total.minor for each in self.debts), self.currency)

    def incomplete(self, language: str) -> list[str]:
        """What the total does not have yet, in words."""
        return gaps([each.late for each in self.debts], language, self.contract.interest_rate)


def claim_context(facts: ClaimFacts, book: Phrasebook) -> DocumentContext:
    """The context of a claim letter under the vocabulary; what is not claimed is ``None``."""
    context = facts.context(book, facts.currency, facts.custom)
    context["contract"] |= {"interest_rate": decimal(facts.contract.interest_rate), "forum": "court"}
    annex = [AnnexDebt(each.owed.document, each.late, each.clause) for each in facts.debts]
    return {
        **context,
        "document": {
            "number": facts.number,
            "date": day(facts.as_of),
            "place": "",
            "method": method_phrase(facts.method, book.language),
            "by_post": is_by_post(facts.method),
            "reply_to": None,
        },
        "author": person_record(facts.author, book),
        "as_of": day(facts.as_of),
        "claim": _claim(facts, book.language),
        "debt": {"rows": [_debt(each, facts.as_of) for each in facts.debts], "total": money(facts.principal)},
        "payments": [
            {"date": day(on), "document": paper or None, "amount": money(sum_), "applied_to": owed.document}
            | {"proofs": None}
            for owed, _, _ in facts.debts
            for on, sum_, paper in owed.payments
            if on <= facts.as_of
        ],
        "calculation": calculation_of(annex, facts.tables, facts.notes, book.language),
        "enclosures": _enclosures(facts, book.language),
        "extra": {},
    }


def _claim(facts: ClaimFacts, language: str) -> DocumentContext:
    reference, statutory = _rates(facts)
    late = sum(each.late.principal_left.minor for each in facts.debts if each.late.first_day <= facts.as_of)
    return {
        "number": facts.number,
        "performance": performance_of(facts.contract.kind, [_performed(each.owed) for each in facts.debts]),
        "principal": money(facts.principal),
        "overdue": money(Money(late, facts.currency)) if late else None,
        "on_demand": None,
        **{kind: money(facts.sum_of(kind)) for kind in KINDS},
        "fixed_sum": money(facts.fixed_sum),
        "costs": None,
        "total": money(facts.total),
        "incomplete": facts.incomplete(language),
        "daily": money(daily(facts)),
        **_clauses(facts, language),
        "silent_rows": [_silent(each.owed) for each in facts.debts if each.owed.silence is not None],
        "facts": [],
        "earlier": [],
        "answer_days": duration(facts.answer_days),
        "answer_by": day(facts.answer_by),
        "pay_by": day(facts.answer_by),
        "answer_from": facts.answer_from,
        "debtor_is_individual": facts.is_individual,
        "court": None,
        "basis": facts.basis,
        "reference_rate": reference,
        "statutory_rate": statutory,
    }


def _clauses(facts: ClaimFacts, language: str) -> DocumentContext:
    """What the contract says of payment, interest and penalty: clause, words, rule; a rule said twice is one."""
    contract, by_law = facts.contract, all(each.owed.is_due_by_law for each in facts.debts)
    stated = paper_words("terms", language)["stated"]
    found = next((each.clause for each in facts.debts if each.clause is not None), None)
    per_day = found.per_day if found else None
    return {
        "payment_clause": contract.payment.number or None,
        "payment_words": contract.payment.words or None,
        "payment_terms": terms_in_words(contract.payment.rule, language) or (None if by_law else stated),
        "interest_clause": contract.interest_clause or None,
        "penalty_clause": contract.penalty.number or None,
        "penalty_words": contract.penalty.words or None,
        "penalty_rate": decimal(per_day) if per_day is not None else None,
        "penalty_per_year": decimal(per_day * 365) if per_day is not None else None,
        "fine_clause": None,
        "fine_words": None,
    }


def _performed(owed: OwedDebt) -> tuple[str, str]:
    return owed.charge_kind, owed.document


def _silent(owed: OwedDebt) -> DocumentContext:
    sent_on, accepted_on = owed.silence or (None, None)
    days = {"received_on": None, "sent_on": day(sent_on), "accepted_on": day(accepted_on)}
    return {"document": owed.document, "clause": None, **days}


def daily(facts: ClaimFacts) -> Money | None:
    """What each further day adds at the rates of the last day; ``None`` where an item does not run to that day."""
    exact = Fraction(0)
    for each in facts.debts:
        for kind in _BEARING:
            item = each.late.item(kind)
            last = item.rows[-1] if item and item.rows else None
            if last is None or not last.year_days:
                continue
            if last.to_on != facts.as_of:
                return None if item and item.complete_to != facts.as_of else _rounded(exact, facts)
            exact += each.late.principal_left.minor * last.rate / (100 * last.year_days)
    return _rounded(exact, facts)


def _rounded(exact: Fraction, facts: ClaimFacts) -> Money | None:
    minor = round_half_up(exact)
    return Money(minor, facts.currency) if minor else None


def _rates(facts: ClaimFacts) -> tuple[str | None, str | None]:
    """The rate of the last interest row, and the reference rate under it (the margin of the Act is 8)."""
    item = facts.debts[-1].late.item("interest")
    if item is None or not item.rows:
        return None, None
    rate = item.rows[-1].rate
    return decimal(rate - 8), decimal(rate)


def _debt(debt: ClaimedDebt, as_of: date) -> DocumentContext:
    owed, late, _ = debt
    due_on = late.first_day - _DAY
    counts = late_payment_law(late.law).counts_payment_day
    before = [
        sum_.minor for on, sum_, _ in owed.payments if on < late.first_day or (on == late.first_day and not counts)
    ]
    return {
        "document": owed.document,
        "contract": None,
        "clause": None,
        "date": day(owed.dated_on),
        "amount": money(owed.amount),
        "paid": money(owed.amount - late.principal_left),
        "open": money(late.principal_left),
        "due_on": day(due_on),
        "days_late": max((as_of - late.first_day).days + 1, 0),
        "is_on_demand": False,
        "proofs": None,
        "open_at_due": money(Money(max(owed.amount.minor - sum(before), 0), owed.amount.currency)),
        "moved_from": day(owed.moved_from or (owed.due_on if owed.due_on != due_on else None)),
        "first_late_day": day(late.first_day),
    }


def _enclosures(facts: ClaimFacts, language: str) -> list[DocumentContext]:
    copy = contract_copy(facts.contract.number, facts.contract.dated_on, language)
    titles = (paper_words("letter", language)["calculation"], copy)
    return [{"title": title, "pages": None, "copies": 1, "proves": None} for title in titles]


def contract_copy(number: str, dated_on: date | None, language: str) -> str:
    """The copy of a contract, as a list of enclosures names it."""
    words = paper_words("letter", language)
    if dated_on is None:
        return words["copy"].format(number=number)
    return words["dated_copy"].format(number=number, date=figures.date_document(dated_on, language))
