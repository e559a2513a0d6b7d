"""Documents that were made or attached: listed, shown, made again and compared."""

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from contracts.documents.contexts.values import DocumentContext
from contracts.documents.making import DocumentRefused
from contracts.documents.queries import documents
from contracts.documents.queries.documents import DocumentLine, visible_to
from contracts.documents.rendering import parts_hash, render_again
from contracts.documents.tables import DocumentRow
from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading
from contracts.kernel.files import FileStore
from contracts.kernel.outside.outputs import write_aside
from contracts.kernel.refusal import Refusal
from contracts.kernel.unit_of_work import needs
from contracts.registry.lookup import Which, find


@dataclass(frozen=True, slots=True)
class DocumentCard:
    """A document with the context that made it (an attached file has none); ``file`` is where it was written again."""

    id: int
    kind: str
    number: str
    file_name: str
    as_of: date
    made_at: datetime
    made_by: str
    sha256: str
    template_sha256: str
    context: DocumentContext | None
    file: Path | None = None


class DocumentVerdict(NamedTuple):
    """Whether a document can be made again, byte by byte in its parts; ``reason`` says why it cannot."""

    id: int
    kind: str
    number: str
    reason: Refusal | None


@needs("contracts.read")
def list_documents(
    ctx: Context, call: Call, which: Which | str | None = None, *, kind: str = ""
) -> tuple[DocumentLine, ...]:
    """The documents of a contract, else the newest hundred of all that the caller may see."""
    with reading(ctx.engine) as conn:
        contract_id = find(conn, call, which) if which is not None else None
        shown = visible_to(call, ctx.sockets.contract_tables)
        return tuple(documents.listed(conn, shown, kind=kind, contract_id=contract_id))


@needs("contracts.read")
def show_document(ctx: Context, call: Call, id: int, output: Path | None = None) -> DocumentCard:
    """A document by its key; its file is written to ``output`` where one is named."""
    with reading(ctx.engine) as conn:
        row = documents.row_of(conn, id, visible_to(call, ctx.sockets.contract_tables))
    stored = json.loads(ctx.files.get(row.context_sha)) if row.context_sha else {}
    if output is not None:
        write_aside(output.absolute(), ctx.files.get(row.file_sha))
    return DocumentCard(
        row.id,
        row.kind,
        row.number,
        stored.get("file_name", ""),
        row.as_of,
        row.made_at,
        row.made_by,
        row.file_sha,
        row.template_sha,
        stored.get("context"),
        output,
    )


@needs("audit.read")
def verify_documents(
    ctx: Context,
    call: Call,
    ids: Collection[int] | None = None,
    *,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> list[DocumentVerdict]:
    """Make documents again from what is stored of them and compare; all that were made where none is named."""
    with reading(ctx.engine) as conn:
        rows = [documents.row_of(conn, id) for id in (documents.made_ids(conn) if ids is None else ids)]
    verdicts = []
    for no, row in enumerate(rows, start=1):
        verdicts.append(DocumentVerdict(row.id, row.kind, row.number, _difference(ctx.files, row)))
        progress(no, len(rows))
    return verdicts


def _difference(files: FileStore, row: DocumentRow) -> Refusal | None:
    try:
        if not row.template_sha:
            files.get(row.file_sha)
            return None
        hashes = {parts_hash(render_again(files, row)), parts_hash(files.get(row.file_sha))}
    except Refusal as refusal:
        return refusal
    if hashes != {row.parts_sha}:
        return DocumentRefused("Made again, document {id} differs from what was stored.", id=row.id)
    return None
