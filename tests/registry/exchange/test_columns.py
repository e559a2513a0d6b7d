"""Columns of strangers: taken for what header and cells say together, asked about once, shown with samples."""

import io
import time
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from contracts.kernel.calendar import parse_duration
from contracts.kernel.money import money
from contracts.registry.exchange.importing import _once
from contracts.registry.exchange.mapping_draft import draft_mapping
from contracts.registry.exchange.register_entries import ReadRegister
from contracts.registry.exchange.register_file import ReadingOptions, read_registers
from contracts.registry.rules.contract import Renewal
from contracts.tabular.mapping import read_mapping_file
from contracts.tabular.numbers import read_part
from contracts.tabular.sheet import FileRefused
from contracts.tabular.workbook import read_sheet, read_workbook
from tests.registry.exchange.register_files import read, workbook
from tests.registry.some_headers import field_of


def said(register: ReadRegister, code: str) -> list[str]:
    return [str(each.reason) for each in register.remarks if each.reason.code == code]


def errors_workbook() -> bytes:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        sheet = book.add_worksheet("Реєстр")
        sheet.write_row(0, 0, ["Номер договору", "Контрагент", "Сума", "Діє до", "Колір"])
        sheet.write_row(1, 0, ["1", "ТОВ А"])
        sheet.write_formula(1, 2, "=1/0", None, "#DIV/0!")
        sheet.write_formula(1, 3, "=NA()", None, "#N/A")
        sheet.write_formula(1, 4, "=X", None, "#NAME?")
        sheet.write_formula(2, 0, "=NA()", None, "#N/A")
        sheet.write_row(2, 1, ["ТОВ Б", 5])
        sheet.write_row(3, 0, ["3", "ТОВ В", 7])
        sheet.set_row(3, None, None, {"hidden": True})
        book.add_worksheet("Сховано").hide()
    return held.getvalue()


def test_i3_cells_with_errors_of_formulas_are_named_with_row_column_and_error() -> None:
    register = read(errors_workbook())
    named = [(each.row, each.reason.facts["column"], each.reason.facts["error"]) for each in register.remarks
             if each.reason.code == "error_cell"]  # fmt: skip
    assert named == [(2, "Сума", "#DIV/0!"), (2, "Діє до", "#N/A"), (2, "Колір", "#NAME?")]
    (fault,) = register.rejected
    assert (fault.row, fault.column, fault.reason.facts["error"]) == (3, "Номер договору", "#N/A")
    assert register.entries[0].custom == {}


@pytest.mark.parametrize("error", ["#N/A", "#DIV/0!", "#REF!", "#Н/Д", "#WERT!", "Err:502"])
def test_i3_an_error_in_a_text_table_is_named_too(error: str) -> None:
    register = read(f"Номер договору;Контрагент;Сума\n1;ТОВ;{error}\n")
    assert "amount" not in register.entries[0].values and error in said(register, "error_cell")[0]


def test_i3_other_readers_of_tables_refuse_errors_with_their_places() -> None:
    with pytest.raises(FileRefused, match="C2 #DIV/0!"):
        read_sheet(errors_workbook(), "acts.xlsx")
    with pytest.raises(FileRefused, match="B2 #N/A"):
        read_sheet("Номер;Сума\n1;#N/A\n".encode(), "acts.csv")


def test_i3_errors_and_hidden_rows_of_an_opendocument() -> None:
    head = (
        '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"><office:body>'
        '<office:spreadsheet><table:table table:name="A">'
    )
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    bad = (
        '<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error">'
        "<text:p>#N/A</text:p></table:table-cell>"
    )
    rows = f"<table:table-row>{cell.format('n')}{cell.format('c')}</table:table-row>"
    rows += f'<table:table-row table:visibility="collapse">{cell.format("1")}{bad}</table:table-row>'
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml", head + rows + "</table:table></office:spreadsheet></office:body></office:document-content>"
        )
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    sheet = read_workbook(held.getvalue(), "x.ods", None)
    assert (sheet.rows[1].cells, sheet.hidden_rows) == (["1", "#N/A"], (2,))


def test_i4_a_day_a_spreadsheet_made_of_a_number_is_rejected_with_the_cure() -> None:
    rows = [
        ["Номер договору", "Контрагент", "ЄДРПОУ"],
        [date(2026, 5, 1), "ТОВ", "1"],
        ["6/26", "ТОВ", date(2026, 5, 1)],
    ]
    register = read(workbook(rows))
    assert [each.row for each in register.rejected] == [2, 3]
    assert "5/26" in str(register.rejected[0].reason) and "format «text»" in str(register.rejected[0].reason)


@pytest.mark.parametrize("cell", [46143, "46143", "May-26", "тра.26", "01.05.2026", "2026-05-01"])
def test_i4_a_serial_or_a_month_among_numbers_is_said(cell: object) -> None:
    rows: list[list[Any]] = [["Номер договору", "Контрагент"], [cell, "ТОВ"], ["6/26", "ТОВ"], ["7-П/26", "ТОВ"]]
    assert len(said(read(workbook(rows)), "day_for_number")) == 1


def test_i4_a_column_of_plain_numbers_is_no_column_of_days() -> None:
    rows = [["Номер договору", "Контрагент"], [46143, "ТОВ"], [46144, "ТОВ"], [12, "ТОВ"]]
    assert said(read(workbook(rows)), "day_for_number") == []


def dates(*cells: str) -> str:
    return "Contract number,Counterparty,Start\n" + "".join(f"{no},Lan,{cell}\n" for no, cell in enumerate(cells))


@pytest.mark.parametrize(
    ("others", "day"),
    [(["13/4/2026"], date(2026, 4, 3)), (["4/13/2026"], date(2026, 3, 4)), (["28-02-2026"], date(2026, 4, 3)),
     (["12/31/26", "5/5/2026"], date(2026, 3, 4))],
)  # fmt: skip
def test_i6_a_day_above_twelve_settles_the_order_of_its_column(others: list[str], day: date) -> None:
    register = read(dates("3/4/2026", *others))
    assert not register.rejected and register.entries[0].values["first_day"] == day


def test_i6_a_column_that_does_not_tell_is_asked_about_once() -> None:
    register = read(dates(*(f"{1 + no % 9}/1{no % 3}/2026" for no in range(951))))
    (asked,) = _once(register)
    assert (asked.count, len(register.rejected), asked.row) == (951, 951, 2)


def test_i6_a_column_that_contradicts_itself_settles_nothing() -> None:
    assert len(read(dates("13/4/2026", "4/13/2026", "3/4/2026")).rejected) == 1


@pytest.mark.parametrize(
    ("other", "amount"), [("1,234,567.00", "1234.00"), ("99.5", "1234.00"), ("2,500,000", "1234.00")]
)
def test_i6_a_sum_of_the_column_settles_its_separator(other: str, amount: str) -> None:
    register = read(f"Номер договору;Контрагент;Сума, грн\n1;А;1,234\n2;Б;{other}\n")
    assert register.entries[0].values["amount"] == money(amount, "UAH")


def test_i6_ambiguous_sums_are_asked_about_once_and_an_option_answers() -> None:
    text = "Номер договору;Контрагент;Сума, грн\n1;А;1,234\n2;Б;5,678\n"
    (asked,) = _once(read(text))
    assert asked.count == 2 and "--decimal" in str(asked.reason)
    assert read(text, decimal=".").entries[1].values["amount"] == money("5678.00", "UAH")


@pytest.mark.parametrize(
    ("header", "field"),
    [
        *(("end_dt", "last_day"), ("start_dt", "first_day"), ("amt", "amount"), ("short_desc", "title")),
        *(("Contract End Date", "last_day"), ("Contract Start Date", "first_day"), ("vndr_nm", "counterparty")),
        *(("Ip Ownership Assignment", None), ("cntrct_nbr", "number"), ("Contract Expiration Date", "last_day")),
    ],
)
def test_i7_headers_of_programs_are_understood(header: str, field: str | None) -> None:
    assert field_of(header) == field


@pytest.mark.parametrize(
    ("header", "cells", "field"),
    [
        ("BuyerTitle", ["Ms", "Mr"], "title"),
        ("BuyerPhone", ["555-1", "555-2"], "counterparty_phone"),
        ("Warranty Duration", ["12 months", "24 months"], "term"),
        ("tot_payments", [1000, 2500], "payment_terms"),
        ("Insurance Expiration Date", ["2026-01-01", "2026-01-02"], "last_day"),
        ("Сума боргу", [5, 6], "amount"),
        ("Строк надання послуг", ["5 днів", "6 днів"], "title"),
        ("Дата закінчення гарантії", ["01.01.2026", "02.01.2026"], "last_day"),
    ],
)
def test_i7_a_header_that_only_resembles_is_not_taken(header: str, cells: list[Any], field: str) -> None:
    rows = [["VendorName", "Contract number", header], ["Lan Ltd", "1", cells[0]], ["Hai Ltd", "2", cells[1]]]
    register = read(workbook(rows))
    (preview,) = [each for each in register.previews if each.header == header]
    assert preview.field == "custom" and preview.samples and field not in register.entries[0].values


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Owner", ["No", "Yes", "No"]),
        ("Renewal", [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]),
        ("Payment terms", ["Yes", "No", "Yes"]),
        ("Amount", [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]),
        ("Counterparty email", ["ні", "так", "ні"]),
    ],
)
def test_i7_a_column_whose_cells_do_not_fit_is_not_taken(header: str, cells: list[Any]) -> None:
    rows = [["Contract number", "Counterparty", header], *([no, "Lan", cell] for no, cell in enumerate(cells))]
    register = read(workbook(rows))
    assert len(said(register, "unfit_column")) == 1 and len(register.entries) == 3
    assert [each.owner for each in register.entries] == ["", "", ""]


def test_i7_the_mapping_written_by_the_preview_is_read_back_and_answers_the_questions(tmp_path: Path) -> None:
    rows = [["Номер договору", "Контрагент", "Пролонгація", "Warranty Duration"],
            ["1", "ТОВ", "так", "12 months"], ["2", "ТОВ Б", "так", "12 months"]]  # fmt: skip
    register = read(workbook(rows))
    from contracts.registry.exchange.importing import _questions

    path = tmp_path / "mapping.toml"
    text = draft_mapping("head", register.previews, list(_questions(register.remarks)), 100)
    path.write_text(text, encoding="utf-8")
    assert dict(read_mapping_file(path).columns)["Warranty Duration"] == "custom"
    assert '"Номер договору" = "number"  # 1 | 2' in text and '# "так" = "автоматична"  # 2 ×' in text
    path.write_text(text.replace('# "так"', '"так"').replace('"custom"', '"term"'), encoding="utf-8")
    said_by_person = read_mapping_file(path)
    again = read(workbook(rows), mapping=said_by_person.columns, values=said_by_person.values)
    assert again.entries[1].values["renewal"] is Renewal.AUTOMATIC
    assert again.entries[1].values["length"] == parse_duration("12m")


def test_i7_a_mapping_may_name_columns_a_file_lacks_and_add_a_unit() -> None:
    register = read("Ід;Хто;Відмова\n1;ТОВ;30\n", mapping={"Ід": "number", "Хто": "counterparty", "Нема": "title",
                                                            "Відмова": "notice, днів"})  # fmt: skip
    assert register.entries[0].values["notice"] == parse_duration("30d")
    assert any("«Нема»" in str(each.reason) for each in register.remarks)


def test_i9_hidden_rows_and_sheets_are_said() -> None:
    sentences = [str(each.reason) for each in read(errors_workbook()).remarks]
    assert any("hidden in the sheet were read all the same: 4" in each for each in sentences)
    assert any("Hidden sheets were not read: Сховано" in each for each in sentences)


def test_i9_all_sheets_are_read_with_the_role_their_names_say() -> None:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        for name in ("Покупці", "Постачальники", "Довідка"):
            sheet = book.add_worksheet(name)
            if name != "Довідка":
                sheet.write_row(0, 0, ["Номер договору", "Контрагент"])
                sheet.write_row(1, 0, ["1", f"ТОВ {name}"])
            else:
                sheet.write_row(0, 0, ["просто", "слова"])
    registers = read_registers(held.getvalue(), "r.xlsx", ReadingOptions(is_all_sheets=True))
    assert [(each.sheet, each.entries[0].custom["Роль контрагента"]) for each in registers] == [
        ("Покупці", "покупець"),
        ("Постачальники", "постачальник"),
    ]
    assert any("Довідка" in str(each.reason) for each in registers[0].remarks)


@pytest.mark.parametrize("name", ["mk.py", "letter.txt", "page.php"])
def test_i9_what_is_no_table_is_refused(name: str) -> None:
    texts = {
        "mk.py": "import csv, sys\n\ndef main(number, counterparty):\n    print(number, counterparty)\n\nimport os\n",
        "letter.txt": "Шановні, контрагенти, номер договору\nпросимо підписати\nдо п’ятниці\nдякуємо\n",
        "page.php": "<?php\nfunction a() {}\n#include x\nimport number, counterparty\n",
    }
    with pytest.raises(FileRefused):
        read(texts[name])


def test_i10_a_row_with_a_cell_too_many_is_rejected() -> None:
    register = read("Номер договору,Контрагент,Сума\n1,ТОВ А,5\n2,ТОВ Лан, філія,5\n3,ТОВ Б,7\n4,ТОВ В,8\n5,ТОВ Г,8\n")
    (fault,) = register.rejected
    assert (fault.row, fault.reason.code, len(register.entries)) == (3, "shifted", 4)


def test_i10_a_shifted_row_of_a_workbook_is_rejected_and_a_note_beside_is_said() -> None:
    rows: list[list[Any]] = [["Номер договору", "Контрагент", "Діє до", "Сума"]]
    rows += [[str(no), "ТОВ А", date(2026, 1, 1), 5] for no in range(12)]
    rows += [["20", "ТОВ", "філія", date(2026, 1, 1), 5], ["21", "ТОВ", date(2026, 1, 1), 5, "нагадати"]]
    register = read(workbook(rows))
    assert [each.row for each in register.rejected] == [14] and "нагадати" in said(register, "unused")[0]


@pytest.mark.parametrize("cell", [date(1934, 12, 31), "31.12.1934", "1934-12-31"])
def test_i10_a_last_day_of_1934_is_asked_about(cell: object) -> None:
    register = read(workbook([["Номер договору", "Контрагент", "Діє до"], ["1", "ТОВ", cell]]))
    assert "last_day" not in register.entries[0].values and "31.12.2034" in said(register, "question")[0]


@pytest.mark.parametrize(
    ("code", "remark", "kept"),
    [
        ("код 32855961", "", "32855961"),
        ("1234567", "padded", "01234567"),
        ("1234567890123", "odd_code", "1234567890123"),
        ("123456789012", "odd_code", "123456789012"),
        ("ЄДРПОУ: 32855961", "", "32855961"),
        ("32855961 (філія)", "unused", "32855961"),
        ("DE123456789", "", "DE123456789"),
    ],
)
def test_i5_a_code_is_read_without_its_words_and_what_is_odd_is_said(code: str, remark: str, kept: str) -> None:
    register = read(workbook([["Номер договору", "Контрагент", "ЄДРПОУ"], ["1", "ТОВ", code]]))
    party = register.entries[0].counterparty
    assert party is not None and party.code == kept
    assert [each.reason.code for each in register.remarks if each.row] == ([remark] if remark else [])


@pytest.mark.parametrize(
    "text",
    ["Дод. угода № 2 до дог. 6/26", "ДУ №2 до дог 6/26", "Amendment 2 to contract 6/26", "Дод.угода 2 до дог. № 6/26"],
)
def test_i5_an_amendment_names_its_contract_in_short(text: str) -> None:
    part = read_part(text)
    assert part is not None and (part.kind, part.number, part.parent.number) == ("amendment", "2", "6/26")


@pytest.mark.parametrize(
    "junk", [" " * 10_000, "1" * 10_000, "." * 10_000, "(" * 10_000, "не " * 4_000, "30 днів до " * 1_000]
)
def test_a_hostile_cell_is_read_in_the_time_of_its_length(junk: str) -> None:
    head = "Номер договору;Контрагент;Діє з;Діє до;Пролонгація;Строк повідомлення;Сума;Пеня;Статус;Умови оплати\n"
    start = time.process_time()
    read(head + ";".join([f"30{junk}x"] * 10) + "\n")
    assert time.process_time() - start < 5
