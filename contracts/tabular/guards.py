"""What a workbook claims is checked before any reader believes it: sizes, counts, references, repeats (F28, H1).

A cell far from all others, a repeat or a count costs a few bytes to write and gigabytes to read.
"""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, NamedTuple

from contracts.kernel.refusal import N_, Note
from contracts.tabular.sheet import DAMAGED, LARGEST_UNPACKED, FileRefused

_CHUNK = 1 << 20
#: Parts of an archive; how often smaller the packed bytes may be where they unpack to more than the free size.
MOST_PARTS, MOST_PACKED, FREE_UNPACKED = 10_000, 100, 64_000_000
#: Cells from the first to the farthest that any sheet may have; beyond, so many times those that hold something.
FREE_CELLS, MOST_SPARSE = 2_000_000, 8
#: Spaces of one sheet that are written as a count.
MOST_SPACES = 5_000_000
#: Rows and columns a spreadsheet program has.
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384

#: A formula without the value last shown; an empty text is a value and is marked as text.
_VALUELESS = re.compile(rb"<c (?:(?!t=\")[^<>])*>\s*<f(?:[^<>]*/>|[^<>]*>[^<>]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")
#: What only sheets with errors or hidden rows hold.
_MARKS = (b't="e"', b' hidden="', b'visibility="', b'value-type="error"')
_DTD = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.I)
_CELL = re.compile(
    rb"<(?:\w{1,20}:)?(?:(row)\b(?:[^<>]*?\sr\s*=\s*[\"'](\d{1,12})[\"'])?"
    rb"|c\b(?:[^<>]*?\sr\s*=\s*[\"']\$?([A-Za-z]{1,9})\$?(\d{1,12})[\"'])?)[^<>]*?(/?)>"
)
_REPEATED = re.compile(rb"<(?:\w{1,20}:)?(table-row|table-cell|covered-table-cell|table|s)\b([^<>]*)>", re.I)
_REPEAT = re.compile(rb"[\s:](?:number-(?:columns|rows)-repeated|c)\s*=\s*[\"']\s*\+?(\d{1,18})")
_COUNT = re.compile(rb"<(?:\w{1,20}:)?(?:sst|cellXfs|numFmts|mergeCells|cellStyleXfs|fonts|fills|borders)\b([^<>]*)>")
_COUNTED = re.compile(rb"\s(?:count|uniqueCount)\s*=\s*[\"']\s*\+?(\d{1,24})")


#: What is quick to find in a sheet: letters and numbers of references, and how much there is of what.
_LETTERS = re.compile(rb"\sr\s*=\s*[\"']\$?([A-Za-z]{1,9})")
_NUMBERS = re.compile(rb"\sr\s*=\s*[\"']\$?(?:[A-Za-z]{1,9}\$?)?(\d{1,12})")
_CELLS = ((b"<c", 1), (b":c", 1), (b"<col", -1), (b":col", -1))


@dataclass(slots=True)
class _Outline:
    """The farthest a sheet of Excel can reach, told without looking at each cell."""

    row: int = 0
    letters: set[bytes] = field(default_factory=set)
    filled: int = 0
    #: Rows that may say nothing of where they stand, and cells that say nothing.
    rows: int = 0
    unplaced: int = 0

    def look(self, text: bytes) -> None:
        letters = _LETTERS.findall(text)
        self.letters.update(letters)
        self.row = max(self.row, *map(int, _NUMBERS.findall(text)), 0)
        self.filled += text.count(b"</") // 3
        self.rows += text.count(b"<row") + text.count(b":row")
        self.unplaced += max(sum(text.count(sign) * times for sign, times in _CELLS) - len(letters), 0)

    @property
    def is_dense(self) -> bool:
        width = max(map(_column, self.letters), default=0)
        is_within = self.row <= _LAST_ROW and width <= _LAST_COLUMN
        return (
            not self.unplaced
            and is_within
            and (self.row + self.rows) * width <= max(FREE_CELLS, MOST_SPARSE * self.filled)
        )


@dataclass(slots=True)
class _Extent:
    """How far the cells of one sheet reach, and how many of them hold something."""

    row: int = 0
    column: int = 0
    filled: int = 0
    #: Where reading stands.
    at_row: int = 0
    at_column: int = 0
    #: Spaces written as a count.
    spaces: int = 0

    def reach(self, row: int, column: int) -> None:
        self.filled += 1
        self.row, self.column = max(self.row, row), max(self.column, column)

    @property
    def is_sparse(self) -> bool:
        return self.row * self.column > max(FREE_CELLS, MOST_SPARSE * self.filled)


@dataclass(slots=True)
class _Tally:
    """What was seen of an archive so far."""

    name: str
    is_ods: bool
    counts: Counter[str] = field(default_factory=Counter)


class Checked(NamedTuple):
    """What was seen of a workbook: formulas without a value, bytes unpacked, whether it marks errors or hidden rows."""

    formulas: int
    size: int
    has_marks: bool


def is_encrypted(data: bytes) -> bool:
    """Whether an older container holds an encrypted workbook."""
    return not data.startswith(b"PK") and b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e" in data


def locked(name: str) -> FileRefused:
    """The refusal of a file with a password."""
    return FileRefused("{file} is protected with a password: save a copy without it.", file=name)


def damaged(name: str, reason: str | Note) -> FileRefused:
    """The refusal of what no reader understands."""
    return FileRefused(
        "{file} is damaged or is no spreadsheet ({reason}).",
        file=name,
        reason=reason if isinstance(reason, Note) else reason[:200],
    )


def check_archive(data: bytes, name: str) -> Checked:
    """Unpack every part once, counting: what is declared may lie. Nothing unpacked is kept."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = _names(archive, name)
            tally = _Tally(name, "content.xml" in names)
            for part in archive.infolist():
                if part.flag_bits & 1:
                    raise locked(name)
                _check_part(archive, part, tally, len(data))
            if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
                raise locked(name)
            counts = tally.counts
            return Checked(counts["formulas"], counts["bytes"], bool(counts["marks"]))
    except DAMAGED as error:
        raise damaged(name, str(error)) from None


def _names(archive: zipfile.ZipFile, name: str) -> set[str]:
    parts = archive.infolist()
    names = {each.filename for each in parts}
    if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        raise FileRefused("{file} is an archive but no spreadsheet: save the register as .xlsx or .csv.", file=name)
    if sum(each.file_size for each in parts) > LARGEST_UNPACKED:
        raise _bomb(name, LARGEST_UNPACKED)
    if len(parts) > MOST_PARTS or len(names) < len(parts):
        raise damaged(name, Note(N_("{count} parts, or two of one name"), {"count": len(parts)}))
    return names


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, tally: _Tally, packed: int) -> None:
    is_xml = part.filename.lower().endswith((".xml", ".rels"))
    extent, outline = _Extent(), _Outline()
    with archive.open(part) as stream:
        for text, size in _tags(stream):
            tally.counts["bytes"] += size
            _check_size(tally, packed)
            if not is_xml:
                continue
            if b"<!" in text and _DTD.search(text):
                raise FileRefused(
                    "{file} holds a document type definition in {part}; it is not read.",
                    file=tally.name, part=part.filename,
                )  # fmt: skip
            if not tally.counts["marks"] and any(mark in text for mark in _MARKS):
                tally.counts["marks"] = 1
            if b"<f" in text:
                tally.counts["formulas"] += len(_VALUELESS.findall(text))
            if b"ount" in text:
                _check_counts(text, part, tally.name)
            if tally.is_ods:
                _repeats(text, extent, tally.name, part.filename)
            else:
                outline.look(text)
    if not outline.is_dense:
        with archive.open(part) as stream:
            for text, _size in _tags(stream):
                _references(text, extent, tally.name, part.filename)
    if extent.is_sparse:
        raise _sparse(tally.name, part.filename, extent.row, extent.column)


def _tags(stream: IO[bytes]) -> Iterator[tuple[bytes, int]]:
    """The part some at a time, no tag cut in two, UTF-16 as its letters; with the bytes that were unpacked for it."""
    tail = b""
    while chunk := stream.read(_CHUNK):
        text = tail + (chunk.replace(b"\0", b"") if b"\0" in chunk else chunk)
        cut = text.rfind(b"<")
        if cut <= 0 or len(text) - cut > _CHUNK:
            cut = len(text)
        tail = text[cut:]
        yield text[:cut], len(chunk)
    yield tail, 0


def _check_size(tally: _Tally, packed: int) -> None:
    size = tally.counts["bytes"]
    if size > LARGEST_UNPACKED:
        raise _bomb(tally.name, LARGEST_UNPACKED)
    if size > FREE_UNPACKED and size > packed * MOST_PACKED:
        raise _bomb(tally.name, FREE_UNPACKED)


def _check_counts(text: bytes, part: zipfile.ZipInfo, name: str) -> None:
    """A count that no part of this size can hold: each thing counted takes some bytes."""
    for match in _COUNT.finditer(text):
        for count in _COUNTED.findall(match[1]):
            if int(count) * 4 > part.file_size + 40_000:
                raise damaged(
                    name,
                    Note(N_("{part} says it holds {count} things"), {"part": part.filename, "count": count.decode()}),
                )


def _references(text: bytes, extent: _Extent, name: str, part: str) -> None:
    """The cells of a sheet of Excel: each says where it stands, or follows the one before."""
    for match in _CELL.finditer(text):
        is_row, no, letters, digits, closed = match.groups()
        if is_row:
            extent.at_row = int(no) if no else extent.at_row + 1
            extent.at_column = 0
            continue
        at_row = int(digits) if digits else extent.at_row
        extent.at_column = _column(letters) if letters else extent.at_column + 1
        if at_row > _LAST_ROW or extent.at_column > _LAST_COLUMN:
            raise _sparse(name, part, at_row, extent.at_column)
        if not closed:
            extent.reach(at_row, extent.at_column)


def _repeats(text: bytes, extent: _Extent, name: str, part: str) -> None:
    """The cells of OpenDocument: empty ones at an end are not counted, all others as often as they are repeated."""
    for match in _REPEATED.finditer(text):
        kind, rest = match[1].lower(), match[2]
        found = _REPEAT.search(rest)
        times = int(found[1]) if found else 1
        if kind == b"table":
            extent.at_row = extent.at_column = 0
        elif kind == b"table-row":
            extent.at_row, extent.at_column = extent.at_row + times, 0
        elif kind == b"s":
            extent.spaces += times
            if extent.spaces > MOST_SPACES:
                raise _sparse(name, part, extent.at_row, extent.at_column)
        else:
            extent.at_column += times
            if not rest.rstrip().endswith(b"/") or b"value" in rest:
                extent.reach(extent.at_row, extent.at_column)


def _column(letters: bytes) -> int:
    column = 0
    for letter in letters.upper():
        column = column * 26 + letter - 64
    return column


def _sparse(name: str, part: str, row: int, column: int) -> FileRefused:
    return FileRefused(
        "{file} has something in row {row}, column {column} of {part}, far from everything else, or repeats a cell "
        "that often; it is not read. Delete what stands there, or copy the table into a new workbook.",
        file=name,
        part=part,
        row=row,
        column=column,
    )


def _bomb(name: str, limit: int) -> FileRefused:
    return FileRefused("{file} unpacks to more than {limit} MB; it is not read.", file=name, limit=limit // 1_000_000)
