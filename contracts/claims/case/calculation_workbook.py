"""The calculation of a claim as a workbook whose every sum is a formula over the rates and indices beside it (§14).

Rows stand on a sheet of their own; indices and NBU rates on two more, only those the rows use. Numbers are numbers.
"""

import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import NamedTuple

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from contracts.claims.case.contexts.annex import CPI, NBU, Held, held, months_of
from contracts.claims.case.contexts.words import paper_words
from contracts.claims.late_payment.laws import late_payment_law
from contracts.claims.late_payment.rules.penalty import PenaltyClause
from contracts.claims.late_payment.rules.rows import InterestRow
from contracts.kernel.money import exponent
from contracts.kernel.rates import RateTable

#: A fixed moment of making: the same rows are the same bytes.
_CREATED = datetime(2026, 1, 1, tzinfo=UTC)
_WIDTHS = (34, 18, 12, 12, 7, 16, 14, 11, 16, 8, 16, 16)


class CalculationLine(NamedTuple):
    """A row of the calculation: of which debt, by its place and its document, and under which penalty clause."""

    no: int
    document: str
    row: InterestRow
    clause: PenaltyClause | None = None


class _Sheets(NamedTuple):
    """What the rows refer to: months of the index sheet and rates of the NBU sheet, in the order of their lines."""

    months: Sequence[date]
    rates: Sequence[Held]
    index_name: str
    nbu_name: str


class _Styles(NamedTuple):
    head: Format
    day: Format
    money: Format
    month: Format


def write_calculation(
    lines: Collection[CalculationLine], currency: str, language: str, law: str, tables: Mapping[str, RateTable]
) -> bytes:
    """The workbook: rows with their formulas, then their total; beside them the indices and rates they use."""
    stream, words = io.BytesIO(), paper_words("sheets", language)
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": _CREATED})
    styles = _Styles(
        book.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
        book.add_format({"num_format": "dd.mm.yyyy"}),
        book.add_format({"num_format": "#,##0.00"}),
        book.add_format({"num_format": "mm.yyyy"}),
    )
    main = book.add_worksheet(words["calculation"])
    cpi = tables.get(CPI)
    months = sorted({month for each in lines for month in (months_of(each.row, cpi) if cpi else ())})
    penalties = [each.row for each in lines if each.row.kind == "penalty" and each.row.year_days]
    rates = list(held(tables[NBU], penalties)) if penalties and law == "UA" and NBU in tables else []
    sheets = _Sheets(months, rates, words["indices"], words["nbu"])
    _write_rows(main, styles, lines, (currency, language, law), sheets, cpi)
    if cpi is not None and months:
        _write_indices(book, styles, sheets, cpi, language)
    if rates:
        _write_rates(book, styles, sheets, language)
    book.close()
    return stream.getvalue()


def _write_rows(
    sheet: Worksheet,
    styles: _Styles,
    lines: Collection[CalculationLine],
    about: tuple[str, str, str],
    sheets: _Sheets,
    cpi: RateTable | None,
) -> None:
    currency, language, law = about
    _heads(sheet, styles, paper_words("columns", language).values(), _WIDTHS)
    words, scale, group = paper_words("rows", language), 10 ** exponent(currency), ("", 0)
    by_sum, first, total = late_payment_law(law).rounding == "sum", 2, 0
    for no, each in enumerate(lines, 2):
        row = each.row
        if (row.kind, each.no) != group:
            group, first = (row.kind, each.no), no
        total += row.amount_minor
        sheet.write_string(no - 1, 0, each.document)
        sheet.write_string(no - 1, 1, words.get(row.kind, row.kind))
        sheet.write_datetime(no - 1, 2, row.from_on, styles.day)
        sheet.write_datetime(no - 1, 3, row.to_on, styles.day)
        sheet.write_formula(no - 1, 4, f"=D{no}-C{no}+1", None, row.days)
        sheet.write_number(no - 1, 5, row.principal_minor / scale, styles.money)
        _rate(sheet, no, each, sheets, cpi)
        sheet.write_number(no - 1, 7, row.year_days)
        formula, amount = _amount(row, no, first if by_sum else no), row.amount_minor / scale
        if formula:
            sheet.write_formula(no - 1, 8, formula, styles.money, amount)
        else:
            sheet.write_number(no - 1, 8, amount, styles.money)
        sheet.write_string(no - 1, 9, currency)
    if lines:
        no = len(lines) + 2
        sheet.write_string(no - 1, 0, words["total"], styles.head)
        sheet.write_formula(no - 1, 8, f"=SUM(I2:I{no - 1})", styles.money, total / scale)


def _rate(sheet: Worksheet, no: int, line: CalculationLine, sheets: _Sheets, cpi: RateTable | None) -> None:
    """The rate: a number, the lesser of clause and cap, or the product of the indices of its months."""
    row, column = line.row, 6
    months = months_of(row, cpi) if cpi is not None else ()
    if months and row.kind == "inflation":
        first, last = (sheets.months.index(month) + 2 for month in (months[0], months[-1]))
        formula = f"=100*PRODUCT('{sheets.index_name}'!C{first}:C{last})"
        sheet.write_formula(no - 1, column, formula, None, float(row.rate))
        return
    places = [place for place, each in enumerate(sheets.rates, 2) if _meets(each, row)] if row.kind == "penalty" else []
    if not places or not row.year_days:
        sheet.write_number(no - 1, column, float(row.rate))
        return
    cap = 2 * min(each.rate for each in sheets.rates if _meets(each, row))
    sheet.write_formula(no - 1, 11, f"=MIN('{sheets.nbu_name}'!D{places[0]}:D{places[-1]})", None, float(cap))
    per_day = line.clause.per_day if line.clause else None
    if per_day is None:
        sheet.write_formula(no - 1, column, f"=L{no}", None, float(row.rate))
        return
    sheet.write_number(no - 1, 10, float(per_day))
    sheet.write_formula(no - 1, column, f"=MIN(K{no}*H{no},L{no})", None, float(row.rate))


def _amount(row: InterestRow, no: int, first: int) -> str:
    """The formula of a sum; where only the whole is rounded, each row takes what the rounded whole leaves it."""
    if row.kind == "inflation":
        return "" if ".chain" in row.rule else f"=MAX(ROUND(F{no}*G{no}/100-F{no},2),0)"
    if row.kind == "fine":
        return f"=ROUND(F{no}*G{no}/100,2)"
    if not row.year_days:
        return ""
    if first == no:
        return f"=ROUND(F{no}*G{no}/100*E{no}/H{no},2)"
    exact = "*".join(f"{column}{first}:{column}{no}" for column in "FGE")
    return f"=ROUND(SUMPRODUCT({exact}/H{first}:H{no})/100,2)-SUM(I{first}:I{no - 1})"


def _meets(each: Held, row: InterestRow) -> bool:
    return each.first_day <= row.to_on and row.from_on <= each.last_day


def _write_indices(book: Workbook, styles: _Styles, sheets: _Sheets, cpi: RateTable, language: str) -> None:
    sheet = book.add_worksheet(sheets.index_name)
    _heads(sheet, styles, paper_words("index_columns", language).values(), (14, 12, 12))
    for no, month in enumerate(sheets.months, 2):
        value = cpi.value_on(month) if month <= cpi.sure_to else Fraction(cpi.values[-1][1])
        sheet.write_datetime(no - 1, 0, month, styles.month)
        sheet.write_number(no - 1, 1, float(value))
        sheet.write_formula(no - 1, 2, f"=B{no}/100", None, float(value / 100))


def _write_rates(book: Workbook, styles: _Styles, sheets: _Sheets, language: str) -> None:
    sheet = book.add_worksheet(sheets.nbu_name)
    _heads(sheet, styles, paper_words("nbu_columns", language).values(), (14, 14, 14, 14))
    for no, each in enumerate(sheets.rates, 2):
        sheet.write_datetime(no - 1, 0, each.first_day, styles.day)
        sheet.write_datetime(no - 1, 1, each.last_day, styles.day)
        sheet.write_number(no - 1, 2, float(each.rate))
        sheet.write_formula(no - 1, 3, f"=2*C{no}", None, float(each.rate * 2))


def _heads(sheet: Worksheet, styles: _Styles, titles: Iterable[str], widths: Sequence[int]) -> None:
    for column, (title, width) in enumerate(zip(titles, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, styles.head)
    sheet.freeze_panes(1, 0)
