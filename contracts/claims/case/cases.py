"""The register of claims: each as a case with where it stands on the day, what follows from days included (§8)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection

from contracts.claims.case.queries import claims
from contracts.claims.case.queries.claims import StoredClaim, WhichClaim
from contracts.claims.case.rules.claim import OVER, ClaimDirection, ClaimStatus, ClaimSubject, Move, status_on
from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading
from contracts.kernel.money import Money
from contracts.kernel.unit_of_work import needs
from contracts.kernel.wire import ASIDE


@dataclass(frozen=True, slots=True)
class ClaimCase:
    """A claim with where it stands on the day; ``stored`` are its own facts."""

    claim: str
    direction: ClaimDirection
    subject: ClaimSubject
    counterparty: str
    contract: str | None
    as_of: date
    status: ClaimStatus
    principal: Money
    total: Money
    currency: str
    answer_by: date | None
    moves: tuple[Move, ...]
    stored: StoredClaim = field(metadata=ASIDE)


@needs("debts.read")
def list_claims(ctx: Context, call: Call, *, counterparty: str | None = None, is_open: bool = False) -> list[ClaimCase]:
    """The register of claims, the newest first."""
    with reading(ctx.engine) as conn:
        cases = cases_of(conn, ctx, call, claims.listed(conn, call, counterparty))
    return [each for each in cases if not (is_open and each.status in OVER)]


@needs("debts.read")
def show(ctx: Context, call: Call, which: WhichClaim | str) -> ClaimCase:
    """One claim with its moves."""
    with reading(ctx.engine) as conn:
        return case_of(conn, ctx, call, claims.find(conn, call, which))


@needs("claims.prepare")
def claimed_charges(ctx: Context, call: Call, which: WhichClaim | str) -> list[int]:
    """The keys of the charges a claim demands."""
    with reading(ctx.engine) as conn:
        items = claims.items_of(conn, claims.find(conn, call, which).id)
    return [each.charge_id for each in items if each.charge_id is not None]


def case_of(conn: Connection, ctx: Context, call: Call, claim: StoredClaim) -> ClaimCase:
    """A stored claim with where it stands on the day."""
    (case,) = cases_of(conn, ctx, call, [claim])
    return case


def cases_of(conn: Connection, ctx: Context, call: Call, found: Sequence[StoredClaim]) -> list[ClaimCase]:
    """Stored claims with where each stands on the day."""
    ids = [each.id for each in found]
    moves, principals = claims.moves_by_claim(conn, ids), claims.principals(conn, ids)
    return [_case(ctx, call, each, moves[each.id], principals.get(each.id, 0)) for each in found]


def _case(ctx: Context, call: Call, claim: StoredClaim, moves: Sequence[Move], principal: int) -> ClaimCase:
    method = next((each.method for each in reversed(moves) if each.status is ClaimStatus.SENT), "letter")
    presumed = ctx.rules.delivery.get(method, ctx.rules.delivery.get(ctx.rules.usual_method, 5))
    return ClaimCase(
        claim=claim.number,
        direction=claim.direction,
        subject=claim.subject,
        counterparty=claim.counterparty,
        contract=claim.contract,
        as_of=claim.as_of,
        status=status_on(moves, claim.answer_by, call.as_of, presumed),
        principal=Money(principal, claim.currency),
        total=Money(claim.claimed_minor or principal, claim.currency),
        currency=claim.currency,
        answer_by=claim.answer_by,
        moves=tuple(moves),
        stored=claim,
    )
