"""Layouts of tables that banks give and people make of them: titles, totals, sections, signs, sums and days."""

import io
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime

import openpyxl
import pytest

from contracts.kernel.money import Money
from contracts.kernel.refusal import Refusal
from contracts.money.rules.statement import StatementFault
from contracts.money.statements import read_statement
from contracts.money.statements.account import AccountRead

OWN, SECOND = "UA213223130000026007233566001", "UA213223130000026007233566002"
OTHER = "UA903052992990004149123456789"
HEAD = "Дата;Сума;Контрагент;Призначення\n"


def read(data: str | bytes, name: str = "a.csv") -> AccountRead:
    (found,) = read_statement(data.encode() if isinstance(data, str) else data, name)
    return found


def sums(found: AccountRead) -> list[int]:
    return [line.amount.minor for line in found.lines]


def book(*sheets: Sequence[Sequence[object]], hidden: int = -1) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for no, rows in enumerate(sheets):
        sheet = made.create_sheet(f"Аркуш{no + 1}")
        for row in rows:
            sheet.append(list(row))
        if no == hidden:
            sheet.sheet_state = "hidden"
    made.active = len(sheets) - 1
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def fault(data: str | bytes, name: str = "january.csv") -> StatementFault:
    with pytest.raises(StatementFault) as refused:
        read(data, name)
    assert "january" in str(refused.value)
    return refused.value


def test_titles_headers_far_down_totals_and_the_words_of_the_bank() -> None:
    rows: list[list[object]] = [
        ["АТ «БАНК»"], ["ВИПИСКА"], [f"по рахунку {OWN}"], ["за період з 01.01.2026 по 31.01.2026"],
        ["Вхідний залишок:", None, None, None, 1000.0], [],
        ["№ з/п", "Дата", "№ документа", "Контрагент", "ЄДРПОУ", "IBAN контрагента", "Дебет", "Кредит", "Призначення"],
        [1, datetime.fromisoformat("2026-01-05"), "15", "ТОВ Лан", "38765432", OTHER, None, 1234.56, "Оплата"],
        [2, datetime.fromisoformat("2026-01-06"), "16", "ТОВ Кит", "38765431", OTHER, 200, None, "Оренда"],
        ["Кількість документів", None, None, None, None, None, 1, 1],
        ["Всього обороти:", None, None, None, None, None, 200, 1234.56],
        ["Вихідний залишок:", None, None, None, None, None, None, 2034.56],
        ["Виконавець: Іванова І. І.", "", "", "", "", "", "", "31.01.2026 12:00"],
    ]  # fmt: skip
    found = read(book(rows), "a.xlsx")
    assert (found.account, found.opening, found.closing) == (OWN, Money(100000, "UAH"), Money(203456, "UAH"))
    assert sums(found) == [123456, -20000]


@pytest.mark.parametrize(
    "text",
    [
        "Transaction Date,Narrative,Money Out,Money In,Running Balance\n2026-01-05,A,,1.50,2.50\n2026-01-06,B,2,,0.50",
        "Posting date;Payer/Beneficiary;Details;Debit amount;Credit amount\n2026-01-05;A;I;;1.50\n2026-01-06;B;R;2;",
        "Дата;Знак;Сума;Контрагент\n05.01.2026;+;1,50;А\n06.01.2026;-;2,00;Б\n",
        "Дата;Сума;Операція;Контрагент\n05.01.2026;1,50;Кредит;А\n06.01.2026;2,00;Дебет;Б\n",
        "Дата;Сума;Рух;Контрагент\n05.01.2026;1,50;Прибуток;А\n06.01.2026;2,00;Витрата;Б\n",
        "Дата;Надходження, грн;Видатки, грн;Зміст\n05.01.2026;1,50;;А\n06.01.2026;;2,00;Б\n",
        "Дата;Сумма поступления;Сумма списания;Назначение\n05.01.2026;1,50;;А\n06.01.2026;;2,00;Б\n",
        "Buchungstag;Betrag;Waehrung;Verwendungszweck\n05.01.26;1,50;EUR;A\n06.01.26;-2,00;EUR;B\n",
        "#Data operacji;#Opis operacji;#Kwota;#Saldo\n2026-01-05;A;1,50 PLN;2,50 PLN\n2026-01-06;B;-2 PLN;0,50 PLN\n",
        "Date,Payee,Amount\n2026-01-05,A,1.50\n2026-01-06,B,(2.00)\n",
    ],
)  # fmt: skip
def test_the_direction_is_told_by_columns_signs_and_words_of_many_banks(text: str) -> None:
    assert sums(read(text)) == [150, -200]


@pytest.mark.parametrize(
    ("said", "currency"),
    [
        ("1 234,56 грн", "UAH"), ("1\xa0234,56", "UAH"), ("1'234.56", "UAH"), ("1.234,56", "UAH"), ("+1234,56", "UAH"),
        ("USD 1,234.56", "USD"), ("1 234,56 €", "EUR"), ("1234 грн 56 коп.", "UAH"), ("₴ 1234.56", "UAH"),
    ],
)  # fmt: skip
def test_a_sum_is_read_with_its_own_currency(said: str, currency: str) -> None:
    (line,) = read(f'{HEAD}05.01.2026;"{said}";Лан;Оплата\n').lines
    assert line.amount == Money(123456, currency)


@pytest.mark.parametrize(
    "said", ["12 34", "12грн34", "1О0,00", "100,00 / 200,00", "50%", "1,234", "1.234.5", "1 234.567,89"]
)
def test_what_may_be_two_sums_or_none_is_refused_with_its_row(said: str) -> None:
    refused = fault(f"{HEAD}05.01.2026;{said};Лан;Оплата\n")
    assert (refused.code, refused.facts["row"], refused.facts["value"]) == ("bad_sum", 2, said)


@pytest.mark.parametrize(
    "said", ["5.1.2026", "05.01.26", "20260105", "2026/01/05", "2026-01-05T10:00:00+02:00", "05.01.2026, 10:15:33"]
)
def test_a_day_is_read_as_banks_write_it(said: str) -> None:
    assert [line.booked_on for line in read(f"{HEAD}{said};1,00;Лан;Оплата\n").lines] == [date(2026, 1, 5)]


@pytest.mark.parametrize("total", ["5,00", "15,00", "10,00;;", "2", "-5,00"])
def test_a_total_below_one_column_of_sums_may_be_net_or_gross_or_a_number(total: str) -> None:
    assert sums(read(f"{HEAD}05.01.2026;10,00;Лан;А\n06.01.2026;-5,00;Кит;Б\nРазом;{total}\n")) == [1000, -500]


@pytest.mark.parametrize("total", ["5,01", "16,00", "1500,00"])
def test_a_total_of_one_column_that_is_another_is_refused(total: str) -> None:
    assert fault(f"{HEAD}05.01.2026;10,00;Лан;А\n06.01.2026;-5,00;Кит;Б\nРазом;{total}\n").code == "total_differs"


def test_balances_after_rows_open_and_close_or_are_noted_where_a_row_is_missing() -> None:
    head = "Дата;Сума;Залишок;Опис\n"
    rising = read(f"{head}05.01.2026;10,00;110,00;А\n06.01.2026;-5,00;105,00;Б\n")
    falling = read(f"{head}06.01.2026;-5,00;105,00;Б\n05.01.2026;10,00;110,00;А\n")
    assert {(each.opening, each.closing) for each in (rising, falling)} == {(Money(10000, "UAH"), Money(10500, "UAH"))}
    broken = read(f"{head}05.01.2026;10,00;110,00;А\n07.01.2026;-5,00;95,00;Б\n")
    assert any("may be missing" in each for each in broken.notes)


def test_a_column_of_payer_and_payee_in_one_is_the_other_side() -> None:
    found = read(
        "Дата;Дт/Кт;Сума;Платник/Одержувач;Код ЄДРПОУ платника/одержувача;Рахунок платника/одержувача\n"
        f"05.01.2026;Кт;1,00;ТОВ Лан;38765432;{OTHER}\n06.01.2026;Дт;2,00;ТОВ Лан;38765432;{OTHER}\n"
    )
    assert [(x.amount.minor, x.other_name, x.other_code, x.other_account) for x in found.lines] == [
        (100, "ТОВ Лан", "38765432", OTHER), (-200, "ТОВ Лан", "38765432", OTHER),
    ]  # fmt: skip
    assert found.account == ""


def test_bare_columns_are_the_other_sides_and_an_account_equal_in_all_rows_is_ours() -> None:
    found = read(f"Дата;Номер;МФО;Рахунок;Назва;Код;Дебет;Кредит\n05.01.2026;5;305299;{OTHER};Лан;38765432;;1,00\n")
    one = found.lines[0]
    assert (one.other_name, one.other_code, one.other_account, one.document_no) == ("Лан", "38765432", OTHER, "5")
    found = read("Account,Date,Payee,Amount\n26001,2026-01-05,A,1.00\n26001,2026-01-06,B,-1.00\n")
    assert (found.account, [line.other_account for line in found.lines]) == ("26001", ["", ""])


def test_a_last_row_that_was_cut_is_refused_and_one_without_its_newline_is_not() -> None:
    whole = f"{HEAD}05.01.2026;10,00;Лан;А\n06.01.2026;1234,56;Кит;Б"
    assert sums(read(whole)) == [1000, 123456]
    refused = fault(whole[: whole.rindex("34,56")])
    assert (refused.code, refused.facts["line"]) == ("truncated", 3)


def test_a_damaged_workbook_is_refused_wherever_it_is_damaged() -> None:
    data = book([["Дата", "Сума"], ["05.01.2026", 1]])
    for place in range(0, len(data), 97):
        with suppress(Refusal):
            read(data[:place] + b"\xff\x07\xfe" + data[place + 3 :], "a.xlsx")
        with pytest.raises(Refusal):
            read(data[:place], "a.xlsx")


def test_what_is_pending_or_reverted_is_named_even_without_a_day() -> None:
    found = read(
        "Type,Started Date,Completed Date,Description,Amount,Currency,State\n"
        "TOPUP,2026-01-05 10:00:00,2026-01-05 10:00:01,A,1.00,EUR,COMPLETED\n"
        "CARD,2026-01-06 10:00:00,,B,-2.00,EUR,PENDING\nCARD,2026-01-06 10:00:00,,C,-3.00,EUR,REVERTED\n"
    )
    assert (sums(found), [each.place for each in found.rejected]) == ([100], ["row 3", "row 4"])


def test_several_accounts_in_one_sheet_are_apart_with_their_currencies() -> None:
    columns = ["Дата", "Дебет", "Кредит", "Призначення"]
    rows = [
        [f"Виписка по рахунку {OWN} (UAH)"], columns, ["05.01.2026", None, 10, "А"], ["Вихідний залишок", None, 10, ""],
        [], [f"Виписка по рахунку {SECOND} (USD)"], columns, ["05.01.2026", None, 20, "Б"],
    ]  # fmt: skip
    found = read_statement(book(rows), "a.xlsx")
    assert [(each.account, each.currency, sums(each)) for each in found] == [
        (OWN, "UAH", [1000]), (SECOND, "USD", [2000]),
    ]  # fmt: skip


def test_sheets_of_one_layout_are_read_hidden_ones_and_other_layouts_are_not() -> None:
    columns = ["Дата", "Сума", "Контрагент"]
    january, february = ([columns, [f"05.0{month}.2026", month, "Лан"]] for month in (1, 2))
    assert [sums(each) for each in read_statement(book(january, february), "a.xlsx")] == [[100], [200]]
    assert sums(read(book(january, february, hidden=0), "a.xlsx")) == [200]
    found = read(book(january, [["День операції", "Сума"], ["05.01.2026", 1]]), "a.xlsx")
    assert any("another layout" in each for each in found.notes)
    wrong = book(january, [columns, ["30.02.2026", 1, "Лан"]])
    assert "january.xlsx, Аркуш2, row 2" in str(fault(wrong, "january.xlsx"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (HEAD + "05.01.2026;10 USD;Лан;А\n06.01.2026;5 грн;Лан;Б\n", "currencies_mixed"),
        (HEAD + ";10,00;Лан;А\n", "bad_day"),
        ("Дата;Дебет;Кредит\n05.01.2026;;10,00\nРазом;;11,00\n", "total_differs"),
        ('[{"date": "2026-01-05", "amount": 10}]', "unknown_format"),
        ('{"date": "2026-01-05", "amount": 10}', "unknown_format"),
    ],
)
def test_what_is_wrong_is_refused(text: str, code: str) -> None:
    assert fault(text).code == code
