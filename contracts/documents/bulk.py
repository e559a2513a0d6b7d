"""One kind of document for many contracts: each is a transaction of its own, a fault of one never stops the rest."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

from contracts.documents.making import DocumentRequest, make_document, refuse_kind
from contracts.docx.template_properties import safe_name
from contracts.kernel.context import Call, Context
from contracts.kernel.outside.outputs import FileFault
from contracts.kernel.refusal import Refusal, system_note
from contracts.kernel.unit_of_work import needs
from contracts.registry.listing import Query, list_contracts
from contracts.registry.lookup import Which
from contracts.registry.rules.contract import Phase
from contracts.tabular.delimited import decode

#: Rows of a file; more is a mistake or another task.
ROWS_MAX = 100_000
#: Documents made side by side; the database takes one writer at a time, so more would only wait.
WORKERS = 2
_NUMBERS = ("number", "contract", "номер", "договір")
_COUNTERPARTIES = ("counterparty", "контрагент")
#: Columns that name what a document is made of, not facts it says.
_SOURCES = ("charge", "annex", "person")


class BulkRow(NamedTuple):
    """One document: its place in the list, the contract, the facts its line gives."""

    row: int
    which: Which
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class BulkRequest:
    """What is made for each: ``values`` hold for all, a line's own facts before them."""

    kind: str
    folder: Path
    language: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    is_draft: bool = False


class BulkFault(NamedTuple):
    """Why one document was not made."""

    row: int
    contract: str
    reason: Refusal


class BulkResult(NamedTuple):
    """What was made, and what was not."""

    files: list[Path]
    faults: list[BulkFault]


def rows_of_csv(path: Path) -> list[BulkRow]:
    """The lines of a table with a header: a column ``number``, others named by the facts they give."""
    try:
        text = decode(path.read_bytes(), path.name)
    except OSError as error:
        raise FileFault("{path} cannot be read: {reason}.", path=str(path), reason=system_note(error)) from None
    first = text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=max(";,\t", key=first.count))
    columns = {name.strip().casefold(): name for name in reader.fieldnames or () if name}
    number = next((columns[name] for name in _NUMBERS if name in columns), None)
    if number is None:
        raise Refusal("{file} has no column number; its first line names the columns.", file=path.name)
    other = next((columns[name] for name in _COUNTERPARTIES if name in columns), None)
    rows = []
    for no, line in enumerate(reader, start=2):
        values = {name.strip(): text for name, text in line.items() if name and text and name not in (number, other)}
        which = Which((line[number] or "").strip(), (line[other] or None) if other else None)
        rows.append(BulkRow(no, which, values))
        if len(rows) > ROWS_MAX:
            raise Refusal("{file} has more than {limit} lines.", file=path.name, limit=ROWS_MAX)
    return rows


@needs("contracts.read")
def rows_of(
    ctx: Context, call: Call, phase: str | None, *, counterparty: str | None = None, company: str | None = None
) -> list[BulkRow]:
    """All contracts in a phase, or with a counterparty, or both, in the order of the register."""
    try:
        phases = (Phase(phase),) if phase is not None else ()
    except ValueError:
        raise Refusal("There is no phase {phase}: there is {there}.", phase=phase, there=", ".join(Phase)) from None
    chosen = list_contracts(ctx, call, Query(phases=phases, counterparty=counterparty, company=company)).rows
    return [BulkRow(no, Which(each.number, id=each.id), {}) for no, each in enumerate(chosen, start=1)]


@needs("documents.make")
def make_all(
    ctx: Context,
    call: Call,
    request: BulkRequest,
    rows: Sequence[BulkRow],
    *,
    progress: Callable[[int, int], None] | None = None,
) -> BulkResult:
    """Make the document of each row into the folder; documents of one name get their row number in the name.

    What would stop every document alike is refused before the first: the kind, the folder.
    """
    refuse_kind(request.kind)
    if request.folder.exists() and not request.folder.is_dir():
        raise FileFault("{folder} is a file: name a folder for the papers.", folder=str(request.folder))
    result = BulkResult([], [])
    with ThreadPoolExecutor(WORKERS) as pool:
        outcomes = pool.map(partial(_make, ctx, call, request), rows)
        for no, (row, outcome) in enumerate(zip(rows, outcomes, strict=True), start=1):
            if isinstance(outcome, Path):
                result.files.append(outcome)
            else:
                result.faults.append(BulkFault(row.row, row.which.number, outcome))
            if progress is not None:
                progress(no, len(rows))
    return result


def _make(ctx: Context, call: Call, request: BulkRequest, row: BulkRow) -> Path | Refusal:
    facts = {**request.values, **row.values}
    try:
        if not row.which.number:
            raise Refusal("The line names no contract.")
        one = DocumentRequest(
            request.kind,
            row.which,
            target=request.folder / f"{safe_name(row.which.number)}-{row.row:05}.docx",
            language=request.language,
            values={name: text for name, text in facts.items() if name not in _SOURCES},
            is_draft=request.is_draft,
            charge=facts.get("charge", ""),
            annex=facts.get("annex", ""),
            person=facts.get("person", ""),
        )
        return make_document(ctx, call, one).document.file
    except Refusal as refusal:
        return refusal
