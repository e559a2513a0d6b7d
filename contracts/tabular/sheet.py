"""A register as rows of cells, whatever file it stood in; a row keeps the number people see in their program."""

import re
import zipfile
import zlib
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import NamedTuple

from contracts.kernel.outside.characters import hidden_in, without_hidden
from contracts.kernel.refusal import Refusal, system_note

#: Sizes beyond which a file is no register: bytes of the file, bytes when unpacked, rows, columns, one cell.
LARGEST_FILE = 200_000_000
LARGEST_UNPACKED = 1_000_000_000
MOST_ROWS = 2_000_000
MOST_COLUMNS = 500
LONGEST_CELL = 100_000
#: How often a row may be covered by merged cells.
MOST_MERGED = 2_000
#: What the reader of an archive raises where it is damaged, locked, or packed in a way nobody unpacks.
DAMAGED = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, RuntimeError)

Cell = object


class FileRefused(Refusal):
    """A file cannot be read as a register."""

    code = "file_refused"


class SheetRow(NamedTuple):
    """One row: its number as people see it, and its cells."""

    no: int
    cells: list[Cell]


@dataclass(slots=True)
class Sheet:
    """The rows of one sheet, empty ones left out; ``others`` are sheets that were not read, ``hidden`` those of them
    people do not see; ``hidden_rows`` are rows of this sheet they do not see."""

    name: str
    rows: list[SheetRow]
    others: tuple[str, ...] = ()
    #: Merged cells: first and last row as people count them, first and last column as places.
    merged: tuple[tuple[int, int, int, int], ...] = ()
    warnings: list[Refusal] = field(default_factory=list)
    hidden: tuple[str, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    is_text: bool = False


#: What a spreadsheet shows where a formula has no value, in its languages.
_ERROR = re.compile(
    r"#(?:N/A|Н/Д|NV|N/D|DIV/0!|ДЕЛ/0!|ДІЛ/0!|VALUE!|ЗНАЧ!|WERT!|ARG!|REF!|ССЫЛКА!|ПОСИЛАННЯ!|BEZUG!|ADR!|NAME\?|ИМЯ\?|"
    r"ІМ['’]?Я\?|NAZWA\?|NUM!|ЧИСЛО!|ZAHL!|LICZBA!|NULL!|ПУСТО!|ZERO!|SPILL!|CALC!|FIELD!|GETTING_DATA)|Err:\d{3}",
    re.I,
)


def error_in(cell: "Cell") -> str:
    """The error a formula left in a cell; empty where there is none."""
    return cell.strip() if isinstance(cell, str) and cell[:1] in "#E" and _ERROR.fullmatch(cell.strip()) else ""


def refuse_errors(sheet: Sheet) -> Sheet:
    """The sheet, where no cell holds an error of a formula. Raises :class:`FileRefused` naming the first ones."""
    at = [
        f"{column_name(place)}{row.no} {error}"
        for row in sheet.rows
        for place, cell in enumerate(row.cells)
        if (error := error_in(cell))
    ]
    if at:
        raise FileRefused(
            "{sheet} holds errors of formulas: {cells}. Mend them in the spreadsheet and save it.",
            sheet=sheet.name,
            cells=", ".join(at[:5]) + (" …" if at[5:] else ""),
        )
    return sheet


def column_name(place: int) -> str:
    """The letters of a column, as a spreadsheet names it."""
    letters = ""
    while place >= 0:
        place, rest = divmod(place, 26)
        letters, place = chr(65 + rest) + letters, place - 1
    return letters


def too_long(row: int, column: int, size: int) -> FileRefused:
    """A cell that no register has."""
    return FileRefused(
        "Row {row}, column {column} holds {size} characters, more than a register can; nothing was read.",
        row=row, column=column, size=size,
    )  # fmt: skip


def bared(sheet: Sheet) -> Sheet:
    """The sheet without characters nobody sees; it says how many cells held any."""
    count = 0
    for row in sheet.rows:
        for place, cell in enumerate(row.cells):
            if isinstance(cell, str) and not cell.isprintable() and (bare := without_hidden(cell)) != cell:
                row.cells[place] = bare
                count += hidden_in(cell) != ""
    if count:
        sheet.warnings.append(
            Refusal("{count} cells held characters nobody sees (controls, marks of direction, zero widths): "
                    "they were left out.", count=count)
        )  # fmt: skip
    return sheet


def as_text(cell: Cell) -> str:
    """A cell as text: whole numbers without a point, days ISO."""
    if isinstance(cell, str):
        return cell.strip()
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ", timespec="minutes")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file of a sensible size. Raises :class:`FileRefused`."""
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise FileRefused("{file} has {size} MB, more than a register can.", file=path.name, size=size // 1_000_000)
        if size == 0:
            raise FileRefused("{file} is empty.", file=path.name)
        return path.read_bytes()
    except FileNotFoundError:
        raise FileRefused("There is no file {file}.", file=str(path)) from None
    except IsADirectoryError:
        raise FileRefused("{file} is a folder: name the file in it.", file=str(path)) from None
    except OSError as error:
        raise FileRefused("{file} cannot be read: {reason}.", file=str(path), reason=system_note(error)) from None
