"""Templates companies installed: found by kind and language, the closest to the contract first."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, insert, select, update

from contracts.documents.tables import TemplateRow
from contracts.kernel.database.tables import table_of

_T = table_of(TemplateRow)


class InstalledTemplate(NamedTuple):
    """A version of a company's own template; company 0 and type '' stand for any."""

    kind: str
    language: str
    own_company_id: int
    type: str
    version: int
    sha256: str
    installed_at: datetime
    retired_at: datetime | None


_INSTALLED = [_T.c[name] for name in InstalledTemplate._fields]


def in_force(
    conn: Connection, kind: str, language: str, *, company_id: int = 0, type: str = ""
) -> InstalledTemplate | None:
    """The installed template that fits best: of the company before any, of the contract type before any; the newest."""
    query = (
        select(*_INSTALLED)
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
    row = conn.execute(query).one_or_none()
    return InstalledTemplate._make(row) if row is not None else None


def add(conn: Connection, row: TemplateRow) -> int:
    """Install a template as the next version of its place; returns the version."""
    place = (
        (_T.c.kind == row.kind)
        & (_T.c.language == row.language)
        & (_T.c.own_company_id == row.own_company_id)
        & (_T.c.type == row.type)
    )
    version = int(conn.execute(select(func.coalesce(func.max(_T.c.version), 0)).where(place)).scalar_one()) + 1
    conn.execute(insert(_T).values(**row.model_dump(exclude={"id", "version"}), version=version))
    return version


def retire(conn: Connection, kind: str, language: str, company_id: int, at: datetime) -> int:
    """Go back to the shipped template; returns how many versions were in force."""
    statement = update(_T).where(
        _T.c.kind == kind, _T.c.language == language, _T.c.own_company_id == company_id, _T.c.retired_at.is_(None)
    )
    return int(conn.execute(statement.values(retired_at=at)).rowcount)


def installed(conn: Connection) -> list[InstalledTemplate]:
    """All installed templates, every version, in a fixed order."""
    order = (_T.c.kind, _T.c.language, _T.c.own_company_id, _T.c.type, _T.c.version.desc())
    return [InstalledTemplate._make(row) for row in conn.execute(select(*_INSTALLED).order_by(*order))]
