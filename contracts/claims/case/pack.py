"""The claim pack: the letter, its calculation, the list of enclosures and their copies; the same bytes again (§8).

Everything in it is kept: the letter and copies in the file store, the calculation as frozen rows. Packed again, a
claim whose calculation and copies did not change gives the same archive.
"""

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from contracts.claims.case.calculation_workbook import CalculationLine, write_calculation
from contracts.claims.case.card import ClaimCard, card_of
from contracts.claims.case.contexts.words import base_of, paper_words
from contracts.claims.case.enclosures import listed, unique_copies
from contracts.claims.case.letter import Destination
from contracts.claims.case.outgoing import ClaimRequest, approve, draft_claim
from contracts.claims.case.queries import claims
from contracts.claims.case.queries.claims import StoredClaim, WhichClaim
from contracts.claims.case.rules.claim import ClaimDirection, ClaimStatus, ClaimSubject
from contracts.claims.late_payment.rules.penalty import PenaltyClause, parse_penalty
from contracts.documents.attaching import attach_in
from contracts.documents.filing import Filing, keep_document, render_document
from contracts.documents.queries import documents
from contracts.documents.rendering import stored_context
from contracts.kernel.context import Call, Context, Work
from contracts.kernel.outside.outputs import write_aside
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.kernel.wire import ASIDE
from contracts.language import figures
from contracts.law import RateFolder
from contracts.law.own_rates import tables_in_force
from contracts.money.queries import ledger

#: A letter that goes into a pack lies in the file store alone.
_KEPT = Destination(Path("claim.docx"), is_written=False)


#: A fixed moment in archives: the same claim packs to the same bytes.
_EPOCH = (2026, 1, 1, 0, 0, 0)


class PackFault(Refusal):
    """A pack cannot be made."""

    code = "pack_fault"


@dataclass(frozen=True, slots=True)
class ClaimPack:
    """A pack as it was made: the claim, its place, the files within, and titles nobody gave a copy for."""

    file: Path
    sha256: str
    files: tuple[str, ...]
    without_copy: tuple[str, ...]
    card: ClaimCard = field(metadata=ASIDE)


@needs("claims.prepare")
def pack_claim(
    ctx: Context,
    call: Call,
    request: ClaimRequest,
    *,
    target: Path,
    which: WhichClaim | str | None = None,
) -> ClaimPack:
    """Make a claim and its pack at ``target``, a folder, or an archive where it ends in ``.zip``.

    With ``which`` that claim is packed as it is kept, a draft approved first. What is enclosed is kept with the claim.
    Raises a refusal for an enclosure that cannot be read, or a place that is taken: then no number is used up.
    """
    check_names(request.enclosed)
    check_place(target)
    if which is None:
        which = draft_claim(ctx, call, replace(request, to=_KEPT)).claim
    else:
        _prepare(ctx, call, which, request.enclosed)
    with writing(ctx, call) as work:
        card = card_of(work.conn, ctx, call, claims.find(work.conn, call, which, ClaimDirection.OUTGOING))
        files = files_of(work, card)
        work.commit()
    missing = tuple(each.title for each in card.enclosures if each.is_missing)
    return ClaimPack(target, write_pack(target, files), tuple(files), missing, card)


def files_of(work: Work, card: ClaimCard) -> dict[str, bytes]:
    """The files of the pack by name; the list of enclosures is made and kept as the claim's document."""
    claim, files = card.stored, work.ctx.files
    words, number = _words(claim), claim.number.replace("/", "-")
    letter = documents.row_of(work.conn, claim.document_id or 0)
    is_calculated = any(each.is_calculation for each in card.enclosures)
    return {
        f"01 {words['letter']} {number}.docx": files.get(letter.file_sha),
        **({f"02 {words['calculation']} {number}.xlsx": _calculation(work, card)} if is_calculated else {}),
        f"03 {words['listed']} {number}.docx": _list_of_enclosures(work, card, letter.context_sha),
        **{f"{words['folder']}/{name}": files.get(sha) for name, sha in unique_copies(card.enclosures).items()},
    }


def check_names(enclosed: Sequence[Path]) -> None:
    """Two files of one name cannot lie in one pack."""
    if len({path.name for path in enclosed}) < len(enclosed):
        raise PackFault("Two enclosures have the same file name: rename one of them.", code="same_name")


def check_place(target: Path) -> None:
    """A pack replaces an archive of before, never a folder somebody keeps things in."""
    is_archive = target.suffix.lower() == ".zip"
    if target.exists() and not is_archive and (not target.is_dir() or any(target.iterdir())):
        raise PackFault("{path} is there already and is not an empty folder: choose another place.", path=str(target))


def write_pack(target: Path, files: Mapping[str, bytes]) -> str:
    """Write the files into a folder, or an archive where the name ends in ``.zip``; returns the hash of all."""
    if target.suffix.lower() != ".zip":
        for name, content in files.items():
            write_aside(target / name, content)
        return hashlib.sha256(b"".join(files.values())).hexdigest()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    write_aside(target.absolute(), stream.getvalue())
    return hashlib.sha256(stream.getvalue()).hexdigest()


def _words(claim: StoredClaim) -> Mapping[str, str]:
    """What the parts of a pack are called; of a demand to return an advance in the languages of its letter."""
    more = paper_words("demand", claim.language) if claim.subject is ClaimSubject.ADVANCE else {}
    return {**paper_words("pack", claim.language), **more}


def _prepare(ctx: Context, call: Call, which: WhichClaim | str, enclosed: Sequence[Path]) -> None:
    """Keep what is enclosed with the claim; a draft is approved, with its letter naming it."""
    with writing(ctx, call) as work:
        claim = claims.find(work.conn, call, which, ClaimDirection.OUTGOING)
        for path in enclosed:
            attach_in(work, Subject(SubjectKind.CLAIM, claim.id), path)
        work.commit()
    if claim.status is ClaimStatus.DRAFT:
        approve(ctx, call, which, _KEPT)


def _list_of_enclosures(work: Work, card: ClaimCard, context_sha: str) -> bytes:
    """The list of what is sent and what each paper proves: its facts are those of the letter, so it dates with it."""
    claim = card.stored
    context = stored_context(work.ctx.files, context_sha)["context"]
    dated = figures.date_document(date.fromisoformat(context["document"]["date"]), claim.language)
    title = _words(claim)["title"].format(number=claim.number, date=dated)
    letter = {"title": title, "pages": None, "copies": 1, "proves": None}
    context["enclosures"] = [letter, *listed(card.enclosures)]
    filing = Filing(
        "claim_cover",
        base_of(claim.language),
        claim.number,
        Subject(SubjectKind.CLAIM, claim.id),
        company_id=claim.own_company_id,
    )
    rendered = render_document(work, filing, context)
    keep_document(work, filing, rendered, name="claim_cover.docx")
    return rendered.data


def _calculation(work: Work, card: ClaimCard) -> bytes:
    claim, titles = card.stored, dict(enumerate(card.documents, 1))
    clauses = _clauses(work, card)
    lines = [
        CalculationLine(no, titles.get(no, ""), row, clauses.get(no))
        for no, row in claims.frozen_rows(work.conn, claim.id)
    ]
    tables = tables_in_force(work.conn, work.ctx.policy(RateFolder))
    return write_calculation(lines, card.currency, claim.language, claim.law, tables)


def _clauses(work: Work, card: ClaimCard) -> dict[int, PenaltyClause | None]:
    """The penalty clause of each debt by its place, as the claim was calculated by it."""
    terms = claims.terms_of(work.conn, card.stored.id)
    known = ledger.charges(work.conn, [each.charge_id for each in card.items if each.charge_id])
    contracts = [known[each.charge_id].contract_id if each.charge_id else None for each in card.items]
    return {no: parse_penalty(terms.penalty_of(id, "")) for no, id in enumerate(contracts, 1)}
