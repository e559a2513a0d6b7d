"""A payment closes what it covers everywhere: a claim whose charges are all covered is settled; undo reopens it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row

from contracts.claims.case.moves import COVERED, TAKEN_BACK, record_move
from contracts.claims.case.queries import claims
from contracts.claims.case.rules.claim import ClaimDirection, ClaimStatus
from contracts.kernel.context import Work
from contracts.kernel.events import Covered
from contracts.money.queries import charges as charge_rows
from contracts.money.queries import payments

_SETTLES = frozenset(ClaimStatus) - {
    *(ClaimStatus.SETTLED, ClaimStatus.WITHDRAWN, ClaimStatus.CLOSED),
    *(ClaimStatus.RECEIVED, ClaimStatus.ANSWER_DRAFTED, ClaimStatus.ANSWER_APPROVED, ClaimStatus.ANSWERED),
}


def settle_covered(work: Work, event: Covered) -> None:
    """Settle the outgoing claims of which nothing is open any more; take it back where it is open again.

    An advance is returned when nothing is left of its payment: given back, or covered by a later delivery. A claim for
    more than the principal stays with its sums: interest becomes a debt only when admitted (domain §6).
    """
    for row in claims.with_items(work.conn, event.charge_ids, event.payment_ids):
        if row.direction != ClaimDirection.OUTGOING:
            continue
        is_covered = not still_open(work.conn, row.id)
        status = ClaimStatus(row.status)
        if is_covered and status in _SETTLES:
            record_move(work, row.id, ClaimStatus.SETTLED, reason=COVERED)
        elif not is_covered and status is ClaimStatus.SETTLED:
            before = claims.status_before(work.conn, row.id, ClaimStatus.SETTLED)
            if before is not None:
                record_move(work, row.id, ClaimStatus(before), reason=TAKEN_BACK)


def still_open(conn: Connection, claim_id: int) -> int:
    """What is unpaid of the principal of a claim now, in minor units."""
    return sum(open_items(conn, claims.items_of(conn, claim_id)))


def open_items(conn: Connection, items: Sequence[Row[Any]]) -> list[int]:
    """What is open of each item of a claim now, never more than was claimed of it."""
    charges = charge_rows.open_sums(conn, [each.charge_id for each in items if each.charge_id])
    rests = payments.rest_sums(conn, [each.payment_id for each in items if each.payment_id])
    found = []
    for each in items:
        left = charges.get(each.charge_id, 0) if each.charge_id else rests.get(each.payment_id, 0)
        found.append(left if each.charge_id else min(left, each.principal_minor))
    return found
