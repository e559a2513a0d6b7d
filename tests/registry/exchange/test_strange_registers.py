"""Registers of strangers, whole: a bank's, a builder's, a clinic's, a farm's; each column is what its keeper meant."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from contracts.kernel.money import money
from contracts.registry.exchange.cells.renewals import read_renewal
from contracts.registry.exchange.register_entries import ReadRegister
from contracts.registry.rules.contract import Renewal
from contracts.tabular.lengths import lengths_in
from contracts.tabular.numbers import read_number, read_part
from contracts.tabular.sums import SumFault, read_sum
from tests.registry.exchange.register_files import read, workbook
from tests.registry.some_headers import field_of


def fields(register: ReadRegister) -> set[str]:
    return set(register.columns.values())


def test_a_number_of_somebody_elses_register_is_no_sign_of_our_own_export() -> None:
    rows: list[list[Any]] = [
        ["Рег. №", "Реквізити договору (№, дата)", "Найменування контрагента", "Ціна договору, грн"],
        ["Д-25/12", "№ 77/ІТ від 14 січня 2025 р.", "ТОВ «Софт»", "згідно з додатком №1"],
        ["Д-25/13", "ДУ №1 до 77/ІТ від 14.01.2025", "ТОВ «Софт»", "1 000,50 грн згідно зі специфікацією №2"],
    ]
    first, second = read(workbook(rows)).entries
    assert (first.number, first.values["dated_on"], first.values["register_no"]) == (
        "77/ІТ",
        date(2025, 1, 14),
        "Д-25/12",
    )
    assert "amount" not in first.values and first.custom == {"Ціна договору, грн": "згідно з додатком №1"}
    assert not first.is_exported
    assert (second.kind, second.parent, second.values["amount"]) == ("amendment", "77/ІТ", money("1000.50", "UAH"))


def test_a_heading_that_explains_nothing_leaves_its_parts_to_explain_themselves() -> None:
    rows: list[list[Any]] = [
        ["Договір", None, "Контрагент", None, "Строк", None, "Фінанси", None],
        ["номер", "дата", "назва", "ЄДРПОУ", "з", "до", "сума", "валюта"],
        ["М-1", "01.03.2025", "ТОВ Медтехніка", "33445566", "01.03.2025", "28.02.2026", 250, "грн"],
    ]
    (entry,) = read(workbook(rows)).entries
    assert entry.counterparty is not None
    assert (entry.counterparty.name, entry.counterparty.code) == ("ТОВ Медтехніка", "33445566")
    assert entry.values["last_day"] == date(2026, 2, 28) and not entry.custom


def test_a_day_beside_the_number_that_is_none_rejects_the_row() -> None:
    register = read("Номер та дата договору;Постачальник\n№ 14 від 32.01.2026;ТОВ Лан\n№ 15 від __.__.2026;ТОВ Лан\n")
    (fault,) = register.rejected
    assert (fault.row, fault.column, fault.value) == (2, "Номер та дата договору", "№ 14 від 32.01.2026")
    assert [each.number for each in register.entries] == ["15 від __.__.2026"]


def test_the_empty_day_of_an_accounting_program_is_no_day() -> None:
    (entry,) = read("Номер\tКонтрагент\tДата\tСтрок дії\n7\tАгро\t01.01.0001 0:00:00\t31.12.2026 0:00:00\n").entries
    assert "dated_on" not in entry.values or entry.values["dated_on"] is None
    assert entry.values["last_day"] == date(2026, 12, 31)


def test_a_row_of_totals_is_told_once() -> None:
    rows: list[list[Any]] = [
        ["Номер договору", "Контрагент", "Умови продовження", "Сума"],
        ["1", "ТОВ Лан", "ні", 5],
        [None, None, "Разом:", 5],
    ]
    said = [each.reason.sentence for each in read(workbook(rows)).remarks if each.row == 3]
    assert said == ["A row of totals was left out: «{text}»."]


OURS, THEIRS = ["11111111"] * 2, ["22222222", "33333333"]
BUYER = "Замовник;ЄДРПОУ;Постачальник;ЄДРПОУ постачальника;Номер договору\n"


@pytest.mark.parametrize(
    ("rows", "ours", "theirs"),
    [
        ("Лікарня;11111111;Лан;22222222;1\nЛікарня;11111111;Гай;33333333;2\n", OURS, THEIRS),
        ("Лан;22222222;Ми;11111111;1\nГай;33333333;Ми;11111111;2\n", OURS, THEIRS),
        ("Лан;22222222;Ми;11111111;1\nМи;11111111;Гай;33333333;2\n", OURS, THEIRS),
    ],
)
def test_of_two_sides_the_one_in_every_row_is_ours(rows: str, ours: list[str], theirs: list[str]) -> None:
    register = read(BUYER + rows)
    assert [each.company.code for each in register.entries if each.company] == ours
    assert [each.counterparty.code for each in register.entries if each.counterparty] == theirs


def test_a_single_column_of_customers_holds_counterparties() -> None:
    register = read("Замовник;Номер договору\nТОВ Лан;1\n")
    assert register.columns["Замовник"] == "counterparty"


@pytest.mark.parametrize(
    ("text", "amount"),
    [("1.2m", "1200000"), ("250k", "250000"), ("600 т.р.", "600000"), ("12 т. грн", "12000"), ("3,5 млн", "3500000")],
)
def test_a_shortened_sum_is_the_sum_meant(text: str, amount: str) -> None:
    assert read_sum(text).amount == Decimal(amount)


@pytest.mark.parametrize("text", ["12шт", "40год роботи"])
def test_a_quantity_is_no_sum(text: str) -> None:
    with pytest.raises(SumFault):
        read_sum(text)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Договір підряду", "number"),
        ("Субпідрядник", "counterparty"),
        ("Сторона 2", "counterparty"),
        ("TCV", "amount"),
        ("Annual Value (GBP)", None),
        ("Вартість за місяць, грн", None),
        ("Сума, в т. ч. ПДВ 20 %", "amount"),
        ("Показник", None),
        ("Захід", None),
        ("Account Owner", "owner"),
        ("Expires", "last_day"),
    ],
)
def test_a_header_of_a_stranger(header: str, field: str | None) -> None:
    assert field_of(header) == field


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("None - expires", Renewal.NONE),
        ("No extension", Renewal.NONE),
        ("ongoing", Renewal.EVERGREEN),
        ("month-to-month", Renewal.EVERGREEN),
        ("until further notice", Renewal.EVERGREEN),
        ("Rolling 12 month extensions unless terminated", Renewal.AUTOMATIC),
    ],
)
def test_a_renewal_of_a_stranger(text: str, kind: Renewal) -> None:
    assert read_renewal(text).kind == kind


@pytest.mark.parametrize(("cell", "day"), [("05/08/2014", date(2014, 5, 8)), ("5/8/14", date(2014, 5, 8))])
def test_a_told_order_of_dates_holds_for_years_of_two_and_four_digits(cell: Any, day: date) -> None:
    (entry,) = read(f"Contract number,Counterparty,Start\n1,Lan,{cell}\n", date_format="MM/DD/YY").entries
    assert entry.values["first_day"] == day


def test_a_cell_merged_over_rows_of_data_says_the_same_of_each() -> None:
    rows: list[list[Any]] = [
        ["Реєстр договорів за 2026 рік"],
        ["№ п/п", "Контрагент", "№ договору", "Дата"],
        [1, "ТОВ «Північ»", "1", "01.02.2026"],
        [2, None, "2", "01.03.2026"],
        [3, None, "3", "01.04.2026"],
    ]
    register = read(workbook(rows, lambda book: book.active.merge_cells("B3:B4")))
    names = [each.counterparty.name if each.counterparty else "" for each in register.entries]
    assert names == ["ТОВ «Північ»", "ТОВ «Північ»", ""]


def test_an_address_beside_an_owner_is_the_owners_and_a_total_beats_a_price() -> None:
    text = (
        "Contract #,Vendor name,E-mail,Responsible,E-mail,Price,Total,Curr.\n"
        "1,Lan,lan@lan.example,Olena,olena@firm.example,5,50,UAH\n"
    )
    (entry,) = read(text).entries
    assert entry.counterparty is not None
    assert (entry.counterparty.email, entry.owner_email) == ("lan@lan.example", "olena@firm.example")
    assert entry.values["amount"] == money("50.00", "UAH")


def test_a_share_is_no_sum_and_a_long_fraction_is_told() -> None:
    register = read("Номер договору;Контрагент;Сума;Валюта\n1;А;20% від обороту;\n2;Б;12,3456;UAH\n")
    first, second = register.entries
    assert "amount" not in first.values and second.values["amount"] == money("12.35", "UAH")
    assert {each.reason.code for each in register.remarks if each.row} == {"kept_as_words", "rounded"}


@pytest.mark.parametrize(
    ("text", "number", "dated_on"),
    [
        ("Контракт No. 2024-EX/9 dd. 10.06.2024", "2024-EX/9", date(2024, 6, 10)),
        ("12/О-2024 (01.09.2024)", "12/О-2024", date(2024, 9, 1)),
        ("Угода про співпрацю б/н від 07.07.2024", "б/н", date(2024, 7, 7)),
    ],
)
def test_a_number_in_a_sentence(text: str, number: str, dated_on: date) -> None:
    assert read_number(text) == (number, dated_on)


def test_an_amendment_names_its_contract_with_its_subject() -> None:
    part = read_part("Дод. угода № 1 від 01.04.2025 до Договору оренди нежитлового приміщення № 12/О від 01.03.2024 р.")
    assert part is not None and part.parent == ("12/О", date(2024, 3, 1))


def test_a_length_under_a_programs_header_has_its_unit() -> None:
    (entry,) = read("ContractNumber,CounterpartyName,RenewalTermMonths,NoticePeriodDays\n1,Lan,12,90\n").entries
    assert (str(entry.values["renewal_length"]), str(entry.values["notice"])) == ("12m", "90d")


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("one hundred twenty (120) days", "120d"),
        ("one hundred and eighty days", "180d"),
        ("двадцять чотири місяці", "24m"),
        ("сорок п’ять календарних днів", "45d"),
        ("third anniversary of the Effective Date", "3y"),
        ("5th anniversary", "5y"),
        ("один, два роки", "2y"),
    ],
)
def test_a_number_of_several_words_is_one_number(text: str, length: str) -> None:
    assert [str(each.length) for each in lengths_in(text)] == [length]


def test_an_unlimited_number_of_renewals_is_no_contract_without_an_end() -> None:
    assert read_renewal("unlimited successive 1 year").kind == Renewal.AUTOMATIC
