"""Rates of currencies as they are published: a table with currency, rate and day, or the National Bank's JSON (§6).

Columns are found by their headers; a rate for ten or a hundred units is divided by them. A row that cannot be read
refuses the file with its number: a rate that is silently left out would be missed later.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from contracts.kernel.refusal import Refusal
from contracts.money.rules.currency_clause import RATE_DIGITS, DatedRate
from contracts.money.rules.item_text import parse_number
from contracts.money.words import words
from contracts.tabular.days import read_day
from contracts.tabular.delimited import decode
from contracts.tabular.headers import PlainColumns, plain_columns
from contracts.tabular.sheet import FileRefused, Sheet
from contracts.tabular.sums import read_currency
from contracts.tabular.workbook import is_workbook, read_sheet

_NEEDED = frozenset({"currency", "rate"})


def is_currency_rates(data: bytes, name: str) -> bool:
    """Whether a file holds rates of currencies, and not a table of interest rates."""
    text = b"" if is_workbook(data) else data[:2000].lstrip(b"\xef\xbb\xbf \r\n\t")
    if text.startswith((b"[", b"{")):
        return b"rate" in text
    if text.startswith(b"#"):
        return False
    try:
        _columns(read_sheet(data, name), name)
    except FileRefused:
        return False
    return True


def read_currency_rates(
    data: bytes, name: str, *, source: str, payment_currency: str = "UAH", on: date | None = None
) -> list[DatedRate]:
    """The rates of a file, each of its own day or all of ``on``. Raises ``FileRefused`` naming the row."""
    found = [
        _rate(no, values, name, (source, payment_currency, on))
        for no, values in _records(data, name)
        if str(values.get("currency", "")).strip()
    ]
    if not found:
        raise FileRefused("{file} holds no rates.", file=name)
    return found


def _records(data: bytes, name: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    if not is_workbook(data) and decode(data, name).lstrip("\ufeff \r\n\t").startswith(("[", "{")):
        yield from _json(decode(data, name), name)
        return
    sheet = read_sheet(data, name)
    columns = _columns(sheet, name)
    for row in sheet.rows[columns.first_row :]:
        yield row.no, {field: columns.cell(row, field) for field in columns.places}


def _json(text: str, name: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    try:
        read = json.loads(text.lstrip("\ufeff"), parse_float=Decimal)
    except ValueError:
        raise FileRefused("{file} is no whole JSON file: bring it anew.", file=name) from None
    for no, each in enumerate(read if isinstance(read, list) else [read], 1):
        if isinstance(each, dict):
            low = {str(key).lower(): value for key, value in each.items()}
            units = low.get("units", 1)
            yield (
                no,
                {"currency": low.get("cc", ""), "rate": low.get("rate"), "on": low.get("exchangedate"), "units": units},
            )


def _rate(no: int, values: Mapping[str, Any], name: str, given: tuple[str, str, date | None]) -> DatedRate:
    source, payment_currency, on = given
    try:
        price = read_currency(str(values["currency"]))
        value = parse_number(values.get("rate"))
        units = parse_number(values.get("units") or 1)
        if value is None or value <= 0 or not units or units <= 0:
            raise Refusal("{rate} is no rate.", rate=str(values.get("rate")))
        day = on if on is not None and not str(values.get("on") or "").strip() else read_day(values.get("on") or "")
    except Refusal as reason:
        raise FileRefused("Row {row} of {file} cannot be read: {reason}", row=no, file=name, reason=reason) from None
    exact = (value / units).quantize(Decimal(1).scaleb(-RATE_DIGITS)).normalize()
    return DatedRate(price, payment_currency, exact, day, source)


def _columns(sheet: Sheet, name: str) -> PlainColumns:
    no_headers = FileRefused("{file} has no header row with a currency and a rate.", file=name)
    return plain_columns(sheet, words("rate_headers"), _NEEDED, no_headers)
