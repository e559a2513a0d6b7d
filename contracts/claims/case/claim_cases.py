"""A claim as a case: drafted from the ledger, frozen when approved, sent, answered, settled or taken to court (§8)."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row

from contracts.claims.case.claim_advance import reckon_wanted
from contracts.claims.case.claim_kept import file_letter, freeze, keep_terms, kept_terms
from contracts.claims.case.claim_moves import APPROVAL_LAPSED, APPROVED_ANEW, record_move
from contracts.claims.case.claim_notes import notes_of
from contracts.claims.case.claim_reckoning import Reckoned, Wanted
from contracts.claims.case.claim_which import WhichClaim, claim_of, locked_claim
from contracts.claims.case.contexts.claim import ClaimFacts
from contracts.claims.case.derivation import rule_moves
from contracts.claims.case.queries import claims
from contracts.claims.case.rules.claim import (
    AnswerFrom,
    ClaimDirection,
    ClaimFault,
    ClaimStatus,
    answer_by,
    answer_from,
    check_move,
    check_sending,
    reached_on,
    status_on,
)
from contracts.claims.case.rules.claim_terms import ClaimTerms
from contracts.documents.attaching import attach_in
from contracts.documents.filing import FiledDocument
from contracts.kernel.context import Call, Context, Work, recorded
from contracts.kernel.database import counters
from contracts.kernel.database.engine import reading
from contracts.kernel.money import Money
from contracts.kernel.numbering import NumberPattern
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import require, writing
from contracts.law import calendar_of, rate_tables
from contracts.money.queries import payments
from contracts.parties.queries import parties
from contracts.registry.queries import contracts
from contracts.registry.which import Which, find

_S = ClaimStatus


@dataclass(frozen=True, slots=True)
class ClaimRequest:
    """What a person asks for: a contract or a counterparty, and the choices law and contract leave open.

    ``advances`` are payments of ours to be returned, by their numbers; they need neither contract nor counterparty.
    """

    which: Which | None = None
    counterparty: str | None = None
    company: str | None = None
    currency: str | None = None
    language: str | None = None
    law: str | None = None
    terms: ClaimTerms = ClaimTerms()
    target: Path | None = None
    enclosed: tuple[Path, ...] = ()
    advances: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Drafted:
    """A claim as it was made: its number, sums, and the letter."""

    id: int
    number: str
    counterparty: str
    facts: ClaimFacts
    filed: FiledDocument
    reckoned: Reckoned


@dataclass(frozen=True, slots=True)
class Case:
    """A claim with where it stands on the day, what follows from days included."""

    row: Row[Any]
    status: ClaimStatus
    principal: Money
    total: Money
    moves: tuple[Row[Any], ...]


def draft_claim(ctx: Context, call: Call, request: ClaimRequest, data: Path | None = None) -> Drafted:
    """Make a claim of everything overdue: numbered, its letter filed and written, kept as a draft."""
    require(call, "claims.prepare")
    with writing(ctx, call) as work:
        made = draft_in(work, wanted_of(work.conn, call, request), request, data)
        work.commit()
    return made


def draft_in(work: Work, wanted: Wanted, request: ClaimRequest, data: Path | None = None) -> Drafted:
    """The same within a transaction of the caller, who commits."""
    conn, ctx, call = work.conn, work.ctx, work.call
    reckoned = reckon_wanted(conn, ctx, call, wanted, data)
    number = next_number(conn, ctx, wanted.own_company_id, call.as_of)
    facts = replace(reckoned.facts, number=number)
    facts = replace(facts, notes=notes_of(facts, reckoned.language, rate_tables(data)))
    id = claims.add(
        conn,
        {
            "own_company_id": wanted.own_company_id,
            "counterparty_id": wanted.counterparty_id,
            "contract_id": reckoned.row.id if reckoned.row is not None else None,
            "direction": ClaimDirection.OUTGOING.value,
            "subject": wanted.subject.value,
            "number": number,
            "as_of": call.as_of,
            "currency": facts.currency,
            "law": reckoned.law,
            "language": reckoned.language,
            "answer_days": (facts.answer_by - call.as_of).days,
            "answer_by": facts.answer_by,
            "claimed_minor": facts.total.minor,
            "note": "",
            **recorded(call),
        },
    )
    keep_terms(conn, id, reckoned.terms)
    freeze(conn, id, facts, reckoned)
    record_move(work, id, _S.DRAFT)
    for path in request.enclosed:
        attach_in(work, Subject(SubjectKind.CLAIM, id), path)
    filed = file_letter(work, id, facts, reckoned, request.target)
    work.note(Subject(SubjectKind.CLAIM, id), "draft_claim", {"after": {"number": number, "total": facts.total.wire}})
    return Drafted(id, number, facts.counterparty.short_name or facts.counterparty.name, facts, filed, reckoned)


def approve(
    ctx: Context, call: Call, which: WhichClaim | str, data: Path | None = None, target: Path | None = None
) -> Drafted:
    """Approve a claim: reckoned anew on the day, its rows frozen, its letter made anew."""
    require(call, "claims.send")
    with writing(ctx, call) as work:
        row = locked_claim(work.conn, which, ClaimDirection.OUTGOING)
        if _S(row.status) is _S.APPROVED:
            record_move(work, row.id, _S.DRAFT, reason=APPROVED_ANEW)
            row = claims.row_of(work.conn, row.id)
        check_move(ClaimDirection.OUTGOING, _S(row.status), _S.APPROVED, row.number)
        reckoned = reckon_wanted(work.conn, ctx, call, wanted_again(work.conn, row), data)
        facts = replace(reckoned.facts, number=row.number)
        facts = replace(facts, notes=notes_of(facts, reckoned.language, rate_tables(data)))
        freeze(work.conn, row.id, facts, reckoned)
        news = {"as_of": call.as_of, "answer_by": facts.answer_by, "claimed_minor": facts.total.minor}
        claims.change(work.conn, row.id, news)
        record_move(work, row.id, _S.APPROVED)
        filed = file_letter(work, row.id, facts, reckoned, target)
        work.commit()
    name = facts.counterparty.short_name or facts.counterparty.name
    return Drafted(row.id, row.number, name, facts, filed, reckoned)


def send(ctx: Context, call: Call, which: WhichClaim | str, *, method: str, tracking_no: str = "") -> date:
    """Record that a claim was sent; returns the last day for the answer.

    Raises ``ClaimFault`` where its approval lapsed (ten days, or a payment since): the claim then is a draft again.
    """
    require(call, "claims.send")
    with writing(ctx, call) as work:
        row = locked_claim(work.conn, which, ClaimDirection.OUTGOING)
        lapsed = send_in(work, row, method, tracking_no)
        work.commit()
    if isinstance(lapsed, ClaimFault):
        raise lapsed
    return lapsed


def send_in(work: Work, row: Row[Any], method: str, tracking_no: str = "") -> date | ClaimFault:
    """Record the sending within the caller's transaction; a lapsed approval makes a draft, and is returned."""
    call = work.call
    approved = claims.approved_on(work.conn, row.id) if _S(row.status) is _S.APPROVED else None
    if approved is None:
        check_move(ClaimDirection.OUTGOING, _S(row.status), _S.SENT, row.number)
    since = payments.last_between(work.conn, row.counterparty_id, _day_after(approved or call.as_of), call.as_of)
    try:
        check_sending(row.number, approved, call.as_of, since)
    except ClaimFault as fault:
        if approved is None:
            raise
        record_move(work, row.id, _S.DRAFT, reason=APPROVAL_LAPSED)
        return fault
    record_move(work, row.id, _S.SENT, method=method, tracking_no=tracking_no)
    last = _counted(work, row)
    claims.change(work.conn, row.id, {"answer_by": last})
    return last


def _counted(work: Work, row: Row[Any]) -> date:
    """The last day for the answer once the claim is sent: from the day delivery is presumed, or as the letter says."""
    rules, law = work.ctx.rules, row.law or "UA"
    moves = rule_moves(claims.moves_of(work.conn, row.id))
    reached = reached_on(moves, rules.delivery, rules.usual_method, law=law)
    begun = reached[0] if reached is not None else work.call.as_of
    agreed = kept_terms(work.conn, row.id).answer
    last, _ = answer_by(begun, row.answer_days, calendar_of(law), agreed)
    return max(last, row.answer_by) if answer_from(law) is AnswerFrom.DATED and row.answer_by else last


def list_claims(
    ctx: Context, call: Call, *, counterparty: str | None = None, is_open: bool = False, direction: str | None = None
) -> list[Case]:
    """The register of claims, the newest first."""
    with reading(ctx.engine) as conn:
        wanted = [claims.is_with(parties.counterparty(conn, counterparty).id)] if counterparty else []
        cases = [case_of(conn, ctx, call, row) for row in claims.listed(conn, wanted)]
    ended = (_S.SETTLED, _S.WITHDRAWN, _S.CLOSED)
    return [
        each for each in cases if not (is_open and each.status in ended) and direction in (None, each.row.direction)
    ]


def show(ctx: Context, call: Call, which: WhichClaim | str) -> Case:
    """One claim with its moves."""
    with reading(ctx.engine) as conn:
        return case_of(conn, ctx, call, claim_of(conn, which))


def wanted_of(conn: Connection, call: Call, request: ClaimRequest) -> Wanted:
    """Whose debts are meant. Raises a refusal where neither contract nor counterparty is named."""
    choices = Wanted(
        0,
        0,
        currency=request.currency,
        language=request.language,
        law=request.law,
        terms=request.terms,
        payment_ids=request.advances,
    )
    if request.which is None and request.advances:
        paid = payments.row_of(conn, request.advances[0])
        sides = {"counterparty_id": paid.counterparty_id or 0, "own_company_id": paid.own_company_id}
        return replace(choices, **sides)
    if request.which is not None:
        row = contracts.row_of(conn, find(conn, call, request.which))
        sides = {"counterparty_id": row.counterparty_id, "own_company_id": row.own_company_id}
        return replace(choices, **sides, contract_id=row.id)
    if not request.counterparty:
        raise ClaimFault("Name the contract, or its counterparty by --counterparty.", code="no_debtor")
    party = parties.counterparty(conn, request.counterparty)
    own = parties.own_company(conn, request.company)
    return replace(choices, counterparty_id=party.id, own_company_id=own.id)


def wanted_again(conn: Connection, row: Row[Any]) -> Wanted:
    """What a claim claims, to reckon it on another day by the terms of its draft."""
    items = claims.items_of(conn, row.id)
    paid = tuple(each.payment_id for each in items if each.payment_id)
    return Wanted(
        row.counterparty_id,
        row.own_company_id,
        contract_id=row.contract_id if paid else None,
        currency=row.currency,
        language=row.language,
        law=row.law,
        charge_ids=frozenset(each.charge_id for each in items if each.charge_id),
        payment_ids=paid,
        terms=kept_terms(conn, row.id),
    )


def next_number(conn: Connection, ctx: Context, company_id: int, on: date) -> str:
    """The next number of the company's claims."""
    pattern = NumberPattern(ctx.numbering.claim)
    return pattern.format(counters.next_number(conn, f"claim:{company_id}", pattern.series(on)), on.year)


def case_of(conn: Connection, ctx: Context, call: Call, row: Row[Any]) -> Case:
    """A claim whose row is known, with where it stands on the day."""
    moves = claims.moves_of(conn, row.id)
    method = next((each.method for each in reversed(moves) if each.status == _S.SENT), "letter")
    presumed = ctx.rules.delivery.get(method, ctx.rules.delivery.get(ctx.rules.usual_method, 5))
    status = status_on(rule_moves(moves), row.answer_by, call.as_of, presumed)
    principal = sum(each.principal_minor for each in claims.items_of(conn, row.id))
    total = Money(row.claimed_minor or principal, row.currency)
    return Case(row, status, Money(principal, row.currency), total, tuple(moves))


def _day_after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)
