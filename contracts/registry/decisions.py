"""A deadline is acknowledged, which silences what was told, or decided, which puts another one in its place (§10)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from contracts.kernel.context import Call, Context, Work
from contracts.kernel.deadline import Deadline, DeadlineKind
from contracts.kernel.derivation import CodeFact
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import PersonId, Subject, SubjectKind
from contracts.kernel.unit_of_work import require, writing
from contracts.people.queries import people
from contracts.registry.derivation import locked_facts
from contracts.registry.queries import contracts, decisions
from contracts.registry.rules.contract import Choice, Side
from contracts.registry.rules.deadlines import deadlines_on
from contracts.registry.rules.term import outline
from contracts.registry.which import Which, find, shown_number

#: What a decision of the manager answers; everything else is closed by a fact.
DECIDABLE = (DeadlineKind.RENEWAL_DECISION, DeadlineKind.LATE_NOTICE)


class NothingOpen(Refusal):
    """The contract has no such deadline on this day."""

    code = "no_such_deadline"


@dataclass(frozen=True, slots=True)
class Answered:
    """What was answered; ``state`` is ``acknowledged``, ``closed``, ``proposed`` or ``open`` (revoked)."""

    contract: str
    kind: str
    due_on: date
    state: str


def decide(
    ctx: Context, call: Call, which: Which | str, choice: Choice, *, reason: str, due_on: date | None = None
) -> Answered:
    """Record the manager's decision for the nearest target date (or the one named); it closes the deadline.

    Raises :class:`NothingOpen` where nothing waits for a decision.
    """
    require(call, "decisions.make")
    return _answer(ctx, call, which, (choice, reason, due_on), is_proposal=False)


def propose(
    ctx: Context, call: Call, which: Which | str, choice: Choice, *, reason: str, due_on: date | None = None
) -> Answered:
    """Propose a decision to the manager; the deadline stays open until somebody decides."""
    require(call, "decisions.propose")
    return _answer(ctx, call, which, (choice, reason, due_on), is_proposal=True)


def revoke(ctx: Context, call: Call, which: Which | str, *, reason: str, due_on: date | None = None) -> Answered:
    """Take the newest decision back; refused once our notice is sent. The deadline is open again."""
    require(call, "decisions.make")
    _demand(reason)
    with writing(ctx, call) as work:
        id, number = _locked(work, which)
        found = [
            row
            for row in decisions.of_contract(work.conn, id)
            if row.decided_at is not None and row.revoked_at is None and due_on in (None, row.due_on)
        ]
        if not found:
            raise NothingOpen("Contract {number} has no decision to revoke.", number=number)
        newest = found[-1]
        sent = [
            each for each in locked_facts(work, id).notices if each.by is Side.OURS and _went_out(each.sent_on, newest)
        ]
        if sent and Choice(newest.choice) in (Choice.TERMINATE, Choice.LAPSE):
            raise Refusal(
                "The notice for contract {number} was sent on {day}; revoke the notice before the decision.",
                code="notice_sent",
                number=number,
                day=sent[-1].sent_on or newest.due_on,
            )
        decisions.revoke(work.conn, newest.id, call.at)
        before = {"choice": newest.choice, "due_on": newest.due_on.isoformat(), "reason": newest.reason}
        subject = Subject(SubjectKind.DECISION, newest.id)
        work.touch(subject, "revoke_decision", {"before": before, "reason": reason}, contract_id=id)
        work.commit()
    return Answered(number, newest.kind, newest.due_on, "open")


def _answer(
    ctx: Context, call: Call, which: Which | str, answer: tuple[Choice, str, date | None], *, is_proposal: bool
) -> Answered:
    choice, reason, due_on = answer
    _demand(reason)
    with writing(ctx, call) as work:
        id, number = _locked(work, which)
        open_ones = _open_deadlines(work, id)
        wanted = [each for each in open_ones if each.key.kind in DECIDABLE and due_on in (None, each.key.due_on)]
        key = _nearest(number, wanted, open_ones, _already(work.conn, id)).key
        row = {
            "contract_id": id,
            "kind": key.kind.value,
            "due_on": key.due_on,
            "choice": choice.value,
            "reason": reason.strip(),
            "proposed_by": call.login if is_proposal else _proposer(work.conn, id, key.due_on),
            "decided_by": "" if is_proposal else call.login,
            "decided_on": call.as_of,
            "decided_at": None if is_proposal else call.at,
        }
        made = Subject(SubjectKind.DECISION, decisions.add(work.conn, row))
        after = {"choice": choice.value, "due_on": key.due_on.isoformat(), "reason": reason.strip()}
        work.touch(made, "propose" if is_proposal else "decide", {"after": after}, contract_id=id)
        work.commit()
    return Answered(number, key.kind.value, key.due_on, "proposed" if is_proposal else "closed")


def _locked(work: Work, which: Which | str) -> tuple[int, str]:
    id = find(work.conn, work.call, which)
    locked_facts(work, id)
    return id, shown_number(contracts.row_of(work.conn, id))


def _open_deadlines(work: Work, id: int) -> list[Deadline]:
    """The deadlines of the terms of a contract, nearest first."""
    found = deadlines_on(outline(locked_facts(work, id), work.ctx.rules, work.call.as_of), work.call.as_of)
    return sorted(found, key=lambda each: (each.act_by, each.key.due_on))


def _nearest(
    number: str, wanted: list[Deadline], open_ones: list[Deadline], decided: tuple[Choice, date] | None = None
) -> Deadline:
    if wanted:
        return wanted[0]
    if decided is not None:
        raise NothingOpen(
            "Contract {number} is decided already: {choice}, for {due_on}. Revoke that decision to decide anew.",
            code="already_decided",
            number=number,
            choice=CodeFact("choice", decided[0].value),
            due_on=decided[1],
        )
    if not open_ones:
        raise NothingOpen("No deadline of contract {number} is open on this day.", number=number)
    raise NothingOpen(
        "Contract {number} has no such deadline; open are: {kinds}.",
        number=number,
        kinds=", ".join(f"{each.key.kind.value} {each.key.due_on:%d.%m.%Y}" for each in open_ones),
    )


def _already(conn: Connection, id: int) -> tuple[Choice, date] | None:
    found = [row for row in decisions.of_contract(conn, id) if row.decided_at is not None and row.revoked_at is None]
    return (Choice(found[-1].choice), found[-1].due_on) if found else None


def _proposer(conn: Connection, id: int, due_on: date) -> str:
    proposal = decisions.last_proposal(conn, id, due_on)
    return proposal.proposed_by if proposal is not None else ""


def _person(conn: Connection, call: Call, deadline: Deadline, by: str | None) -> int:
    """Who took note: the one named, the caller, else whoever reads the owner's mail today."""
    if by is not None:
        return int(people.find(conn, by).id)
    if call.person_id is not None:
        return call.person_id
    roster = people.roster_on(conn, call.as_of)
    reader = roster.stand_in(roster.line(deadline.owner_id)[0])
    if not reader:
        raise Refusal("There is nobody to acknowledge for: add a person first.", code="no_people")
    return int(PersonId(reader))


def _went_out(sent_on: date | None, decision: object) -> bool:
    return sent_on is not None and sent_on >= getattr(decision, "decided_on", sent_on)


def _demand(reason: str) -> None:
    if not reason.strip():
        raise Refusal("Say why: a decision without a reason is not recorded.", code="no_reason")
