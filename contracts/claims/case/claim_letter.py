"""A claim letter for a debt given by hand: reckoned, numbered, printed and filed in one transaction (issue 2, 7)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from pathlib import Path

from sqlalchemy import Connection

from contracts.claims.case.claim_contract import claim_contract
from contracts.claims.case.claim_notes import notes_of
from contracts.claims.case.claim_words import LAWS, language_of
from contracts.claims.case.contexts.claim import ClaimedDebt, ClaimFacts, claim_context
from contracts.claims.case.policy import ClaimPolicy
from contracts.claims.case.rules.claim import ClaimSubject, answer_by, answer_days
from contracts.claims.late_payment.laws import late_payment_law
from contracts.claims.late_payment.rules.inflation import Beyond
from contracts.claims.late_payment.rules.interest import reckon_late
from contracts.claims.late_payment.rules.late_debt import LateClaim, LateDebt, LateTerms, Paid
from contracts.claims.late_payment.rules.penalty import parse_penalty
from contracts.claims.limitation.periods import limitation_of
from contracts.documents.contexts.party import missing_facts
from contracts.documents.contexts.phrasebook import Phrasebook, UsedWording
from contracts.documents.facts import keep_proposals, party_of, person_of, phrasebook
from contracts.documents.filing import FiledDocument, Filing, file_document
from contracts.kernel.calendar import Duration
from contracts.kernel.context import Call, Context, Work
from contracts.kernel.database import counters
from contracts.kernel.money import Money
from contracts.kernel.numbering import NumberPattern
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import require, writing
from contracts.law import calendar_of, rate_tables
from contracts.parties.queries import parties
from contracts.registry.queries import contracts
from contracts.registry.queries.facts import load
from contracts.registry.queries.owners import contracts_of
from contracts.registry.rules.amendment import conditions_on
from contracts.registry.rules.contract import Conditions
from contracts.registry.tables.contract import ContractRow
from contracts.registry.which import Which, find


class ClaimRefused(Refusal):
    """There is nothing to claim, or the contract meant is not clear."""

    code = "claim_refused"


@dataclass(frozen=True, slots=True)
class GivenDebt:
    """The debt as a person states it; ``currency`` is that of the contract unless named."""

    principal: Money
    due_on: date
    payments: tuple[Paid, ...] = ()
    due_form: str = "period"
    document: str = ""
    dated_on: date | None = None


@dataclass(frozen=True, slots=True)
class LetterRequest:
    """What the letter is about and how it is to look; ``values`` replace names of the context (``--set``)."""

    debt: GivenDebt
    which: Which | None = None
    counterparty: str | None = None
    language: str | None = None
    law: str | None = None
    target: Path | None = None
    penalty: str | None = None
    interest_rate: Fraction | None = None
    answer: Duration | None = None
    beyond: Beyond | None = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ClaimLetter:
    """The letter as it was made; sums that are not claimed are nothing of the currency."""

    number: str
    contract: str
    counterparty: str
    filed: FiledDocument
    principal: Money
    interest: Money
    inflation: Money
    penalty: Money
    total: Money
    answer_by: date
    late: LateClaim
    missing: tuple[str, ...]
    to_check: tuple[UsedWording, ...]


def claim_letter(ctx: Context, call: Call, request: LetterRequest, *, data: Path | None = None) -> ClaimLetter:
    """Make the letter, number it, file it and write it to the target.

    ``data`` is the data folder with imported rate tables. Raises a refusal where nothing is overdue, the contract is
    not clear, or the target cannot be written; then no number is used up.
    """
    require(call, "claims.prepare")
    with writing(ctx, call) as work:
        id = _contract(work.conn, call, request)
        row = contracts.row_of(work.conn, id)
        facts = _facts(work, row, request, data)
        number = _next_number(work.conn, ctx, row.own_company_id, call.as_of)
        language = request.language or language_of(row.languages)
        facts = replace(facts, number=number, notes=notes_of(facts, language, rate_tables(data)))
        book = phrasebook(work.conn, language, facts.own, facts.counterparty, facts.author)
        context = claim_context(facts, book)
        filing = Filing("claim", language, number, Subject(SubjectKind.CONTRACT, id), request.target, request.values)
        filed = file_document(work, filing, context)
        keep_proposals(work.conn, book)
        work.note(
            Subject(SubjectKind.CONTRACT, id),
            "make_claim_letter",
            {"after": {"number": number, "sha256": filed.sha256}},
        )
        work.commit()
    return _letter(facts, row, filed, book)


def _letter(facts: ClaimFacts, row: ContractRow, filed: FiledDocument, book: Phrasebook) -> ClaimLetter:
    late, nothing = facts.debts[0].late, Money(0, facts.currency)
    missing = [f"counterparty.{name}" for name in missing_facts(facts.counterparty)]
    missing += [f"own.{name}" for name in missing_facts(facts.own)]
    missing += [] if facts.own.iban else ["own.iban"]
    missing += [] if facts.own.signatory or facts.own.is_in_person else ["own.signatory"]
    return ClaimLetter(
        number=facts.number,
        contract=row.number or row.register_no,
        counterparty=facts.counterparty.short_name or facts.counterparty.name,
        filed=filed,
        principal=facts.principal,
        interest=facts.sum_of("interest") or nothing,
        inflation=facts.sum_of("inflation") or nothing,
        penalty=facts.sum_of("penalty") or nothing,
        total=facts.total,
        answer_by=facts.answer_by,
        late=late,
        missing=tuple(missing),
        to_check=tuple(book.to_check()),
    )


def _contract(conn: Connection, call: Call, request: LetterRequest) -> int:
    """The contract named, else the only one with the counterparty."""
    if request.which is not None:
        return find(conn, call, request.which)
    party = parties.counterparty(conn, request.counterparty or "")
    ids = contracts_of(conn, party.id)
    if len(ids) == 1:
        return find(conn, call, Which("", id=ids[0]))
    name = party.short_name or party.name
    if not ids:
        raise ClaimRefused("There is no contract with {counterparty}: register it first.", counterparty=name)
    rows = [contracts.row_of(conn, id) for id in ids[:10]]
    numbers = ", ".join(row.number or row.register_no for row in rows) + ("; …" if len(ids) > len(rows) else "")
    raise ClaimRefused(
        "There are several contracts with {counterparty}, {numbers}: name the one the debt is under.",
        counterparty=name,
        numbers=numbers,
    )


def _facts(work: Work, row: ContractRow, request: LetterRequest, data: Path | None) -> ClaimFacts:
    """Everything the letter says, but its number and notes."""
    conn, call, ctx = work.conn, work.call, work.ctx
    conditions = conditions_on(load(conn, [row.id])[row.id], call.as_of)
    language = request.language or language_of(row.languages)
    law = request.law or LAWS[language]
    late = _late(ctx, call, request, conditions, law=law, data=data)
    currency = request.debt.principal.currency
    own, other = (party_of(conn, id, call.as_of, currency=currency) for id in (row.own_company_id, row.counterparty_id))
    is_person = other.kind in ("sole_trader", "person")
    days = answer_days(law, ClaimSubject.DEBT, ctx.policy(ClaimPolicy).answer_days, is_person=is_person)
    length = request.answer or Duration(days, "day")
    answer, _ = answer_by(call.as_of, days, calendar_of(law), length)
    return ClaimFacts(
        own=own,
        counterparty=other,
        contract=claim_contract(row, conditions, interest_rate=request.interest_rate),
        debts=(_debt(request.debt, row, late, language),),
        number="",
        dated_on=call.as_of,
        as_of=call.as_of,
        answer_days=length,
        answer_by=answer,
        author=person_of(conn, row.owner_id),
        method=(conditions.notice_methods or (ctx.rules.usual_method,))[0],
        basis="penalty" if late.item("penalty") else "395",
        is_individual=is_person,
        custom=contracts.custom_values(conn, row.id),
    )


def _late(
    ctx: Context, call: Call, request: LetterRequest, conditions: Conditions, *, law: str, data: Path | None
) -> LateClaim:
    given = request.debt
    terms = LateTerms(
        rate_per_year=request.interest_rate,
        penalty=parse_penalty(conditions.penalty if request.penalty is None else request.penalty),
        inflation=ctx.policy(ClaimPolicy).inflation,
        beyond=request.beyond or ctx.policy(ClaimPolicy).beyond,
    )
    debt = LateDebt(given.principal, given.due_on, given.due_form, given.payments)  # type: ignore[arg-type]
    rules, tables, calendar = late_payment_law(law), rate_tables(data), calendar_of(law)
    late = reckon_late(debt, terms, rules, tables, call.as_of, calendar=calendar, limitation=limitation_of(law))
    if call.as_of < late.first_day:
        raise ClaimRefused("The debt is not overdue on {day}: there is nothing to claim yet.", day=call.as_of)
    if not late.principal_left and not late.total:
        raise ClaimRefused("The debt was paid in time and in full: there is nothing to claim.")
    return late


def _debt(given: GivenDebt, row: ContractRow, late: LateClaim, language: str) -> ClaimedDebt:
    number = row.number or row.register_no
    words = {"uk": "Договір № {}", "ru": "Договор № {}", "de": "Vertrag Nr. {}"}.get(language, "Agreement No. {}")
    payments = tuple((paid.on, paid.amount, "") for paid in sorted(given.payments))
    return ClaimedDebt(
        given.document or words.format(number), given.dated_on, given.principal, given.due_on, payments, late
    )


def _next_number(conn: Connection, ctx: Context, company_id: int, on: date) -> str:
    pattern = NumberPattern(ctx.numbering.claim)
    return pattern.format(counters.next_number(conn, f"claim:{company_id}", pattern.series(on)), on.year)
