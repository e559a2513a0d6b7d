"""Rows of a sheet become entries: each cell read by its column, faults with their place, nothing dropped unsaid."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import datetime

from contracts.kernel.refusal import Refusal
from contracts.registry.exchange.cell_readers import CellReading, ReadColumn, reader_of
from contracts.registry.exchange.cell_words import NOTHING
from contracts.registry.exchange.columns import IGNORED
from contracts.registry.exchange.headers import Headers
from contracts.registry.exchange.party_roles import turn_sides
from contracts.registry.exchange.register_entries import CellValue, CellValues, ReadRegister, RejectedCell, RowRemark
from contracts.registry.exchange.row_entry import FileReading, RowFault, cut, entry_of
from contracts.registry.rules.contract import Renewal
from contracts.tabular.sheet import Cell, SheetRow, as_text

#: A cache of a column is begun anew at this size: a column of a million different texts is not kept.
_CACHED = 20_000
#: A cell that says «nothing here».
_EMPTY = CellReading()
#: Cells whose value alone tells them apart: ``True``, ``1`` and ``1.0`` are equal and mean different things.
_TELLING = (str, datetime)
_TOTALS = re.compile(r"^\s*(?:всього|усього|разом|итого|всего|total|grand total|підсумок|загалом|сума)\b", re.I)
_YEAR_ALONE = re.compile(r"(?:19|20)\d\d\s*(?:рік|р\.?|год|г\.?|year)?", re.I)
_LONGEST_NAME, _LONGEST_TEXT = 200, 4000
_WITHOUT_END = (Renewal.EVERGREEN, Renewal.UNTIL_FULFILLED)
#: What «так» and «ні» say of a renewal.
_BARE_ANSWERS = (Renewal.AUTOMATIC, Renewal.NONE)


@dataclass(slots=True)
class ColumnReader:
    """One column with its memory: registers repeat themselves."""

    place: int
    field: str
    header: str
    read: Callable[[Cell], CellReading]
    seen: dict[object, CellReading | Refusal] = dataclass_field(default_factory=lambda: {"": _EMPTY})

    def look(self, raw: Cell, key: object) -> CellReading | Refusal:
        """Read a cell for the first time."""
        reading: CellReading | Refusal
        try:
            is_empty = raw is None or (type(raw) is str and raw.strip().casefold() in NOTHING)
            reading = _EMPTY if is_empty else self.read(raw)
        except Refusal as refusal:
            reading = refusal
        if len(self.seen) >= _CACHED:
            self.seen.clear()
        self.seen[key] = reading
        return reading


@dataclass(slots=True)
class RowCells:
    """What the cells of one row say, before they are looked at together; ``mentioned`` are the facts not sure."""

    values: dict[str, CellValue] = dataclass_field(default_factory=dict)
    mentioned: dict[str, CellValue] = dataclass_field(default_factory=dict)
    raws: dict[str, Cell] = dataclass_field(default_factory=dict)
    custom: dict[str, str] = dataclass_field(default_factory=dict)
    empty: list[str] = dataclass_field(default_factory=list)
    faults: list[RejectedCell] = dataclass_field(default_factory=list)
    remarks: list[RowRemark] = dataclass_field(default_factory=list)


def read_rows(
    rows: Sequence[SheetRow], headers: Headers, *, format: str | None, own: frozenset[str], currency: str
) -> ReadRegister:
    """Every row of data as an entry or a fault. ``own`` are folded names and codes of own companies.

    ``currency`` is what a sum without one is taken for, with one remark.
    """
    register = ReadRegister(columns=headers.field_by_header())
    file = FileReading(register, own, currency, format, headers.is_exported)
    readers = _readers(headers, format)
    customs = [(place, headers.names[place]) for place in headers.unknown]
    for row in rows[headers.first_row :]:
        _read_row(row, readers, customs, file)
    if headers.has_sides:
        turn_sides(register.entries)
    return register


def _readers(headers: Headers, format: str | None) -> list[ColumnReader]:
    """Columns in the order of their places."""
    readers = []
    for place, name in headers.fields.items():
        if name != IGNORED:
            header = headers.names[place]
            readers.append(ColumnReader(place, name, header, reader_of(ReadColumn(name, header, format))))
    return readers


def _read_row(row: SheetRow, readers: list[ColumnReader], customs: list[tuple[int, str]], file: FileReading) -> None:
    register = file.register
    cells = _read_cells(row, readers)
    values = _together(cells)
    if not cells.faults and _is_no_contract(row, values, register):
        return
    register.remarks += cells.remarks
    for place, header in customs:
        if place < len(row.cells) and (text := as_text(row.cells[place])):
            cells.custom[header] = text
    if cells.faults:
        register.rejected += cells.faults
        return
    try:
        entry = entry_of(row, values, cells.raws, file)
    except RowFault as fault:
        header = next((each.header for each in readers if each.field == fault.field), fault.field)
        value = as_text(cells.raws.get(fault.field, ""))[:200]
        register.rejected.append(RejectedCell(row.no, header, value, fault.reason))
        return
    if cells.custom:
        entry.custom = {cut(name, _LONGEST_NAME): cut(text, _LONGEST_TEXT) for name, text in cells.custom.items()}
    entry.empty = frozenset(cells.empty)
    register.entries.append(entry)


def _read_cells(row: SheetRow, readers: list[ColumnReader]) -> RowCells:
    """Every cell of a row by its column."""
    cells = RowCells()
    width, values, mentioned, raws = len(row.cells), cells.values, cells.mentioned, cells.raws
    for reader in readers:
        raw = row.cells[reader.place] if reader.place < width else ""
        key = raw if type(raw) in _TELLING else (type(raw), raw)
        reading = reader.seen.get(key)
        if reading is None:
            reading = reader.look(raw, key)
        if reading is _EMPTY:
            cells.empty.append(reader.field)
            continue
        raws[reader.field] = raw
        if isinstance(reading, Refusal):
            cells.faults.append(RejectedCell(row.no, reader.header, as_text(raw)[:200], reading))
            continue
        for fact, value, is_sure in reading.facts:
            (values if is_sure else mentioned)[fact] = value
        if reading.is_kept:
            cells.custom[reader.header] = as_text(raw)
        if reading.remark is not None:
            cells.remarks.append(RowRemark(row.no, reading.remark))
    return cells


def _together(cells: RowCells) -> CellValues:
    """What a column says beats what another cell mentions; but «безстроковий» is not undone by a bare «так» or «ні»."""
    values, mentioned = cells.values, cells.mentioned
    together = CellValues({**mentioned, **values})
    has_end = together.get("last_day") is not None or together.get("length") is not None
    if mentioned.get("renewal") in _WITHOUT_END and values.get("renewal") in _BARE_ANSWERS and not has_end:
        together["renewal"] = mentioned["renewal"]
    return together


def _is_no_contract(row: SheetRow, values: CellValues, register: ReadRegister) -> bool:
    """A total, a heading over a group of rows, or a signature below the table: said in a remark, no row of data."""
    if "counterparty_code" in values and "number" in values:
        return False
    texts = [as_text(cell) for cell in row.cells if cell not in ("", None)]
    has_both = values.get("counterparty") and values.get("number") and not _TOTALS.match(values.text("number"))
    if any(map(_TOTALS.match, texts[:3])) and not values.get("counterparty_code") and not has_both:
        register.remark(row.no, Refusal("A row of totals was left out: «{text}».", text=texts[0][:80]))
        return True
    if len(texts) == 1 and not _names_contract(texts[0], values):
        register.remark(row.no, Refusal("A row with one cell was taken for a heading: «{text}».", text=texts[0][:80]))
        return True
    return not values


def _names_contract(text: str, values: CellValues) -> bool:
    is_naming = bool({"number", "counterparty"} & values.keys())
    return is_naming and bool(re.search(r"\d", text)) and not _YEAR_ALONE.fullmatch(text)
