"""A claim is handed over to court with everything there is: letter, calculation to the day, ledger, history, proofs.

The hand-over is recorded once; the pack may be made again on a later day, reckoned to that day.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from sqlalchemy import Connection

from contracts.claims.case.calculation import CalculationRow, write_calculation
from contracts.claims.case.claim_advance import reckon_wanted
from contracts.claims.case.claim_card import Card, card_of
from contracts.claims.case.claim_cases import wanted_again
from contracts.claims.case.claim_court_words import SUMS, history_of, warnings_of
from contracts.claims.case.claim_enclosures import Enclosure
from contracts.claims.case.claim_extract import ledger_extract
from contracts.claims.case.claim_pack import check_place, copies_of, files_of, write_pack
from contracts.claims.case.claim_progress import PROOF, Told, move_in
from contracts.claims.case.claim_reckoning import Reckoned, Wanted
from contracts.claims.case.claim_which import WhichClaim, locked_claim
from contracts.claims.case.contexts.claim import ClaimFacts
from contracts.claims.case.contexts.court import CourtDebt, CourtFacts, court_context
from contracts.claims.case.queries import claims
from contracts.claims.case.rules.claim import ClaimDirection, ClaimStatus, ClaimSubject
from contracts.claims.limitation.derivation import open_charges
from contracts.claims.limitation.periods import limitation_in
from contracts.claims.limitation.rules.open_charge import sue_by_safe
from contracts.documents.contexts.values import decimal
from contracts.documents.facts import keep_proposals, phrasebook
from contracts.documents.filing import Filing, file_document
from contracts.kernel.calendar import FAR
from contracts.kernel.context import Call, Context, Work
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import require, writing
from contracts.money.queries import ledger

KIND = "court_handover"


class _Names(NamedTuple):
    """What the parts of the pack are called."""

    handover: str
    calculation: str
    extract: str
    proofs: str


_NAMES = {
    "uk": _Names("Передання до суду", "Розрахунок на день передання", "Виписка з обліку", "Докази"),
    "en": _Names("Hand-over to court", "Calculation to the day", "Ledger extract", "Proofs"),
}


@dataclass(frozen=True, slots=True)
class CourtPack:
    """The pack as it was made: the claim, what stands on the day, its files, and what to look at."""

    card: Card
    facts: ClaimFacts
    place: Path
    files: tuple[str, ...]
    sha256: str
    warnings: tuple[str, ...]


def hand_over(
    ctx: Context, call: Call, which: WhichClaim | str, target: Path, *, reason: str = "", data: Path | None = None
) -> CourtPack:
    """Record that a claim goes to court and write its pack, a folder, or an archive where it ends in ``.zip``.

    Raises ``ClaimFault`` for a claim that was not sent, or is over; then nothing is recorded.
    """
    require(call, "claims.send")
    check_place(target)
    with writing(ctx, call) as work:
        row = locked_claim(work.conn, which, ClaimDirection.OUTGOING)
        if row.status != ClaimStatus.TO_COURT:
            move_in(work, row, ClaimStatus.TO_COURT, Told(reason=reason))
            row = claims.row_of(work.conn, row.id)
        card = card_of(work.conn, ctx, call, row)
        reckoned = reckon_wanted(work.conn, ctx, call, _wanted(work.conn, card), data)
        warnings = warnings_of(work.conn, card, _language(card), call.as_of)
        files = _files(work, card, reckoned, warnings)
        work.commit()
    return CourtPack(card, reckoned.facts, target, tuple(files), write_pack(target, files), warnings)


def _wanted(conn: Connection, card: Card) -> Wanted:
    """The claim again, with what was paid late since; an advance is overdue once its time has passed."""
    row = card.case.row
    again = wanted_again(conn, row)
    terms = replace(again.terms, with_settled=True)
    if row.subject == ClaimSubject.ADVANCE and terms.due_on is None:
        terms = replace(terms, due_on=row.answer_by)
    return replace(again, terms=terms)


def _language(card: Card) -> str:
    return "uk" if card.case.row.language == "uk" else "en"


def _files(work: Work, card: Card, reckoned: Reckoned, warnings: Sequence[str]) -> dict[str, bytes]:
    """The claim's own pack, then what was added since; the hand-over lists them all and stands first."""
    names, number = _NAMES[_language(card)], card.case.row.number.replace("/", "-")
    found = dict(files_of(work, card))
    more = {
        f"04 {names.calculation} {number}.xlsx": _calculation(reckoned),
        f"05 {names.extract} {number}.xlsx": ledger_extract(work.conn, card, _language(card)),
    }
    folders = {name: data for name, data in found.items() if "/" in name}
    plain = {name: data for name, data in found.items() if "/" not in name}
    proofs = {f"{names.proofs}/{name}": data for name, data in _proofs(work, card).items()}
    files = {**plain, **more, **folders, **proofs}
    return {f"00 {names.handover} {number}.docx": _handover(work, card, reckoned, (warnings, tuple(files))), **files}


def _proofs(work: Work, card: Card) -> dict[str, bytes]:
    """Files that prove the moves, by name; a second of one name is counted on."""
    store = work.ctx.files
    kept = [
        Enclosure("", str(json.loads(store.get(each.context_sha))["file_name"]), each.file_sha)
        for each in card.papers
        if each.kind == PROOF
    ]
    return {name: store.get(sha) for name, sha in copies_of(kept).items()}


def _handover(work: Work, card: Card, reckoned: Reckoned, told: tuple[Sequence[str], tuple[str, ...]]) -> bytes:
    row, language = card.case.row, _language(card)
    facts = reckoned.facts
    warnings, files = told
    claimed = {"principal": card.case.principal, **card.sums, **({"fixed_sum": card.rest} if card.rest else {})}
    now = {"principal": facts.principal, "fixed_sum": facts.fixed_sum} | {
        kind: facts.sum_of(kind) for kind in ("interest", "inflation", "penalty", "fine")
    }
    said = CourtFacts(
        claim_number=row.number,
        claim_dated_on=row.as_of,
        claimed=claimed,
        now={kind: sum_ for kind, sum_ in now.items() if sum_ is not None},
        claimed_total=card.case.total,
        now_total=facts.total,
        debts=_debts(work, card),
        history=history_of(work.conn, card, language),
        answer_by=row.answer_by,
        accepted=card.accepted,
        warnings=tuple(warnings),
        files=files,
        reason=card.case.moves[-1].reason,
        words=SUMS[language],
    )
    book = phrasebook(work.conn, language, facts.own, facts.counterparty, facts.author)
    with TemporaryDirectory(prefix="dohovir-court-") as folder:
        subject, target = Subject(SubjectKind.CLAIM, row.id), Path(folder) / "court.docx"
        filing = Filing(KIND, language, row.number, subject, target, company_id=row.own_company_id)
        filed = file_document(work, filing, court_context(said, facts, book, row.number))
    keep_proposals(work.conn, book)
    return work.ctx.files.get(filed.sha256)


def _debts(work: Work, card: Card) -> tuple[CourtDebt, ...]:
    items = claims.items_of(work.conn, card.case.row.id)
    last = _sue_by(work, [each.charge_id for each in items if each.charge_id], card.case.row.law or "UA")
    return tuple(
        CourtDebt(shown.title, shown.due_on, shown.claimed, shown.still_open, last.get(each.charge_id))
        for each, shown in zip(items, card.items, strict=True)
    )


def _sue_by(work: Work, charge_ids: Sequence[int], law: str) -> dict[int | None, date | None]:
    rule = limitation_in(law)
    rows = ledger.charges(work.conn, charge_ids)
    found = {int(each.charge.id): sue_by_safe(each, rule) for each in open_charges(work.conn, list(rows.values()))}
    return {id: None if day == FAR else day for id, day in found.items()}


def _calculation(reckoned: Reckoned) -> bytes:
    """The calculation of the claim on the day."""
    currency = reckoned.facts.currency
    rows = [
        CalculationRow(
            document=debt.document,
            kind=row.kind,
            from_on=row.from_on,
            to_on=row.to_on,
            days=row.days,
            principal_minor=row.principal_minor,
            rate=decimal(row.rate, 4),
            year_days=row.year_days,
            amount_minor=row.amount_minor,
            currency=currency,
        )
        for debt in reckoned.facts.debts
        for item in debt.late.items
        for row in item.rows
    ]
    return write_calculation(rows, reckoned.language)
