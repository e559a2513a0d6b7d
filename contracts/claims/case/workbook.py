"""The calculation of a claim as a workbook: one row per row of the law, with its days, rate and sum, to be checked."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import xlsxwriter

from contracts.kernel.money import exponent

_HEADERS = {
    "uk": (
        *("Документ", "Нарахування", "З", "По", "Днів"),
        *("Сума боргу", "Ставка, % річних", "Днів у році", "Сума", "Валюта"),
    ),
    "ru": (
        *("Документ", "Начисление", "С", "По", "Дней"),
        *("Сумма долга", "Ставка, % годовых", "Дней в году", "Сумма", "Валюта"),
    ),
    "de": (
        *("Beleg", "Art", "Von", "Bis", "Tage"),
        *("Hauptforderung", "Zinssatz, % p. a.", "Tage im Jahr", "Betrag", "Währung"),
    ),
    "en": (
        *("Document", "Item", "From", "To", "Days"),
        *("Principal", "Rate, % a year", "Days in year", "Amount", "Currency"),
    ),
}
_KINDS = {
    "uk": {"interest": "відсотки річних", "inflation": "інфляційні втрати", "penalty": "пеня", "fine": "штраф"},
    "ru": {"interest": "проценты", "inflation": "индексация", "penalty": "неустойка", "fine": "штраф"},
    "de": {"interest": "Verzugszinsen", "penalty": "Vertragsstrafe"},
    "en": {"interest": "interest", "inflation": "inflation losses", "penalty": "penalty", "fine": "fine"},
}
_TOTAL = {"uk": "Разом", "ru": "Итого", "de": "Summe", "en": "Total"}
#: A fixed moment of making: the same rows are the same bytes.
_CREATED = datetime(2026, 1, 1, tzinfo=UTC)
_WIDTHS = (34, 18, 12, 12, 7, 16, 14, 11, 16, 8)


@dataclass(frozen=True, slots=True)
class CalculationRow:
    """One row; sums in minor units, the rate as it is printed."""

    document: str
    kind: str
    from_on: date | None
    to_on: date | None
    days: int
    principal_minor: int
    rate: str
    year_days: int
    amount_minor: int
    currency: str


def write_calculation(rows: Sequence[CalculationRow], language: str) -> bytes:
    """The workbook: the rows, then their total, which is a formula over the printed sums."""
    base = language if language in _HEADERS else "en"
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": _CREATED})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    day, money = book.add_format({"num_format": "dd.mm.yyyy"}), book.add_format({"num_format": "#,##0.00"})
    sheet = book.add_worksheet()
    for column, (title, width) in enumerate(zip(_HEADERS[base], _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, head)
    for no, row in enumerate(rows, 1):
        scale = 10 ** exponent(row.currency)
        sheet.write_string(no, 0, row.document)
        sheet.write_string(no, 1, _KINDS[base].get(row.kind, row.kind))
        for column, on in ((2, row.from_on), (3, row.to_on)):
            if on is not None:
                sheet.write_datetime(no, column, on, day)
        sheet.write_number(no, 4, row.days)
        sheet.write_number(no, 5, row.principal_minor / scale, money)
        sheet.write_string(no, 6, row.rate)
        sheet.write_number(no, 7, row.year_days)
        sheet.write_number(no, 8, row.amount_minor / scale, money)
        sheet.write_string(no, 9, row.currency)
    if rows:
        sheet.write_string(len(rows) + 1, 0, _TOTAL[base], head)
        total = sum(row.amount_minor for row in rows) / 10 ** exponent(rows[0].currency)
        sheet.write_formula(len(rows) + 1, 8, f"=SUM(I2:I{len(rows) + 1})", money, total)
    sheet.freeze_panes(1, 0)
    book.close()
    return held.getvalue()
