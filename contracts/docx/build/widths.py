"""How wide the columns of a table are: figures and dates get what they need, words share the rest."""

import re

from docx.shared import Emu, Mm

from contracts.docx.build.source import ControlTag, PipeTable
from contracts.docx.build.styles import TEXT_WIDTH, WIDE_WIDTH
from contracts.docx.build.text import plain

#: Millimetres that a cell with this filter or field needs; the widest that fits wins.
_FIXED = (
    (re.compile(r"\| (amount|amount_or_dash|price)\b"), 23.0),
    (re.compile(r"\| money\b"), 29.0),
    (re.compile(r"\| (number|percent)\b"), 14.0),
    (re.compile(r"\.clause\b"), 17.0),
    (re.compile(r"\.(number|days|days_late|year_days|count|pages|copies|quantity|due|done|late)\b"), 13.0),
    (re.compile(r"\.proofs\b"), 17.0),
    (re.compile(r"loop\.index"), 9.0),
)
#: What these mean in a column that is not the first: a unit of measure, the number of another paper («15/02-П»).
_BESIDE = ((re.compile(r"\.unit\b"), 13.0), (re.compile(r"\.number\b"), 18.0))
_DATE = re.compile(r"\| (date|date_or_dash)\b")
#: Fields whose texts are long: they take two shares of what is left, other texts one.
_LONG = re.compile(
    r"\.(name|subject|text|old|new|title|effect|next_action|receives|gives|outcome|document|lines|decision|factors)\b"
)
#: What an amendment changes, an account among it: four shares, so that an IBAN stays on one line.
_CHANGED = re.compile(r"\bchange\.(old|new)\b")
#: A column of words narrower than this makes its table wide.
_NARROWEST = 19.0
#: Width of a bold letter of 10 points, and of the two margins of a cell.
_LETTER, _MARGINS = 2.3, 3.2
#: What a crowded table is set in, as a part of the usual type.
_SMALL = 0.85
#: A column of figures that wide is never squeezed: a date, a sum.
_FIRM = 16.0
#: How much more than its head a column of words takes there.
_WORDY = 1.4
#: Figures spelled out are words.
_SPELLED = re.compile(r"\.factors\b")


def column_widths(table: PipeTable, date: float, *, is_turned: bool) -> list[Emu]:
    """Widths of the columns on the page as it lies; ``date`` is what a date needs, in millimetres."""
    whole = WIDE_WIDTH if is_turned else TEXT_WIDTH
    count = len(table.header)
    if table.kind in ("signatures", "plain") and not _has_labels(table):
        return [Emu(whole // count)] * count
    if _has_labels(table):
        return [Emu(whole * 3 // 10), Emu(whole * 7 // 10)]
    return [Emu(int(whole * share)) for share in _shares(table, whole / Mm(1), date)]


def _has_labels(table: PipeTable) -> bool:
    """A table of two columns whose left one says what the right one holds; the role of a party is such a word."""
    words = [each for each in column_of(table, 0) if each]
    labels = [each for each in words if "{{" not in each or ".role }}" in each]
    if len(table.header) != 2 or 2 * len(labels) <= len(words):
        return False
    return table.kind == "plain" or (table.kind == "grid" and any(_LONG.search(each) for each in column_of(table, 1)))


def is_turned(table: PipeTable, *, is_english: bool) -> bool:
    """Whether a wide table needs a page turned to landscape: in small type its words would still be too narrow."""
    if table.kind != "wide":
        return False
    date, whole = date_width(is_english), TEXT_WIDTH / Mm(1)
    needs = [_fixed(table, place, date) for place in range(len(table.header))]
    fixed, words = sum(needs), needs.count(0.0)
    return whole - fixed * _SMALL < words * _NARROWEST * _SMALL


def date_width(is_english: bool) -> float:
    """Millimetres of a date in a cell: English writes the month in words."""
    return 31.0 if is_english else 20.0


def _shares(table: PipeTable, whole: float, date: float) -> list[float]:
    """Columns of figures and dates get what they need; columns of words share the rest."""
    needs = _needs(table, date)
    if sum(needs) > whole:
        return _squeezed(needs, [_fixed(table, place, date) * _SMALL for place in range(len(needs))], whole)
    words = [not _fixed(table, place, date) for place in range(len(table.header))]
    rest = max(whole - sum(needs), 0.0)
    parts = [_parts(column_of(table, place)) if is_words else 0 for place, is_words in enumerate(words)]
    total = sum(parts) or len(parts)
    widths = [need + rest * (part if sum(parts) else 1) / total for need, part in zip(needs, parts, strict=True)]
    return [width / sum(widths) for width in widths]


def _squeezed(needs: list[float], fixed: list[float], whole: float) -> list[float]:
    """In small type sums and dates keep what they need; other columns share the rest by their heads."""
    firm = [width if width >= _FIRM else 0.0 for width in fixed]
    needs = [need if width else need * _WORDY for need, width in zip(needs, fixed, strict=True)]
    soft = sum(need for need, width in zip(needs, firm, strict=True) if not width)
    left = max(whole - sum(firm), 0.0)
    widths = [width or need * left / soft for need, width in zip(needs, firm, strict=True)]
    return [width / sum(widths) for width in widths]


def _needs(table: PipeTable, date: float) -> list[float]:
    """What each column cannot do without: its figures, and the longest word of its head."""
    return [max(_fixed(table, place, date), _head(head)) for place, head in enumerate(table.header)]


def is_crowded(table: PipeTable, date: float) -> bool:
    """A table whose columns need more than the page is set in smaller type."""
    return table.kind in ("grid", "wide") and sum(_needs(table, date)) > TEXT_WIDTH / Mm(1)


def _fixed(table: PipeTable, place: int, date: float) -> float:
    cells = column_of(table, place)
    if any(_DATE.search(cell) for cell in cells):
        return date
    if any(_SPELLED.search(cell) for cell in cells):
        return 0.0
    sizes = (*_FIXED, *_BESIDE) if place else _FIXED
    return max((size for cell in cells for pattern, size in sizes if pattern.search(cell)), default=0.0)


def _head(text: str) -> float:
    """Room for the longest word of a column's head."""
    words = re.sub(r"\{\{.*?\}\}", "UAH", plain(text)).replace(",", "").split()
    return max((len(word) for word in words), default=3) * _LETTER + _MARGINS


def _parts(cells: list[str]) -> int:
    if any(_CHANGED.search(cell) for cell in cells):
        return 4
    return 2 if any(_LONG.search(cell) for cell in cells) else 1


def is_place_and_date(table: PipeTable) -> bool:
    """The one line under a title: place at left, date at right."""
    return len(table.rows) == 1 and len(table.header) == 2 and "date_words" in column_of(table, 1)[0]


def column_of(table: PipeTable, place: int) -> list[str]:
    """The cells of a column below the head."""
    return [row[place] for row in table.rows if not isinstance(row, ControlTag)]
