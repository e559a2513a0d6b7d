"""Supplementary agreements and annexes as rows: drafts, signing with its live day, what was withdrawn (schema)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from contracts.kernel.database.rows import insert_one, next_no
from contracts.kernel.database.tables import table_of
from contracts.kernel.database.versions import save
from contracts.registry.queries import values
from contracts.registry.rules.contract import Change
from contracts.registry.tables.amendment import AmendmentChangeRow, AmendmentRow, AnnexRow

_A, _C, _X = table_of(AmendmentRow), table_of(AmendmentChangeRow), table_of(AnnexRow)


def next_amendment_no(conn: Connection, contract_id: int) -> int:
    """The next ordinal of a contract's amendments; withdrawn ones keep theirs. The contract must be locked."""
    return next_no(conn, _A.c.no, _A.c.contract_id == contract_id)


def add(conn: Connection, row: Mapping[str, Any], changes: Sequence[Change], *, overruled: Collection[str] = ()) -> int:
    """Store an amendment with what it changes; returns its key.

    A signed one is live from its day, but for conditions that another one overrules. A draft gets its live days when
    it is signed.
    """
    id = insert_one(conn, _A, row)
    live_on = row["effective_on"] if row.get("signed_on") else None
    put_changes(conn, id, row["contract_id"], changes, live_on=None)
    if live_on is not None:
        _make_live(conn, id, live_on, overruled)
    return id


def _make_live(conn: Connection, id: int, live_on: date, overruled: Collection[str]) -> None:
    conn.execute(
        update(_C).where(_C.c.amendment_id == id, _C.c.condition.not_in(sorted(overruled))).values(live_on=live_on)
    )


def put_changes(
    conn: Connection, amendment_id: int, contract_id: int, changes: Sequence[Change], *, live_on: date | None
) -> None:
    """Store what an amendment changes."""
    rows = [
        {
            "amendment_id": amendment_id,
            "contract_id": contract_id,
            "condition": each.condition,
            "clause": each.clause,
            "value": values.to_json(each.value),
            "old_wording": each.old_wording,
            "new_wording": each.new_wording,
            "live_on": live_on,
        }
        for each in changes
    ]
    if rows:
        conn.execute(insert(_C), rows)


def sign(
    conn: Connection, id: int, values: Mapping[str, Any], *, overruled: Collection[str], version: int | None
) -> int:
    """Make a draft effective; ``values`` hold ``signed_on`` and ``effective_on``. Returns its new version."""
    new = save(conn, AmendmentRow, id, version=version, values=values)
    _make_live(conn, id, values["effective_on"], overruled)
    return new


def yield_to(conn: Connection, contract_id: int, condition: str, clause: str, live_on: date, *, keep_id: int) -> None:
    """Take the live day from another amendment's change of the same condition: the later signed one prevails.

    The change stays with its wording; the unique key holds one live change of a condition and day.
    """
    conn.execute(
        update(_C)
        .where(
            _C.c.contract_id == contract_id,
            _C.c.condition == condition,
            _C.c.clause == clause,
            _C.c.live_on == live_on,
            _C.c.amendment_id != keep_id,
        )
        .values(live_on=None)
    )


def withdraw(conn: Connection, id: int, at: datetime) -> int:
    """Withdraw an amendment; it is kept and no longer a fact. Returns its new version."""
    conn.execute(update(_C).where(_C.c.amendment_id == id).values(live_on=None))
    return save(conn, AmendmentRow, id, version=None, values={"withdrawn_at": at})


def of_contract(conn: Connection, contract_id: int) -> list[Row[Any]]:
    """Every amendment of a contract, drafts and withdrawn ones too, by ordinal."""
    return list(conn.execute(select(_A).where(_A.c.contract_id == contract_id).order_by(_A.c.no)))


def changes_of(conn: Connection, contract_id: int) -> dict[int, list[Row[Any]]]:
    """What each amendment of a contract changes."""
    query = select(_C).where(_C.c.contract_id == contract_id).order_by(_C.c.amendment_id, _C.c.condition, _C.c.clause)
    found: dict[int, list[Row[Any]]] = {}
    for row in conn.execute(query):
        found.setdefault(row.amendment_id, []).append(row)
    return found


def add_annex(conn: Connection, row: Mapping[str, Any]) -> int:
    """Store an annex; returns its key."""
    return insert_one(conn, _X, row)


def annexes_of(conn: Connection, contract_id: int) -> list[Row[Any]]:
    """The annexes of a contract by kind and number."""
    query = select(_X).where(_X.c.contract_id == contract_id).order_by(_X.c.kind, _X.c.signed_on, _X.c.id)
    return list(conn.execute(query))


def annex_of(conn: Connection, id: int) -> Row[Any]:
    """An annex by key."""
    return conn.execute(select(_X).where(_X.c.id == id)).one()


def save_annex(conn: Connection, id: int, *, version: int | None, values: Mapping[str, Any]) -> int:
    """Change one annex; returns its new version."""
    return save(conn, AnnexRow, id, version=version, values=values)
