"""The agenda as stored: open deadlines with the contract, the counterparty and the owner they belong to."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from contracts.kernel.database.rows import among, rows_in
from contracts.kernel.database.tables import table_of
from contracts.kernel.derivation import Step, steps_of
from contracts.kernel.subject import SubjectKind
from contracts.people.tables import PersonRow
from contracts.registry.rules.why import WaysLeft
from contracts.registry.tables.derived import DeadlineRow, RegisterRow

_D, _G, _P = table_of(DeadlineRow), table_of(RegisterRow), table_of(PersonRow)


class OpenDeadline(NamedTuple):
    """One thing to do: ``act_by`` is the last working day for it, ``due_on`` the legal day.

    What follows is set by whoever asks about a day: ``days_left`` counts calendar days to ``act_by``, negative when
    late; ``known_since`` is the day a contract was entered where ``act_by`` had passed already; ``ways_left`` what is
    open of a notice that can no longer go by the usual way.
    """

    kind: str
    contract_id: int | None
    contract: str
    title: str
    counterparty: str
    due_on: date
    act_by: date
    owner_id: int | None
    owner: str
    why: tuple[Step, ...]
    days_left: int = 0
    known_since: date | None = None
    ways_left: WaysLeft | None = None


_LINES = (
    select(
        *(_D.c.kind, _D.c.contract_id),
        *(func.coalesce(_G.c[name], "") for name in ("number", "title", "counterparty_name")),
        *(_D.c.due_on, _D.c.act_by, _D.c.owner_id, func.coalesce(_P.c.name, "")),
        _D.c.why,
    )
    .select_from(_D.outerjoin(_G, _G.c.contract_id == _D.c.contract_id).outerjoin(_P, _P.c.id == _D.c.owner_id))
    .where(_D.c.closed_on.is_(None))
    .order_by(_D.c.act_by, _D.c.contract_id, _D.c.kind, _D.c.due_on)
)


def lines(conn: Connection, where: Sequence[ColumnElement[bool]]) -> list[OpenDeadline]:
    """Open deadlines, the nearest first; ``where`` are conditions over ``register``."""
    return _lines(conn, _LINES.where(*where))


def of_contracts(conn: Connection, ids: Sequence[int]) -> list[OpenDeadline]:
    """Open deadlines of these contracts, the nearest first."""
    return _lines(conn, _LINES.where(among(_D.c.contract_id, ids))) if ids else []


def of_other_rooms(conn: Connection, contract_id: int) -> list[OpenDeadline]:
    """Open deadlines of a contract that do not follow from its terms: of money, claims, papers."""
    query = _LINES.where(_D.c.contract_id == contract_id, _D.c.subject_kind != SubjectKind.CONTRACT.value)
    return _lines(conn, query)


def about_terms(is_wanted: bool = True) -> ColumnElement[bool]:
    """Whether a deadline follows from a contract's terms, or from another room's facts."""
    kind = SubjectKind.CONTRACT.value
    return _D.c.subject_kind == kind if is_wanted else _D.c.subject_kind != kind


def is_sure(as_of: date, rules_no: int) -> ColumnElement[bool]:
    """Whether what is stored about a contract is right on this day or a later one up to ``derived_until``."""
    return or_(
        _G.c.contract_id.is_(None),
        (_G.c.derived_until > as_of) & (_G.c.rules_no >= rules_no),
    )


def names(conn: Connection, ids: Collection[int]) -> dict[int, tuple[str, str, str]]:
    """(number, title, counterparty) by contract."""
    query = select(_G.c.contract_id, _G.c.number, _G.c.title, _G.c.counterparty_name)
    found = rows_in(conn, query, _G.c.contract_id, ids)
    return {row.contract_id: (row.number, row.title, row.counterparty_name) for row in found}


def _lines(conn: Connection, query: Select[Any]) -> list[OpenDeadline]:
    found = (OpenDeadline(*row) for row in conn.execute(query))
    return [each._replace(why=steps_of(each.why)) for each in found]
