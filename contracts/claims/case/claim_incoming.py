"""A claim that came in: registered with the last day for our answer, answered by a document, approved, sent (§8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row

from contracts.claims.case.claim_contract import claim_contract
from contracts.claims.case.claim_moves import record_move
from contracts.claims.case.claim_which import WhichClaim, locked_claim
from contracts.claims.case.claim_words import WHOLE_DEMAND, language_of
from contracts.claims.case.contexts.claim_answer import ClaimAnswerFacts, Demanded, claim_answer_context
from contracts.claims.case.queries import claims
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
from contracts.documents.facts import keep_proposals, party_of, person_of, phrasebook
from contracts.documents.filing import FiledDocument, Filing, file_document
from contracts.documents.queries import documents
from contracts.kernel.calendar import Duration
from contracts.kernel.context import Call, Context, Work, recorded
from contracts.kernel.database import counters
from contracts.kernel.money import Money
from contracts.kernel.numbering import NumberPattern
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import require, writing
from contracts.law import calendar_of
from contracts.parties.queries import parties
from contracts.registry.queries import contracts
from contracts.registry.queries.facts import load
from contracts.registry.rules.amendment import conditions_on
from contracts.registry.which import Which, find

_S = ClaimStatus
_IN = ClaimDirection.INCOMING
KIND = "claim_answer"


@dataclass(frozen=True, slots=True)
class Incoming:
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
class Answer:
    """What we say to a claim: each demand with what is accepted of it, why the rest is not, and when we pay.

    Without ``demands`` the claim is one demand, ``accepted`` of it. ``which`` names its contract where nobody did.
    """

    accepted: Money | None = None
    demands: tuple[Demanded, ...] = ()
    grounds: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    pay_by: date | None = None
    which: Which | None = None
    language: str | None = None
    method: str = "letter"
    target: Path | None = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer as it was drafted."""

    number: str
    facts: ClaimAnswerFacts
    filed: FiledDocument


def _as_came(given: Incoming, last: date) -> dict[str, Any]:
    """The columns that the claim itself fills; ``last`` is the last day for our answer."""
    return {
        "direction": _IN.value,
        "subject": ClaimSubject.OTHER.value,
        "number": given.number.strip(),
        "as_of": given.received_on,
        "dated_on": given.dated_on,
        "currency": given.amount.currency,
        "answer_days": (last - given.received_on).days,
        "answer_by": last,
        "claimed_minor": given.amount.minor,
        "note": given.note,
    }


def receive(ctx: Context, call: Call, given: Incoming) -> date:
    """Register a claim that came in; returns the last day for our answer.

    Raises ``ClaimFault`` where it is registered already, or came in later than today.
    """
    require(call, "claims.prepare")
    with writing(ctx, call) as work:
        party = parties.counterparty(work.conn, given.counterparty)
        contract = None if given.which is None else contracts.row_of(work.conn, find(work.conn, call, given.which))
        own_id = contract.own_company_id if contract is not None else parties.own_company(work.conn).id
        _check_received(work.conn, given, (own_id, party.id), call.as_of)
        country = contract.country if contract is not None else ctx.country
        last, _ = answer_by(given.received_on, INCOMING_ANSWER_DAYS, calendar_of(country), given.answer)
        whose = {
            "own_company_id": own_id,
            "counterparty_id": party.id,
            "contract_id": contract.id if contract is not None else None,
            "law": country,
            "language": language_of(contract.languages) if contract is not None else "uk",
        }
        id = claims.add(work.conn, {**whose, **_as_came(given, last), **recorded(call)})
        record_move(work, id, _S.RECEIVED, on=given.received_on)
        if given.scan is not None:
            attach_in(work, Subject(SubjectKind.CLAIM, id), given.scan, given.number)
        told = {"number": given.number, "sum": given.amount.wire}
        work.note(Subject(SubjectKind.CLAIM, id), "receive_claim", {"after": told})
        work.commit()
    return last


def answer(ctx: Context, call: Call, which: WhichClaim | str, given: Answer) -> Answered:
    """Draft the answer to a claim, or draft it anew: the document is made, and the sum accepted is kept.

    Raises ``ClaimFault`` where its demands are not those of the claim, or its contract is not known.
    """
    require(call, "claims.prepare")
    with writing(ctx, call) as work:
        row = _with_contract(work, locked_claim(work.conn, which, _IN), given)
        check_move(_IN, _S(row.status), _S.ANSWER_DRAFTED, row.number)
        language = given.language or row.language
        number = _number(work, row)
        facts = _facts(work, row, given, number=number, language=language)
        book = phrasebook(work.conn, language, facts.own, facts.counterparty, facts.author)
        subject = Subject(SubjectKind.CLAIM, row.id)
        filing = Filing(KIND, language, number, subject, given.target, given.values, company_id=row.own_company_id)
        filed = file_document(work, filing, claim_answer_context(facts, book))
        keep_proposals(work.conn, book)
        claims.change(work.conn, row.id, {"document_id": filed.id})
        record_move(work, row.id, _S.ANSWER_DRAFTED, amount=facts.accepted or Money(0, row.currency))
        work.commit()
    return Answered(row.number, facts, filed)


def approve_answer(ctx: Context, call: Call, which: WhichClaim | str) -> Row[Any]:
    """Approve the answer as it was drafted; what is sent is this document."""
    return _moved(ctx, call, which, _S.ANSWER_APPROVED)


def send_answer(ctx: Context, call: Call, which: WhichClaim | str, *, method: str, tracking_no: str = "") -> Row[Any]:
    """Record that the approved answer was sent: nothing is due of us any more but what was accepted."""
    return _moved(ctx, call, which, _S.ANSWERED, method=method, tracking_no=tracking_no)


def accepted_of(row: Row[Any], moves: Sequence[Any]) -> Money | None:
    """What was accepted of a claim, theirs or ours; ``None`` where nobody has said it."""
    said = (_S.ACCEPTED, _S.PARTLY_ACCEPTED, _S.REFUSED, _S.ANSWER_DRAFTED)
    newest = next((each for each in reversed(moves) if each.status in said), None)
    if newest is None:
        return None
    return Money(newest.amount_minor or 0, row.currency)


def _moved(
    ctx: Context, call: Call, which: WhichClaim | str, to: ClaimStatus, *, method: str = "", tracking_no: str = ""
) -> Row[Any]:
    require(call, "claims.send")
    with writing(ctx, call) as work:
        row = locked_claim(work.conn, which, _IN)
        check_move(_IN, _S(row.status), to, row.number)
        record_move(work, row.id, to, method=method, tracking_no=tracking_no)
        work.commit()
    return row


def _check_received(conn: Connection, given: Incoming, sides: tuple[int, int], today: date) -> None:
    if given.received_on > today:
        raise ClaimFault("{day} is not here yet: a claim came in by today.", code="bad_day", day=given.received_on)
    if not given.number.strip():
        raise ClaimFault("Give the number of the claim, or б/н with its day where it bears none.", code="no_number")
    if claims.is_known(conn, given.number.strip(), _IN.value, sides):
        raise ClaimFault("Claim {number} of this counterparty is registered.", code="known_claim", number=given.number)


def _with_contract(work: Work, row: Row[Any], given: Answer) -> Row[Any]:
    """The claim with the contract it is about: the answer cites it."""
    if given.which is not None:
        claims.change(work.conn, row.id, {"contract_id": find(work.conn, work.call, given.which)})
        row = claims.row_of(work.conn, row.id)
    if row.contract_id is None:
        raise ClaimFault(
            "Say which contract claim {number} is about: --contract.", code="no_contract", number=row.number
        )
    return row


def _number(work: Work, row: Row[Any]) -> str:
    """The outgoing number of the answer; drafted anew it keeps its own."""
    before = documents.of_subject(work.conn, SubjectKind.CLAIM.value, row.id)
    known = next((each.number for each in before if each.kind == KIND), "")
    pattern = NumberPattern(work.ctx.numbering.of(KIND))
    on, scope = work.call.as_of, f"document:{KIND}:{row.own_company_id}"
    return known or pattern.format(counters.next_number(work.conn, scope, pattern.series(on)), on.year)


def _facts(work: Work, row: Row[Any], given: Answer, *, number: str, language: str) -> ClaimAnswerFacts:
    conn, on = work.conn, work.call.as_of
    contract = contracts.row_of(conn, row.contract_id)
    agreed = conditions_on(load(conn, [contract.id])[contract.id], on)
    own, other = (party_of(conn, id, on, currency=row.currency) for id in (row.own_company_id, row.counterparty_id))
    facts = ClaimAnswerFacts(
        own=own,
        counterparty=other,
        contract=claim_contract(contract, agreed, interest_rate=None),
        currency=row.currency,
        number=number,
        dated_on=on,
        claim_number=row.number,
        claim_dated_on=row.dated_on or row.as_of,
        demands=_demands(row, given, language),
        received_on=row.as_of,
        grounds=tuple(_sentence(each) for each in given.grounds),
        wanted=given.wanted,
        pay_by=given.pay_by,
        author=person_of(conn, contract.owner_id),
        method=given.method,
    )
    if facts.outcome != "accepted" and not facts.grounds and not given.values.get("answer.grounds"):
        raise ClaimFault("Say why the rest is refused: --ground.", code="no_ground")
    return facts


def _sentence(text: str) -> str:
    """A ground as the letter prints it: a whole sentence."""
    plain = text.strip()
    return plain[:1].upper() + plain[1:] + ("" if plain.endswith((".", "!", "?", "…")) else ".")


def _demands(row: Row[Any], given: Answer, language: str) -> tuple[Demanded, ...]:
    """The demands as given, adding up to the claim; else the claim as one. Raises ``ClaimFault``."""
    claimed = Money(row.claimed_minor or 0, row.currency)
    if not given.demands:
        subject = row.note or WHOLE_DEMAND["uk" if language == "uk" else "en"]
        found: tuple[Demanded, ...] = (Demanded(subject, claimed, given.accepted or Money(0, row.currency)),)
    else:
        found = given.demands
    total = sum(each.claimed.minor for each in found if each.claimed is not None)
    if total != claimed.minor:
        raise ClaimFault(
            "The demands add up to {sum}, claim {number} is for {claimed}.",
            code="demands_differ",
            sum=Money(total, row.currency),
            number=row.number,
            claimed=claimed,
        )
    for each in found:
        if each.accepted is not None and not 0 <= each.accepted.minor <= (each.claimed or each.accepted).minor:
            raise ClaimFault(
                "Of {claimed} no {accepted} can be accepted.",
                code="not_a_part",
                claimed=each.claimed or claimed,
                accepted=each.accepted,
            )
    return found
