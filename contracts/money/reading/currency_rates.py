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
from contracts.tabular.days import read_day
from contracts.tabular.delimited import decode, read_delimited
from contracts.tabular.sheet import FileRefused, Row, Sheet
from contracts.tabular.sums import read_currency
from contracts.tabular.workbook import as_text, read_workbook

#: Beginnings of headers, lower case, by field; the longest that fits decides.
_HEADERS: Mapping[str, tuple[str, ...]] = {
    "currency": ("код літер", "літерний код", "валюта", "код валюти", "currency", "cc", "letter code", "буквенный"),
    "rate": ("офіційний курс", "курс", "official", "rate", "official rate"),
    "on": ("дата", "date", "exchangedate", "on"),
    "units": ("кількість", "одиниць", "к-сть", "units", "unit", "кол-во"),
}
_NEEDED = frozenset({"currency", "rate"})


def is_currency_rates(data: bytes, name: str) -> bool:
    """Whether a file holds rates of currencies, and not a table of interest rates."""
    text = b"" if _is_book(data) else data[:2000].lstrip(b"\xef\xbb\xbf \r\n\t")
    if text.startswith((b"[", b"{")):
        return b"rate" in text
    if text.startswith(b"#"):
        return False
    try:
        _columns(_sheet(data, name), name)
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
    if not _is_book(data) and decode(data, name).lstrip("\ufeff \r\n\t").startswith(("[", "{")):
        yield from _json(decode(data, name), name)
        return
    sheet = _sheet(data, name)
    start, columns = _columns(sheet, name)
    for row in sheet.rows[start:]:
        yield row.no, {field: _cell(row, place) for field, place in columns.items()}


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


def _sheet(data: bytes, name: str) -> Sheet:
    return read_workbook(data, name, None) if _is_book(data) else read_delimited(data, name)


def _is_book(data: bytes) -> bool:
    return data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def _columns(sheet: Sheet, name: str) -> tuple[int, dict[str, int]]:
    for place, row in enumerate(sheet.rows[:30]):
        found: dict[str, int] = {}
        for column, cell in enumerate(row.cells):
            field = _field(" ".join(as_text(cell).split()).lower())
            if field and field not in found:
                found[field] = column
        if found.keys() >= _NEEDED:
            return place + 1, found
    raise FileRefused("{file} has no header row with a currency and a rate.", file=name)


def _field(header: str) -> str | None:
    fits = [(len(start), field) for field, starts in _HEADERS.items() for start in starts if header.startswith(start)]
    return max(fits)[1] if fits else None


def _cell(row: Row, place: int) -> Any:
    return row.cells[place] if place < len(row.cells) else ""
