"""The letter of a claim is made from its calculation and kept; its items and rows are frozen with it (§8)."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

from contracts.claims.case.basis import ClaimCalculation
from contracts.claims.case.contexts.letter import ClaimFacts, claim_context
from contracts.claims.case.enclosures import enclosures_of, with_proofs
from contracts.claims.case.office_note import keep_note
from contracts.claims.case.queries import claimed, claims
from contracts.claims.case.queries.claims import ClaimItem
from contracts.claims.case.rules.claim import ClaimFault, ClaimSubject
from contracts.claims.case.rules.claimed_once import AlreadyClaimed
from contracts.claims.late_payment.rules.debt import Kind
from contracts.claims.late_payment.rules.rows import InterestRow
from contracts.documents.facts import keep_proposals, phrasebook
from contracts.documents.filing import Filing, file_document, keep_document, render_document
from contracts.kernel.context import Work
from contracts.kernel.money import Money
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.wire import ASIDE, SPREAD

#: The kind of letter by what is claimed.
LETTERS = dict.fromkeys(ClaimSubject, "claim") | {ClaimSubject.ADVANCE: "advance_return"}


class ClaimSums(NamedTuple):
    """The sums of a claim; what is not claimed is nothing of its currency."""

    principal: Money
    interest: Money
    penalty: Money
    inflation: Money
    total: Money
    currency: str


@dataclass(frozen=True, slots=True)
class ClaimLetter:
    """A claim with its letter as it was made."""

    claim: str
    file: Path
    sha256: str
    contract: str
    counterparty: str
    sums: ClaimSums = field(metadata={"wire": SPREAD})
    answer_by: date
    facts: ClaimFacts = field(metadata=ASIDE)


@dataclass(frozen=True, slots=True)
class DraftedClaim(ClaimLetter):
    """A claim as it was made from the ledger; ``incomplete`` says what its total does not have, in English.

    ``already_claimed`` are overdue documents it leaves out, as another claim demands them.
    """

    documents: tuple[str, ...]
    incomplete: tuple[str, ...]
    already_claimed: tuple[AlreadyClaimed, ...]
    id: int = field(metadata=ASIDE)


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a letter is written: to ``target``, or into ``folder`` under its number and debtor; or it is kept alone."""

    target: Path | None = None
    folder: Path | None = None
    is_written: bool = True

    def of(self, facts: ClaimFacts) -> Path | None:
        """The file of a letter; ``None`` leaves it to the template."""
        from contracts.docx.template_properties import safe_name

        if self.folder is None:
            return self.target
        return self.folder / f"{safe_name(f'{facts.number} {name_of(facts)}')}.docx"


#: The values of a :class:`ClaimLetter` in order.
_Values = tuple[str, Path, str, str, str, ClaimSums, date, ClaimFacts]


def name_of(facts: ClaimFacts) -> str:
    """The debtor as claims are listed by."""
    return facts.counterparty.short_name or facts.counterparty.name


def sums_of(facts: ClaimFacts) -> ClaimSums:
    """The sums of a claim as results name them."""

    def of(kind: Kind) -> Money:
        return facts.sum_of(kind) or Money(0, facts.currency)

    return ClaimSums(facts.principal, of("interest"), of("penalty"), of("inflation"), facts.total, facts.currency)


def drafted(id: int, calculation: ClaimCalculation, file: Path, sha256: str) -> DraftedClaim:
    """What faces show of a claim that was made."""
    facts = calculation.facts
    return DraftedClaim(
        *letter_values(facts, file, sha256),
        documents=tuple(each.owed.document for each in facts.debts),
        incomplete=tuple(facts.incomplete("en")),
        already_claimed=calculation.already_claimed,
        id=id,
    )


def letter_values(facts: ClaimFacts, file: Path, sha256: str) -> _Values:
    """What every letter of a claim tells of itself."""
    contract, name = facts.contract.number, name_of(facts)
    return facts.number, file, sha256, contract, name, sums_of(facts), facts.answer_by, facts


def freeze(work: Work, id: int, calculation: ClaimCalculation) -> None:
    """Items and rows of the calculation as they stand, with the rates used.

    Raises ``ClaimFault`` where another open claim has one of them: the database knows, whoever came first.
    """
    debts = calculation.facts.debts
    sums = [each.late.principal_left.minor for each in debts]
    items = [ClaimItem(key, None, minor) for key, minor in zip(calculation.charge_ids, sums, strict=False)]
    paid = [ClaimItem(None, key, minor) for key, minor in zip(calculation.payment_ids, sums, strict=False)]
    try:
        claimed.set_items(work.conn, id, items or paid)
    except claimed.HeldMeanwhile:
        raise ClaimFault(
            "Another claim demands one of these debts already: `contracts claim list --open` shows it.",
            code="already_claimed",
        ) from None
    claims.set_rows(work.conn, id, rows_of(calculation.facts))


def rows_of(facts: ClaimFacts) -> list[tuple[int, InterestRow]]:
    """The rows of a calculation, with the ordinals of their debts."""
    return [(no, row) for no, debt in enumerate(facts.debts, 1) for item in debt.late.items for row in item.rows]


def file_letter(work: Work, id: int, calculation: ClaimCalculation, to: Destination) -> tuple[Path, str]:
    """Make the letter with its annex and enclosures, keep it, write it to its place; returns its file and hash."""
    facts, language, claim = calculation.facts, calculation.language, claims.by_key(work.conn, id)
    book = phrasebook(work.conn, language, facts.own, facts.counterparty, facts.author)
    context = claim_context(facts, book)
    if calculation.advance is not None:
        context["advance"] = calculation.advance
    context = with_proofs(context, enclosures_of(work.conn, work.ctx.files, claim))
    filing = Filing(
        LETTERS[claim.subject],
        language,
        facts.number,
        Subject(SubjectKind.CLAIM, id),
        to.of(facts),
        dict(calculation.terms.given),
        company_id=claim.own_company_id,
    )
    if to.is_written:
        filed = file_document(work, filing, context)
        file, row = filed.file, filed.row
    else:
        rendered, file = render_document(work, filing, context), to.target or Path()
        row = keep_document(work, filing, rendered, name=file.name)
    keep_note(work, filing, context)
    keep_proposals(work.conn, book)
    claims.change(work.conn, id, document_id=row.id)
    return file, row.file_sha
