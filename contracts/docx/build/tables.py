"""Tables of papers: thin grey lines, a bold head repeated on each page, rows never split, numbers to the right."""

import re
from dataclasses import dataclass

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

from contracts.docx.build.source import ControlTag, PipeTable
from contracts.docx.build.styles import element
from contracts.docx.build.text import add_runs, plain
from contracts.docx.build.widths import column_of, column_widths, date_width, is_crowded, is_place_and_date, is_turned

_NUMERIC = re.compile(r"\| (amount|amount_or_dash|price|number|percent|money|days)\b")
_COUNT = re.compile(r"\.(days|days_late|year_days|count|pages|copies|share|due|done|late)\b")


@dataclass(frozen=True, slots=True)
class RowPlace:
    """Where a row stands in its table, and whether the table is set in smaller type."""

    is_head: bool
    is_first: bool
    is_last: bool
    is_small: bool


def add_table(document: Document, table: PipeTable, *, is_english: bool) -> Table:
    """Write one table into the document and give it back; English dates, with the month in words, are wider."""
    shows_head = (any(table.header) and table.kind != "plain") or table.kind in ("grid", "wide")
    rows: list[list[str] | ControlTag] = [*([table.header] if shows_head else []), *table.rows]
    made: Table = document.add_table(rows=0, cols=len(table.header))
    made.autofit = False
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    _frame(made, has_lines=table.kind in ("grid", "wide"))
    date = date_width(is_english)
    widths = column_widths(table, date, is_turned=is_turned(table, is_english=is_english))
    for no, row in enumerate(rows):
        cells = made.add_row()
        place = RowPlace(no == 0 and shows_head, no == 0, no == len(rows) - 1, is_crowded(table, date))
        if isinstance(row, ControlTag):
            cells.cells[0].paragraphs[0].style = document.styles["Table text"]
            cells.cells[0].paragraphs[0].add_run(row.text.replace("{%", "{%tr", 1))
        else:
            _fill(document, table, cells, row, place)
        _never_split(cells, repeats=place.is_head and table.kind in ("grid", "wide"))
        for cell, width in zip(cells.cells, widths, strict=True):
            cell.width = width
        if not isinstance(row, ControlTag) and table.kind in ("grid", "wide"):
            _span(cells, row)
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    return made


def _fill(document: Document, table: PipeTable, cells: _Row, row: list[str], place: RowPlace) -> None:
    is_short = not any(isinstance(each, ControlTag) and "for " in each.text for each in table.rows)
    for no, text in enumerate(row):
        paragraph = cells.cells[no].paragraphs[0]
        paragraph.style = document.styles[_style(table, place)]
        add_runs(paragraph, plain(text) if place.is_head and table.kind in ("grid", "wide") else text)
        if _is_right(table, no):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.keep_with_next = (is_short or place.is_head) and not place.is_last
        if table.kind == "signatures":
            _sign(paragraph, place, is_apart=_is_apart(row))


def _span(cells: _Row, row: list[str]) -> None:
    """The label of a total takes the empty cells beside it: those before it, or those after a bold first one."""
    filled = [no for no, text in enumerate(row) if text]
    if not filled or (not row[0].startswith("**") and row[0]):
        return
    last = filled[0] if not row[0] else filled[1] - 1 if len(filled) > 1 else 0
    if last:
        cells.cells[0].merge(cells.cells[last])


def _sign(paragraph: Paragraph, place: RowPlace, *, is_apart: bool) -> None:
    """Room above for a hand that signs; the names of the sides in bold."""
    if place.is_first or is_apart:
        paragraph.paragraph_format.space_before = Pt(10)
    if place.is_head:
        for run in paragraph.runs:
            run.bold = True


def _is_apart(row: list[str]) -> bool:
    """A row to be signed, or a label alone on its line."""
    return any("____" in each for each in row) or (row[0].startswith("**") and not any(row[1:]))


def _style(table: PipeTable, place: RowPlace) -> str:
    if table.kind == "signatures":
        return "Signature"
    if table.kind == "plain":
        return "Plain text"
    small = " small" if place.is_small else ""
    return f"Table head{small}" if place.is_head else f"Table text{small}"


def _is_right(table: PipeTable, no: int) -> bool:
    """Columns of figures stand to the right, with the labels of their totals; so does the date beside a place."""
    cells = column_of(table, no)
    if table.kind == "plain":
        return no == len(table.header) - 1 and is_place_and_date(table)
    if table.kind == "signatures" or no == 0:
        return False
    tagged = [cell for cell in cells if "{{" in cell]
    return bool(tagged) and all(_NUMERIC.search(cell) or _COUNT.search(cell) for cell in tagged)


def _frame(made: Table, *, has_lines: bool) -> None:
    properties = made._tbl.tblPr
    borders, margins = element("tblBorders"), element("tblCellMar")
    look = {"val": "single", "sz": "4", "space": "0", "color": "808080"} if has_lines else {"val": "nil"}
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(element(side, **look))
    for side in ("left", "right"):
        margins.append(element(side, w="80", type="dxa"))
    for old in properties.findall(qn("w:tblLayout")):
        properties.remove(old)
    anchor = properties.find(qn("w:tblLook"))
    for each in (borders, element("tblLayout", type="fixed"), margins):
        properties.append(each) if anchor is None else anchor.addprevious(each)


def _never_split(row: _Row, *, repeats: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(element("cantSplit"))
    if repeats:
        properties.append(element("tblHeader"))
