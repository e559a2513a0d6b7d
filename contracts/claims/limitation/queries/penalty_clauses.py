"""Which contracts have a penalty clause, as the newest amendments say."""

from collections.abc import Iterable

from sqlalchemy import Connection

from contracts.kernel.calendar import FAR
from contracts.registry.roll import load_readable
from contracts.registry.rules.amendment import conditions_on


def penalty_clauses(conn: Connection, contract_ids: Iterable[int | None]) -> dict[int, str]:
    """The clause of each of these contracts that has one; a contract that cannot be read has none."""
    ids = sorted({id for id in contract_ids if id is not None})
    readable = load_readable(conn, ids)[0] if ids else ()
    clauses = ((int(each.id), conditions_on(each, FAR).penalty) for each in readable)
    return {id: text for id, text in clauses if text}
