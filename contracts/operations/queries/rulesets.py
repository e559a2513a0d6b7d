"""Rules are numbered by a fingerprint: a derived row made under a lower number is derived again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, text

from contracts.kernel.database.rows import next_no, upsert
from contracts.kernel.database.tables import table_of
from contracts.operations.tables import RulesetRow

_R = table_of(RulesetRow)
#: Key of the advisory lock under which one process at a time numbers rules.
_LOCK = 0x646F_7275


def lock(conn: Connection) -> None:
    """Wait until no other process numbers rules; on SQLite the writing door already let in one process only."""
    if conn.dialect.name == "postgresql":
        conn.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def number_of(conn: Connection, fingerprint: str) -> int | None:
    """The number of these rules, if they are the newest adopted."""
    row = conn.execute(select(_R.c.no, _R.c.fingerprint).order_by(_R.c.no.desc()).limit(1)).one_or_none()
    return row.no if row is not None and row.fingerprint == fingerprint else None


def adopt(conn: Connection, fingerprint: str, parts: Mapping[str, Any], at: datetime) -> int:
    """Adopt rules as the newest; returns their number. Rules of an earlier number come back under a new one."""
    known = number_of(conn, fingerprint)
    if known is not None:
        return known
    no = next_no(conn, _R.c.no)
    taken = conn.execute(select(_R.c.no).where(_R.c.fingerprint == fingerprint)).scalar_one_or_none()
    stored = f"{fingerprint[:56]}-{no:07}" if taken is not None else fingerprint
    conn.execute(upsert(conn, _R).values(no=no, fingerprint=stored, parts=dict(parts), adopted_at=at))
    return no
