"""A register file of any kind becomes entries: what the bytes are decides, never the name of the file."""

from collections.abc import Mapping
from dataclasses import dataclass

from contracts.kernel.refusal import Refusal
from contracts.registry.exchange.headers import HeaderFault, Headers, find_headers
from contracts.registry.exchange.open_data import read_open_data
from contracts.registry.exchange.register_entries import ReadRegister, RowRemark
from contracts.registry.exchange.row_reader import read_rows
from contracts.tabular.days import day_format
from contracts.tabular.delimited import read_delimited
from contracts.tabular.sheet import FileRefused, Sheet
from contracts.tabular.workbook import read_workbook

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = (
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
)


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """What a person may say about a file: a date format, a mapping of headers, a sheet."""

    date_format: str | None = None
    mapping: Mapping[str, str] | None = None
    sheet: str | None = None


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
    _fill_merged(sheet, headers)
    register = read_rows(sheet.rows, headers, format=format, own=own, currency=currency)
    if not register.row_count:
        register.remark(0, Refusal("There are no rows below the headers."))
    register.remarks[:0] = [RowRemark(0, each) for each in (*_unread_sheets(sheet, options), *sheet.warnings)]
    return register


def _unread_sheets(sheet: Sheet, options: ReadingOptions) -> list[Refusal]:
    names = ", ".join(sheet.others) if options.sheet is None else ""
    sentence = "Other sheets were not read: {sheets}; choose one with --sheet."
    return [Refusal(sentence, sheets=names)] if names else []


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
    return read_delimited(data, name)
