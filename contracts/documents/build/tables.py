"""Tables of papers: thin grey lines, a bold head repeated on each page, rows never split, numbers to the right."""

import re
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt

from contracts.documents.build.source import Table, Tag
from contracts.documents.build.styles import TEXT_WIDTH, WIDE_WIDTH
from contracts.documents.build.text import add_runs, plain

_NUMERIC = re.compile(r"\| (amount|amount_or_dash|number|percent|money|days)\b")
_COUNT = re.compile(r"\.(days|days_late|year_days|count|pages|copies|number|share|due|done|late)\b")
#: Millimetres that a cell with this filter or field needs; the widest that fits wins.
_FIXED = (
    (re.compile(r"\| (amount|amount_or_dash)\b"), 23.0),
    (re.compile(r"\| money\b"), 30.0),
    (re.compile(r"\| (number|percent)\b"), 14.0),
    (re.compile(r"\.(number|days|days_late|year_days|count|pages|copies|unit|quantity|due|done|late)\b"), 13.0),
    (re.compile(r"loop\.index"), 9.0),
)
_DATE = re.compile(r"\| (date|date_or_dash)\b")
#: Fields whose texts are long: they take two shares of what is left, other texts one.
_LONG = re.compile(r"\.(name|subject|text|old|new|title|effect|next_action|receives|gives|outcome|document|lines)\b")
#: Width of a bold letter of 10 points, and of the two margins of a cell.
_LETTER, _MARGINS = 2.1, 3.4


def add_table(document: Any, table: Table, *, is_english: bool) -> None:
    """Write one table into the document; English dates, with the month in words, need wider columns."""
    shows_head = (any(table.header) and table.kind != "plain") or table.kind in ("grid", "wide")
    rows: list[list[str] | Tag] = [*([table.header] if shows_head else []), *table.rows]
    made = document.add_table(rows=0, cols=len(table.header))
    made.autofit = False
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    _frame(made, has_lines=table.kind in ("grid", "wide"))
    widths = _widths(table, 31.0 if is_english else 20.0)
    for no, row in enumerate(rows):
        cells = made.add_row()
        is_head = no == 0 and shows_head
        if isinstance(row, Tag):
            cells.cells[0].paragraphs[0].style = document.styles["Table text"]
            cells.cells[0].paragraphs[0].add_run(_row_tag(row.text))
        else:
            _fill(document, table, cells, row, is_head=is_head, is_first=no == 0, is_last=no == len(rows) - 1)
        _never_split(cells, repeats=is_head and table.kind in ("grid", "wide"))
        for cell, width in zip(cells.cells, widths, strict=True):
            cell.width = width
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width


def _fill(
    document: Any, table: Table, cells: Any, row: list[str], *, is_head: bool, is_first: bool, is_last: bool
) -> None:
    for place, text in enumerate(row):
        paragraph = cells.cells[place].paragraphs[0]
        paragraph.style = document.styles[_style(table, is_head=is_head)]
        add_runs(paragraph, plain(text) if is_head and table.kind in ("grid", "wide") else text)
        if _is_right(table, place):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if table.kind == "signatures":
            paragraph.paragraph_format.keep_with_next = not is_last
            if is_first:
                paragraph.paragraph_format.space_before = Pt(10)
            if is_head:
                for run in paragraph.runs:
                    run.bold = True
        elif _is_total(row):
            paragraph.paragraph_format.keep_with_next = False


def _style(table: Table, *, is_head: bool) -> str:
    if table.kind == "signatures":
        return "Signature"
    if table.kind == "plain":
        return "Plain text"
    return "Table head" if is_head else "Table text"


def _row_tag(text: str) -> str:
    return text.replace("{%", "{%tr", 1)


def _is_total(row: list[str]) -> bool:
    return row[0].startswith("**")


def _is_right(table: Table, place: int) -> bool:
    """Columns of figures stand to the right; so does the date in the line with place and date."""
    cells = _column(table, place)
    if table.kind == "plain":
        return place == len(table.header) - 1 and _is_place_and_date(table)
    if table.kind == "signatures" or place == 0:
        return False
    return bool(cells) and all(_NUMERIC.search(cell) or _COUNT.search(cell) or not cell for cell in cells)


def _is_place_and_date(table: Table) -> bool:
    return len(table.rows) == 1 and len(table.header) == 2 and "date_words" in _column(table, 1)[0]


def _column(table: Table, place: int) -> list[str]:
    return [row[place] for row in table.rows if not isinstance(row, Tag)]


def _widths(table: Table, date: float) -> list[Emu]:
    whole = WIDE_WIDTH if table.kind == "wide" else TEXT_WIDTH
    count = len(table.header)
    if table.kind == "signatures" or _is_place_and_date(table):
        return [Emu(whole // count)] * count
    if table.kind == "plain" and count == 2:
        return [Emu(whole * 3 // 10), Emu(whole * 7 // 10)]
    return [Emu(int(whole * share)) for share in _shares(table, whole / Mm(1), date)]


def _shares(table: Table, whole: float, date: float) -> list[float]:
    """Columns of figures and dates get what they need; columns of words share the rest."""
    needs = [max(_fixed(_column(table, place), date), _head(table.header[place])) for place in range(len(table.header))]
    words = [not _fixed(_column(table, place), date) for place in range(len(table.header))]
    rest = max(whole - sum(needs), 0.0)
    parts = [_parts(_column(table, place)) if is_words else 0 for place, is_words in enumerate(words)]
    total = sum(parts) or len(parts)
    widths = [need + rest * (part if sum(parts) else 1) / total for need, part in zip(needs, parts, strict=True)]
    return [width / sum(widths) for width in widths]


def _fixed(cells: list[str], date: float) -> float:
    if any(_DATE.search(cell) for cell in cells):
        return date
    return max((size for cell in cells for pattern, size in _FIXED if pattern.search(cell)), default=0.0)


def _head(text: str) -> float:
    """Room for the longest word of a column's head."""
    words = re.sub(r"\{\{.*?\}\}", "UAH", plain(text)).replace(",", "").split()
    return max((len(word) for word in words), default=3) * _LETTER + _MARGINS


def _parts(cells: list[str]) -> int:
    return 2 if any(_LONG.search(cell) for cell in cells) else 1


def _frame(made: Any, *, has_lines: bool) -> None:
    properties = made._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        look = (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "808080")) if has_lines else (("val", "nil"),)
        for name, value in look:
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    layout = OxmlElement("w:tblLayout")
    layout.set(qn("w:type"), "fixed")
    for old in properties.findall(qn("w:tblLayout")):
        properties.remove(old)
    anchor = properties.find(qn("w:tblLook"))
    for element in (borders, layout, _margins()):
        properties.append(element) if anchor is None else anchor.addprevious(element)


def _margins() -> Any:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        space = OxmlElement(f"w:{side}")
        space.set(qn("w:w"), "80")
        space.set(qn("w:type"), "dxa")
        margins.append(space)
    return margins


def _never_split(row: Any, *, repeats: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if repeats:
        properties.append(OxmlElement("w:tblHeader"))
