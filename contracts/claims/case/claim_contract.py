"""A contract as a claim under it cites it."""

from fractions import Fraction

from contracts.claims.case.contexts.claim import ClaimContract
from contracts.documents.contexts.contract_words import kind_of
from contracts.registry.rules.contract import Conditions
from contracts.registry.tables.contract import ContractRow

#: Per cent a year where the contract agrees none: Civil Code of Ukraine, article 625.
STATUTORY_RATE = Fraction(3)


def claim_contract(row: ContractRow, agreed: Conditions | None, *, interest_rate: Fraction | None) -> ClaimContract:
    """A contract as a claim under it cites it; without an agreed rate interest is 3 % a year (Civil Code 625)."""
    clauses = dict(agreed.clauses) if agreed is not None else {}
    return ClaimContract(
        number=row.number or row.register_no,
        dated_on=row.dated_on or row.concluded_on,
        title=row.title,
        subject=row.subject or row.title or row.number,
        kind=kind_of(row.type, row.title),
        payment_clause=clauses.get("payment_terms", ""),
        penalty_clause=clauses.get("penalty", ""),
        interest_rate=interest_rate or STATUTORY_RATE,
    )
