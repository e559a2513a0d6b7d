"""Templates companies installed: found by kind and language, the closest to the contract first."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from contracts.documents.tables import TemplateRow
from contracts.kernel.database.rows import next_no
from contracts.kernel.database.tables import add_row, models_of, table_of

_T = table_of(TemplateRow)


def in_force(conn: Connection, kind: str, language: str, *, company_id: int = 0, type: str = "") -> TemplateRow | None:
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
    return next(iter(models_of(TemplateRow, conn.execute(query))), None)


def add(conn: Connection, row: TemplateRow) -> int:
    """Install a template as the next version of its place; returns the version."""
    place = (
        (_T.c.kind == row.kind)
        & (_T.c.language == row.language)
        & (_T.c.own_company_id == row.own_company_id)
        & (_T.c.type == row.type)
    )
    row.version = next_no(conn, _T.c.version, place)
    add_row(conn, row)
    return row.version


def retire(conn: Connection, kind: str, language: str, company_id: int, at: datetime) -> int:
    """Go back to the shipped template; returns how many versions were in force."""
    statement = update(_T).where(
        _T.c.kind == kind, _T.c.language == language, _T.c.own_company_id == company_id, _T.c.retired_at.is_(None)
    )
    return int(conn.execute(statement.values(retired_at=at)).rowcount)


def installed(conn: Connection) -> list[TemplateRow]:
    """All installed templates, every version, in a fixed order."""
    order = (_T.c.kind, _T.c.language, _T.c.own_company_id, _T.c.type, _T.c.version.desc())
    return models_of(TemplateRow, conn.execute(select(_T).order_by(*order)))
