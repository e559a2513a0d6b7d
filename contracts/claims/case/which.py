"""The claim a person means: its number, and whose it is where two counterparties gave theirs the same number."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from contracts.claims.case.queries import claims
from contracts.claims.case.rules.claim import ClaimDirection
from contracts.parties.queries import parties


@dataclass(frozen=True, slots=True)
class WhichClaim:
    """A claim as a person names it."""

    number: str
    counterparty: str | None = None


def find_claim(conn: Connection, which: WhichClaim | str, direction: ClaimDirection | None = None) -> int:
    """The key of the claim. Raises ``NoSuchClaim`` where there is none, or more than one."""
    wanted = which if isinstance(which, WhichClaim) else WhichClaim(which)
    party_id = parties.counterparty(conn, wanted.counterparty).id if wanted.counterparty else None
    return claims.find(conn, wanted.number, direction=direction, counterparty_id=party_id)


def claim_of(conn: Connection, which: WhichClaim | str, direction: ClaimDirection | None = None) -> Row[Any]:
    """The claim with its newest status. Raises ``NoSuchClaim``."""
    return claims.row_of(conn, find_claim(conn, which, direction))


def locked_claim(conn: Connection, which: WhichClaim | str, direction: ClaimDirection | None = None) -> Row[Any]:
    """The same, its row locked."""
    return claims.row_of(conn, find_claim(conn, which, direction), lock=True)
