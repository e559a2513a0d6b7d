"""Tables of banks (csv, xls, xlsx): every row is a payment, a balance, a total, or named; nothing is passed over.

The layout is found by the headers. A separator inside a field without quotes makes a row too long: the field is put
together again where the other columns then hold days, sums, codes and accounts. Totals are compared with the rows.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from contracts.money.rules.statement import StatementFault
from contracts.money.statements.account import AccountRead, breaks_off
from contracts.money.statements.format import Format
from contracts.money.statements.table_cells import currency_of, day_of, is_sum, label_of
from contracts.money.statements.table_headers import Columns, find_columns
from contracts.money.statements.table_rows import Table, accounts_of
from contracts.tabular.days import IN_TEXT, DayFault, read_day
from contracts.tabular.delimited import decode, read_delimited, sniff
from contracts.tabular.sheet import Sheet, SheetRow
from contracts.tabular.sums import currency_in
from contracts.tabular.workbook import read_sheets

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = ((b"%PDF", "PDF"), (b"{\\rtf", "RTF"), (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"Rar!", "RAR"))
_OWN_ACCOUNT = re.compile(r"\bUA\d{2}\s?(?:\d\s?){25}\b|(?<!\d)26\d{6,12}(?!\d)")
_ACCOUNT = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}|\d{5,34}|[\d.*/-]{5,40}")
_CODE = re.compile(r"[\d*]{5,14}|[A-Z]{2}\d{6,8}|0+")
_CURRENCY = re.compile(r"[^\W\d_]{2,6}\.?|\d{3}|[₴€$£]")
#: Sheets of one layout are accounts or months of one statement; of another they may tell the same payments again.
_OTHER_NOTE = (
    "Another sheet of the workbook has days and sums too, in another layout, and was not read: save it as a file of "
    "its own where it holds other payments."
)
#: Headers of a further table stand near its caption.
_CAPTIONS = 15
_ACCOUNT_WORD = re.compile(r"рахун|счет|счёт|account|iban", re.I)
_TEXTS = ("purpose", "other_name", "payer_name", "payee_name", "other_bank")


def read_table(data: bytes, name: str) -> list[AccountRead]:
    """Every account of a bank's table. Raises :class:`StatementFault` with the row."""
    sheets, delimiter = _sheets(data, name)
    found = [(each, columns) for each in sheets if (columns := find_columns(each.rows)) is not None]
    if not found:
        raise StatementFault(
            "{file} is no bank statement known here: CAMT, MT940, OFX, 1C, or a table with a day and a sum.",
            code="unknown_format",
            file=name,
        )
    if delimiter:
        _check_end(data, name, *found[0])
    alike = [(sheet, columns) for sheet, columns in found if columns.is_like(found[0][1])]
    accounts = []
    for sheet, columns in alike:
        place = name if len(alike) == 1 else f"{name}, {sheet.name}"
        for rows, of_section in _sections(sheet.rows, columns):
            accounts += accounts_of(_table(rows, of_section, delimiter, place))
    if len(alike) < len(found):
        accounts[0].notes.append(_OTHER_NOTE)
    return accounts


def _check_end(data: bytes, name: str, sheet: Sheet, columns: Columns) -> None:
    """A last row without the end of its line and without its last cells was cut. Raises :class:`StatementFault`."""
    body, last = sheet.rows[columns.first_row : -1], sheet.rows[-1]
    if len(sheet.rows) <= columns.first_row or decode(data, name)[-1:] in ("\n", "\r"):
        return
    place = columns.places["booked_on"]
    has_day = place < len(last.cells) and re.match(r"\s*\d{1,4}[./-]\d", str(last.cells[place]))
    widths = [len(row.cells) for row in body if label_of(row.cells) is None]
    if has_day and len(last.cells) < min([*widths, max(columns.names) + 1]):
        raise breaks_off(name, last.no)


def _sections(rows: Sequence[SheetRow], columns: Columns) -> Iterator[tuple[Sequence[SheetRow], Columns]]:
    """A line below the payments that names another account of ours begins its table, with or without headers."""
    account = _account(rows[: columns.first_row])
    for place in range(columns.first_row, len(rows)):
        row = rows[place]
        named = _account([row]) if _is_caption(row, columns) else ""
        if named and named != account:
            yield rows[:place], columns
            rest = rows[place:]
            yield from _sections(rest, find_columns(rest[:_CAPTIONS]) or replace(columns, first_row=1))
            return
    yield rows, columns


def _is_caption(row: SheetRow, columns: Columns) -> bool:
    """Few cells, no day in its column, the word for an account, no balance and no total."""
    texts = _texts([row])
    place = columns.places["booked_on"]
    day = str(row.cells[place] or "").strip() if place < len(row.cells) else ""
    return (
        0 < len(texts) <= 4
        and not re.match(r"\d{1,4}[./-]\d", day)
        and any(_ACCOUNT_WORD.search(each) for each in texts)
        and label_of(row.cells) is None
    )


def _table(rows: Sequence[SheetRow], columns: Columns, delimiter: str, file: str) -> Table:
    body = [_repaired(row, columns, delimiter, file) for row in rows[columns.first_row :]]
    around = rows[: columns.first_row]
    from_on, to_on = _period(around)
    return Table(
        file=file,
        columns=columns,
        around=tuple(around),
        body=tuple(body),
        account=_account(around),
        currency=_currency(columns, around),
        from_on=from_on,
        to_on=to_on,
    )


def _sheets(data: bytes, name: str) -> tuple[list[Sheet], str]:
    for magic, kind in _OTHERS:
        if data.startswith(magic):
            raise StatementFault(
                "{file} is a {kind} file: export the statement as CAMT, MT940, 1C, .xlsx or .csv.",
                code="unknown_format",
                file=name,
                kind=kind,
            )
    if data.startswith((b"PK", _OLE)):
        return read_sheets(data, name), ""
    start = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"<"):
        raise StatementFault(
            "{file} is a web page: open it in a spreadsheet and save it as .xlsx.", code="unknown_format", file=name
        )
    if start.startswith((b"{", b"[")):
        return [], ""
    return [read_delimited(data, name)], sniff(decode(data, name))


def _repaired(row: SheetRow, columns: Columns, delimiter: str, file: str) -> SheetRow:
    """The row as long as its headers; raises where no field explains what is too much."""
    width = max(columns.names) + 1
    cells = list(row.cells)
    while len(cells) > width and cells[-1] in ("", None):
        cells.pop()
    extra = len(cells) - width
    if extra <= 0:
        return SheetRow(row.no, cells)
    texts = [columns.places[each] for each in _TEXTS if each in columns.places]
    for place in dict.fromkeys([*texts, *range(width)]):
        joined = delimiter.join(str(each) for each in cells[place : place + extra + 1])
        tried = [*cells[:place], joined, *cells[place + extra + 1 :]]
        if delimiter and _is_likely(tried, columns.places):
            return SheetRow(row.no, tried)
    raise StatementFault(
        "{file}, row {row} has {count} cells more than the headers; put the text with the separator in quotes.",
        code="bad_row",
        file=file,
        row=row.no,
        count=extra,
    )


def _is_likely(cells: Sequence[object], places: dict[str, int]) -> bool:
    """Whether every column holds what its header says."""

    def text(role: str) -> str:
        place = places.get(role)
        return str(cells[place] or "").strip() if place is not None and place < len(cells) else ""

    try:
        day_of(text("booked_on"), "%d/%m/%Y", file="", row=0)
    except StatementFault:
        return False
    sums = [text(each) for each in ("debit", "credit", "amount", "balance", "original", "equivalent")]
    accounts = [text(f"{each}_account").replace(" ", "") for each in ("other", "payer", "payee", "own")]
    codes = [text(f"{each}_code") for each in ("other", "payer", "payee", "own")]
    return (
        all(map(is_sum, sums))
        and any(sums)
        and all(not each or _ACCOUNT.fullmatch(each) for each in accounts)
        and all(not each or _CODE.fullmatch(each) for each in codes)
        and (not text("currency") or bool(_CURRENCY.fullmatch(text("currency")) and currency_of(text("currency"))))
    )


def _texts(rows: Iterable[SheetRow]) -> list[str]:
    return [str(cell) for row in rows for cell in row.cells if cell not in ("", None)]


def _account(around: Sequence[SheetRow]) -> str:
    """The account the lines above the table name."""
    found = {match[0].replace(" ", "") for text in _texts(around) for match in _OWN_ACCOUNT.finditer(text)}
    ibans = {each for each in found if each.startswith("UA")}
    return next(iter(ibans or found)) if len(ibans or found) == 1 else ""


def _currency(columns: Columns, around: Sequence[SheetRow]) -> str:
    """The currency in the brackets of the sum's header, else in the lines above the table; empty where unsaid."""
    for role in ("amount", "debit", "credit"):
        name = columns.names.get(columns.places.get(role, -1), "")
        bracketed = re.search(r"(?:[(\[,]|\b[ву]\b)\s*([^)\]]+)", name)
        if bracketed and (found := currency_in(bracketed[1].strip())):
            return found
    for text in _texts(around):
        if re.search(r"валют|currency|рахун|счет|account", text, re.I) and (found := currency_in(text)):
            return found
    cells = [text.strip() for text in _texts(around)]
    return next((each for each in ("UAH", "USD", "EUR", "GBP", "PLN") if each in cells), "")


def _period(around: Sequence[SheetRow]) -> tuple[date | None, date | None]:
    """The two days in one line above the table."""
    for row in around[:-1] or around:
        days = []
        for text in _texts([row]):
            for match in IN_TEXT.finditer(text):
                try:
                    days.append(read_day(match[0]))
                except DayFault:
                    continue
        if len(days) == 2 and days[0] <= days[1]:
            return days[0], days[1]
    return None, None


FORMAT = Format("table", lambda _: True, read_table, is_last=True)
