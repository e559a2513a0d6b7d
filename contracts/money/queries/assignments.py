"""Debts passed on: who took one over by which adjustment, and the charge it is owed under since, from both sides."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, FromClause, Row, Select, insert, select

from contracts.kernel.database.rows import first_of
from contracts.kernel.database.tables import table_of
from contracts.money.tables.ledger import AdjustmentRow, AssignmentRow, ChargeRow
from contracts.parties.tables import PartyRow

_S, _J, _P = table_of(AssignmentRow), table_of(AdjustmentRow), table_of(PartyRow)
_C = table_of(ChargeRow)


def add(conn: Connection, adjustment_id: int, party_id: int, role: str, charge_id: int | None) -> None:
    """Store who took a debt over."""
    conn.execute(insert(_S).values(adjustment_id=adjustment_id, party_id=party_id, role=role, charge_id=charge_id))


def away_from(conn: Connection, charge_ids: Collection[int]) -> dict[int, Row[Any]]:
    """Who took over parts of these charges, by adjustment: ``party``, ``role``, the new ``number`` or none."""
    query: Select[Any] = (
        select(_S.c.adjustment_id, _S.c.charge_id, _S.c.role, _named(_P).label("party"), _C.c.number)
        .join(_J, _J.c.id == _S.c.adjustment_id)
        .join(_P, _P.c.id == _S.c.party_id)
        .outerjoin(_C, _C.c.id == _S.c.charge_id)
        .where(_J.c.charge_id.in_(list(charge_ids)))
    )
    return {row.adjustment_id: row for row in conn.execute(query)}


def origin_of(conn: Connection, charge_ids: Collection[int]) -> Row[Any] | None:
    """The charge these took over: its ``number``, ``company``, ``counterparty``, and the ``role`` that changed."""
    was = _P.alias("was")
    query: Select[Any] = (
        select(
            _S.c.adjustment_id, _S.c.role, _C.c.number, _named(_P).label("company"), _named(was).label("counterparty")
        )
        .join(_J, _J.c.id == _S.c.adjustment_id)
        .join(_C, _C.c.id == _J.c.charge_id)
        .join(_P, _P.c.id == _C.c.own_company_id)
        .join(was, was.c.id == _C.c.counterparty_id)
        .where(_S.c.charge_id.in_(list(charge_ids)))
    )
    return conn.execute(query.order_by(_S.c.adjustment_id)).first()


def _named(party: FromClause) -> Any:
    return first_of(party.c.short_name, party.c.name)
