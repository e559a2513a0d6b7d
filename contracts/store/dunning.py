"""Runs of the ladder, their letters, and the levels charges have reached: one row per charge and level."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from contracts.core.dunning import Taken
from contracts.store.ledger import chunks
from contracts.store.tables import DunningLetter, DunningRun, DunningStep, Party, table_of

_R, _L, _S, _P = table_of(DunningRun), table_of(DunningLetter), table_of(DunningStep), table_of(Party)


def add_run(conn: Connection, values: Mapping[str, Any]) -> int:
    """Store a run; returns its key."""
    return int(conn.execute(insert(_R).values(**values).returning(_R.c.id)).scalar_one())


def discard_drafts(conn: Connection, own_company_id: int) -> None:
    """A new draft takes the place of the one before."""
    stale = (_R.c.own_company_id == own_company_id, _R.c.state == "draft")
    conn.execute(update(_R).where(*stale).values(state="discarded"))


def close_runs(conn: Connection) -> None:
    """A draft none of whose letters waits any more was sent."""
    waiting = select(_L.c.id).where(_L.c.run_id == _R.c.id, _L.c.state.in_(("proposed", "approved"))).exists()
    conn.execute(update(_R).where(_R.c.state == "draft", ~waiting).values(state="sent"))


def add_letter(conn: Connection, values: Mapping[str, Any]) -> int:
    """Store a letter of a run; returns its key."""
    return int(conn.execute(insert(_L).values(**values).returning(_L.c.id)).scalar_one())


def change_letter(conn: Connection, id: int, values: Mapping[str, Any]) -> None:
    """What a person decided about a letter, or that it was sent."""
    conn.execute(update(_L).where(_L.c.id == id).values(**values))


def drafted(conn: Connection, own_company_id: int) -> list[Row[Any]]:
    """The letters of the draft run with their debtors, the highest level first."""
    query = (
        select(_L, _P.c.name.label("counterparty"), _P.c.short_name.label("counterparty_short"))
        .join(_R, _R.c.id == _L.c.run_id)
        .join(_P, _P.c.id == _L.c.counterparty_id)
        .where(_R.c.own_company_id == own_company_id, _R.c.state == "draft")
        .order_by(_L.c.level.desc(), _P.c.name, _L.c.id)
    )
    return list(conn.execute(query))


def letter_to(conn: Connection, counterparty_id: int) -> Row[Any] | None:
    """The letter to a debtor in a draft run."""
    query = select(_L).join(_R, _R.c.id == _L.c.run_id)
    found = conn.execute(query.where(_L.c.counterparty_id == counterparty_id, _R.c.state == "draft")).all()
    return found[0] if found else None


def add_steps(conn: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Record levels reached; one a charge has already stays as it is."""
    if rows:
        insert_or = postgresql.insert if conn.dialect.name == "postgresql" else sqlite.insert
        conn.execute(insert_or(_S).on_conflict_do_nothing(), list(map(dict, rows)))


def taken(conn: Connection, charge_ids: Collection[int]) -> dict[int, list[Taken]]:
    """The levels each charge has reached, lowest first."""
    found: dict[int, list[Taken]] = {}
    for chunk in chunks(charge_ids):
        query = select(_S).where(_S.c.charge_id.in_(chunk)).order_by(_S.c.charge_id, _S.c.level)
        for row in conn.execute(query):
            step = Taken(row.level, row.sent_on, row.channel, row.answer_by, row.delivered_on)
            found.setdefault(row.charge_id, []).append(step)
    return found
