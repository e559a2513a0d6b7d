"""Templates companies installed: found by kind and language, the closest to the contract first."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from contracts.documents.tables_template import TemplateRow
from contracts.kernel.database.rows import next_no
from contracts.kernel.database.tables import table_of

_T = table_of(TemplateRow)


def in_force(conn: Connection, kind: str, language: str, *, company_id: int = 0, type: str = "") -> Row[Any] | None:
    """The installed template that fits best: of the company before any, of the contract type before any; the newest."""
    query = (
        select(_T)
        .where(
            _T.c.kind == kind,
            _T.c.language == language,
            _T.c.own_company_id.in_((0, company_id)),
            _T.c.type.in_(("", type)),
            _T.c.retired_at.is_(None),
        )
        .order_by(_T.c.own_company_id.desc(), _T.c.type.desc(), _T.c.version.desc())
        .limit(1)
    )
    return conn.execute(query).one_or_none()


def add(conn: Connection, row: Mapping[str, Any]) -> int:
    """Install a template as the next version of its place; returns the version."""
    place = (
        (_T.c.kind == row["kind"])
        & (_T.c.language == row["language"])
        & (_T.c.own_company_id == row["own_company_id"])
        & (_T.c.type == row["type"])
    )
    version = next_no(conn, _T.c.version, place)
    conn.execute(insert(_T).values(**row, version=version))
    return version


def retire(conn: Connection, kind: str, language: str, company_id: int, at: datetime) -> int:
    """Go back to the shipped template; returns how many versions were in force."""
    statement = update(_T).where(
        _T.c.kind == kind, _T.c.language == language, _T.c.own_company_id == company_id, _T.c.retired_at.is_(None)
    )
    return int(conn.execute(statement.values(retired_at=at)).rowcount)


def installed(conn: Connection) -> list[Row[Any]]:
    """All installed templates, every version, in a fixed order."""
    order = (_T.c.kind, _T.c.language, _T.c.own_company_id, _T.c.type, _T.c.version.desc())
    return list(conn.execute(select(_T).order_by(*order)))
