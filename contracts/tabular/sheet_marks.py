"""What a workbook marks and its reader does not tell: cells with errors of formulas, and rows nobody sees."""

import html
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

_CHUNK = 1 << 20
#: As much of a part as is kept while no row ends.
_LONGEST_ROW = 1 << 23
_ERROR_CELL = re.compile(rb'<c ([^<>]*\bt="e"[^<>]*)>(.{0,40000}?)</c>', re.S)
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_VALUE = re.compile(rb"<v[^<>]*>([^<]{1,30})</v>")
_HIDDEN_ROW = re.compile(rb'<row ([^<>]*\bhidden="(?:1|true)"[^<>]*)>')
_ROW_NO = re.compile(rb'\br="(\d{1,7})"')
_ODS_TAG = re.compile(rb"<table:(?:covered-)?(table|table-row|table-cell)(?=[ />])[^<>]*>")
_ODS_REPEAT = re.compile(rb'number-(?:rows|columns)-repeated="(\d{1,7})"')
_ODS_HIDDEN = re.compile(rb'table:visibility="(?:collapse|filter)"')
_ODS_TEXT = re.compile(rb"<text:p[^<>]*>([^<]{1,30})<")
#: More equal rows than this at once are the empty end of a sheet.
_MOST_REPEATED = 10_000
#: Records BOOLERR and FORMULA whose value is an error: row, column, code.
_XLS_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
_XLS_CODE = rb"([\x00\x07\x0f\x17\x1d\x24\x2a])"
_XLS_VALUE = re.compile(rb"\x05\x02\x08\x00(..)(.\x00).." + _XLS_CODE + rb"\x01", re.S)
_XLS_FORMULA = re.compile(rb"\x06\x00..(..)(.\x00)..\x02\x00" + _XLS_CODE + rb"\x00\x00\x00\xff\xff", re.S)


@dataclass(slots=True)
class SheetMarks:
    """Errors as (row as people count it, place of the column, error), and rows that are hidden."""

    errors: list[tuple[int, int, str]] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)


def read_marks(archive: zipfile.ZipFile) -> dict[str, SheetMarks]:
    """Marks by the name of the sheet, of an archive that was checked already."""
    names = set(archive.namelist())
    if "content.xml" in names:
        return _of_ods(archive)
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return {}
    return {name: _of_part(archive, part) for name, part in _parts(archive).items() if part in names}


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of each sheet by its name."""
    links = {}
    for tag in re.findall(rb"<(?:\w+:)?Relationship\b[^<>]*>", archive.read("xl/_rels/workbook.xml.rels")):
        links[_attribute(tag, b"Id")] = _attribute(tag, b"Target").removeprefix("/xl/")
    return {
        _attribute(tag, b"name"): f"xl/{links.get(_attribute(tag, rb'(?:[a-z]+:)id'), '')}"
        for tag in re.findall(rb"<(?:\w+:)?sheet\b[^<>]*>", archive.read("xl/workbook.xml"))
    }


def _attribute(tag: bytes, name: bytes) -> str:
    match = re.search(rb"\s" + name + rb'="([^"]*)"', tag)
    return html.unescape(match[1].decode("utf-8", "replace")) if match else ""


def _of_part(archive: zipfile.ZipFile, part: str) -> SheetMarks:
    marks = SheetMarks()
    for rows in _whole_rows(archive, part, b"</row>"):
        if b't="e"' in rows:
            for cell in _ERROR_CELL.finditer(rows):
                place, value = _PLACE.search(cell[1]), _VALUE.search(cell[2])
                if place and value:
                    marks.errors.append((int(place[2]), _column(place[1].decode()), html.unescape(value[1].decode())))
        if b"hidden=" in rows:
            marks.hidden += [int(no[1]) for row in _HIDDEN_ROW.finditer(rows) if (no := _ROW_NO.search(row[1]))]
    return marks


def _whole_rows(archive: zipfile.ZipFile, part: str, end: bytes) -> Iterator[bytes]:
    """The bytes of a part, never cut inside a row."""
    with archive.open(part) as stream:
        tail = b""
        while chunk := stream.read(_CHUNK):
            held = tail + chunk
            cut = held.rfind(end) + len(end) if end in held else 0
            if cut or len(held) > _LONGEST_ROW:
                yield held[: cut or len(held)]
                tail = held[cut:] if cut else b""
            else:
                tail = held
        yield tail


def _column(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1


def _of_ods(archive: zipfile.ZipFile) -> dict[str, SheetMarks]:
    """Errors and hidden rows of an OpenDocument."""
    found: dict[str, SheetMarks] = {}
    marks, no, place = SheetMarks(), 0, 0
    for rows in _whole_rows(archive, "content.xml", b"</table:table-row>"):
        for tag in _ODS_TAG.finditer(rows):
            count = int(repeat[1]) if (repeat := _ODS_REPEAT.search(tag[0])) else 1
            if tag[1] == b"table":
                name = _attribute(tag[0], b"table:name")
                marks, no = found.setdefault(name, SheetMarks()), 0
            elif tag[1] == b"table-row":
                if _ODS_HIDDEN.search(tag[0]) and count < _MOST_REPEATED:
                    marks.hidden += range(no + 1, no + count + 1)
                no, place = no + count, 0
            else:
                if b'calcext:value-type="error"' in tag[0] and (text := _ODS_TEXT.match(rows, tag.end())):
                    marks.errors.append((no, place, html.unescape(text[1].decode("utf-8", "replace"))))
                place += count
    return found


def read_xls_errors(data: bytes) -> list[tuple[int, int, str]]:
    """Errors a workbook of the old kind holds, whatever its sheet: whoever asks looks whether the cell is empty."""
    found = []
    for record in (*_XLS_VALUE.finditer(data), *_XLS_FORMULA.finditer(data)):
        row, place = (int.from_bytes(record[no], "little") for no in (1, 2))
        found.append((row + 1, place, _XLS_ERRORS[record[3][0]]))
    return found
