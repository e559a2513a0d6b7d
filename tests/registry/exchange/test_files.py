"""Files of registers: any delimiter, encoding and workbook is read; what is no register is refused with a sentence."""

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from contracts.kernel.refusal import Refusal
from contracts.registry.exchange.columns import exported_headers
from contracts.registry.exchange.export_tables import write_text, write_workbook
from contracts.registry.exchange.headers import HeaderFault
from contracts.tabular.mapping import read_mapping_file
from contracts.tabular.sheet import FileRefused, read_bytes
from tests.registry.exchange.register_files import read, workbook
from tests.registry.some_headers import field_of

TEXT = (
    "Номер договору;Контрагент;Предмет;Сума\n"
    "1-П;ТОВ «Їжак і Ґедзь»;Поставка меду;100,00 грн\n"
    "2-П;ПП Лан;Послуги;5,50 грн\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251", "cp1125"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_a_text_table_is_read_in_any_encoding_and_with_any_delimiter(encoding: str, delimiter: str) -> None:
    text = TEXT.replace(",00", ".00").replace(",50", ".50").replace(";", delimiter)
    if encoding == "cp1125":
        text = text.replace("«", '"').replace("»", '"')
    names = [
        each.counterparty.name.replace('"', "") for each in read(text.encode(encoding)).entries if each.counterparty
    ]
    assert [name.replace("«", "").replace("»", "") for name in names] == ["ТОВ Їжак і Ґедзь", "ПП Лан"]


def test_western_letters_are_told_from_cyrillic() -> None:
    text = "Contract number,Counterparty,Subject\n1,Müller & Söhne GmbH,Straße\n2,Café Zoë,Crème\n"
    names = [each.counterparty.name for each in read(text.encode("cp1252")).entries if each.counterparty]
    assert names == ["Müller & Söhne GmbH", "Café Zoë"]


def test_quotes_hold_delimiters_and_line_breaks() -> None:
    register = read('sep=;\nНомер договору;Контрагент;Предмет\n1;"ТОВ ""Лан""; філія";"перший\nдругий"\n')
    assert register.entries[0].counterparty is not None
    assert register.entries[0].counterparty.name == 'ТОВ "Лан"; філія'


def test_a_heading_above_and_totals_below_are_no_contracts() -> None:
    rows = [
        ["Реєстр договорів за 2026 рік"],
        [],
        ["№ з/п", "№ та дата договору", "Контрагент", "Строк дії", None, "Сума, тис. грн"],
        [None, None, None, "з", "по", None],
        [1, 2, 3, 4, 5, 6],
        [1, "5 від 01.02.2026", "ТОВ Лан (ЄДРПОУ 12345678)", date(2026, 2, 1), "31.12.2026 р.", 12.5],
        ["Відділ збуту"],
        [2, "6 від 01.03.2026", "ПП Гай", date(2026, 3, 1), "безстроковий", 1],
        ["Всього", None, None, None, None, 13.5],
    ]
    register = read(workbook(rows))
    assert [each.row for each in register.entries] == [6, 8] and not register.rejected
    first = register.entries[0]
    assert (first.number, first.values["dated_on"], first.values["last_day"]) == (
        "5",
        date(2026, 2, 1),
        date(2026, 12, 31),
    )
    assert first.values["amount"].wire == "12500.00"
    assert first.counterparty is not None and first.counterparty.code == "12345678"
    assert [each.row for each in register.remarks if each.row] == [7, 9]


def test_another_sheet_is_chosen_by_name() -> None:
    def add(book: Any) -> None:
        sheet = book.create_sheet("Старі")
        sheet.append(["Номер договору", "Контрагент"])
        sheet.append(["77", "ТОВ Давнє"])

    data = workbook([["Номер договору", "Контрагент"], ["1", "ТОВ Нове"]], add)
    assert [each.number for each in read(data).entries] == ["1"]
    assert "Старі" in str(read(data).remarks[0].reason)
    assert [each.number for each in read(data, sheet="старі").entries] == ["77"]
    with pytest.raises(FileRefused, match="Старі"):
        read(data, sheet="Нема")


def test_f28_a_text_that_looks_like_a_formula_stays_a_text() -> None:
    data = workbook([["Номер договору", "Контрагент", "Предмет"], ["1", "ТОВ Лан", "x"]])
    assert read(data).entries
    register = read("Номер договору;Контрагент;Предмет\n1;ТОВ Лан;=1+1\n")
    assert register.entries[0].values["title"] == "=1+1"


@pytest.mark.parametrize("value", ["=cmd|' /C calc'!A0", "+1", "-2+3", "@SUM(A1)"])
def test_f28_cells_go_out_as_text(value: str) -> None:
    rows = [{"number": value, "counterparty": value, "title": value, "register_no": "1"}]
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(rows, [], "uk")))
    cells = [cell for row in book.active.iter_rows(min_row=2) for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    text = write_text(rows, [], "uk")
    assert f"'{value}" in text.decode("utf-8-sig")
    assert read(text).entries[0].values["title"] == value


def test_f28_dtds_bombs_and_endless_cells_are_refused() -> None:
    good = workbook([["Номер договору", "Контрагент"], ["1", "ТОВ"]])
    with pytest.raises(FileRefused, match="document type"):
        read(_with_part(good, "xl/sharedStrings.xml", b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><sst/>'))
    with pytest.raises(FileRefused, match="unpacks"):
        read(_with_part(good, "xl/media/zero.bin", bytes(1_050_000_000)))
    with pytest.raises(FileRefused, match="characters"):
        read("Номер договору;Контрагент\n1;" + "я" * 200_000 + "\n")


def _with_part(data: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        new.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        *(b"%PDF-1.7", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", b"{", b"[]", b'{"a": 1}', b"\n\n"),
        *(b"<html><table>", b"\x00\x01\x02\x03" * 50, b'Number;Counterparty\n1;"open', b"just words"),
    ],
)
def test_what_is_no_register_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(Refusal) as refusal:
        read(data)
    assert str(refusal.value).endswith(".")


def test_every_cut_of_a_workbook_is_read_or_refused() -> None:
    data = workbook([["Номер договору", "Контрагент"], ["1", "ТОВ"]])
    for size in range(1, len(data), 97):
        with pytest.raises(Refusal):
            read(data[:size])


def test_a_mapping_names_the_columns(tmp_path: Path) -> None:
    path = tmp_path / "mapping.toml"
    path.write_text('"Ідент" = "number"\n"Хто" = "counterparty"\n"Зайве" = ""\n', encoding="utf-8")
    mapping = read_mapping_file(path).columns
    register = read("Ідент;Хто;Зайве;Колір\n1;ТОВ;z;синій\n", mapping=mapping)
    assert register.columns == {"Ідент": "number", "Хто": "counterparty", "Зайве": "ignore", "Колір": "custom"}
    assert register.entries[0].custom == {"Колір": "синій"}
    with pytest.raises(HeaderFault, match="Ідент"):
        read("Номер договору;Контрагент\n1;ТОВ\n", mapping=mapping)
    with pytest.raises(HeaderFault, match="numbr"):
        read("Ідент;Хто\n1;ТОВ\n", mapping={"Ідент": "numbr"})


def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match=r"nothing\.xlsx"):
        read_bytes(tmp_path / "nothing.xlsx")


@pytest.mark.parametrize("language", ["uk", "en"])
def test_every_header_of_the_export_is_recognised(language: str) -> None:
    assert {name: field_of(header) for name, header in exported_headers(language).items()} == {
        name: name for name in exported_headers(language)
    }


@pytest.mark.parametrize(
    ("header", "field"),
    [
        *(
            ("№ з/п", "ignore"),
            ("Номер договору", "number"),
            ("№ та дата договору", "number"),
            ("ЄДРПОУ", "counterparty_code"),
        ),
        *(
            ("Дата укладання", "dated_on"),
            ("Термін дії", "term"),
            ("Діє до", "last_day"),
            ("Строк дії договору по", "last_day"),
        ),
        *(
            ("Автопролонгація", "renewal"),
            ("Сума з ПДВ", "amount"),
            ("Відповідальний", "owner"),
            ("Поставщик", "counterparty"),
        ),
        *(("Ціна договору, грн.\n(з ПДВ)", "amount"), ("Срок действия до", "last_day"), ("Номep догoвору", "number")),
        *(
            ("Notice period (days)", "notice"),
            ("Expiration Date", "last_day"),
            ("Effective Date", "first_day"),
            ("Колір", None),
        ),
    ],
)
def test_headers_of_real_registers_are_recognised(header: str, field: str | None) -> None:
    assert field_of(header) == field


def test_formulas_without_a_value_are_said_and_those_with_one_are_read() -> None:
    rows = [["Номер договору", "Контрагент", "Сума"], ["1", "ТОВ А", "=1+1"], ["2", "ТОВ Б", "=2+2"]]
    register = read(workbook(rows))
    (warned,) = [each for each in register.remarks if "formulas" in each.reason.sentence]
    assert warned.reason.facts["count"] == 2 and len(register.entries) == 2
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Номер договору", "Контрагент", "Сума"])
        sheet.write_row(1, 0, ["1", "ТОВ А"])
        sheet.write_formula(1, 2, "=2+3", None, 5)
        sheet.write_formula(1, 3, '=IF(1=1,"x","")', None, "x")
    register = read(held.getvalue())
    assert register.entries[0].values["amount"].minor == 500
    assert not [each for each in register.remarks if "formulas" in each.reason.sentence]
