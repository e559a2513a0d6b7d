"""Workbooks (xlsx, xls, ods) are checked before they are opened: bombs, DTDs and passwords are refused (F28).

Of a formula the value the spreadsheet last showed is read; a text that begins with ``=`` stays a text.
"""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import time, timedelta

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from contracts.kernel.refusal import Refusal
from contracts.tabular.delimited import read_delimited
from contracts.tabular.sheet import (
    DAMAGED,
    LARGEST_UNPACKED,
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    FileRefused,
    Sheet,
    SheetRow,
    refuse_errors,
    too_long,
)
from contracts.tabular.sheet_marks import SheetMarks, read_marks, read_xls_errors

_CHUNK = 1 << 20
_OLE = b"\xd0\xcf\x11\xe0"
#: A formula without the value last shown; an empty text is a value and is marked as text.
_VALUELESS = re.compile(rb"<c (?:(?!t=\")[^<>])*>\s*<f(?:[^<>]*/>|[^<>]*>[^<>]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")
#: What only sheets with errors or hidden rows hold.
_MARKS = (b't="e"', b' hidden="', b'visibility="', b'value-type="error"')
_DTD = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.I)


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
    names: list[str] = []

    def take(book: CalamineWorkbook) -> list[Sheet]:
        names.extend(_visible(book))
        return []

    _read(data, name, take)
    return names


def _read(data: bytes, name: str, take: Callable[[CalamineWorkbook], list[Sheet]]) -> list[Sheet]:
    valueless, marks = 0, dict[str, SheetMarks]()
    if data.startswith(b"PK"):
        valueless, marks = _check_archive(data, name)
    elif b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e" in data:
        raise _locked(name)
    elif errors := read_xls_errors(data):
        marks = {"": SheetMarks(errors)}
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return [_with_warning(_marked(each, marks), valueless) for each in take(book)]
    except PasswordError:
        raise _locked(name) from None
    except (CalamineError, ValueError, OSError) as error:
        if "password" in str(error).lower() or "encrypt" in str(error).lower():
            raise _locked(name) from None
        raise FileRefused(
            "{file} is damaged or is no spreadsheet ({reason}).", file=name, reason=str(error)[:200]
        ) from None
    except BaseException as error:  # a panic of the reader's native code is no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise FileRefused(
            "{file} is damaged or is no spreadsheet ({reason}).", file=name, reason="unreadable"
        ) from None


def _locked(name: str) -> FileRefused:
    return FileRefused("{file} is protected with a password: save a copy without it.", file=name)


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


def _check_archive(data: bytes, name: str) -> tuple[int, dict[str, SheetMarks]]:
    """Unpack every part once, counting: what is declared may lie. Nothing unpacked is kept.

    Gives the number of formulas that hold no value, and what the sheets mark.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
                raise FileRefused(
                    "{file} is an archive but no spreadsheet: save the register as .xlsx or .csv.", file=name
                )
            if sum(each.file_size for each in archive.infolist()) > LARGEST_UNPACKED:
                raise _bomb(name)
            tally: Counter[str] = Counter()
            for part in archive.infolist():
                if part.flag_bits & 1:
                    raise _locked(name)
                _check_part(archive, part, name, tally)
            if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
                raise _locked(name)
            return tally["formulas"], read_marks(archive) if tally["marks"] else {}
    except DAMAGED as error:
        raise FileRefused(
            "{file} is damaged or is no spreadsheet ({reason}).", file=name, reason=str(error)[:200]
        ) from None


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str, tally: Counter[str]) -> None:
    is_xml = part.filename.lower().endswith((".xml", ".rels"))
    with archive.open(part) as stream:
        tail = b""
        while chunk := stream.read(_CHUNK):
            tally["bytes"] += len(chunk)
            if tally["bytes"] > LARGEST_UNPACKED:
                raise _bomb(name)
            if is_xml and (b"<!" in chunk or tail) and _DTD.search(tail + chunk.replace(b"\0", b"")):
                raise FileRefused(
                    "{file} holds a document type definition in {part}; it is not read.", file=name, part=part.filename
                )
            if is_xml and not tally["marks"] and any(mark in chunk for mark in _MARKS):
                tally["marks"] = 1
            if is_xml and b"<f" in chunk:
                tally["formulas"] += len(_VALUELESS.findall(chunk))
            tail = chunk[-12:] if b"<" in chunk[-12:] else b""


def _bomb(name: str) -> FileRefused:
    return FileRefused(
        "{file} unpacks to more than {limit} MB; it is not read.", file=name, limit=LARGEST_UNPACKED // 1_000_000
    )


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
    merged = tuple(
        (first[0] + 1, last[0] + 1, first[1], last[1])
        for first, last in sheet.merged_cell_ranges or ()
        if first != last
    )
    seen = set(_visible(book))
    others = tuple(each for each in names if each != name)
    return Sheet(name, rows, others, merged, hidden=tuple(each for each in others if each not in seen))
