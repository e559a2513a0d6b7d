"""Supplementary agreements and annexes as rows: drafts, signing with its live day, what was withdrawn (schema)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, insert, select, update

from contracts.kernel.database.rows import next_no
from contracts.kernel.database.tables import add_row, models_of, table_of
from contracts.kernel.database.versions import save
from contracts.registry.queries import values
from contracts.registry.rules.contract import Change
from contracts.registry.tables.amendment import AmendmentChangeRow, AmendmentRow, AnnexRow

_A, _C, _X = table_of(AmendmentRow), table_of(AmendmentChangeRow), table_of(AnnexRow)


def next_amendment_no(conn: Connection, contract_id: int) -> int:
    """The next ordinal of a contract's amendments; withdrawn ones keep theirs. The contract must be locked."""
    return next_no(conn, _A.c.no, _A.c.contract_id == contract_id)


def add(conn: Connection, row: AmendmentRow, changes: Sequence[Change], *, overruled: Collection[str] = ()) -> int:
    """Store an amendment with what it changes; returns its key.

    A signed one is live from its day, but for conditions that another one overrules. A draft gets its live days when
    it is signed.
    """
    id = add_row(conn, row)
    put_changes(conn, id, row.contract_id, changes, live_on=None)
    if row.signed_on is not None:
        _make_live(conn, id, row.effective_on, overruled)
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
    conn: Connection, row: AmendmentRow, signed_on: date, effective_on: date, *, overruled: Collection[str]
) -> None:
    """Make a draft effective. Raises ``StaleVersion`` where another version was saved."""
    dated = {"signed_on": signed_on, "effective_on": effective_on}
    save(conn, AmendmentRow, row.id, version=row.version, values=dated)
    _make_live(conn, row.id, effective_on, overruled)


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


def of_contract(conn: Connection, contract_id: int) -> list[AmendmentRow]:
    """Every amendment of a contract, drafts and withdrawn ones too, by ordinal."""
    query = select(_A).where(_A.c.contract_id == contract_id).order_by(_A.c.no)
    return models_of(AmendmentRow, conn.execute(query))


def changes_of(conn: Connection, contract_id: int) -> dict[int, list[AmendmentChangeRow]]:
    """What each amendment of a contract changes."""
    query = select(_C).where(_C.c.contract_id == contract_id).order_by(_C.c.amendment_id, _C.c.condition, _C.c.clause)
    changes: dict[int, list[AmendmentChangeRow]] = {}
    for row in models_of(AmendmentChangeRow, conn.execute(query)):
        changes.setdefault(row.amendment_id, []).append(row)
    return changes


def annexes_of(conn: Connection, contract_id: int) -> list[AnnexRow]:
    """The annexes of a contract by kind and number."""
    query = select(_X).where(_X.c.contract_id == contract_id).order_by(_X.c.kind, _X.c.signed_on, _X.c.id)
    return models_of(AnnexRow, conn.execute(query))


def annex_of(conn: Connection, id: int) -> AnnexRow:
    """An annex by key."""
    return models_of(AnnexRow, [conn.execute(select(_X).where(_X.c.id == id)).one()])[0]


def save_annex(conn: Connection, id: int, *, version: int | None, values: Mapping[str, object]) -> int:
    """Change one annex; returns its new version."""
    return save(conn, AnnexRow, id, version=version, values=values)
