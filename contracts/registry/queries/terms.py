"""Terms that became final are recorded once; those that no longer follow are voided and kept (domain §2)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, or_, select, update

from contracts.kernel.database.rows import upsert
from contracts.kernel.database.tables import table_of
from contracts.registry.rules.amendment import COUNTED_WITH
from contracts.registry.rules.contract import Term as CoreTerm
from contracts.registry.tables.amendment import AmendmentChangeRow, AmendmentRow
from contracts.registry.tables.contract import TermRow

_T, _A, _H = table_of(TermRow), table_of(AmendmentRow), table_of(AmendmentChangeRow)


def void_terms(conn: Connection, terms: Iterable[tuple[int, CoreTerm]], at: datetime) -> None:
    """Void recorded terms by contract, with the amendment that moved the end where one did."""
    rows = [
        {"b_contract": id, "b_no": term.no, "b_first": term.first_day, "b_last": term.last_day} for id, term in terms
    ]
    if not rows:
        return
    # An IN list expands at execution, which many rows at once do not allow.
    live = (_H.c.amendment_id == _A.c.id) & or_(*(_H.c.condition == each for each in sorted(COUNTED_WITH)))
    cause = (
        select(func.max(_A.c.id))
        .join(_H, live)
        .where(
            _A.c.contract_id == bindparam("b_contract"),
            _A.c.signed_on.is_not(None),
            _A.c.withdrawn_at.is_(None),
            _A.c.effective_on <= bindparam("b_last"),
        )
        .scalar_subquery()
    )
    row = (
        _T.c.contract_id == bindparam("b_contract"),
        _T.c.no == bindparam("b_no"),
        _T.c.first_day == bindparam("b_first"),
        _T.c.last_day == bindparam("b_last"),
        _T.c.voided_at.is_(None),
    )
    conn.execute(update(_T).where(*row).values(voided_at=at, voided_by_id=cause), rows)


def record_terms(conn: Connection, terms: Iterable[tuple[int, CoreTerm]], at: datetime) -> None:
    """Record terms by contract; one that another process recorded meanwhile stands."""
    rows: Sequence[dict[str, object]] = [
        {
            "contract_id": id,
            "no": term.no,
            "first_day": term.first_day,
            "last_day": term.last_day,
            "source": term.source,
            "amendment_id": term.amendment_id,
            "recorded_at": at,
        }
        for id, term in terms
    ]
    if rows:
        conn.execute(upsert(conn, _T).on_conflict_do_nothing(), list(rows))
