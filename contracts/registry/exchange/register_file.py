"""A register file of any kind becomes entries: what the bytes are decides, never the name of the file."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from contracts.kernel.refusal import Refusal
from contracts.registry.exchange.column_checks import check_columns
from contracts.registry.exchange.headers import HeaderFault, Headers, find_headers
from contracts.registry.exchange.open_data import read_open_data
from contracts.registry.exchange.register_entries import ReadRegister, RowRemark
from contracts.registry.exchange.row_entry import FileReading
from contracts.registry.exchange.row_reader import read_rows
from contracts.tabular.days import day_format
from contracts.tabular.delimited import read_delimited
from contracts.tabular.sheet import FileRefused, Sheet
from contracts.tabular.workbook import is_workbook, read_workbook, visible_sheets

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = (
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
)


#: Lines only the text of a program has.
_CODE = re.compile(
    r"^ {0,80}(?:import \w|from [\w.]{1,80} import |def \w{1,80}\(|class \w{1,80}[(:]|#!/|<\?php|#include )",
    re.M,
)


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """What a person may say about a file: a date format, a mapping of headers, a sheet or all of them.

    ``values`` are the words single cells are to be read as, by header; ``decimal`` the separator of kopiykas.
    """

    date_format: str | None = None
    mapping: Mapping[str, str] | None = None
    sheet: str | None = None
    values: Mapping[str, Mapping[str, str]] | None = None
    decimal: str = ""
    is_all_sheets: bool = False


def read_registers(
    data: bytes, name: str, options: ReadingOptions, *, own: frozenset[str] = frozenset(), currency: str = "UAH"
) -> list[ReadRegister]:
    """The entries of a file: one register, or one of each visible sheet that has headers."""
    if not options.is_all_sheets or not is_workbook(data):
        return [read_register(data, name, options, own=own, currency=currency)]
    registers, left_out = [], []
    for sheet in visible_sheets(data, name):
        try:
            chosen = replace(options, sheet=sheet, is_all_sheets=False)
            register = read_register(data, name, chosen, own=own, currency=currency)
        except (HeaderFault, FileRefused):
            left_out.append(sheet)
            continue
        register.sheet = sheet
        registers.append(register)
    if not registers:
        return [read_register(data, name, replace(options, is_all_sheets=False), own=own, currency=currency)]
    if left_out:
        sentence = "Sheets without headers of a register were left out: {sheets}."
        registers[0].remark(0, Refusal(sentence, sheets=", ".join(left_out)))
    return registers


def read_register(
    data: bytes, name: str, options: ReadingOptions, *, own: frozenset[str] = frozenset(), currency: str = "UAH"
) -> ReadRegister:
    """The entries of a register. ``own`` are folded names and codes of own companies.

    Raises :class:`FileRefused`, ``HeaderFault`` or ``DayFault`` (a date format that is none); what is wrong with a
    single row is in the result.
    """
    format = day_format(options.date_format) if options.date_format else None
    start = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, kind in _OTHERS:
        if data.startswith(magic):
            raise FileRefused("{file} is a {kind} file: save the register as .xlsx or .csv.", file=name, kind=kind)
    if start[:1] in (b"{", b"["):
        return read_open_data(data, name, own)
    if data.startswith((b"PK", _OLE)):
        sheet = read_workbook(data, name, options.sheet)
    else:
        sheet = _text_table(data, name, start)
    sheet, headers = _with_headers(sheet, data, name, options)
    _check_table(sheet, headers, name)
    _fill_merged(sheet, headers)
    checked = check_columns(sheet.rows, headers, options.decimal)
    file = FileReading(ReadRegister(columns=headers.field_by_header()), own, currency, format, headers.is_exported)
    register = read_rows(sheet, headers, checked, options.values or {}, file)
    register.previews = checked.previews
    if role := _role_in(sheet):
        for entry in register.entries:
            entry.custom.setdefault("Роль контрагента", role)
    if not register.row_count:
        register.remark(0, Refusal("There are no rows below the headers."))
    said = (*_unread_sheets(sheet, options), *sheet.warnings, *_about(sheet, headers), *checked.remarks)
    register.remarks[:0] = [RowRemark(0, each) for each in said]
    return register


#: What the name of a sheet says of the parties on it.
_ROLES = {
    "покупець": r"покупц|замовник|клієнт|продаж|дохідн|заказчик|customers?\b|buyers?\b|clients?\b|sales|kunden",
    "постачальник": (
        r"постачальник|виконавц|підрядник|закупів|витратн|поставщик|suppliers?\b|vendors?\b|purchas|lieferant"
    ),
}


def _role_in(sheet: Sheet) -> str:
    roles = [role for role, pattern in _ROLES.items() if re.search(pattern, sheet.name, re.I)]
    return roles[0] if len(roles) == 1 and not sheet.is_text else ""


def _about(sheet: Sheet, headers: Headers) -> Iterator[Refusal]:
    """What is to be said of the sheet and the mapping as a whole."""
    if headers.missing:
        sentence = "The mapping names columns this file does not have: {columns}."
        yield Refusal(sentence, columns=", ".join(f"«{each}»" for each in headers.missing))
    data = {row.no for row in sheet.rows[headers.first_row :]}
    if hidden := [no for no in sheet.hidden_rows if no in data]:
        yield Refusal("Rows that are hidden in the sheet were read all the same: {rows}.", rows=_ranges(hidden))


def _ranges(numbers: Sequence[int]) -> str:
    """«3–5, 9»."""
    found: list[list[int]] = []
    for no in sorted(numbers):
        if found and no == found[-1][1] + 1:
            found[-1][1] = no
        else:
            found.append([no, no])
    return ", ".join(f"{first}–{last}" if last > first else str(first) for first, last in found)


def _unread_sheets(sheet: Sheet, options: ReadingOptions) -> list[Refusal]:
    if options.sheet is not None:
        return []
    said = []
    seen = [each for each in sheet.others if each not in sheet.hidden]
    if seen:
        sentence = "Other sheets were not read: {sheets}; choose one with --sheet, or --all-sheets."
        said.append(Refusal(sentence, sheets=", ".join(seen)))
    if sheet.hidden:
        sentence = "Hidden sheets were not read: {sheets}; choose one with --sheet."
        said.append(Refusal(sentence, sheets=", ".join(sheet.hidden)))
    return said


def _check_table(sheet: Sheet, headers: Headers, name: str) -> None:
    """A text whose lines are no rows of one table is refused. Raises :class:`FileRefused`."""
    if not sheet.is_text:
        return
    below = sheet.rows[headers.first_row :]
    if below and 2 * sum(len(row.cells) > 1 for row in below) < len(below):
        raise FileRefused("{file} is no table: most of its lines are not parted into columns.", file=name)


def _with_headers(sheet: Sheet, data: bytes, name: str, options: ReadingOptions) -> tuple[Sheet, Headers]:
    """The sheet and its headers; a first sheet without any (a list of sheets) gives way to the next one."""
    try:
        return sheet, find_headers(sheet, options.mapping)
    except HeaderFault:
        for other in sheet.others if options.sheet is None else ():
            try:
                found = read_workbook(data, name, other)
                return found, find_headers(found, options.mapping)
            except HeaderFault:
                continue
        raise


def _fill_merged(sheet: Sheet, headers: Headers) -> None:
    """A cell merged over several rows of data says the same of each of them (a counterparty and its contracts)."""
    at = {row.no: row for row in sheet.rows[headers.first_row :]}
    for first, last, place, last_place in sheet.merged:
        if first == last or place != last_place or first not in at or place >= len(at[first].cells):
            continue
        for no in range(first + 1, last + 1):
            if no in at and place < len(at[no].cells) and at[no].cells[place] in ("", None):
                at[no].cells[place] = at[first].cells[place]


def _text_table(data: bytes, name: str, start: bytes) -> Sheet:
    if start[:5].lower() in (b"<html", b"<!doc", b"<?xml", b"<tabl"):
        raise FileRefused("{file} is a web page or XML: open it in a spreadsheet and save it as .xlsx.", file=name)
    if len(_CODE.findall(data[:20_000].decode("utf-8", "replace"))) > 1:
        raise FileRefused("{file} is the text of a program and no table.", file=name)
    return read_delimited(data, name)
