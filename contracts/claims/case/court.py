"""A claim is handed over to court with everything there is: letter, calculation to the day, ledger, history, proofs.

The hand-over is recorded once; the pack may be made again on a later day, calculated to that day.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from contracts.claims.case.basis import Calculation, ClaimScope
from contracts.claims.case.calculation import calculate
from contracts.claims.case.card import ClaimCard, card_of
from contracts.claims.case.contexts.court import (
    CourtDebt,
    CourtFacts,
    SentReminder,
    court_context,
    history_of,
    warnings_of,
)
from contracts.claims.case.contexts.letter import ClaimFacts
from contracts.claims.case.contexts.words import ours_of
from contracts.claims.case.enclosures import Enclosure, unique_copies
from contracts.claims.case.letter import sums_of
from contracts.claims.case.moves import PROOF, MoveFacts, move_in
from contracts.claims.case.outgoing import scope_again
from contracts.claims.case.pack import check_place, files_of, write_pack
from contracts.claims.case.queries import claims
from contracts.claims.case.queries.claims import WhichClaim
from contracts.claims.case.rules.claim import ClaimDirection, ClaimStatus, ClaimSubject
from contracts.claims.case.workbook import ledger_extract, write_calculation
from contracts.claims.dunning.queries.dunning import reminders_about
from contracts.claims.late_payment.rules.debt import KINDS
from contracts.claims.limitation.derivation import open_charges
from contracts.claims.limitation.periods import limitation_in
from contracts.claims.limitation.rules.open_charge import sue_by_safe
from contracts.documents.facts import keep_proposals, phrasebook
from contracts.documents.filing import Filing, keep_document, render_document
from contracts.documents.queries import documents
from contracts.documents.rendering import stored_context
from contracts.kernel.calendar import FAR
from contracts.kernel.context import Call, Context, Work
from contracts.kernel.money import Money
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.kernel.wire import ASIDE
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


class SumsOnDay(NamedTuple):
    """What a claim comes to on a day."""

    as_of: date
    principal: Money
    interest: Money
    penalty: Money
    inflation: Money
    total: Money
    currency: str


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
        warnings = warnings_of(card.moves, claim.answer_by, without_copy, language, call.as_of)
        files = _files(work, card, calculation, warnings)
        work.commit()
    facts = calculation.facts
    now = SumsOnDay(facts.as_of, *sums_of(facts))
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
    names, found = _NAMES[language], files_of(work, card)
    debts = calculation.facts.debts
    rows = ((debt.document, row) for debt in debts for item in debt.late.items for row in item.rows)
    files = {
        **{name: data for name, data in found.items() if "/" not in name},
        f"04 {names.calculation} {number}.xlsx": write_calculation(
            rows, calculation.facts.currency, calculation.language
        ),
        f"05 {names.extract} {number}.xlsx": ledger_extract(work.conn, card, language),
        **{name: data for name, data in found.items() if "/" in name},
        **{f"{names.proofs}/{name}": data for name, data in _proofs(work, card).items()},
    }
    handover = _handover(work, card, calculation.facts, tuple(warnings), tuple(files))
    return {f"00 {names.handover} {number}.docx": handover, **files}


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


def _handover(
    work: Work, card: ClaimCard, facts: ClaimFacts, warnings: tuple[str, ...], files: tuple[str, ...]
) -> bytes:
    claim, language = card.stored, ours_of(card.stored.language)
    charge_ids = [each.charge_id for each in card.items if each.charge_id]
    reminders = [SentReminder(*each) for each in reminders_about(work.conn, charge_ids)]
    handover = CourtFacts(
        claim_number=claim.number,
        claim_dated_on=claim.as_of,
        claimed=_claimed(card),
        now=_now(facts),
        claimed_total=card.total,
        now_total=facts.total,
        debts=_debts(work, card),
        history=history_of(card.moves, reminders, language),
        answer_by=claim.answer_by,
        accepted=card.accepted,
        warnings=warnings,
        files=files,
        reason=card.moves[-1].reason,
    )
    book = phrasebook(work.conn, language, facts.own, facts.counterparty, facts.author)
    filing = Filing(
        KIND,
        language,
        claim.number,
        Subject(SubjectKind.CLAIM, claim.id),
        company_id=claim.own_company_id,
    )
    rendered = render_document(work, filing, court_context(handover, facts, book))
    keep_document(work, filing, rendered, name="court.docx")
    keep_proposals(work.conn, book)
    return rendered.data


def _claimed(card: ClaimCard) -> dict[str, Money]:
    """What was claimed, by kind."""
    more = {
        "interest": card.interest,
        "inflation": card.inflation,
        "penalty": card.penalty,
        "fine": card.fine,
        "fixed_sum": card.rest,
    }
    return {"principal": card.principal} | {kind: sum_ for kind, sum_ in more.items() if sum_}


def _now(facts: ClaimFacts) -> dict[str, Money]:
    """What it comes to on the day, by kind."""
    sums = {kind: facts.sum_of(kind) for kind in KINDS} | {"fixed_sum": facts.fixed_sum}
    return {"principal": facts.principal} | {kind: sum_ for kind, sum_ in sums.items() if sum_ is not None}


def _debts(work: Work, card: ClaimCard) -> tuple[CourtDebt, ...]:
    rule = limitation_in(card.stored.law)
    charges = ledger.charges(work.conn, [each.charge_id for each in card.items if each.charge_id])
    last = {each.charge.id: sue_by_safe(each, rule) for each in open_charges(work.conn, list(charges.values()))}
    sue_by = {int(id): None if day == FAR else day for id, day in last.items()}
    return tuple(
        CourtDebt(each.document, each.due_on, each.principal, each.still_open, sue_by.get(each.charge_id or 0))
        for each in card.items
    )
