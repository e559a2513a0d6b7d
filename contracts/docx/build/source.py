"""Reads a template source: front matter, then blocks of text, headings, clauses, lists, tables and lone tags."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

TableKind = Literal["grid", "plain", "signatures", "wide"]
_MARK = re.compile(r"<!-- (block|table): (\w+) -->|<!-- (page break) -->")
_TAG = re.compile(r"\{%[^%]*%\}")
_CLAUSE = re.compile(r"(\d+(?:\.\d+)*\.|\{\{ [\w.]+ \}\}\.) (.*)")
_ITEM = re.compile(r"(-|\d+\)|\{\{ loop\.index \}\}\)|\(\d+\)) (.*)")


class SourceFault(ValueError):
    """A source cannot be read: the sentence names file, line and reason."""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A paragraph: ``kind`` chooses its style, ``label`` is the typed number or dash of a clause or list item.

    ``is_kept`` holds it on the page of what follows.
    """

    kind: str
    text: str
    label: str = ""
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class ControlTag:
    """A control tag alone on its line: its paragraph or table row disappears."""

    text: str


@dataclass(frozen=True, slots=True)
class PipeTable:
    """A pipe table: header cells, then rows of cells and tags between rows."""

    kind: TableKind
    header: list[str]
    rows: list[list[str] | ControlTag]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next block begins a new page."""


Block = SourceLine | ControlTag | PipeTable | PageBreak


@dataclass(frozen=True, slots=True)
class TemplateSource:
    """One template as its author wrote it; ``title`` and ``file_name`` are patterns with the same variables."""

    kind: str
    language: str
    law: str
    title: str
    file_name: str
    warnings: tuple[str, ...]
    blocks: list[Block] = field(default_factory=list)

    @property
    def is_letter(self) -> bool:
        """Whether the paper has a letterhead: its title is then a subject line."""
        return any(isinstance(block, SourceLine) and block.kind == "letterhead" for block in self.blocks)


def read(text: str, name: str) -> TemplateSource:
    """Read one source; raises :class:`SourceFault`."""
    try:
        _, front, body = text.split("---\n", 2)
    except ValueError:
        raise SourceFault(f"{name}: no front matter between two lines of ---") from None
    facts, warnings = _front(front, name)
    missing = {"kind", "language", "law", "title", "file_name"} - facts.keys()
    if missing:
        raise SourceFault(f"{name}: the front matter lacks {', '.join(sorted(missing))}")
    return TemplateSource(**facts, warnings=warnings, blocks=list(_blocks(body.split("\n"), name)))


def _front(text: str, name: str) -> tuple[dict[str, str], tuple[str, ...]]:
    facts: dict[str, str] = {}
    warnings: list[str] = []
    for line in text.splitlines():
        if line.strip().startswith("- "):
            warnings.append(line.strip()[2:].strip().strip('"'))
        elif match := re.fullmatch(r"(\w+):\s*(.*)", line):
            if match[2]:
                facts[match[1]] = match[2].strip().strip('"')
        elif line.strip():
            raise SourceFault(f"{name}: the front matter line {line!r} is not understood")
    return facts, tuple(warnings)


def _blocks(lines: list[str], name: str) -> Iterator[Block]:
    area, table_kind, place = "", "grid", 0
    while place < len(lines):
        line = lines[place]
        if mark := _MARK.fullmatch(line.strip()):
            if mark[3]:
                yield PageBreak()
            elif mark[1] == "block":
                area = "" if mark[2] == "end" else mark[2]
            else:
                table_kind = mark[2]
        elif line.startswith("|"):
            rows, place = _table_lines(lines, place)
            yield _table(rows, table_kind, name)
            table_kind = "grid"
            continue
        elif line.strip():
            yield _line(line.strip(), area)
        place += 1


def _table_lines(lines: list[str], start: int) -> tuple[list[str], int]:
    """Rows of a table and the tags between them; a tag belongs to the table when a row follows before a blank line."""
    end = last = start
    while end < len(lines) and lines[end].strip() and (lines[end].startswith("|") or _TAG.fullmatch(lines[end])):
        end += 1
        if lines[end - 1].startswith("|") or _balanced(lines[start:end]):
            last = end
    return lines[start:last], last


def _balanced(lines: list[str]) -> bool:
    tags = [line for line in lines if _TAG.fullmatch(line)]
    opened = sum(bool(re.match(r"\{% (if|for)\b", tag)) for tag in tags)
    closed = sum(bool(re.match(r"\{% end", tag)) for tag in tags)
    return opened == closed


def _table(lines: list[str], kind: str, name: str) -> PipeTable:
    header, *rest = [_cells(line) if line.startswith("|") else ControlTag(line) for line in lines]
    if isinstance(header, ControlTag) or not rest or isinstance(rest[0], ControlTag):
        raise SourceFault(f"{name}: the table {lines[0][:40]!r} has no header line")
    rows = rest[1:]
    for row in rows:
        if not isinstance(row, ControlTag) and len(row) != len(header):
            raise SourceFault(f"{name}: the row {row!r} has not as many cells as its header")
    if kind not in ("grid", "plain", "signatures", "wide"):
        raise SourceFault(f"{name}: {kind!r} is not a kind of table")
    return PipeTable(kind, header, rows)  # type: ignore[arg-type]


def _cells(line: str) -> list[str]:
    """Cells of a row; a stroke inside a tag is a filter, not a border."""
    cells: list[str] = []
    current = ""
    for piece in re.split(r"(\{\{.*?\}\}|\{%.*?%\}|\|)", line.strip()):
        if piece == "|":
            cells.append(current.strip())
            current = ""
        else:
            current += piece
    return cells[1:]


def _line(text: str, area: str) -> SourceLine | ControlTag:
    if _TAG.fullmatch(text):
        return ControlTag(text)
    if area:
        return SourceLine(area, text)
    if text.startswith("## "):
        return SourceLine("heading", text[3:])
    if text.startswith("# "):
        return SourceLine("title", text[2:])
    if match := _CLAUSE.fullmatch(text):
        return SourceLine("clause", match[2], match[1])
    if match := _ITEM.fullmatch(text):
        return SourceLine("item", match[2], "–" if match[1] == "-" else match[1])
    return SourceLine("text", text)
