"""What comes in and goes out as files: import and export of the register."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from contracts.cli.registry.import_report import import_json, import_lines
from contracts.cli.shared.options import Company, DryRun
from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _
from contracts.kernel.wire import wire

if TYPE_CHECKING:
    from contracts.registry.exchange.importing import ImportResult

DateFormat = Annotated[
    str | None, typer.Option("--date-format", metavar="F", help=_("How dates are written: DD/MM/YY, MM/DD/YYYY."))
]
Decimal = Annotated[
    str, typer.Option("--decimal", metavar="C", help=_("What parts kopiykas in sums: a comma or a point."))
]
Mapping = Annotated[Path | None, typer.Option("--mapping", metavar="FILE", help=_("TOML or JSON: header = field."))]
WriteMapping = Annotated[
    Path | None,
    typer.Option("--write-mapping", metavar="FILE", help=_("Write the columns and questions to be corrected.")),
]
SheetName = Annotated[str | None, typer.Option("--sheet", metavar="S", help=_("The sheet, by name or number."))]
AllSheets = Annotated[bool, typer.Option("--all-sheets", help=_("Read every sheet that people see."))]
Overwrite = Annotated[bool, typer.Option("--overwrite", help=_("Also what a person edited since."))]
#: Most cells of a column that a mapping file proposes words for.
_MOST_VALUES = 100


def import_contracts(  # noqa: PLR0913 -- options of a command are its parameters
    session: Session,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The register."))],
    dry_run: DryRun = False,
    date_format: DateFormat = None,
    decimal: Decimal = "",
    mapping: Mapping = None,
    write_mapping: WriteMapping = None,
    sheet: SheetName = None,
    all_sheets: AllSheets = False,
    overwrite: Overwrite = False,
) -> None:
    from contracts.registry.exchange.importing import ImportStopped, import_register
    from contracts.registry.exchange.register_file import ReadingOptions
    from contracts.tabular.mapping import MappingFile, read_mapping_file

    if decimal not in ("", ",", "."):
        raise typer.BadParameter(_("Write --decimal , or --decimal . only."))
    known = read_mapping_file(mapping) if mapping else MappingFile({}, {})
    options = ReadingOptions(date_format, known.columns, sheet, known.values, decimal, all_sheets)
    try:
        with session.progress(session.say("Deriving deadlines")) as progress:
            result = import_register(
                session.ctx, session.call, file,
                options=options, is_dry=dry_run, is_overwriting=overwrite, progress=progress,
            )  # fmt: skip
    except ImportStopped as stopped:
        typer.echo(session.words.refusal(stopped), err=True)
        raise typer.Exit(130) from None
    place = write_mapping or (Path(f"{file.stem}.mapping.toml") if dry_run and not mapping else None)
    note = _write_mapping(session, result, place, is_asked=write_mapping is not None) if place else ""
    session.show(import_json(session, result), "\n".join([*import_lines(session, result), *filter(None, [note])]))


def _write_mapping(session: Session, result: "ImportResult", place: Path, *, is_asked: bool) -> str:
    """Write the mapping a person may correct; one that stands already is never replaced."""
    from contracts.registry.exchange.columns import FIELDS
    from contracts.registry.exchange.mapping_draft import draft_mapping

    if not result.previews:
        return ""
    head = session.say(
        'Which column is which field; fields: {fields}.\nCorrect what is wrong; a field of "" leaves the column out.',
        fields=", ".join(sorted(FIELDS | {"custom"})),
    )
    text = draft_mapping(head, result.previews, result.questions, _MOST_VALUES)
    try:
        with place.open("x", encoding="utf-8") as out:
            out.write(text)
    except FileExistsError:
        return session.say("{file} stands already and was not written anew.", file=str(place)) if is_asked else ""
    except OSError as error:
        reason = error.strerror or ""
        return session.say("{file} cannot be written: {reason}.", file=str(place), reason=reason) if is_asked else ""
    return session.say("The columns as understood stand in {file}: correct it and add --mapping.", file=str(place))


def export_contracts(
    session: Session,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("Where to write: a name that ends in .xlsx or .csv."))],
    company: Company = None,
) -> None:
    from contracts.registry.exchange.exporting import export_register

    result = export_register(session.ctx, session.call, file, language=session.words.language, company=company)
    text = session.say("{contracts} contracts in {rows} rows: {file}", **wire(result))
    session.show(wire(result), text)
