"""A claim as a case: drafted from the ledger, frozen when approved, sent, answered, settled or taken to court (§8)."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row

from contracts.core.calendar import Duration
from contracts.core.claim import (
    INCOMING_ANSWER_DAYS,
    ClaimDirection,
    ClaimFault,
    ClaimStatus,
    ClaimSubject,
    answer_by,
    check_move,
    check_sending,
    status_on,
)
from contracts.core.claim_terms import ClaimTerms
from contracts.core.contract import Subject, SubjectKind
from contracts.core.money import Money
from contracts.core.numbering import NumberPattern
from contracts.documents.contexts.claim import ClaimFacts
from contracts.law import calendar_of, rate_tables
from contracts.services.attaching import attach_in
from contracts.services.charges import recorded
from contracts.services.claim_kept import file_letter, freeze, keep_terms, kept_terms
from contracts.services.claim_moves import record_move
from contracts.services.claim_notes import notes_of
from contracts.services.claim_reckoning import Reckoned, Wanted, reckon_claim
from contracts.services.desk import Call, Desk
from contracts.services.filing import Filed
from contracts.services.money_derived import core_moves
from contracts.services.which import Which, find
from contracts.services.work import Work, require, writing
from contracts.store import claims, contracts, counters, parties, payments
from contracts.store.engine import reading

_S = ClaimStatus


@dataclass(frozen=True, slots=True)
class ClaimRequest:
    """What a person asks for: a contract or a counterparty, and the choices law and contract leave open."""

    which: Which | None = None
    counterparty: str | None = None
    company: str | None = None
    currency: str | None = None
    language: str | None = None
    law: str | None = None
    terms: ClaimTerms = ClaimTerms()
    target: Path | None = None
    enclosed: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Drafted:
    """A claim as it was made: its number, sums, and the letter."""

    id: int
    number: str
    counterparty: str
    facts: ClaimFacts
    filed: Filed
    reckoned: Reckoned


@dataclass(frozen=True, slots=True)
class Case:
    """A claim with where it stands on the day, what follows from days included."""

    row: Row[Any]
    status: ClaimStatus
    principal: Money
    total: Money
    moves: tuple[Row[Any], ...]


def draft_claim(desk: Desk, call: Call, request: ClaimRequest, data: Path | None = None) -> Drafted:
    """Make a claim of everything overdue: numbered, its letter filed and written, kept as a draft."""
    require(call, "claims.prepare")
    with writing(desk, call) as work:
        made = draft_in(work, wanted_of(work.conn, call, request), request, data)
        work.commit()
    return made


def draft_in(work: Work, wanted: Wanted, request: ClaimRequest, data: Path | None = None) -> Drafted:
    """The same within a transaction of the caller, who commits."""
    conn, desk, call = work.conn, work.desk, work.call
    reckoned = reckon_claim(conn, desk, call, wanted, data)
    number = next_number(conn, desk, wanted.own_company_id, call.as_of)
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


def approve(desk: Desk, call: Call, number: str, data: Path | None = None, target: Path | None = None) -> Drafted:
    """Approve a claim: reckoned anew on the day, its rows frozen, its letter made anew."""
    require(call, "claims.send")
    with writing(desk, call) as work:
        row = _locked(work, number)
        if _S(row.status) is _S.APPROVED:
            record_move(work, row.id, _S.DRAFT, reason="approved anew")
            row = claims.row_of(work.conn, row.id)
        check_move(ClaimDirection.OUTGOING, _S(row.status), _S.APPROVED, row.number)
        charges = frozenset(each.charge_id for each in claims.items_of(work.conn, row.id) if each.charge_id)
        wanted = Wanted(
            row.counterparty_id,
            row.own_company_id,
            currency=row.currency,
            language=row.language,
            law=row.law,
            charge_ids=charges,
            terms=kept_terms(work.conn, row.id),
        )
        reckoned = reckon_claim(work.conn, desk, call, wanted, data)
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


def send(desk: Desk, call: Call, number: str, *, method: str, tracking_no: str = "") -> date:
    """Record that a claim was sent; returns the last day for the answer.

    Raises ``ClaimFault`` where its approval lapsed (ten days, or a payment since): the claim then is a draft again.
    """
    require(call, "claims.send")
    with writing(desk, call) as work:
        row = _locked(work, number)
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
        record_move(work, row.id, _S.DRAFT, reason="approval lapsed")
        return fault
    answer = kept_terms(work.conn, row.id).answer
    last, _ = answer_by(call.as_of, row.answer_days, calendar_of(row.law or "UA"), answer)
    claims.change(work.conn, row.id, {"answer_by": last})
    record_move(work, row.id, _S.SENT, method=method, tracking_no=tracking_no)
    return last


def move(desk: Desk, call: Call, number: str, to: ClaimStatus, *, reason: str = "", method: str = "") -> Case:
    """Move a claim: delivered, accepted, refused, settled, to court, withdrawn, or a step of an incoming one."""
    require(call, "claims.send" if to in (_S.ANSWER_APPROVED, _S.ANSWERED, _S.TO_COURT) else "claims.prepare")
    with writing(desk, call) as work:
        row = _locked(work, number)
        check_move(ClaimDirection(row.direction), _S(row.status), to, row.number)
        record_move(work, row.id, to, reason=reason, method=method)
        work.commit()
    return show(desk, call, number)


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


def receive(desk: Desk, call: Call, given: Incoming) -> date:
    """Register a claim that came in; returns the last day for our answer."""
    require(call, "claims.prepare")
    with writing(desk, call) as work:
        party = parties.counterparty(work.conn, given.counterparty)
        contract = None if given.which is None else contracts.row_of(work.conn, find(work.conn, call, given.which))
        country = contract.country if contract is not None else desk.country
        last, _ = answer_by(given.received_on, INCOMING_ANSWER_DAYS, calendar_of(country), given.answer)
        id = claims.add(
            work.conn,
            {
                "own_company_id": contract.own_company_id if contract else parties.own_company(work.conn).id,
                "counterparty_id": party.id,
                "contract_id": contract.id if contract is not None else None,
                "direction": ClaimDirection.INCOMING.value,
                "subject": ClaimSubject.OTHER.value,
                "number": given.number,
                "as_of": given.received_on,
                "currency": given.amount.currency,
                "law": country,
                "language": "uk",
                "answer_days": (last - given.received_on).days,
                "answer_by": last,
                "claimed_minor": given.amount.minor,
                "note": given.note,
                **recorded(call),
            },
        )
        record_move(work, id, _S.RECEIVED, on=given.received_on)
        told = {"number": given.number, "sum": given.amount.wire}
        work.note(Subject(SubjectKind.CLAIM, id), "receive_claim", {"after": told})
        work.commit()
    return last


def list_claims(
    desk: Desk, call: Call, *, counterparty: str | None = None, is_open: bool = False, direction: str | None = None
) -> list[Case]:
    """The register of claims, the newest first."""
    with reading(desk.engine) as conn:
        wanted = [claims.is_with(parties.counterparty(conn, counterparty).id)] if counterparty else []
        cases = [case_of(conn, desk, call, row) for row in claims.listed(conn, wanted)]
    ended = (_S.SETTLED, _S.WITHDRAWN, _S.CLOSED)
    return [
        each for each in cases if not (is_open and each.status in ended) and direction in (None, each.row.direction)
    ]


def show(desk: Desk, call: Call, number: str) -> Case:
    """One claim with its moves."""
    with reading(desk.engine) as conn:
        return case_of(conn, desk, call, claims.row_of(conn, claims.find(conn, number)))


def wanted_of(conn: Connection, call: Call, request: ClaimRequest) -> Wanted:
    """Whose debts are meant. Raises a refusal where neither contract nor counterparty is named."""
    choices = Wanted(
        0,
        0,
        currency=request.currency,
        language=request.language,
        law=request.law,
        terms=request.terms,
    )
    if request.which is not None:
        row = contracts.row_of(conn, find(conn, call, request.which))
        sides = {"counterparty_id": row.counterparty_id, "own_company_id": row.own_company_id}
        return replace(choices, **sides, contract_id=row.id)
    if not request.counterparty:
        raise ClaimFault("Name the contract, or its counterparty by --counterparty.", code="no_debtor")
    party = parties.counterparty(conn, request.counterparty)
    own = parties.own_company(conn, request.company)
    return replace(choices, counterparty_id=party.id, own_company_id=own.id)


def next_number(conn: Connection, desk: Desk, company_id: int, on: date) -> str:
    """The next number of the company's claims."""
    pattern = NumberPattern(desk.numbering.claim)
    return pattern.format(counters.next_number(conn, f"claim:{company_id}", pattern.series(on)), on.year)


def case_of(conn: Connection, desk: Desk, call: Call, row: Row[Any]) -> Case:
    """A claim whose row is known, with where it stands on the day."""
    moves = claims.moves_of(conn, row.id)
    method = next((each.method for each in reversed(moves) if each.status == _S.SENT), "letter")
    presumed = desk.rules.delivery.get(method, desk.rules.delivery.get(desk.rules.usual_method, 5))
    status = status_on(core_moves(moves), row.answer_by, call.as_of, presumed)
    principal = sum(each.principal_minor for each in claims.items_of(conn, row.id))
    total = Money(row.claimed_minor or principal, row.currency)
    return Case(row, status, Money(principal, row.currency), total, tuple(moves))


def _locked(work: Work, number: str) -> Row[Any]:
    return claims.row_of(work.conn, claims.find(work.conn, number), lock=True)


def _day_after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)
