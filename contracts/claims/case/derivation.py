"""The answer to a claim, theirs or ours, stands on the agenda until it is given (domain §8)."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from contracts.claims.case.queries import claims
from contracts.claims.case.rules.claim import (
    ClaimDirection,
    ClaimStatus,
    Move,
    answer_steps,
    awaits_answer,
    reached_on,
)
from contracts.kernel.deadline import Deadline, DeadlineKind, deadline
from contracts.kernel.rules import Rules
from contracts.kernel.sockets import Changes, DeadlineSource
from contracts.kernel.subject import Subject, SubjectKind
from contracts.money.derivation import concerned, owners


def rule_moves(rows: Iterable[Row[Any]]) -> tuple[Move, ...]:
    """Moves of a claim as the rules see them."""
    return tuple(Move(ClaimStatus(row.status), row.on, row.method) for row in rows)


def presumed_on(rules: Rules, row: Row[Any], moves: Iterable[Row[Any]]) -> date | None:
    """The day on which delivery of a claim is presumed; ``None`` where it was proved, or does not matter."""
    if row.direction != ClaimDirection.OUTGOING:
        return None
    reached = reached_on(rule_moves(moves), rules.delivery, rules.usual_method, law=row.law or "UA")
    return reached[0] if reached is not None and reached[1] else None


def _follow(conn: Connection, rules: Rules, changes: Changes) -> tuple[Changes, list[Deadline]]:
    ids = concerned(changes, SubjectKind.CLAIM, claims.of_contracts(conn, changes.get(SubjectKind.CONTRACT, ())))
    rows, moves = claims.rows_by_key(conn, ids), claims.moves_by_claim(conn, ids)
    known = owners(conn, (row.contract_id for row in rows))
    found = []
    for row in rows:
        own = moves.get(row.id, [])
        direction, ordered = ClaimDirection(row.direction), rule_moves(own)
        if row.answer_by is not None and awaits_answer(direction, ordered):
            why = answer_steps(direction, row.number, ordered, row.answer_by, presumed_on(rules, row, own))
            owner, subject = known.get(row.contract_id, (None, None)), Subject(SubjectKind.CLAIM, row.id)
            found.append(
                deadline(
                    DeadlineKind.CLAIM_ANSWER,
                    subject,
                    row.answer_by,
                    rules,
                    country=row.law or "UA",
                    owner=owner,
                    why=why,
                )
            )
    return {SubjectKind.CLAIM: ids}, found


def _everything(conn: Connection) -> Iterator[Changes]:
    for batch in claims.everything(conn):
        yield {SubjectKind.CLAIM: set(batch)}


SOURCE = DeadlineSource(frozenset({DeadlineKind.CLAIM_ANSWER}), _follow, _everything)
