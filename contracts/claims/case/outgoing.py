"""A claim of ours: drafted from the ledger, frozen when approved, sent while its approval is fresh (domain §8)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Connection

from contracts.claims.case.basis import ClaimCalculation, ClaimScope
from contracts.claims.case.calculation import calculate
from contracts.claims.case.letter import Destination, DraftedClaim, drafted, file_letter, freeze
from contracts.claims.case.moves import record_move
from contracts.claims.case.queries import claimed, claims
from contracts.claims.case.queries.cited import cited, cited_payments
from contracts.claims.case.queries.claims import StoredClaim, WhichClaim
from contracts.claims.case.rules.claim import (
    APPROVAL_LAPSED,
    APPROVED_ANEW,
    REPLACED,
    AnswerFrom,
    ClaimDirection,
    ClaimFault,
    ClaimStatus,
    answer_by,
    answer_from,
    check_move,
    check_sending,
    reached_on,
)
from contracts.claims.case.rules.terms import ClaimTerms
from contracts.claims.case.waiting_money import check_waiting
from contracts.documents.attaching import attach_in
from contracts.documents.filing import next_number
from contracts.kernel.context import Call, Context, Work, recorded
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.law import calendar_of
from contracts.money.queries import ledger, payments
from contracts.parties.queries import parties
from contracts.registry.lookup import Which, find
from contracts.registry.queries.owners import contracts_of

_S = ClaimStatus
_OUT = ClaimDirection.OUTGOING


@dataclass(frozen=True, slots=True)
class ClaimRequest:
    """What a person asks for: a contract or a counterparty, and the choices law and contract leave open.

    ``advances`` are payments of ours to be returned, by their numbers; they need neither contract nor counterparty.
    ``instead`` is the number of the claim whose place it takes.
    """

    which: Which | None = None
    counterparty: str | None = None
    company: str | None = None
    currency: str | None = None
    language: str | None = None
    law: str | None = None
    terms: ClaimTerms = ClaimTerms()
    to: Destination = Destination()
    enclosed: tuple[Path, ...] = ()
    advances: tuple[int, ...] = ()
    instead: str = ""


@needs("claims.prepare")
def draft_claim(ctx: Context, call: Call, request: ClaimRequest) -> DraftedClaim:
    """Make a claim of everything overdue: numbered, its letter filed and written, kept as a draft.

    What an open claim demands already is left out. Raises ``ClaimFault`` naming that claim where nothing else is left.
    """
    with writing(ctx, call) as work:
        scope = scope_of(work.conn, call, request)
        replace_claim(work, request.instead, scope.counterparty_id)
        claim = draft_in(work, scope, request.to, request.enclosed)
        work.commit()
    return claim


def draft_in(work: Work, scope: ClaimScope, to: Destination, enclosed: tuple[Path, ...] = ()) -> DraftedClaim:
    """The same within a transaction of the caller, who commits."""
    conn, call = work.conn, work.call
    number = next_number(work, "claim", scope.own_company_id)
    calculation = calculate(work, replace(scope, is_new=True), number)
    _check_waiting(work, calculation, (scope.own_company_id, scope.counterparty_id))
    facts = calculation.facts
    id = claims.add(
        conn,
        {
            "own_company_id": scope.own_company_id,
            "counterparty_id": scope.counterparty_id,
            "contract_id": calculation.contract.id if calculation.contract else None,
            "direction": _OUT.value,
            "subject": scope.subject.value,
            "number": number,
            "as_of": call.as_of,
            "currency": facts.currency,
            "law": calculation.law,
            "language": calculation.language,
            "answer_days": (facts.answer_by - call.as_of).days,
            "answer_by": facts.answer_by,
            "claimed_minor": facts.total.minor,
            "note": "",
            **recorded(call),
        },
    )
    claims.set_terms(conn, id, calculation.terms)
    freeze(work, id, calculation)
    record_move(work, id, _S.DRAFT)
    subject = Subject(SubjectKind.CLAIM, id)
    for path in enclosed:
        attach_in(work, subject, path)
    file, sha256 = file_letter(work, id, calculation, to)
    work.note(subject, "draft_claim", {"after": {"number": number, "total": facts.total.wire}})
    return drafted(id, calculation, file, sha256)


def replace_claim(work: Work, number: str, counterparty_id: int) -> None:
    """Withdraw the claim, or the letter of a debt given by hand, whose place another takes; nothing without a number.

    Raises a refusal where this debtor has no such claim, or it is over.
    """
    if not number:
        return
    conn, call = work.conn, work.call
    letter = claimed.letter_numbered(conn, number, contracts_of(conn, counterparty_id))
    if letter is not None:
        claimed.replace_letter(conn, letter.id, call.as_of, call.login)
        work.note(
            Subject(SubjectKind.CONTRACT, letter.contract_id), "replace_claim_letter", {"after": {"number": number}}
        )
        return
    debtor = parties.row_of(conn, counterparty_id)
    claim = claims.find(conn, call, WhichClaim(number, debtor.code or debtor.name), _OUT, lock=True)
    check_move(_OUT, claim.status, _S.WITHDRAWN, claim.number)
    record_move(work, claim.id, _S.WITHDRAWN, reason=REPLACED)


@needs("claims.send")
def approve(ctx: Context, call: Call, which: WhichClaim | str, to: Destination | None = None) -> DraftedClaim:
    """Approve a claim: calculated anew on the day, its rows frozen, its letter made anew."""
    with writing(ctx, call) as work:
        claim = claims.find(work.conn, call, which, _OUT, lock=True)
        if claim.status is _S.APPROVED:
            record_move(work, claim.id, _S.DRAFT, reason=APPROVED_ANEW)
            claim = claims.by_key(work.conn, claim.id)
        check_move(_OUT, claim.status, _S.APPROVED, claim.number)
        calculation = calculate(work, scope_again(work.conn, claim), claim.number)
        _check_waiting(work, calculation, (claim.own_company_id, claim.counterparty_id))
        facts = calculation.facts
        freeze(work, claim.id, calculation)
        claims.change(work.conn, claim.id, as_of=call.as_of, answer_by=facts.answer_by, claimed_minor=facts.total.minor)
        record_move(work, claim.id, _S.APPROVED)
        file, sha256 = file_letter(work, claim.id, calculation, to or Destination())
        work.commit()
    return drafted(claim.id, calculation, file, sha256)


@needs("claims.send")
def send(ctx: Context, call: Call, which: WhichClaim | str, *, method: str, tracking_no: str = "") -> date:
    """Record that a claim was sent; returns the last day for the answer.

    Raises ``ClaimFault`` where its approval lapsed (ten days, or a payment since): the claim then is a draft again.
    """
    with writing(ctx, call) as work:
        last = _send(work, claims.find(work.conn, call, which, _OUT, lock=True), method, tracking_no)
        work.commit()
    if isinstance(last, ClaimFault):
        raise last
    return last


def _send(work: Work, claim: StoredClaim, method: str, tracking_no: str) -> date | ClaimFault:
    """Record the sending; a lapsed approval makes a draft, and is returned."""
    call, moves = work.call, claims.moves_of(work.conn, claim.id)
    approvals = [each.on for each in moves if each.status is _S.APPROVED] if claim.status is _S.APPROVED else []
    approved_on = max(approvals, default=None)
    if approved_on is None:
        check_move(_OUT, claim.status, _S.SENT, claim.number)
    first = (approved_on or call.as_of) + timedelta(days=1)
    since = payments.last_between(work.conn, claim.counterparty_id, first, call.as_of)
    try:
        check_sending(claim.number, approved_on, call.as_of, since)
    except ClaimFault as fault:
        if approved_on is None:
            raise
        record_move(work, claim.id, _S.DRAFT, reason=APPROVAL_LAPSED)
        return fault
    check_waiting(work.conn, call, (claim.own_company_id, claim.counterparty_id), contracts_claimed(work.conn, claim))
    record_move(work, claim.id, _S.SENT, method=method, tracking_no=tracking_no)
    last = _answer_by(work, claim)
    claims.change(work.conn, claim.id, answer_by=last)
    return last


def _check_waiting(work: Work, calculation: ClaimCalculation, sides: tuple[int, int]) -> None:
    """No money waits under the contracts of the debts, or under none."""
    contract_ids = {each.owed.contract_id for each in calculation.facts.debts}
    check_waiting(work.conn, work.call, sides, contract_ids)


def contracts_claimed(conn: Connection, claim: StoredClaim) -> set[int | None]:
    """The contracts of the debts a claim demands, and its own."""
    charge_ids = [each.charge_id for each in claims.items_of(conn, claim.id) if each.charge_id]
    return {claim.contract_id, *(each.contract_id for each in ledger.charges(conn, charge_ids).values())}


def _answer_by(work: Work, claim: StoredClaim) -> date:
    """The last day for the answer once the claim is sent: from the day delivery is presumed, or as the letter says."""
    rules, moves = work.ctx.rules, claims.moves_of(work.conn, claim.id)
    reached = reached_on(moves, rules.delivery, rules.usual_method, law=claim.law)
    first = reached[0] if reached is not None else work.call.as_of
    agreed = claims.terms_of(work.conn, claim.id).answer
    last, _ = answer_by(first, claim.answer_days, calendar_of(claim.law), agreed)
    is_dated = answer_from(claim.law) is AnswerFrom.DATED
    return max(last, claim.answer_by) if is_dated and claim.answer_by else last


def scope_of(conn: Connection, call: Call, request: ClaimRequest) -> ClaimScope:
    """Whose debts are meant. Raises a refusal where neither contract nor counterparty is named."""
    sides: tuple[int, int, int | None]
    if request.which is not None:
        contract = cited(conn, [id := find(conn, call, request.which)])[id]
        sides = contract.counterparty_id, contract.own_company_id, id
    elif request.advances:
        (paid,) = cited_payments(conn, request.advances[:1], call)
        sides = paid.counterparty_id or 0, paid.own_company_id, None
    elif request.counterparty:
        party = parties.counterparty(conn, request.counterparty)
        sides = party.id, parties.own_company(conn, request.company).id, None
    else:
        raise ClaimFault("Name the contract, or its counterparty by --counterparty.", code="no_debtor")
    counterparty_id, own_company_id, contract_id = sides
    return ClaimScope(
        counterparty_id,
        own_company_id,
        contract_id,
        request.currency,
        request.language,
        request.law,
        request.terms,
        payment_ids=request.advances,
    )


def scope_again(conn: Connection, claim: StoredClaim) -> ClaimScope:
    """What a claim claims, to calculate it on another day by the terms of its draft."""
    items = claims.items_of(conn, claim.id)
    paid = tuple(each.payment_id for each in items if each.payment_id)
    return ClaimScope(
        claim.counterparty_id,
        claim.own_company_id,
        contract_id=claim.contract_id if paid else None,
        currency=claim.currency,
        language=claim.language,
        law=claim.law,
        charge_ids=frozenset(each.charge_id for each in items if each.charge_id),
        payment_ids=paid,
        terms=claims.terms_of(conn, claim.id),
    )
