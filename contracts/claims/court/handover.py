"""A claim is handed over to court with everything there is: letter, calculation to the day, ledger, history, proofs.

The hand-over is recorded once; the pack may be made again on a later day, calculated to that day.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from sqlalchemy import Connection

from contracts.claims.case.basis import ClaimCalculation, ClaimScope
from contracts.claims.case.calculation import calculate
from contracts.claims.case.calculation_workbook import CalculationLine, write_calculation
from contracts.claims.case.card import ClaimCard, card_of
from contracts.claims.case.contexts.letter import ClaimFacts, claim_context
from contracts.claims.case.contexts.words import ours_of, paper_words
from contracts.claims.case.enclosures import Enclosure, unique_copies
from contracts.claims.case.letter import ClaimSums, rows_of, sums_of
from contracts.claims.case.moves import PROOF, MoveFacts, move_in
from contracts.claims.case.office_note import keep_note
from contracts.claims.case.outgoing import contracts_claimed, scope_again
from contracts.claims.case.pack import check_place, files_of, write_pack
from contracts.claims.case.queries import claims
from contracts.claims.case.queries.claims import WhichClaim
from contracts.claims.case.rules.claim import REASONS, ClaimDirection, ClaimStatus, ClaimSubject, Move
from contracts.claims.case.waiting_money import check_waiting
from contracts.claims.case.workbook import ledger_extract
from contracts.claims.dunning.queries.dunning import reminders_about
from contracts.claims.late_payment.rules.debt import KINDS
from contracts.claims.limitation.derivation import open_charges
from contracts.claims.limitation.periods import limitation_in
from contracts.claims.limitation.rules.open_charge import sue_by_safe
from contracts.documents.contexts.contract_words import method_phrase
from contracts.documents.contexts.party import person_record
from contracts.documents.contexts.phrasebook import Phrasebook
from contracts.documents.contexts.values import DocumentContext, day, decimal, money
from contracts.documents.facts import keep_proposals, phrasebook
from contracts.documents.filing import Filing, keep_document, render_document
from contracts.documents.queries import documents
from contracts.documents.rendering import stored_context
from contracts.kernel.context import Call, Context, Work
from contracts.kernel.refusal import N_
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.kernel.wire import ASIDE, SPREAD
from contracts.language import Words, figures
from contracts.law import RateFolder
from contracts.law.own_rates import tables_in_force

_LEVEL = N_("Reminder, level {level}")
_WAITS = N_("The time for the answer runs to {day}; the suit may be filed earlier: no law makes the claim a condition.")
_NOT_DELIVERED = N_("There is no proof of delivery: it is presumed only.")
_NO_COPY = N_("There is no copy of: {title}.")
_NOT_SENT_BY = N_("How the claim was sent is not recorded by a tracking number.")
_ANSWERED = frozenset({ClaimStatus.ACCEPTED, ClaimStatus.PARTLY_ACCEPTED, ClaimStatus.REFUSED})


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

    Raises ``ClaimFault`` for a claim that was not sent, or is over, ``MoneyWaits`` while money of the debtor waits;
    then nothing is recorded.
    """
    check_place(target)
    with writing(ctx, call) as work:
        claim = claims.find(work.conn, call, which, ClaimDirection.OUTGOING, lock=True)
        sides, contract_ids = (claim.own_company_id, claim.counterparty_id), contracts_claimed(work.conn, claim)
        check_waiting(work.conn, call, sides, contract_ids)
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


def _files(work: Work, card: ClaimCard, calculation: ClaimCalculation, warnings: Sequence[str]) -> dict[str, bytes]:
    """The claim's own pack, then what was added since; the hand-over lists them all and stands first."""
    language, number = ours_of(card.stored.language), card.claim.replace("/", "-")
    words, found, facts = paper_words("court", language), files_of(work, card), calculation.facts
    debts = facts.debts
    rows = [CalculationLine(no, debts[no - 1].owed.document, row, debts[no - 1].clause) for no, row in rows_of(facts)]
    tables = tables_in_force(work.conn, work.ctx.policy(RateFolder))
    calculated = write_calculation(rows, facts.currency, calculation.language, calculation.law, tables)
    files = {
        **{name: data for name, data in found.items() if "/" not in name},
        f"04 {words['calculation']} {number}.xlsx": calculated,
        f"05 {words['extract']} {number}.xlsx": ledger_extract(work.conn, card, language),
        f"06 {words['note']} {number}.docx": _office_note(work, calculation, card),
        **{name: data for name, data in found.items() if "/" in name},
        **{f"{words['proofs']}/{name}": data for name, data in _proofs(work, card).items()},
    }
    return {f"00 {words['handover']} {number}.docx": _handover(work, card, facts, warnings, tuple(files)), **files}


def _proofs(work: Work, card: ClaimCard) -> dict[str, bytes]:
    """Files that prove the moves, by name; a second of one name is counted on."""
    kept = [Enclosure("", name, sha) for sha, name in reversed(_proof_names(work, card).items())]
    return {name: work.ctx.files.get(sha) for name, sha in unique_copies(kept).items()}


def _handover(work: Work, card: ClaimCard, facts: ClaimFacts, warnings: Sequence[str], files: Sequence[str]) -> bytes:
    claim, language = card.stored, ours_of(card.stored.language)
    charge_ids = [each.charge_id for each in card.items if each.charge_id]
    more: DocumentContext = {
        "debts": _debts(work, card, charge_ids),
        "history": history_of(card.moves, reminders_about(work.conn, charge_ids), Words(language, work.ctx.sockets)),
        "warnings": list(warnings),
        "files": list(files),
        **_delivery(work, card, language),
    }
    book = phrasebook(work.conn, language, facts.own, facts.counterparty, facts.author)
    subject = Subject(SubjectKind.CLAIM, claim.id)
    filing = Filing("court_handover", language, claim.number, subject, company_id=claim.own_company_id)
    rendered = render_document(work, filing, court_context(card, facts, book, more))
    keep_document(work, filing, rendered, name="court.docx")
    keep_proposals(work.conn, book)
    return rendered.data


def _debts(work: Work, card: ClaimCard, charge_ids: Sequence[int]) -> list[DocumentContext]:
    rule = limitation_in(card.stored.law)
    last = {int(each.charge.id): sue_by_safe(each, rule) for each in open_charges(work.conn, charge_ids)}
    return [
        {
            "document": each.document,
            "due_on": day(each.due_on),
            "claimed": money(each.principal),
            "open": money(each.still_open),
            "sue_by": day(last.get(each.charge_id or 0)),
            "proofs": "; ".join(paper.title for paper in card.enclosures if no in paper.rows) or None,
        }
        for no, each in enumerate(card.items, 1)
    ]


def _office_note(work: Work, calculation: ClaimCalculation, card: ClaimCard) -> bytes:
    """The note to the sums of the day."""
    facts, claim = calculation.facts, card.stored
    language = ours_of(claim.language)
    book = phrasebook(work.conn, language, facts.own, facts.counterparty, facts.author)
    subject = Subject(SubjectKind.CLAIM, claim.id)
    filing = Filing("claim_note", language, claim.number, subject, company_id=claim.own_company_id)
    return keep_note(work, filing, claim_context(facts, book))


def _delivery(work: Work, card: ClaimCard, language: str) -> DocumentContext:
    """How the claim was sent and reached the debtor, each with its proof; without one delivery is presumed only."""
    names, rules = _proof_names(work, card), work.ctx.rules
    sent = next((each for each in reversed(card.moves) if each.status is ClaimStatus.SENT), None)
    came = next((each for each in reversed(card.moves) if each.status is ClaimStatus.DELIVERED), None)
    if came is not None:
        delivered_on: date | None = came.on
    elif sent is not None:
        waited = rules.delivery.get(sent.method, rules.delivery.get(rules.usual_method, 0))
        delivered_on = sent.on + timedelta(days=waited)
    else:
        delivered_on = None
    return {
        "sent_on": day(sent.on) if sent else None,
        "sent_method": method_phrase(sent.method, language) if sent and sent.method else None,
        "sent_proof": _proof_of(sent, names) if sent else None,
        "delivered_on": day(delivered_on) if delivered_on and delivered_on <= work.call.as_of else None,
        "delivery_is_presumed": came is None,
        "delivery_proof": _proof_of(came, names) if came else None,
    }


def _proof_of(move: Move, names: Mapping[str, str]) -> str | None:
    """The file that proves a move and its number in the post."""
    return ", ".join(filter(None, (names.get(move.proof or "", ""), move.tracking))) or None


def _proof_names(work: Work, card: ClaimCard) -> dict[str, str]:
    """The names of files that prove moves, by their hashes."""
    return {
        each.file_sha: str(stored_context(work.ctx.files, each.context_sha)["file_name"])
        for each in documents.of_subject(work.conn, SubjectKind.CLAIM.value, card.stored.id)
        if each.kind == PROOF
    }


def court_context(card: ClaimCard, facts: ClaimFacts, book: Phrasebook, more: DocumentContext) -> DocumentContext:
    """The context of the hand-over under the vocabulary: ``facts`` are those of the claim on the day.

    ``more`` are its debts, history, warnings and files.
    """
    return {
        **facts.context(book, facts.currency, facts.custom),
        "document": {"number": card.claim, "date": day(facts.as_of), "reply_to": None},
        "author": person_record(facts.author, book),
        "as_of": day(facts.as_of),
        "court": {
            "claim_number": card.claim,
            "claim_date": day(card.as_of),
            "sums": _sums(card, facts, book.language),
            "claimed": money(card.total),
            "now": money(facts.total),
            "accepted": money(card.accepted),
            "answer_by": day(card.answer_by),
            "reason": card.moves[-1].reason or None,
            **more,
        },
        "extra": {},
    }


def history_of(
    moves: Iterable[Move], reminders: Iterable[tuple[date, int, str]], words: Words
) -> list[DocumentContext]:
    """Reminders of the ladder by day, level and way, and the moves of the claim with way, sum and reason; by day."""
    rows: list[DocumentContext] = [
        {"date": day(on), "what": words.say(_LEVEL, level=level), "amount": None, "note": _note(words, channel)}
        for on, level, channel in reminders
    ]
    for move in moves:
        what = words.claim_status(move.status)
        reason = words.say(move.reason) if move.reason in REASONS else move.reason
        note = _note(words, move.method, move.tracking, reason)
        rows.append(
            {"date": day(move.on), "what": what[:1].upper() + what[1:], "amount": money(move.amount), "note": note}
        )
    return sorted(rows, key=lambda each: str(each["date"]))


def warnings_of(card: ClaimCard, without_copy: Iterable[str], language: str, today: date) -> tuple[str, ...]:
    """What a lawyer must look at before the claim is filed."""
    words, statuses = Words(language), {each.status for each in card.moves}
    sent = next((each for each in reversed(card.moves) if each.status is ClaimStatus.SENT), None)
    found = []
    if card.answer_by is not None and card.answer_by >= today and not statuses & _ANSWERED:
        found.append(words.say(_WAITS, day=card.answer_by))
    if ClaimStatus.DELIVERED not in statuses:
        found.append(words.say(_NOT_DELIVERED))
    if sent is not None and not sent.tracking:
        found.append(words.say(_NOT_SENT_BY))
    return (*found, *(words.say(_NO_COPY, title=each) for each in without_copy))


def _sums(card: ClaimCard, facts: ClaimFacts, language: str) -> list[DocumentContext]:
    claimed = {kind: getattr(card, kind) or None for kind in KINDS} | {"fixed_sum": card.rest or None}
    now = {kind: facts.sum_of(kind) for kind in KINDS} | {"fixed_sum": facts.fixed_sum}
    claimed["principal"], now["principal"] = card.principal, facts.principal
    rate = figures.percent(Decimal(decimal(facts.contract.interest_rate)), language)
    return [
        {"name": name.format(rate=rate), "claimed": money(claimed[kind]), "now": money(now[kind])}
        for kind, name in paper_words("sums", language).items()
        if claimed[kind] or now[kind]
    ]


def _note(words: Words, method: str, *more: str) -> str | None:
    return ", ".join(filter(None, (words.method(method) if method else "", *more))) or None
