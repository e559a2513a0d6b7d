"""The office note to a claim: doubts, lapsed days, choices made; it stays with us and is never sent (§14)."""

from contracts.claims.case.contexts.words import ours_of
from contracts.documents.contexts.values import DocumentContext
from contracts.documents.filing import Filing, keep_document, render_document
from contracts.kernel.context import Work

KIND = "claim_note"


def keep_note(work: Work, letter: Filing, context: DocumentContext) -> bytes:
    """Make the note of a letter from what made the letter and keep it with its claim; returns its bytes."""
    language = ours_of(letter.language)
    filing = Filing(KIND, language, letter.number, letter.subject, company_id=letter.company_id)
    rendered = render_document(work, filing, context)
    keep_document(work, filing, rendered)
    return rendered.data
