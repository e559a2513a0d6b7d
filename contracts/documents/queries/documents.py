"""Documents that were made or attached: the log of documents of a subject, newest first, as far as a caller may see."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, case, null, select

from contracts.documents.tables import DocumentRow
from contracts.kernel.context import Call
from contracts.kernel.database.tables import models_of, table_of
from contracts.kernel.refusal import Refusal
from contracts.kernel.sockets import ContractTables
from contracts.kernel.subject import SubjectKind
from contracts.registry.queries.visibility import visible
from contracts.registry.tables.contract import ContractRow

_D, _C = table_of(DocumentRow), table_of(ContractRow)


class NoSuchDocument(Refusal):
    """No document has this key, or it is not shown to the caller."""

    code = "no_such_document"

    def __init__(self, id: int) -> None:
        super().__init__("There is no document {id}; «contracts document list» shows what there is.", id=id)


class DocumentLine(NamedTuple):
    """A document in a list, with the contract it is about."""

    id: int
    kind: str
    number: str
    contract: str | None
    as_of: date
    made_at: datetime
    made_by: str
    sha256: str


def row_of(conn: Connection, id: int, shown: Iterable[ColumnElement[bool]] = ()) -> DocumentRow:
    """A document by its key; raises :class:`NoSuchDocument`. ``shown`` is what :func:`visible_to` gives."""
    rows = models_of(DocumentRow, conn.execute(select(_D).where(_D.c.id == id, *shown)))
    if not rows:
        raise NoSuchDocument(id)
    return rows[0]


def of_subject(conn: Connection, kind: str, id: int) -> list[DocumentRow]:
    """The documents about a subject, newest first."""
    query = select(_D).where(_D.c.subject_kind == kind, _D.c.subject_id == id).order_by(_D.c.id.desc())
    return models_of(DocumentRow, conn.execute(query))


def listed(
    conn: Connection, shown: Iterable[ColumnElement[bool]], *, kind: str = "", contract_id: int | None = None
) -> list[DocumentLine]:
    """All documents of a contract, else the newest hundred, newest first; ``kind`` narrows them."""
    is_about = and_(_D.c.subject_kind == SubjectKind.CONTRACT.value, _D.c.subject_id == _C.c.id)
    shown_number = case((_C.c.number_key != "", _C.c.number), else_=_C.c.register_no)
    columns = (_D.c.id, _D.c.kind, _D.c.number, shown_number, _D.c.as_of, _D.c.made_at, _D.c.made_by, _D.c.file_sha)
    query = select(*columns).outerjoin(_C, is_about).where(*shown).order_by(_D.c.id.desc())
    query = query.limit(100) if contract_id is None else query.where(_C.c.id == contract_id)
    rows = conn.execute(query.where(_D.c.kind == kind) if kind else query)
    return [DocumentLine._make(row) for row in rows]


def made_ids(conn: Connection) -> list[int]:
    """The keys of all documents made from a template."""
    return list(conn.execute(select(_D.c.id).where(_D.c.template_sha != "").order_by(_D.c.id)).scalars())


def visible_to(call: Call, tables: ContractTables) -> list[ColumnElement[bool]]:
    """Documents of a contract, and of its charges and claims, are shown to whom the contract is shown.

    ``tables`` name the contract of other subjects; documents of no contract are shown to everybody.
    """
    keys: list[tuple[ColumnElement[bool], ColumnElement[int]]]
    keys = [(_D.c.subject_kind == SubjectKind.CONTRACT.value, _D.c.subject_id)]
    for kind, table in ((kind, table_of(row)) for kind, row in tables.items()):
        key = select(table.c.contract_id).where(table.c.id == _D.c.subject_id).scalar_subquery()
        keys.append((_D.c.subject_kind == kind.value, key))
    return visible(call, case(*keys, else_=null()))
