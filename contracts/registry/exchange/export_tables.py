"""Rows of the register as a workbook or a text table; no cell of it is a formula (F28).

Each column is a field with the header the import knows it by; custom values follow under headers that begin with
``* ``.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter

from contracts.registry.exchange.columns import exported_headers
from contracts.registry.exchange.headers import MARK

ExportValue = str | int | date | Decimal | None
ExportRow = Mapping[str, ExportValue]
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: Before 1900 a spreadsheet has no days.
_FIRST_YEAR = 1900


def write_workbook(rows: Sequence[ExportRow], customs: Sequence[str], language: str) -> bytes:
    """The register as .xlsx; ``customs`` are names of custom values."""
    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False, "in_memory": True}
    headers = _headers(customs, language)
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet("Реєстр договорів" if language == "uk" else "Contracts")
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        as_day = book.add_format({"num_format": "dd.mm.yyyy"})
        as_sum = book.add_format({"num_format": "#,##0.00"})
        for place, header in enumerate(headers.values()):
            sheet.write_string(0, place, header, bold)
        for line, row in enumerate(rows, start=1):
            for place, name in enumerate(headers):
                value = row.get(name, "")
                if isinstance(value, date) and value.year > _FIRST_YEAR:
                    sheet.write_datetime(line, place, datetime(value.year, value.month, value.day), as_day)  # noqa: DTZ001
                elif isinstance(value, Decimal | int) and not isinstance(value, bool):
                    sheet.write_number(line, place, float(value), as_sum if name == "amount" else None)
                elif value not in (None, ""):
                    sheet.write_string(line, place, str(value))
        sheet.freeze_panes(1, 3)
        sheet.autofilter(0, 0, max(len(rows), 1), len(headers) - 1)
        sheet.set_column(0, len(headers) - 1, 16)
    return out.getvalue()


def write_text(rows: Sequence[ExportRow], customs: Sequence[str], language: str) -> bytes:
    """The register as .csv that spreadsheets open as it is: UTF-8 with a BOM, semicolons."""
    out = io.StringIO()
    headers = _headers(customs, language)
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(headers.values())
    for row in rows:
        writer.writerow([_guarded(row.get(name, "")) for name in headers])
    return out.getvalue().encode("utf-8-sig")


def _headers(customs: Sequence[str], language: str) -> dict[str, str]:
    return exported_headers(language) | {MARK + name: MARK + name for name in customs}


def _guarded(value: ExportValue) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text
