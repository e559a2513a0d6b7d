"""The sample company's register as an Excel file a specialist might keep, its dates relative to one day."""

import csv
import re
import tomllib
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

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


def sample_rows(day: date) -> list[dict[str, Any]]:
    """The rows of the register on a day: dates counted from it, numbers with the year of their contract."""
    people = {person["key"]: person for person in company()["people"]}
    text = files("contracts.sample").joinpath("register.csv").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = []
    years: dict[str, str] = {}
    for source in csv.DictReader(text.splitlines(), delimiter="|"):
        row: dict[str, Any] = dict(source)
        for column in _DATES:
            row[column] = relative_day(source[column], day)
        _name_number(row, years)
        owner = people.get(source[_OWNER_COLUMN])
        row["owner"], row["email"] = (owner["name"], owner["email"]) if owner else ("", "")
        rows.append(row)
    return rows


def _name_number(row: dict[str, Any], years: dict[str, str]) -> None:
    """``118-П/{yy}`` gets the year it is dated in; a row that names its contract gets that contract's number."""
    number: str = row["number"]
    if "{yy}" in number:
        row["number"] = number.format(yy=f"{row['dated']:%y}")
        years[number.split("/")[0]] = row["number"]
    elif " до " in number:
        kind, parent = number.split(" до ")
        row["number"] = f"{kind} до {years[parent]}"


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
                value = row[column]
                if isinstance(value, date):
                    sheet.write_datetime(line, place, value, as_date)
                elif value:
                    sheet.write_string(line, place, value)
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(HEADERS) - 1, 18)
    return len(rows)
