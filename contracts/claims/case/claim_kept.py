"""What is kept of a claim: its terms, items and rows of the calculation, and its letter in the file store (§8)."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from contracts.claims.case.claim_enclosures import enclosures_of, listed
from contracts.claims.case.claim_reckoning import Reckoned
from contracts.claims.case.contexts.advance import advance_record
from contracts.claims.case.contexts.claim import ClaimFacts, claim_context
from contracts.claims.case.queries import claims
from contracts.claims.case.rules.claim import ClaimSubject
from contracts.claims.case.rules.claim_terms import ClaimTerms, rate_text, read_answer, read_rate
from contracts.documents.facts import keep_proposals, phrasebook
from contracts.documents.filing import FiledDocument, Filing, file_document
from contracts.kernel.context import Work
from contracts.kernel.money import round_half_up
from contracts.kernel.subject import Subject, SubjectKind

#: The kind of letter by what is claimed.
LETTERS = dict.fromkeys(ClaimSubject, "claim") | {ClaimSubject.ADVANCE: "advance_return"}


def keep_terms(conn: Connection, id: int, terms: ClaimTerms) -> None:
    """Keep what a claim is reckoned by; every clause is kept, a person's own instead of the contracts'."""
    values = {
        "interest_rate": rate_text(terms.interest_rate),
        "answer": str(terms.answer) if terms.answer else "",
        "with_settled": terms.with_settled,
        "beyond": terms.beyond,
        "inflation": terms.inflation,
        "penalties": [[contract_id, clause] for contract_id, clause in terms.penalties],
        "due_on": terms.due_on,
        "given": dict(terms.given),
    }
    claims.set_terms(conn, id, values)


def kept_terms(conn: Connection, id: int) -> ClaimTerms:
    """What a claim is reckoned by."""
    row = claims.terms_of(conn, id)
    if row is None:
        return ClaimTerms()
    return ClaimTerms(
        interest_rate=read_rate(row.interest_rate),
        answer=read_answer(row.answer),
        with_settled=row.with_settled,
        beyond=row.beyond,
        inflation=row.inflation,
        penalties=tuple((int(contract_id), clause) for contract_id, clause in row.penalties),
        due_on=row.due_on,
        given=tuple((row.given or {}).items()),
    )


def freeze(conn: Connection, id: int, facts: ClaimFacts, reckoned: Reckoned) -> None:
    """Items and rows of the calculation as they stand, with the rates used."""
    sources: list[dict[str, Any]] = [{"charge_id": each.id} for each in reckoned.charges] or [
        {"payment_id": id} for id in reckoned.payment_ids
    ]
    items = [
        {**source, "principal_minor": debt.late.principal_left.minor}
        for source, debt in zip(sources, facts.debts, strict=True)
    ]
    claims.set_items(conn, id, items)
    claims.set_rows(conn, id, _rows(facts))


def file_letter(work: Work, id: int, facts: ClaimFacts, reckoned: Reckoned, target: Path | None) -> FiledDocument:
    """Make the letter with its annex and list of enclosures, keep it and write it to its place."""
    book = phrasebook(work.conn, reckoned.language, facts.own, facts.counterparty, facts.author)
    row = claims.row_of(work.conn, id)
    context, kind = claim_context(facts, book), LETTERS[ClaimSubject(row.subject)]
    if reckoned.advance is not None:
        context["advance"] = advance_record(reckoned.advance, facts)
    context["enclosures"] = listed(enclosures_of(work.conn, work.ctx.files, row))
    subject, given = Subject(SubjectKind.CLAIM, id), dict(reckoned.terms.given)
    filing = Filing(kind, reckoned.language, facts.number, subject, target, given, company_id=row.own_company_id)
    filed = file_document(work, filing, context)
    keep_proposals(work.conn, book)
    claims.change(work.conn, id, {"document_id": filed.id})
    return filed


def _rows(facts: ClaimFacts) -> Sequence[dict[str, Any]]:
    return [
        {
            "item_no": no,
            "kind": row.kind,
            "from_on": row.from_on,
            "to_on": row.to_on,
            "days": row.days,
            "principal_minor": row.principal_minor,
            "rate": _rate_text(row.rate),
            "year_days": row.year_days,
            "amount_minor": row.amount_minor,
            "rule": row.rule[:200],
        }
        for no, debt in enumerate(facts.debts, 1)
        for item in debt.late.items
        for row in item.rows
    ]


def _rate_text(rate: Fraction) -> str:
    """A rate as a decimal with at most twenty digits after the point; a cumulative index may have hundreds."""
    scaled = round_half_up(rate * 10**20)
    whole, part = divmod(abs(scaled), 10**20)
    digits = f"{part:020}".rstrip("0")
    return f"{'-' if scaled < 0 else ''}{whole}" + (f".{digits}" if digits else "")
