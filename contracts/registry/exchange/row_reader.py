"""Rows of a sheet become entries: each cell read by its column, faults with their place, nothing dropped unsaid."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import datetime

from contracts.kernel.refusal import Refusal
from contracts.registry.exchange.cells.readers import reader_of
from contracts.registry.exchange.cells.reading import CellReading, ReadColumn, error_remark
from contracts.registry.exchange.cells.words import NOTHING
from contracts.registry.exchange.column_checks import CheckedColumns, fits
from contracts.registry.exchange.columns import IGNORED
from contracts.registry.exchange.headers import Headers, plain_header
from contracts.registry.exchange.party_roles import turn_sides
from contracts.registry.exchange.register_entries import CellValue, CellValues, ReadRegister, RejectedCell, RowRemark
from contracts.registry.exchange.row_entry import FileReading, RowFault, cut, entry_of
from contracts.registry.rules.contract import Renewal
from contracts.tabular.sheet import Cell, Sheet, SheetRow, as_text, error_in

#: A cache of a column is begun anew at this size: a column of a million different texts is not kept.
_CACHED = 20_000
#: A cell that says «nothing here».
_EMPTY = CellReading()
#: Cells whose value alone tells them apart: ``True``, ``1`` and ``1.0`` are equal and mean different things.
_TELLING = (str, datetime)
_TOTALS = re.compile(r"^\s*(?:всього|усього|разом|итого|всего|total|grand total|підсумок|загалом|сума)\b", re.I)
_YEAR_ALONE = re.compile(r"(?:19|20)\d\d\s*(?:рік|р\.?|год|г\.?|year)?", re.I)
#: More of the rows than this that reach behind the headers are a column without one.
_MOST_SHIFTED = 0.2
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
    asked: set[str] = dataclass_field(default_factory=set)
    faults: list[RejectedCell] = dataclass_field(default_factory=list)
    remarks: list[RowRemark] = dataclass_field(default_factory=list)


def read_rows(
    sheet: Sheet, headers: Headers, checked: CheckedColumns, values: Mapping[str, Mapping[str, str]], file: FileReading
) -> ReadRegister:
    """Every row of data as an entry or a fault. ``values`` are the words of cells as a person said, by header."""
    readers = _readers(headers, checked, values, file.format)
    customs = [(place, headers.names[place]) for place in headers.unknown]
    rows = sheet.rows[headers.first_row :]
    shifted = _shifted(sheet, rows, headers, file.register)
    for row in rows:
        if row.no in shifted:
            file.register.rejected.append(shifted[row.no])
        else:
            _read_row(row, readers, customs, file)
    if headers.has_sides:
        turn_sides(file.register.entries)
    return file.register


def _readers(
    headers: Headers, checked: CheckedColumns, values: Mapping[str, Mapping[str, str]], format: str | None
) -> list[ColumnReader]:
    """Columns in the order of their places."""
    said = {
        plain_header(header): {" ".join(cell.split()).casefold(): words for cell, words in each.items()}
        for header, each in values.items()
    }
    readers = []
    for place, name in headers.fields.items():
        if name == IGNORED:
            continue
        header = headers.names[place]
        column = ReadColumn(
            name,
            f"{header}, {headers.hints[place]}" if place in headers.hints else header,
            format or checked.formats.get(place),
            checked.decimals.get(place, ""),
            said.get(plain_header(header), {}),
        )
        readers.append(ColumnReader(place, name, header, reader_of(column)))
    return readers


def _shifted(
    sheet: Sheet, rows: Sequence[SheetRow], headers: Headers, register: ReadRegister
) -> dict[int, RejectedCell]:
    """Rows with a cell behind the last header: shifted by a cell too many. A whole column there has no header."""
    width = max((len(row.cells) for row in sheet.rows[: headers.first_row]), default=0)
    if not sheet.is_text:
        width = max(headers.names, default=-1) + 1
    behind = {row.no: " ".join(filter(None, map(as_text, row.cells[width:]))) for row in rows if len(row.cells) > width}
    beyond = {no: text for no, text in behind.items() if text}
    if len(beyond) > 1 and len(beyond) > len(rows) * _MOST_SHIFTED:
        sample = next(iter(beyond.values()))[:60]
        sentence = "{count} rows have cells behind the last header, which were not read: «{value}»."
        register.remark(0, Refusal(sentence, code="unused", count=len(beyond), value=sample))
        return {}
    faults = {}
    last = headers.names[max(headers.names)]
    for row in rows:
        text = beyond.get(row.no, "")
        if not text:
            continue
        if not sheet.is_text and all(fits(name, row.cells[place]) for place, name in headers.fields.items()):
            sentence = "A cell behind the last header was not read: «{value}»."
            register.remark(row.no, Refusal(sentence, code="unused", value=text[:60]))
            continue
        sentence = (
            "The row has more cells than there are headers («{value}»): look for a separator in one of its cells."
        )
        faults[row.no] = RejectedCell(row.no, last, text[:200], Refusal(sentence, code="shifted", value=text[:60]))
    return faults


def _read_row(row: SheetRow, readers: list[ColumnReader], customs: list[tuple[int, str]], file: FileReading) -> None:
    register = file.register
    cells = _read_cells(row, readers)
    values = _together(row.no, cells, readers)
    if not cells.faults and _is_no_contract(row, values, register):
        return
    register.remarks += cells.remarks
    for place, header in customs:
        text = as_text(row.cells[place]) if place < len(row.cells) else ""
        if error := error_in(text):
            register.remark(row.no, error_remark(header, error))
        elif text:
            cells.custom[header] = text
    if cells.faults:
        register.rejected += cells.faults
        return
    try:
        entry = entry_of(row, values, cells.raws, cells.asked, file)
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
            cells.asked.add(reader.field)
        if reading.remarks:
            cells.custom.update(reading.beside)
            cells.remarks += [RowRemark(row.no, each) for each in reading.remarks]
    return cells


def _together(row: int, cells: RowCells, readers: Sequence[ColumnReader]) -> CellValues:
    """What a column says beats what another cell mentions; of a renewal both must say the same.

    «Безстроковий» is not undone by a bare «так» or «ні» beside it.
    """
    values, mentioned = cells.values, cells.mentioned
    together = CellValues({**mentioned, **values})
    if "renewal" not in mentioned and "renewal_in_clause" not in mentioned:
        return together
    in_clause = together.pop("renewal_in_clause", None)
    has_end = together.get("last_day") is not None or together.get("length") is not None
    if mentioned.get("renewal") in _WITHOUT_END and values.get("renewal") in _BARE_ANSWERS and not has_end:
        together["renewal"] = mentioned["renewal"]
    kinds = {each for each in (values.get("renewal"), mentioned.get("renewal"), in_clause) if each}
    if in_clause and "renewal" not in together:
        together["renewal"] = in_clause
        cells.remarks = [each for each in cells.remarks if not _is_answered(each)]
    elif len(kinds) > 1 and (has_end or not kinds & set(_WITHOUT_END)):
        del together["renewal"]
        sentence = "The row says two different things of renewal, and neither was taken: say which holds."
        at = next((each for each in ("renewal_clause", "renewal") if each in cells.raws), "")
        header = next((each.header for each in readers if each.field == at), at)
        known = {"column": header, "value": as_text(cells.raws.get(at, ""))[:400]}
        cells.remarks.append(RowRemark(row, Refusal(sentence, code="question", **known)))
        cells.asked.add("renewal")
    return together


def _is_answered(remark: RowRemark) -> bool:
    """A question about the renewal that the clause beside it answers."""
    return remark.reason.code == "question" and "suggestion" in remark.reason.facts


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
