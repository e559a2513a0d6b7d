"""A claim that came in: registered with the last day for our answer, answered by a document, approved, sent (§8)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from contracts.claims.case.basis import agreed_contracts, claim_contract
from contracts.claims.case.contexts.answer import ClaimAnswerFacts, Demanded, claim_answer_context
from contracts.claims.case.contexts.words import ours_of, paper_words
from contracts.claims.case.moves import record_move
from contracts.claims.case.queries import claims
from contracts.claims.case.queries.cited import cited
from contracts.claims.case.queries.claims import StoredClaim, WhichClaim
from contracts.claims.case.rules.claim import (
    INCOMING_ANSWER_DAYS,
    ClaimDirection,
    ClaimFault,
    ClaimStatus,
    ClaimSubject,
    answer_by,
    check_move,
)
from contracts.documents.attaching import attach_in
from contracts.documents.contexts.contract_words import language_of
from contracts.documents.facts import keep_proposals, party_of, person_of, phrasebook
from contracts.documents.filing import Filing, file_document, next_number
from contracts.documents.queries import documents
from contracts.kernel.calendar import Duration
from contracts.kernel.context import Call, Context, Work, recorded
from contracts.kernel.money import Money
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.law import calendar_of
from contracts.parties.queries import parties
from contracts.registry.lookup import Which, find

_S = ClaimStatus
_IN = ClaimDirection.INCOMING
KIND = "claim_answer"


@dataclass(frozen=True, slots=True)
class IncomingClaim:
    """A claim that came in; ``answer`` is the contract's own time for it, else thirty days."""

    number: str
    counterparty: str
    amount: Money
    received_on: date
    which: Which | None = None
    answer: Duration | None = None
    note: str = ""
    dated_on: date | None = None
    scan: Path | None = None


@dataclass(frozen=True, slots=True)
class AnswerRequest:
    """What we say to a claim: each demand with what is accepted of it, why the rest is not, and when we pay.

    Without ``demands`` the claim is one demand, ``accepted`` of it. ``which`` names its contract where nobody did;
    ``papers`` are documents we ask for.
    """

    accepted: Money | None = None
    demands: tuple[Demanded, ...] = ()
    grounds: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    pay_by: date | None = None
    which: Which | None = None
    language: str | None = None
    method: str = "letter"
    target: Path | None = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DraftedAnswer:
    """The answer as it was drafted."""

    claim: str
    answer: str
    outcome: str
    claimed: Money
    accepted: Money
    currency: str
    pay_by: date | None
    file: Path
    sha256: str
    warnings: tuple[str, ...]


@needs("claims.prepare")
def receive(ctx: Context, call: Call, claim: IncomingClaim) -> date:
    """Register a claim that came in; returns the last day for our answer.

    Raises ``ClaimFault`` where it is registered already, or came in later than today.
    """
    with writing(ctx, call) as work:
        conn = work.conn
        party = parties.counterparty(conn, claim.counterparty)
        id = find(conn, call, claim.which) if claim.which is not None else None
        contract = cited(conn, [id]).get(id)
        own_id = contract.own_company_id if contract else parties.own_company(conn).id
        _check_received(conn, claim, (own_id, party.id), call.as_of)
        country, number = contract.country if contract else ctx.country, claim.number.strip()
        last, _ = answer_by(claim.received_on, INCOMING_ANSWER_DAYS, calendar_of(country), claim.answer)
        values = {
            "own_company_id": own_id,
            "counterparty_id": party.id,
            "contract_id": id,
            "law": country,
            "language": language_of(contract.languages) if contract else "uk",
            "direction": _IN.value,
            "subject": ClaimSubject.OTHER.value,
            "number": number,
            "as_of": claim.received_on,
            "dated_on": claim.dated_on,
            "currency": claim.amount.currency,
            "answer_days": (last - claim.received_on).days,
            "answer_by": last,
            "claimed_minor": claim.amount.minor,
            "note": claim.note,
        }
        subject = Subject(SubjectKind.CLAIM, claims.add(conn, {**values, **recorded(call)}))
        record_move(work, subject.id, _S.RECEIVED, on=claim.received_on)
        if claim.scan is not None:
            attach_in(work, subject, claim.scan, claim.number)
        work.note(subject, "receive_claim", {"after": {"number": claim.number, "sum": claim.amount.wire}})
        work.commit()
    return last


@needs("claims.prepare")
def answer(ctx: Context, call: Call, which: WhichClaim | str, request: AnswerRequest) -> DraftedAnswer:
    """Draft the answer to a claim, or draft it anew: the document is made, and the sum accepted is kept.

    Raises ``ClaimFault`` where its demands are not those of the claim, or its contract is not known.
    """
    with writing(ctx, call) as work:
        claim = _with_contract(work, claims.find(work.conn, call, which, _IN, lock=True), request)
        check_move(_IN, claim.status, _S.ANSWER_DRAFTED, claim.number)
        language = request.language or claim.language
        before = documents.of_subject(work.conn, SubjectKind.CLAIM.value, claim.id)
        # Drafted anew it keeps its number.
        number = next((each.number for each in before if each.kind == KIND), "")
        number = number or next_number(work, KIND, claim.own_company_id)
        facts = _facts(work, claim, request, number=number, language=language)
        book = phrasebook(work.conn, language, facts.own, facts.counterparty, facts.author)
        subject, company_id = Subject(SubjectKind.CLAIM, claim.id), claim.own_company_id
        filing = Filing(KIND, language, number, subject, request.target, request.values, company_id=company_id)
        filed = file_document(work, filing, claim_answer_context(facts, book))
        keep_proposals(work.conn, book)
        claims.change(work.conn, claim.id, document_id=filed.row.id)
        nothing = Money(0, claim.currency)
        record_move(work, claim.id, _S.ANSWER_DRAFTED, amount=facts.accepted or nothing)
        work.commit()
    return DraftedAnswer(
        claim.number,
        facts.number,
        facts.outcome,
        facts.claimed or nothing,
        facts.accepted or nothing,
        facts.currency,
        facts.pay_by,
        filed.file,
        filed.row.file_sha,
        filed.rendered.warnings,
    )


def _check_received(conn: Connection, claim: IncomingClaim, sides: tuple[int, int], today: date) -> None:
    if claim.received_on > today:
        raise ClaimFault("{day} is not here yet: a claim came in by today.", code="bad_day", day=claim.received_on)
    if not claim.number.strip():
        raise ClaimFault("Give the number of the claim, or б/н with its day where it bears none.", code="no_number")
    if claims.is_known(conn, claim.number.strip(), _IN, sides):
        raise ClaimFault("Claim {number} of this counterparty is registered.", code="known_claim", number=claim.number)


def _with_contract(work: Work, claim: StoredClaim, request: AnswerRequest) -> StoredClaim:
    """The claim with the contract it is about: the answer cites it."""
    if request.which is not None:
        claims.change(work.conn, claim.id, contract_id=find(work.conn, work.call, request.which))
        claim = claims.by_key(work.conn, claim.id)
    if claim.contract_id is None:
        raise ClaimFault(
            "Say which contract claim {number} is about: --contract.", code="no_contract", number=claim.number
        )
    return claim


def _facts(work: Work, claim: StoredClaim, request: AnswerRequest, *, number: str, language: str) -> ClaimAnswerFacts:
    conn, on = work.conn, work.call.as_of
    agreed = agreed_contracts(conn, [claim.contract_id], on)[claim.contract_id]
    own, other = (
        party_of(conn, id, on, currency=claim.currency) for id in (claim.own_company_id, claim.counterparty_id)
    )
    facts = ClaimAnswerFacts(
        own=own,
        counterparty=other,
        contract=claim_contract(agreed),
        currency=claim.currency,
        number=number,
        dated_on=on,
        claim_number=claim.number,
        claim_dated_on=claim.dated_on or claim.as_of,
        demands=_demands(claim, request, language),
        received_on=claim.as_of,
        grounds=tuple(_sentence(each) for each in request.grounds),
        papers=request.papers,
        pay_by=request.pay_by,
        author=person_of(conn, agreed.cited.owner_id),
        method=request.method,
    )
    if facts.outcome != "accepted" and not facts.grounds and not request.values.get("answer.grounds"):
        raise ClaimFault("Say why the rest is refused: --ground.", code="no_ground")
    return facts


def _sentence(text: str) -> str:
    plain = text.strip()
    return plain[:1].upper() + plain[1:] + ("" if plain.endswith((".", "!", "?", "…")) else ".")


def _demands(claim: StoredClaim, request: AnswerRequest, language: str) -> tuple[Demanded, ...]:
    """The demands as given, adding up to the claim; else the claim as one. Raises ``ClaimFault``."""
    claimed = claim.claimed
    whole = claim.note or paper_words("answer", ours_of(language))["demand"]
    demands = request.demands or (Demanded(whole, claimed, request.accepted or Money(0, claim.currency)),)
    total = sum(each.claimed.minor for each in demands if each.claimed is not None)
    if total != claimed.minor:
        raise ClaimFault(
            "The demands add up to {sum}, claim {number} is for {claimed}.",
            code="demands_differ",
            sum=Money(total, claim.currency),
            number=claim.number,
            claimed=claimed,
        )
    for each in demands:
        if each.accepted is not None and not 0 <= each.accepted.minor <= (each.claimed or each.accepted).minor:
            raise ClaimFault(
                "Of {claimed} no {accepted} can be accepted.",
                code="not_a_part",
                claimed=each.claimed or claimed,
                accepted=each.accepted,
            )
    return demands
