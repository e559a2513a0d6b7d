"""A claim is handed over to court with everything there is: letter, calculation to the day, ledger, history, proofs.

The hand-over is recorded once; the pack may be made again on a later day, calculated to that day.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from contracts.claims.case.basis import Calculation, ClaimScope
from contracts.claims.case.calculation import calculate
from contracts.claims.case.card import ClaimCard, card_of
from contracts.claims.case.contexts.letter import ClaimFacts
from contracts.claims.case.contexts.words import ours_of, paper_words
from contracts.claims.case.enclosures import Enclosure, unique_copies
from contracts.claims.case.letter import ClaimSums, rows_of, sums_of
from contracts.claims.case.moves import PROOF, MoveFacts, move_in
from contracts.claims.case.outgoing import scope_again
from contracts.claims.case.pack import check_place, files_of, write_pack
from contracts.claims.case.queries import claims
from contracts.claims.case.queries.claims import WhichClaim
from contracts.claims.case.rules.claim import ClaimDirection, ClaimStatus, ClaimSubject
from contracts.claims.case.workbook import ledger_extract, write_calculation
from contracts.claims.court.context import court_context, history_of, warnings_of
from contracts.claims.dunning.queries.dunning import reminders_about
from contracts.claims.limitation.derivation import open_charges
from contracts.claims.limitation.periods import limitation_in
from contracts.claims.limitation.rules.open_charge import sue_by_safe
from contracts.documents.contexts.values import DocumentContext, day, money
from contracts.documents.facts import keep_proposals, phrasebook
from contracts.documents.filing import Filing, keep_document, render_document
from contracts.documents.queries import documents
from contracts.documents.rendering import stored_context
from contracts.kernel.context import Call, Context, Work
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.kernel.wire import ASIDE, SPREAD


@dataclass(frozen=True, slots=True)
class SumsOnDay:
    """What a claim comes to on a day."""

    as_of: date
    sums: ClaimSums = field(metadata={"wire": SPREAD})


@dataclass(frozen=True, slots=True)
class CourtPack:
    """The pack as it was made: the claim, what stands on the day, its files, and what to look at."""

    now: SumsOnDay
    file: Path
    sha256: str
    files: tuple[str, ...]
    warnings: tuple[str, ...]
    card: ClaimCard = field(metadata=ASIDE)
    facts: ClaimFacts = field(metadata=ASIDE)


@needs("claims.send")
def hand_over(ctx: Context, call: Call, which: WhichClaim | str, target: Path, *, reason: str = "") -> CourtPack:
    """Record that a claim goes to court and write its pack, a folder, or an archive where it ends in ``.zip``.

    Raises ``ClaimFault`` for a claim that was not sent, or is over; then nothing is recorded.
    """
    check_place(target)
    with writing(ctx, call) as work:
        claim = claims.find(work.conn, call, which, ClaimDirection.OUTGOING, lock=True)
        if claim.status is not ClaimStatus.TO_COURT:
            move_in(work, claim, ClaimStatus.TO_COURT, MoveFacts(reason=reason))
            claim = claims.by_key(work.conn, claim.id)
        card = card_of(work.conn, ctx, call, claim)
        calculation = calculate(work, _scope(work.conn, card), claim.number)
        without_copy = [each.title for each in card.enclosures if each.is_missing]
        language = ours_of(claim.language)
        warnings = warnings_of(card, without_copy, language, call.as_of)
        files = _files(work, card, calculation, warnings)
        work.commit()
    facts = calculation.facts
    now = SumsOnDay(facts.as_of, sums_of(facts))
    return CourtPack(now, target, write_pack(target, files), tuple(files), warnings, card, facts)


def _scope(conn: Connection, card: ClaimCard) -> ClaimScope:
    """The claim again, with what was paid late since; an advance is overdue once its time has passed."""
    again = scope_again(conn, card.stored)
    terms = replace(again.terms, with_settled=True)
    if card.subject is ClaimSubject.ADVANCE and terms.due_on is None:
        terms = replace(terms, due_on=card.answer_by)
    return replace(again, terms=terms)


def _files(work: Work, card: ClaimCard, calculation: Calculation, warnings: Sequence[str]) -> dict[str, bytes]:
    """The claim's own pack, then what was added since; the hand-over lists them all and stands first."""
    language, number = ours_of(card.stored.language), card.claim.replace("/", "-")
    words, found, facts = paper_words("court", language), files_of(work, card), calculation.facts
    rows = ((facts.debts[no - 1].document, row) for no, row in rows_of(facts))
    files = {
        **{name: data for name, data in found.items() if "/" not in name},
        f"04 {words['calculation']} {number}.xlsx": write_calculation(rows, facts.currency, calculation.language),
        f"05 {words['extract']} {number}.xlsx": ledger_extract(work.conn, card, language),
        **{name: data for name, data in found.items() if "/" in name},
        **{f"{words['proofs']}/{name}": data for name, data in _proofs(work, card).items()},
    }
    return {f"00 {words['handover']} {number}.docx": _handover(work, card, facts, warnings, tuple(files)), **files}


def _proofs(work: Work, card: ClaimCard) -> dict[str, bytes]:
    """Files that prove the moves, by name; a second of one name is counted on."""
    store = work.ctx.files
    rows = reversed(documents.of_subject(work.conn, SubjectKind.CLAIM.value, card.stored.id))
    kept = [
        Enclosure("", str(stored_context(store, each.context_sha)["file_name"]), each.file_sha)
        for each in rows
        if each.kind == PROOF
    ]
    return {name: store.get(sha) for name, sha in unique_copies(kept).items()}


def _handover(work: Work, card: ClaimCard, facts: ClaimFacts, warnings: Sequence[str], files: Sequence[str]) -> bytes:
    claim, language = card.stored, ours_of(card.stored.language)
    charge_ids = [each.charge_id for each in card.items if each.charge_id]
    more: DocumentContext = {
        "debts": _debts(work, card, charge_ids),
        "history": history_of(card.moves, reminders_about(work.conn, charge_ids), language),
        "warnings": list(warnings),
        "files": list(files),
    }
    book = phrasebook(work.conn, language, facts.own, facts.counterparty, facts.author)
    subject = Subject(SubjectKind.CLAIM, claim.id)
    filing = Filing("court_handover", language, claim.number, subject, company_id=claim.own_company_id)
    rendered = render_document(work, filing, court_context(card, facts, book, more))
    keep_document(work, filing, rendered, name="court.docx")
    keep_proposals(work.conn, book)
    return rendered.data


def _debts(work: Work, card: ClaimCard, charge_ids: Sequence[int]) -> list[DocumentContext]:
    """Each debt with the last day to sue for it by the safe reading of the law."""
    rule = limitation_in(card.stored.law)
    last = {int(each.charge.id): sue_by_safe(each, rule) for each in open_charges(work.conn, charge_ids)}
    return [
        {
            "document": each.document,
            "due_on": day(each.due_on),
            "claimed": money(each.principal),
            "open": money(each.still_open),
            "sue_by": day(last.get(each.charge_id or 0)),
        }
        for each in card.items
    ]
