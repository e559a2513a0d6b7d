"""The claim letter and its calculation annex: sums of the late-payment engine, row by row (law §7.1)."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from contracts.claims.case.contexts.gaps import gaps
from contracts.claims.case.contexts.words import base_of
from contracts.claims.late_payment.rules.debt import Kind, LateClaim
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


@dataclass(frozen=True, slots=True)
class ClaimedDebt:
    """One unpaid document: what it is, what was paid of it and when, and what it has grown by."""

    document: str
    dated_on: date | None
    principal: Money
    due_on: date
    payments: tuple[tuple[date, Money, str], ...]
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
class ClaimFacts:
    """Everything a claim letter says; texts are in the language of the document already."""

    own: PartyFacts
    counterparty: PartyFacts
    contract: ClaimContract
    debts: tuple[ClaimedDebt, ...]
    number: str
    dated_on: date
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
        return self.debts[0].principal.currency

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


def sides_and_contract(facts: ClaimFacts, book: Phrasebook) -> DocumentContext:
    """Who claims of whom under which contract, as every paper of a claim begins."""
    contract = facts.contract
    return {
        "own": party_record(facts.own, book, keeps_absent=True),
        "counterparty": party_record(facts.counterparty, book, keeps_absent=True),
        "contract": {
            "number": contract.number,
            "signed_on": day(contract.dated_on),
            "title": title_of(contract.kind, contract.title, book.language),
            "subject": contract.subject,
            "kind": contract.kind,
            "currency": facts.currency,
            "custom": facts.custom,
        },
    }


def claim_context(facts: ClaimFacts, book: Phrasebook) -> DocumentContext:
    """The context of a claim letter under the vocabulary; what is not claimed is ``None``."""
    contract, whose = facts.contract, sides_and_contract(facts, book)
    return {
        **whose,
        "contract": {
            **whose["contract"],
            "interest_rate": decimal(contract.interest_rate),
            "forum": "court",
        },
        "document": {
            "number": facts.number,
            "date": day(facts.dated_on),
            "place": "",
            "method": method_phrase(facts.method, book.language),
            "reply_to": None,
        },
        "author": person_record(facts.author, book),
        "as_of": day(facts.as_of),
        "claim": _claim(facts, book.language),
        "debt": {"rows": [_debt(each, facts.as_of) for each in facts.debts], "total": money(facts.principal)},
        "payments": [_payment(each, paid) for each in facts.debts for paid in each.payments if paid[0] <= facts.as_of],
        "calculation": _calculation(facts, book.language),
        "enclosures": _enclosures(facts, book.language),
        "extra": {},
    }


def _claim(facts: ClaimFacts, language: str) -> DocumentContext:
    reference, statutory = _rates(facts)
    return {
        "principal": money(facts.principal),
        "interest": money(facts.sum_of("interest")),
        "inflation": money(facts.sum_of("inflation")),
        "penalty": money(facts.sum_of("penalty")),
        "fine": money(facts.sum_of("fine")),
        "fixed_sum": money(facts.fixed_sum),
        "costs": None,
        "total": money(facts.total),
        "incomplete": gaps(tuple(each.late for each in facts.debts), language),
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
    pattern = {
        "uk": "не пізніше {}",
        "en": "no later than {}",
        "en_gb": "no later than {}",
        "ru": "не позднее {}",
        "de": "bis spätestens {}",
    }[language]
    days = sorted({each.due_on for each in debts})
    return ", ".join(pattern.format(figures.date_document(due_on, language)) for due_on in days[:3])


def _debt(debt: ClaimedDebt, as_of: date) -> DocumentContext:
    return {
        "document": debt.document,
        "clause": None,
        "date": day(debt.dated_on),
        "amount": money(debt.principal),
        "paid": money(debt.principal - debt.late.principal_left),
        "open": money(debt.late.principal_left),
        "due_on": day(debt.due_on),
        "days_late": max((as_of - debt.late.first_day).days + 1, 0),
    }


def _payment(debt: ClaimedDebt, paid: tuple[date, Money, str]) -> DocumentContext:
    on, amount, document = paid
    return {"date": day(on), "document": document or None, "amount": money(amount), "applied_to": debt.document}


def _calculation(facts: ClaimFacts, language: str) -> DocumentContext:
    found: DocumentContext = {"interest": [], "penalty": [], "inflation": [], "notes": list(facts.notes)}
    for each in facts.debts:
        for kind in _BEARING:
            item = each.late.item(kind)
            found[kind] += [_row(each, row, item.barred_to) for row in item.rows] if item else []
        lost = each.late.item("inflation")
        found["inflation"] += [_inflation_row(each, row, language) for row in (lost.rows if lost else ())]
    found["has_barred"] = any(row["mark"] for kind in _BEARING for row in found[kind])
    return found


def _row(debt: ClaimedDebt, row: InterestRow, barred_to: date | None) -> DocumentContext:
    return {
        "mark": BARRED if barred_to is not None and row.from_on <= barred_to else "",
        "document": debt.document,
        "first_day": day(row.from_on),
        "last_day": day(row.to_on),
        "days": row.days,
        "principal": money(Money(row.principal_minor, debt.principal.currency)),
        "rate": decimal(row.rate, 4),
        "year_days": row.year_days,
        "amount": money(Money(row.amount_minor, debt.principal.currency)),
    }


def _inflation_row(debt: ClaimedDebt, row: InterestRow, language: str) -> DocumentContext:
    return {
        "document": debt.document,
        "months": span_of(row.months, language),
        "principal": money(Money(row.principal_minor, debt.principal.currency)),
        "index": decimal(row.rate / 100),
        "amount": money(Money(row.amount_minor, debt.principal.currency)),
    }


def _enclosures(facts: ClaimFacts, language: str) -> list[DocumentContext]:
    copy = contract_copy(facts.contract.number, facts.contract.dated_on, language)
    return [{"title": title, "pages": None, "copies": 1} for title in (calculation_title(language), copy)]


def calculation_title(language: str) -> str:
    """The annex of every claim, as its list of enclosures names it."""
    return _ENCLOSED[base_of(language)][0]


def contract_copy(number: str, dated_on: date | None, language: str) -> str:
    """The copy of a contract, as a list of enclosures names it."""
    patterns = _ENCLOSED[base_of(language)]
    dated = figures.date_document(dated_on, language) if dated_on else ""
    return (patterns[1] if dated else patterns[2]).format(number=number, date=dated)


#: The calculation, the copy of a dated contract, and of one without a date.
_ENCLOSED = {
    "uk": ("розрахунок суми вимог (додаток 1)", "копія договору № {number} від {date}", "копія договору № {number}"),
    "en": (
        "calculation of the sum claimed (Annex 1)",
        "copy of Agreement No. {number} of {date}",
        "copy of Agreement No. {number}",
    ),
    "ru": (
        "расчёт суммы требований (приложение 1)",
        "копия договора № {number} от {date}",
        "копия договора № {number}",
    ),
    "de": ("Berechnung (Anlage 1)", "Kopie des Vertrags Nr. {number} vom {date}", "Kopie des Vertrags Nr. {number}"),
}
