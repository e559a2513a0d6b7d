"""The register goes out as a file that comes back in unchanged; written aside and renamed, never half a file."""

from dataclasses import dataclass
from pathlib import Path

from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading
from contracts.kernel.outside.outputs import write_aside
from contracts.kernel.refusal import Refusal
from contracts.kernel.unit_of_work import needs
from contracts.parties.queries import parties
from contracts.registry.exchange.export_rows import lines
from contracts.registry.exchange.export_tables import write_text, write_workbook
from contracts.registry.queries import contracts, exchange
from contracts.registry.queries.visibility import visible


@dataclass(frozen=True, slots=True)
class ExportResult:
    """Where the register was written, and how many rows it has."""

    file: Path
    rows: int
    contracts: int


@needs("contracts.register")
def export_register(
    ctx: Context, call: Call, path: Path, *, language: str = "uk", company: str | None = None
) -> ExportResult:
    """Write the register as .xlsx or .csv, by the name of the file; all own companies, or one.

    Raises a refusal for another kind of file, or a place that cannot be written. Only contracts shown to the caller go
    out.
    """
    writer = {".xlsx": write_workbook, ".csv": write_text}.get(path.suffix.lower())
    if writer is None:
        raise Refusal("A register is written as .xlsx or .csv, not as {file}.", code="file_kind", file=path.name)
    with reading(ctx.engine) as conn:
        own = parties.own_company(conn, company).id if company else None
        exported = list(exchange.export_rows(conn, own, visible(call, contracts.KEY)))
    customs = list(dict.fromkeys(name for each in exported for name in sorted(each.custom)))
    rows = list(lines(exported, language))
    write_aside(path, writer(rows, customs, language))
    return ExportResult(path, len(rows), len(exported))
