"""The claim letter and its calculation annex: sums of the late-payment engine, row by row (law §7.1)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal, NamedTuple

from contracts.claims.case.contexts.notes import gaps
from contracts.claims.case.contexts.words import paper_words
from contracts.claims.late_payment.rules.debt import KINDS, Kind, LateClaim
from contracts.claims.late_payment.rules.rows import InterestRow
from contracts.documents.contexts.contract_words import method_phrase, title_of
from contracts.documents.contexts.party import PartyFacts, PersonFacts, party_record, person_record
from contracts.documents.contexts.phrasebook import Phrasebook
from contracts.documents.contexts.values import DocumentContext, day, decimal, duration, money
from contracts.kernel.calendar import Duration
from contracts.kernel.money import Money, round_half_up
from contracts.language import figures
from contracts.language.figures import span_of

_BEARING: tuple[Kind, ...] = ("interest", "penalty")
#: Marks rows with days past limitation.
BARRED = "†"


class OwedDebt(NamedTuple):
    """One debt as the ledger or a person tells it; ``payments`` are (day, sum, what it was where no payment)."""

    amount: Money
    due_on: date
    payments: tuple[tuple[date, Money, str], ...] = ()
    document: str = ""
    dated_on: date | None = None
    contract_id: int | None = None
    due_form: Literal["period", "date"] = "period"
    arose_on: date | None = None
    kinds: tuple[Kind, ...] = KINDS


class ClaimedDebt(NamedTuple):
    """One unpaid document: what it is, what was paid of it and when, and what it has grown by."""

    owed: OwedDebt
    late: LateClaim


@dataclass(frozen=True, slots=True)
class ClaimContract:
    """The contract a claim rests on, as the letter names it."""

    number: str
    dated_on: date | None
    title: str
    subject: str
    kind: str = "other"
    payment_clause: str = ""
    penalty_clause: str = ""
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
        return gaps([each.late for each in self.debts], language)


def claim_context(facts: ClaimFacts, book: Phrasebook) -> DocumentContext:
    """The context of a claim letter under the vocabulary; what is not claimed is ``None``."""
    context = facts.context(book, facts.currency, facts.custom)
    context["contract"] |= {"interest_rate": decimal(facts.contract.interest_rate), "forum": "court"}
    return {
        **context,
        "document": {
            "number": facts.number,
            "date": day(facts.as_of),
            "place": "",
            "method": method_phrase(facts.method, book.language),
            "reply_to": None,
        },
        "author": person_record(facts.author, book),
        "as_of": day(facts.as_of),
        "claim": _claim(facts, book.language),
        "debt": {"rows": [_debt(each, facts.as_of) for each in facts.debts], "total": money(facts.principal)},
        "payments": [
            {"date": day(on), "document": document or None, "amount": money(amount), "applied_to": owed.document}
            for owed, _ in facts.debts
            for on, amount, document in owed.payments
            if on <= facts.as_of
        ],
        "calculation": _calculation(facts, book.language),
        "enclosures": _enclosures(facts, book.language),
        "extra": {},
    }


def _claim(facts: ClaimFacts, language: str) -> DocumentContext:
    reference, statutory = _rates(facts)
    return {
        "principal": money(facts.principal),
        **{kind: money(facts.sum_of(kind)) for kind in KINDS},
        "fixed_sum": money(facts.fixed_sum),
        "costs": None,
        "total": money(facts.total),
        "incomplete": facts.incomplete(language),
        "daily": money(daily(facts)),
        "payment_clause": facts.contract.payment_clause or None,
        "penalty_clause": facts.contract.penalty_clause or None,
        "payment_terms": _payment_terms(facts.debts, language),
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


def _payment_terms(debts: tuple[ClaimedDebt, ...], language: str) -> str:
    pattern, days = paper_words("letter", language)["due"], sorted({each.owed.due_on for each in debts})
    return ", ".join(pattern.format(figures.date_document(due_on, language)) for due_on in days[:3])


def _debt(debt: ClaimedDebt, as_of: date) -> DocumentContext:
    owed, late = debt
    return {
        "document": owed.document,
        "clause": None,
        "date": day(owed.dated_on),
        "amount": money(owed.amount),
        "paid": money(owed.amount - late.principal_left),
        "open": money(late.principal_left),
        "due_on": day(owed.due_on),
        "days_late": max((as_of - late.first_day).days + 1, 0),
    }


def _calculation(facts: ClaimFacts, language: str) -> DocumentContext:
    found: DocumentContext = {"interest": [], "penalty": [], "inflation": [], "notes": list(facts.notes)}
    for each in facts.debts:
        for kind in _BEARING:
            item = each.late.item(kind)
            found[kind] += [_bearing_row(each, row, item.barred_to) for row in item.rows] if item else []
        lost = each.late.item("inflation")
        found["inflation"] += [
            _row(each, row) | {"months": span_of(row.months, language), "index": decimal(row.rate / 100)}
            for row in (lost.rows if lost else ())
        ]
    found["has_barred"] = any(row["mark"] for kind in _BEARING for row in found[kind])
    return found


def _bearing_row(debt: ClaimedDebt, row: InterestRow, barred_to: date | None) -> DocumentContext:
    return {
        **_row(debt, row),
        "mark": BARRED if barred_to is not None and row.from_on <= barred_to else "",
        "first_day": day(row.from_on),
        "last_day": day(row.to_on),
        "days": row.days,
        "rate": decimal(row.rate, 4),
        "year_days": row.year_days,
    }


def _row(debt: ClaimedDebt, row: InterestRow) -> DocumentContext:
    principal, amount = (
        money(Money(each, debt.owed.amount.currency)) for each in (row.principal_minor, row.amount_minor)
    )
    return {"document": debt.owed.document, "principal": principal, "amount": amount}


def _enclosures(facts: ClaimFacts, language: str) -> list[DocumentContext]:
    copy = contract_copy(facts.contract.number, facts.contract.dated_on, language)
    titles = (paper_words("letter", language)["calculation"], copy)
    return [{"title": title, "pages": None, "copies": 1} for title in titles]


def contract_copy(number: str, dated_on: date | None, language: str) -> str:
    """The copy of a contract, as a list of enclosures names it."""
    words = paper_words("letter", language)
    if dated_on is None:
        return words["copy"].format(number=number)
    return words["dated_copy"].format(number=number, date=figures.date_document(dated_on, language))
