"""A report as a workbook: a header, rows, sums as numbers with their digits, days as days; texts never as formulas."""

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime

import xlsxwriter

from contracts.kernel.money import Money, exponent

Value = str | int | date | Money | None
#: A fixed moment of making: the same rows are the same bytes.
_CREATED = datetime(2026, 1, 1, tzinfo=UTC)


def write_report(title: str, headers: Sequence[str], rows: Sequence[Sequence[Value]]) -> bytes:
    """One sheet with a frozen header and an auto-filter; money is written in major units of its currency."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _CREATED})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    day, money = book.add_format({"num_format": "dd.mm.yyyy"}), book.add_format({"num_format": "#,##0.00"})
    sheet = book.add_worksheet(title[:31])
    for column, header in enumerate(headers):
        sheet.set_column(column, column, 34 if column == 0 else 16)
        sheet.write_string(0, column, header, head)
    for no, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, Money):
                sheet.write_number(no, column, value.minor / 10 ** exponent(value.currency), money)
            elif isinstance(value, date):
                sheet.write_datetime(no, column, value, day)
            elif isinstance(value, int):
                sheet.write_number(no, column, value)
            elif value:
                sheet.write_string(no, column, value)
    sheet.freeze_panes(1, 0)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(headers) - 1)
    book.close()
    return held.getvalue()
