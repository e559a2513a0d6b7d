"""The answer to a claim, theirs or ours, stands on the agenda until it is given (domain §8)."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from contracts.claims.case.queries import claims
from contracts.claims.case.queries.claims import StoredClaim
from contracts.claims.case.rules.claim import ClaimDirection, Move, answer_steps, awaits_answer, reached_on
from contracts.kernel.deadline import Deadline, DeadlineKind, deadline
from contracts.kernel.derivation import Step
from contracts.kernel.rules import Rules
from contracts.kernel.sockets import Changes, DeadlineSource
from contracts.kernel.subject import Subject, SubjectKind
from contracts.money.derivation import concerned, owners


def steps_to_answer(rules: Rules, claim: StoredClaim, moves: Sequence[Move]) -> tuple[Step, ...]:
    """Why the answer is due on its day; nothing where nobody waits for one."""
    if claim.answer_by is None:
        return ()
    presumed_on = None
    if claim.direction is ClaimDirection.OUTGOING:
        reached = reached_on(moves, rules.delivery, rules.usual_method, law=claim.law)
        presumed_on = reached[0] if reached is not None and reached[1] else None
    return answer_steps(claim.direction, claim.number, moves, claim.answer_by, presumed_on)


def _follow(conn: Connection, rules: Rules, changes: Changes) -> tuple[Changes, list[Deadline]]:
    ids = concerned(changes, SubjectKind.CLAIM, claims.of_contracts(conn, changes.get(SubjectKind.CONTRACT, ())))
    known, moves = claims.by_keys(conn, ids), claims.moves_by_claim(conn, ids)
    owned = owners(conn, (each.contract_id for each in known))
    found = [
        deadline(
            DeadlineKind.CLAIM_ANSWER,
            Subject(SubjectKind.CLAIM, each.id),
            each.answer_by,
            rules,
            country=each.law,
            owner=owned.get(each.contract_id, (None, None)),
            why=steps_to_answer(rules, each, moves[each.id]),
        )
        for each in known
        if each.answer_by is not None and awaits_answer(each.direction, moves[each.id])
    ]
    return {SubjectKind.CLAIM: ids}, found


def _everything(conn: Connection) -> Iterator[Changes]:
    for batch in claims.everything(conn):
        yield {SubjectKind.CLAIM: set(batch)}


SOURCE = DeadlineSource(frozenset({DeadlineKind.CLAIM_ANSWER}), _follow, _everything)
