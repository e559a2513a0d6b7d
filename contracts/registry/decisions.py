"""A deadline is acknowledged, which silences what was told, or decided, which puts another one in its place (§10)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from contracts.kernel.context import Call, Context, Work
from contracts.kernel.database.tables import add_row
from contracts.kernel.deadline import Deadline, DeadlineKind
from contracts.kernel.derivation import CodeFact
from contracts.kernel.refusal import N_, Refusal
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.people.queries import people
from contracts.registry.lookup import LockedContract, Which, lock_contract
from contracts.registry.queries import decisions
from contracts.registry.remedies import missing_facts, typed
from contracts.registry.rules.contract import Choice, Side
from contracts.registry.rules.deadlines import deadlines_on
from contracts.registry.rules.term import Link, Outline, outline
from contracts.registry.tables.contract import DecisionRow

#: What a decision of the manager answers; everything else is closed by a fact.
DECIDABLE = (
    DeadlineKind.RENEWAL_DECISION,
    DeadlineKind.LATE_NOTICE,
    DeadlineKind.NOTICE_MISSED,
    DeadlineKind.MISSING_FACT,
)


_ALREADY = N_(
    "Term {no} of contract {number} has a decision already, of {day}, by {who}: {choice}. To change it, take the first "
    "one back: {command}."
)
_ALREADY_BUT = N_(
    "Term {no} of contract {number} has a decision already, of {day}, by {who}: {choice}. To change it, take the first "
    "one back: {command}. To decide about the next term, name its day: --due-on {following}."
)


class NothingOpen(Refusal):
    """The contract has no such deadline on this day."""

    code = "no_such_deadline"


@dataclass(frozen=True, slots=True)
class DeadlineAnswer:
    """What was answered; ``state`` is ``acknowledged``, ``closed``, ``proposed`` or ``open`` (revoked)."""

    contract: str
    kind: str
    due_on: date
    state: str


@needs("decisions.make")
def decide(
    ctx: Context, call: Call, which: Which | str, choice: Choice, *, reason: str, due_on: date | None = None
) -> DeadlineAnswer:
    """Record the manager's decision for the nearest target date (or the one named); it closes the deadline.

    Raises :class:`NothingOpen` where nothing waits for a decision, or the running term has one already: a second one
    never slips to the next term, unless its day is named.
    """
    why = _demand(reason)
    with writing(ctx, call) as work:
        contract, deadline, earlier = _undecided(work, which, due_on)
        proposals = [row for row in earlier if row.due_on == deadline.key.due_on and row.decided_at is None]
        row = _new_row(work, contract, deadline, choice, why)
        row.proposed_by, row.decided_by = proposals[-1].proposed_by if proposals else "", call.login
        row.decided_at = call.at
        return _keep(work, contract, row, "decide", "closed")


@needs("decisions.propose")
def propose(
    ctx: Context, call: Call, which: Which | str, choice: Choice, *, reason: str, due_on: date | None = None
) -> DeadlineAnswer:
    """Propose a decision to the manager; the deadline stays open until somebody decides."""
    why = _demand(reason)
    with writing(ctx, call) as work:
        contract, deadline, _ = _undecided(work, which, due_on)
        row = _new_row(work, contract, deadline, choice, why)
        row.proposed_by = call.login
        return _keep(work, contract, row, "propose", "proposed")


@needs("decisions.make")
def revoke(ctx: Context, call: Call, which: Which | str, *, reason: str, due_on: date | None = None) -> DeadlineAnswer:
    """Take the newest decision back; refused once our notice is sent. The deadline is open again."""
    _demand(reason)
    with writing(ctx, call) as work:
        contract = lock_contract(work, which)
        decided = [row for row in _decided(_standing(work, contract)) if due_on in (None, row.due_on)]
        if not decided:
            raise NothingOpen("Contract {number} has no decision to revoke.", number=contract.number)
        newest = decided[-1]
        _refuse_sent(contract, newest)
        decisions.revoke(work.conn, newest.id, call.at)
        before = {"choice": newest.choice, "due_on": newest.due_on.isoformat(), "reason": newest.reason}
        subject = Subject(SubjectKind.DECISION, newest.id)
        work.touch(subject, "revoke_decision", {"before": before, "reason": reason}, contract_id=contract.id)
        work.commit()
    return DeadlineAnswer(contract.number, newest.kind, newest.due_on, "open")


def open_deadlines(work: Work, contract: LockedContract) -> list[Deadline]:
    """The deadlines of the terms of a contract, nearest first."""
    day = work.call.as_of
    return sorted(
        deadlines_on(outline(contract.facts, work.ctx.rules, day), day), key=lambda each: (each.act_by, each.key.due_on)
    )


def nearest(contract: LockedContract, candidates: Sequence[Deadline], open_ones: Sequence[Deadline]) -> Deadline:
    """The first of the deadlines meant. Raises :class:`NothingOpen` naming what is open."""
    number = contract.number
    if candidates:
        return candidates[0]
    if not open_ones:
        raise NothingOpen("No deadline of contract {number} is open on this day.", number=number)
    raise NothingOpen(
        "Contract {number} has no such deadline; open are: {kinds}.",
        number=number,
        kinds=", ".join(f"{each.key.kind.value} {each.key.due_on:%d.%m.%Y}" for each in open_ones),
    )


def _undecided(
    work: Work, which: Which | str, due_on: date | None
) -> tuple[LockedContract, Deadline, list[DecisionRow]]:
    """The contract meant, the deadline to decide about, and the decisions and proposals that stand."""
    contract = lock_contract(work, which)
    open_ones, earlier = open_deadlines(work, contract), _standing(work, contract)
    candidates = [each for each in open_ones if _is_decidable(each) and due_on in (None, each.key.due_on)]
    decided = [row for row in _decided(earlier) if due_on in (None, row.due_on)]
    places = _places(outline(contract.facts, work.ctx.rules, work.call.as_of))
    if not candidates and decided:
        raise _decided_already(work, contract, decided[-1], places)
    deadline = nearest(contract, candidates, open_ones)
    first = _answering(decided, deadline, places, work.call.as_of) if due_on is None else None
    if first is not None:
        raise _decided_already(work, contract, first, places, deadline.key.due_on)
    return contract, deadline, earlier


def _is_decidable(deadline: Deadline) -> bool:
    """Of missing facts a decision answers one alone: whether the contract goes on."""
    is_open = deadline.key.kind is not DeadlineKind.MISSING_FACT or "renewal" in missing_facts(deadline.why)
    return deadline.key.kind in DECIDABLE and is_open


def _places(whole: Outline) -> dict[date, Link]:
    """The term each target date belongs to."""
    return {
        day: link
        for link in whole.links
        for day in (link.notice_deadline, link.term.last_day, *(each.on for each in link.late))
        if day is not None
    }


def _answering(
    decided: Sequence[DecisionRow], deadline: Deadline, places: Mapping[date, Link], as_of: date
) -> DecisionRow | None:
    """The decision that answers the question of today, where what is open is the question of a term to come.

    It does while its own term runs; one about a missed notice until the next term is first told of.
    """
    asked = places.get(deadline.key.due_on)
    for row in reversed(decided):
        link = places.get(row.due_on)
        if asked is None or link is None or link.term.no >= asked.term.no:
            continue
        is_early = row.decided_on == as_of or (row.decided_on > row.due_on and deadline.check_on > as_of)
        if is_early or max(row.due_on, link.term.last_day) >= as_of:
            return row
    return None


def _decided_already(
    work: Work, contract: LockedContract, row: DecisionRow, places: Mapping[date, Link], following: date | None = None
) -> NothingOpen:
    """Who decided what, when, and how to take it back; ``following`` is the day of a later term that may be named."""
    names = {each.login: each.name for each in people.everybody(work.conn)}
    facts = {
        "number": contract.number,
        "no": places[row.due_on].term.no if row.due_on in places else "—",
        "day": row.decided_on,
        "who": names.get(row.decided_by, row.decided_by) or "—",
        "choice": CodeFact("choice", row.choice),
        "command": f"contracts undecide {typed(contract.number)} --reason …",
    }
    if following is None:
        return NothingOpen(_ALREADY, code="already_decided", **facts)
    return NothingOpen(_ALREADY_BUT, code="already_decided", following=following.isoformat(), **facts)


def _standing(work: Work, contract: LockedContract) -> list[DecisionRow]:
    """Decisions and proposals nobody revoked, oldest first."""
    return [row for row in decisions.of_contract(work.conn, contract.id) if row.revoked_at is None]


def _decided(rows: Sequence[DecisionRow]) -> list[DecisionRow]:
    return [row for row in rows if row.decided_at is not None]


def _new_row(work: Work, contract: LockedContract, deadline: Deadline, choice: Choice, reason: str) -> DecisionRow:
    return DecisionRow(
        contract_id=contract.id,
        kind=deadline.key.kind.value,
        due_on=deadline.key.due_on,
        choice=choice.value,
        reason=reason,
        decided_on=work.call.as_of,
    )


def _keep(work: Work, contract: LockedContract, row: DecisionRow, what: str, state: str) -> DeadlineAnswer:
    subject = Subject(SubjectKind.DECISION, add_row(work.conn, row))
    after = {"choice": row.choice, "due_on": row.due_on.isoformat(), "reason": row.reason}
    work.touch(subject, what, {"after": after}, contract_id=contract.id)
    work.commit()
    return DeadlineAnswer(contract.number, row.kind, row.due_on, state)


def _refuse_sent(contract: LockedContract, decision: DecisionRow) -> None:
    """What a notice told the other side is taken back before the decision it carried out."""
    sent = [
        each.sent_on
        for each in contract.facts.notices
        if each.by is Side.OURS and each.sent_on is not None and each.sent_on >= decision.decided_on
    ]
    if sent and Choice(decision.choice) in (Choice.TERMINATE, Choice.LAPSE):
        raise Refusal(
            "The notice for contract {number} was sent on {day}; revoke the notice before the decision.",
            code="notice_sent",
            number=contract.number,
            day=sent[-1],
        )


def _demand(reason: str) -> str:
    if not reason.strip():
        raise Refusal("Say why: a decision without a reason is not recorded.", code="no_reason")
    return reason.strip()
