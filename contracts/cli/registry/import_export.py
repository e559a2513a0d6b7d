"""What comes in and goes out as files: import and export of the register."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from contracts.cli.shared.options import Company, DryRun
from contracts.cli.shared.session import Session
from contracts.cli.shared.tables import SHOWN, hidden_rows
from contracts.cli.shared.translation import _
from contracts.kernel.refusal import Refusal
from contracts.kernel.wire import wire

if TYPE_CHECKING:
    from contracts.registry.exchange.importing import ImportResult


def import_contracts(
    session: Session,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The register."))],
    dry_run: DryRun = False,
    date_format: Annotated[
        str | None, typer.Option("--date-format", metavar="F", help=_("How dates are written: DD/MM/YY, MM/DD/YYYY."))
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option("--mapping", metavar="FILE", help=_("TOML or JSON: header = field."))
    ] = None,
    sheet: Annotated[str | None, typer.Option("--sheet", metavar="S", help=_("The sheet, by name or number."))] = None,
) -> None:
    from contracts.registry.exchange.importing import import_register
    from contracts.registry.exchange.register_file import ReadingOptions
    from contracts.tabular.mapping import read_mapping

    options = ReadingOptions(date_format, read_mapping(mapping) if mapping else None, sheet)
    with session.progress(session.say("Deriving deadlines")) as progress:
        result = import_register(session.ctx, session.call, file, options=options, is_dry=dry_run, progress=progress)
    data = wire(result) | {
        "rejected": [wire(each) | {"reason": session.words.refusal(each.reason)} for each in result.rejected],
        "warnings": [wire(each) | {"reason": session.words.refusal(each.reason)} for each in result.warnings],
    }
    session.show(data, "\n".join(_report(session, result)))


def _report(session: Session, result: "ImportResult") -> list[str]:
    say = session.say
    lines = [
        say(
            "{rows} rows: {created} created, {updated} updated, {unchanged} unchanged, {rejected} rejected.",
            rows=result.rows, created=result.created, updated=result.updated, unchanged=result.unchanged,
            rejected=len({each.row for each in result.rejected}),
        )
    ]  # fmt: skip
    unknown = [header for header, field in result.columns.items() if field == "custom"]
    if unknown:
        lines.append(say("Columns kept as they are, not understood: {columns}.", columns=", ".join(unknown)))
    rejected = [_place(session, each.row, each.reason, each.column) for each in result.rejected]
    warnings = [_place(session, each.row, each.reason) for each in result.warnings]
    for heading, rows in ((say("Rejected:"), rejected), (say("To look at:"), warnings)):
        if rows:
            lines += ["", heading, *rows[:SHOWN], *hidden_rows(session, len(rows))]
    if result.is_dry:
        lines += ["", say("This was a dry run: nothing was changed.")]
    return lines


def _place(session: Session, row: int, reason: Refusal, column: str = "") -> str:
    sentence = session.words.refusal(reason)
    if not row:
        return f"  {sentence}"
    where = session.say("row {row}", row=row)
    return f"  {where}, «{column}»: {sentence}" if column else f"  {where}: {sentence}"


def export_contracts(
    session: Session,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("Where to write: a name that ends in .xlsx or .csv."))],
    company: Company = None,
) -> None:
    from contracts.registry.exchange.exporting import export_register

    result = export_register(session.ctx, session.call, file, language=session.words.language, company=company)
    text = session.say("{contracts} contracts in {rows} rows: {file}", **wire(result))
    session.show(wire(result), text)
