"""A payment closes what it covers everywhere: a claim whose charges are all covered is settled; undo reopens it."""

from collections.abc import Collection

from contracts.core.claim import ClaimDirection, ClaimStatus
from contracts.services.claim_moves import record_move
from contracts.services.work import Work
from contracts.store import charges as charge_rows
from contracts.store import claims

_SETTLES = frozenset(ClaimStatus) - {
    *(ClaimStatus.SETTLED, ClaimStatus.WITHDRAWN, ClaimStatus.CLOSED),
    *(ClaimStatus.RECEIVED, ClaimStatus.ANSWER_DRAFTED, ClaimStatus.ANSWER_APPROVED, ClaimStatus.ANSWERED),
}


def settle_covered(work: Work, charge_ids: Collection[int]) -> None:
    """Settle the outgoing claims these charges are in where nothing of them is open; take it back where it is again.

    A claim for more than the principal stays with its sums: interest becomes a debt only when admitted (domain §6).
    """
    for row in claims.with_charges(work.conn, charge_ids):
        if row.direction != ClaimDirection.OUTGOING:
            continue
        items = claims.items_of(work.conn, row.id)
        is_covered = not charge_rows.open_sums(work.conn, [each.charge_id for each in items if each.charge_id])
        status = ClaimStatus(row.status)
        if is_covered and status in _SETTLES:
            record_move(work, row.id, ClaimStatus.SETTLED, reason="principal covered")
        elif not is_covered and status is ClaimStatus.SETTLED:
            before = claims.status_before(work.conn, row.id, ClaimStatus.SETTLED)
            if before is not None:
                record_move(work, row.id, ClaimStatus(before), reason="a payment was taken back")
