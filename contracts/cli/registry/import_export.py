"""What comes in and goes out as files: import and export of the register."""

from pathlib import Path
from typing import Annotated, Any

import typer

from contracts.cli.shared.options import Company, DryRun
from contracts.cli.shared.session import Session
from contracts.cli.shared.tables import SHOWN, hidden_rows
from contracts.cli.shared.translation import _


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
    words = session.words
    data = {
        "rows": result.rows,
        "created": result.created,
        "updated": result.updated,
        "unchanged": result.unchanged,
        "rejected": [
            {"row": each.row, "column": each.column, "value": each.value, "reason": words.refusal(each.reason)}
            for each in result.rejected
        ],
        "warnings": [{"row": each.row, "reason": words.refusal(each.reason)} for each in result.warnings],
        "columns": result.columns,
    }
    session.show(data, "\n".join(_report(session, result, data)))


def _report(session: Session, result: Any, data: dict[str, Any]) -> list[str]:
    say = session.say
    rejected_rows = len({each.row for each in result.rejected})
    lines = [
        say(
            "{rows} rows: {created} created, {updated} updated, {unchanged} unchanged, {rejected} rejected.",
            rows=result.rows, created=result.created, updated=result.updated, unchanged=result.unchanged,
            rejected=rejected_rows,
        )
    ]  # fmt: skip
    unknown = [header for header, field in result.columns.items() if field == "custom"]
    if unknown:
        lines.append(say("Columns kept as they are, not understood: {columns}.", columns=", ".join(unknown)))
    if data["rejected"]:
        lines += ["", say("Rejected:")]
        lines += [_place(session, each) for each in data["rejected"][:SHOWN]]
        lines += hidden_rows(session, len(data["rejected"]))
    if data["warnings"]:
        lines += ["", say("To look at:")]
        lines += [_place(session, each) for each in data["warnings"][:SHOWN]]
        lines += hidden_rows(session, len(data["warnings"]))
    if result.is_dry:
        lines += ["", say("This was a dry run: nothing was changed.")]
    return lines


def _place(session: Session, each: dict[str, Any]) -> str:
    if not each["row"]:
        return f"  {each['reason']}"
    where = session.say("row {row}", row=each["row"])
    column = f", «{each['column']}»" if each.get("column") else ""
    return f"  {where}{column}: {each['reason']}"


def export_contracts(
    session: Session,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("Where to write: a name that ends in .xlsx or .csv."))],
    company: Company = None,
) -> None:
    from contracts.registry.exchange.exporting import export_register

    result = export_register(session.ctx, session.call, file, language=session.words.language, company=company)
    session.show(
        {"file": str(result.file), "rows": result.rows, "contracts": result.contracts},
        session.say(
            "{contracts} contracts in {rows} rows: {file}",
            contracts=result.contracts,
            rows=result.rows,
            file=str(result.file),
        ),
    )
