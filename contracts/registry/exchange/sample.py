"""The sample company's register as an Excel file a specialist might keep, its dates relative to one day."""

import csv
import re
import tomllib
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter

from contracts.kernel.calendar import add, parse_duration

_RELATIVE = re.compile(r"([+-])(\d+[dmy])")
_OWNER_COLUMN, _DATES = "owner", ("dated", "first", "last", "terminated")

#: The headers as they stand in real registers, by column of register.csv.
HEADERS = {
    "number": "Номер договору",
    "dated": "Дата договору",
    "counterparty": "Контрагент",
    "code": "Код ЄДРПОУ",
    "title": "Предмет договору",
    "first": "Діє з",
    "length": "Строк дії",
    "last": "Діє до",
    "renewal": "Пролонгація",
    "renewal_length": "Строк пролонгації",
    "cap": "Макс. пролонгацій",
    "notice": "Строк повідомлення про відмову",
    "counts": "Відмова рахується від",
    "method": "Спосіб повідомлення",
    "amount": "Сума договору",
    "currency": "Валюта",
    "owner": "Відповідальний",
    "email": "Email відповідального",
    "status": "Статус",
    "terminated": "Дата розірвання",
    "penalty": "Пеня",
    "payment": "Умови оплати",
    "note": "Примітки",
}


def company() -> dict[str, Any]:
    """The own company, its people and the debt of the demo's claim letter, as written in company.toml."""
    return tomllib.loads(files("contracts.sample").joinpath("company.toml").read_text(encoding="utf-8"))


def relative_day(text: str, day: date) -> date | None:
    """``-14m`` or ``+35d`` counted from the day; an empty text is no day."""
    if not text:
        return None
    if not (match := _RELATIVE.fullmatch(text)):
        raise ValueError(f"{text!r} is not a relative day such as -14m")
    return add(day, parse_duration(match[2]), times=1 if match[1] == "+" else -1)


class SampleRow(NamedTuple):
    """A contract or a part of one: its number, its days by column, and its other cells."""

    number: str
    days: dict[str, date | None]
    cells: dict[str, str]


def sample_rows(day: date) -> list[SampleRow]:
    """The rows of the register on a day: dates counted from it, numbers with the year of their contract."""
    people = {person["key"]: person for person in company()["people"]}
    text = files("contracts.sample").joinpath("register.csv").read_text(encoding="utf-8")
    rows: list[SampleRow] = []
    years: dict[str, str] = {}
    for cells in csv.DictReader(text.splitlines(), delimiter="|"):
        days = {column: relative_day(cells[column], day) for column in _DATES}
        owner = people.get(cells[_OWNER_COLUMN], {})
        cells |= {"owner": owner.get("name", ""), "email": owner.get("email", "")}
        rows.append(SampleRow(_number(cells["number"], days["dated"], years), days, cells))
    return rows


def _number(number: str, dated: date | None, years: dict[str, str]) -> str:
    """``118-П/{yy}`` gets the year it is dated in; a row that names its contract gets that contract's number."""
    if "{yy}" in number and dated is not None:
        years[number.split("/")[0]] = numbered = number.format(yy=f"{dated:%y}")
        return numbered
    if " до " in number:
        kind, parent = number.split(" до ")
        return f"{kind} до {years[parent]}"
    return number


def write_sample(path: Path, day: date) -> int:
    """Write the sample register as .xlsx; returns the number of rows."""
    rows = sample_rows(day)
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet("Реєстр договорів")
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        as_date = book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write_row(0, 0, HEADERS.values(), bold)
        for line, row in enumerate(rows, start=1):
            for place, column in enumerate(HEADERS):
                if row.days.get(column):
                    sheet.write_datetime(line, place, row.days[column], as_date)
                elif text := row.number if column == "number" else "" if column in row.days else row.cells[column]:
                    sheet.write_string(line, place, text)
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(HEADERS) - 1, 18)
    return len(rows)
