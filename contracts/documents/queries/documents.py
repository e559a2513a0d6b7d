"""Documents that were made or attached: the log of papers of a subject, newest first."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, select

from contracts.documents.tables_paper import DocumentRow
from contracts.kernel.database.rows import insert_one
from contracts.kernel.database.tables import table_of
from contracts.kernel.refusal import Refusal

_D = table_of(DocumentRow)


class NoSuchDocument(Refusal):
    """No document has this key."""

    code = "no_such_document"


def add(conn: Connection, row: Mapping[str, Any]) -> int:
    """Record a document; returns its key."""
    return insert_one(conn, _D, row)


def row_of(conn: Connection, id: int) -> Row[Any]:
    """A document by its key; raises :class:`NoSuchDocument`."""
    found = conn.execute(select(_D).where(_D.c.id == id)).one_or_none()
    if found is None:
        raise NoSuchDocument("There is no document {id}; «contracts document list» shows what there is.", id=id)
    return found


def of_subject(conn: Connection, kind: str, id: int) -> list[Row[Any]]:
    """The documents about a subject, newest first."""
    query = select(_D).where(_D.c.subject_kind == kind, _D.c.subject_id == id)
    return list(conn.execute(query.order_by(_D.c.id.desc())))


def newest(conn: Connection, *, kind: str = "", limit: int = 100, before: int | None = None) -> list[Row[Any]]:
    """Documents of a kind, or of all, newest first; ``before`` a key goes on where a page ended."""
    query = select(_D).order_by(_D.c.id.desc()).limit(limit)
    if kind:
        query = query.where(_D.c.kind == kind)
    return list(conn.execute(query if before is None else query.where(_D.c.id < before)))


def made_ids(conn: Connection) -> list[int]:
    """The keys of all documents made from a template."""
    return list(conn.execute(select(_D.c.id).where(_D.c.template_sha != "").order_by(_D.c.id)).scalars())
