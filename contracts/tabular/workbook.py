"""Workbooks (xlsx, xls, ods) are checked before they are opened: bombs, DTDs and passwords are refused (F28).

Of a formula the value the spreadsheet last showed is read; a text that begins with ``=`` stays a text.
"""

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import time, timedelta
from functools import partial

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from contracts.kernel.outside.isolation import MEMORY, Aborted, isolated
from contracts.kernel.refusal import N_, Note, Refusal
from contracts.tabular.delimited import read_delimited
from contracts.tabular.guards import Checked, check_archive, damaged, is_encrypted, locked
from contracts.tabular.sheet import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_MERGED,
    MOST_ROWS,
    Cell,
    FileRefused,
    Sheet,
    SheetRow,
    bared,
    refuse_errors,
    too_long,
)
from contracts.tabular.sheet_marks import SheetMarks, read_marks, read_xls_errors

_OLE = b"\xd0\xcf\x11\xe0"
#: Bytes of memory a byte of an unpacked workbook may become.
_SWELLS = 12


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are a workbook, or an archive that may be one."""
    return data.startswith((b"PK\x03\x04", _OLE))


def read_sheet(data: bytes, name: str) -> Sheet:
    """A table of any kind: the first sheet of a workbook, or a text table. Raises :class:`FileRefused`."""
    return refuse_errors(read_workbook(data, name, None) if is_workbook(data) else read_delimited(data, name))


def read_workbook(data: bytes, name: str, sheet: str | None) -> Sheet:
    """One sheet of a workbook: the named one, else the first visible one with rows. Raises :class:`FileRefused`."""
    return _read(data, name, lambda book: [_sheet(book, name, sheet)])[0]


def read_sheets(data: bytes, name: str) -> list[Sheet]:
    """Every visible sheet with rows, in order. Raises :class:`FileRefused`."""

    def take(book: CalamineWorkbook) -> list[Sheet]:
        names = list(book.sheet_names)
        found = [_rows(book, each, names) for each in _visible(book)]
        return [each for each in found if each.rows] or [_sheet(book, name, None)]

    return [refuse_errors(each) for each in _read(data, name, take)]


def visible_sheets(data: bytes, name: str) -> list[str]:
    """The names of the sheets people see, in order. Raises :class:`FileRefused`."""
    return [each.name for each in _read(data, name, lambda book: [Sheet(each, []) for each in _visible(book)])]


def _read(data: bytes, name: str, take: Callable[[CalamineWorkbook], list[Sheet]]) -> list[Sheet]:
    """Checked here, read in a process of its own: the reader's code is native and believes what it reads."""
    seen = check_archive(data, name) if data.startswith(b"PK") else Checked(0, len(data), True)
    if is_encrypted(data):
        raise locked(name)
    try:
        sheets = isolated(partial(_opened, data, name, take, seen), memory=MEMORY + seen.size * _SWELLS)
    except Aborted:
        raise FileRefused(
            "{file} takes more memory or time than a workbook of its size may, or its reader failed; it is not read. "
            "Copy the table into a new workbook, or save it as .csv.",
            file=name,
        ) from None
    return [bared(_with_warning(each, seen.formulas)) for each in sheets]


def _opened(data: bytes, name: str, take: Callable[[CalamineWorkbook], list[Sheet]], seen: Checked) -> list[Sheet]:
    try:
        marks = _marks(data) if seen.has_marks else {}
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return [_marked(each, marks) for each in take(book)]
    except PasswordError:
        raise locked(name) from None
    except (CalamineError, ValueError, OSError) as error:
        if "password" in str(error).lower() or "encrypt" in str(error).lower():
            raise locked(name) from None
        raise damaged(name, str(error)) from None
    except BaseException as error:  # a panic of the reader's native code is no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise damaged(name, "unreadable") from None


def _with_warning(sheet: Sheet, valueless: int) -> Sheet:
    """A program that writes workbooks may leave formulas without the value a spreadsheet would have shown."""
    if valueless:
        sheet.warnings.append(
            Refusal(
                "{count} formulas of the workbook hold no value, and their cells were read as empty: open it in a "
                "spreadsheet, save it, and import it again.",
                count=valueless,
            )
        )
    return sheet


def _marks(data: bytes) -> Mapping[str, SheetMarks]:
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return read_marks(archive)
    errors = read_xls_errors(data)
    return {"": SheetMarks(errors)} if errors else {}


def _marked(sheet: Sheet, marks: Mapping[str, SheetMarks]) -> Sheet:
    """The sheet with the errors of formulas in their cells, and the rows nobody sees."""
    found = marks.get(sheet.name) or marks.get("")
    if found is None:
        return sheet
    by_no = {row.no: row for row in sheet.rows}
    added: dict[int, SheetRow] = {}
    for no, place, error in found.errors:
        row = by_no.get(no) or added.setdefault(no, SheetRow(no, []))
        row.cells.extend([""] * (place + 1 - len(row.cells)))
        row.cells[place] = row.cells[place] or error
    if added:
        sheet.rows[:] = sorted([*sheet.rows, *added.values()], key=lambda row: row.no)
    sheet.hidden_rows = tuple(no for no in found.hidden if no in by_no)
    return sheet


def _sheet(book: CalamineWorkbook, name: str, choice: str | None) -> Sheet:
    names = list(book.sheet_names)
    if not names:
        raise FileRefused("{file} has no sheets.", file=name)
    if choice is not None:
        return _named(book, name, names, choice)
    first: Sheet | None = None
    for each in _visible(book):
        found = _rows(book, each, names)
        first = first or found
        if len(found.rows) > 1:
            return found
    if first is None or not first.rows:
        raise FileRefused("{file} is empty.", file=name)
    return first


def _visible(book: CalamineWorkbook) -> list[str]:
    """The sheets people see; all of them where none is to be seen."""
    seen = [each.name for each in book.sheets_metadata if str(each.visible).rpartition(".")[2] == "Visible"]
    return seen or list(book.sheet_names)


def _named(book: CalamineWorkbook, name: str, names: list[str], choice: str) -> Sheet:
    for each in names:
        if each.strip().casefold() == choice.strip().casefold():
            return _rows(book, each, names)
    if choice.isdecimal() and 1 <= int(choice) <= len(names):
        return _rows(book, names[int(choice) - 1], names)
    raise FileRefused(
        "{file} has no sheet «{sheet}»; its sheets are {sheets}.", file=name, sheet=choice, sheets=", ".join(names)
    )


def _rows(book: CalamineWorkbook, name: str, names: list[str]) -> Sheet:
    rows: list[SheetRow] = []
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height > MOST_ROWS or sheet.total_width > MOST_COLUMNS * 40:
        raise FileRefused(
            "Sheet {sheet} has {rows} rows; more than {limit} are not read.",
            sheet=name,
            rows=sheet.total_height,
            limit=MOST_ROWS,
        )
    for no, cells in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        if any(cells):
            for place, cell in enumerate(cells):
                if isinstance(cell, str) and len(cell) > LONGEST_CELL:
                    raise too_long(no, place + 1, len(cell))
                if isinstance(cell, time | timedelta):
                    cells[place] = str(cell)
            rows.append(SheetRow(no, list[Cell](cells[:MOST_COLUMNS])))
    end = rows[-1].no if rows else 0
    merged = tuple(
        (first[0] + 1, min(last[0] + 1, end), first[1], last[1])
        for first, last in sheet.merged_cell_ranges or ()
        if first != last and first[0] < end
    )
    if sum(last - first for first, last, _, _ in merged) > MOST_MERGED * (end + 1):
        raise damaged(name, Note(N_("{count} merged cells lie one over another"), {"count": len(merged)}))
    seen = set(_visible(book))
    others = tuple(each for each in names if each != name)
    return Sheet(name, rows, others, merged, hidden=tuple(each for each in others if each not in seen))
