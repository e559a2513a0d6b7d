"""A newer table is taken over whole, with source and last sure day; one that forgets known days is refused."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from contracts.kernel.rates import RateTable
from contracts.law.rate_files import RatesFault, read_table
from contracts.law.tables import keep, rate_tables, read_text

_NOT_IMPORTED = "ru_395"


def take_over(
    file: Path, data: Path, *, code: str = "", source: str = "", sure_to: date | None = None
) -> tuple[RateTable, RateTable | None]:
    """Check a file, lay it into the data folder, and return the new table and the one before it.

    ``source`` and ``sure_to`` stand in for those the file does not name; a bare file of a known table keeps its
    series and step. Raises :class:`RatesFault`; nothing is changed then.
    """
    name = code or file.stem
    if name == _NOT_IMPORTED:
        raise RatesFault("The table ru_395 is made of ru_395_deposits and cbr_key_rate: import the key rate.")
    before = rate_tables(data).get(name)
    table = read_table(_text(file, before, source, sure_to), code=name, file=file.name)
    if before is not None:
        table = _beside(table, before, file.name)
    keep(table, data)
    return table, before


def _text(file: Path, before: RateTable | None, source: str, sure_to: date | None) -> str:
    """The file's text, with the heads given on the command line below its own, so that they win."""
    text = read_text(file)
    given = [f"# source: {source}"] if source else []
    given += [f"# sure_to: {sure_to.isoformat()}"] if sure_to else []
    if before is not None and "# step:" not in text:
        given.append(f"# step: {before.step}")
    return "\n".join([text, *given])


def _beside(table: RateTable, before: RateTable, file: str) -> RateTable:
    if table.sure_to < before.sure_to:
        raise RatesFault(
            "{file} is sure only to {sure_to}, the table in use to {before}; the older one is not taken over.",
            file=file,
            sure_to=table.sure_to,
            before=before.sure_to,
        )
    if table.first_day > before.first_day:
        raise RatesFault(
            "{file} begins on {first_day}, the table in use on {before}; give the whole table.",
            file=file,
            first_day=table.first_day,
            before=before.first_day,
        )
    series = before.series if table.series == table.code else table.series
    return replace(table, series=series, country=table.country or before.country)
