"""Tables of banks by their headers: iBank 2, Privat24, monobank, and layouts no bank has yet."""

import io
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.kernel.money import Money
from contracts.kernel.refusal import Refusal
from contracts.money.rules.statement import StatementFault
from contracts.money.statements import read_statement
from contracts.money.statements.account import AccountRead

OWN, OTHER = "UA213223130000026007233566001", "UA903052992990004149123456789"
IBANK = (
    "ЄДРПОУ;МФО;Рахунок;Валюта;Дата операції;Код операції;МФО банку;Назва банку;Рахунок кореспондента;"
    "ЄДРПОУ кореспондента;Кореспондент;Номер документа;Дата документа;Дебет;Кредит;Призначення платежу;"
    "Гривневе покриття\n"
)
PRIVAT = (
    f"Виписка по рахунку {OWN} за період з 01.01.2026 по 31.01.2026\nВхідний залишок: 1 000,00 UAH\n"
    "№;Номер документа;Дата операції;Час операції;Сума;Валюта;Призначення платежу;ЄДРПОУ;Назва контрагента;"
    "Рахунок контрагента;Референс\n"
)


def read(text: str | bytes, name: str = "a.csv") -> AccountRead:
    (found,) = read_statement(text.encode() if isinstance(text, str) else text, name)
    return found


def ibank(day: str = "02.01.2026 09:13:00", debit: str = "", credit: str = "1200,50", purpose: str = "Оплата") -> str:
    return (
        f"12345678;322313;{OWN};UAH;{day};1;305299;Банк;{OTHER};38765432;ТОВ \"Лан\";17;02.01.2026;{debit};{credit};"
        f"{purpose};{credit or debit}\n"
    )  # fmt: skip


def test_ibank_2_in_the_code_page_of_windows() -> None:
    found = read((IBANK + ibank() + ibank(debit="100,00", credit="", purpose="Повернення")).encode("cp1251"))
    assert (found.account, found.currency) == (OWN, "UAH")
    assert [(x.amount.minor, x.other_name, x.other_code, x.other_account, x.document_no) for x in found.lines] == [
        (120050, 'ТОВ "Лан"', "38765432", OTHER, "17"), (-10000, 'ТОВ "Лан"', "38765432", OTHER, "17"),
    ]  # fmt: skip


def test_a_separator_inside_a_purpose_without_quotes_is_part_of_it() -> None:
    assert read(IBANK + ibank(purpose="Оплата; за товар; дог. 5")).lines[0].purpose == "Оплата; за товар; дог. 5"


def test_privat24_with_balances_above_and_below() -> None:
    found = read(
        PRIVAT + f"1;5;02.01.2026;10:11;-100,00;UAH;Оренда;38765432;ТОВ «Лан»;{OTHER};JBKL1\n"
        f"2;6;03.01.2026;10:11;250,00;UAH;За послуги;38765432;ТОВ «Лан»;{OTHER};JBKL2\n"
        "Вихідний залишок:;;;;1150,00\n"
    )
    assert (found.opening, found.closing, found.from_on) == (
        Money(100000, "UAH"), Money(115000, "UAH"), date(2026, 1, 1),
    )  # fmt: skip
    assert [(x.amount.minor, x.reference, x.purpose) for x in found.lines] == [
        (-10000, "JBKL1", "Оренда"), (25000, "JBKL2", "За послуги"),
    ]  # fmt: skip


def test_monobank_with_a_latin_letter_and_sums_in_two_currencies() -> None:
    found = read(
        '"Дата i час операції","Деталі операції",MCC,"Сума в валюті картки (UAH)","Сума в валюті операції",Валюта,'
        'Курс,"Сума комісій (UAH)","Сума кешбеку (UAH)","Залишок після операції"\n'
        '"31.01.2026 15:33:11","Від: Іван",4829,500.0,500.0,UAH,—,—,—,1500.0\n'
        '"30.01.2026 11:00:00","Хмара",7372,-410.55,-10.0,USD,41.055,—,—,1000.0\n'
    )
    assert [(x.amount, x.original) for x in found.lines] == [
        (Money(50000, "UAH"), None), (Money(-41055, "UAH"), Money(-1000, "USD")),
    ]  # fmt: skip


def test_headers_of_two_rows_opening_rows_and_totals_are_no_payments() -> None:
    found = read(
        f"Виписка за рахунком;{OWN};UAH\n"
        "Дата;№ док.;Контрагент;Код контрагента;Рахунок контрагента;Обороти;;Призначення\n"
        ";;;;;Дебет;Кредит;\n01.01.2026;;Вхідний залишок;;;;500,00;\n"
        f"02.01.2026;7;ТОВ Лан;38765432;{OTHER};100,00;;Оренда\n02.01.2026;8;ТОВ Лан;38765432;{OTHER};;30,00;Оплата\n"
        "Всього;;;;;100,00;30,00;\nВихідний залишок;;;;;;430,00;\n"
    )
    assert [x.amount.minor for x in found.lines] == [-10000, 3000]
    assert (found.opening, found.closing) == (Money(50000, "UAH"), Money(43000, "UAH"))


def test_payer_and_payee_columns_tell_the_direction_by_the_account_of_every_row() -> None:
    found = read(
        "Дата;Платник;Рахунок платника;ЄДРПОУ платника;Отримувач;Рахунок отримувача;ЄДРПОУ отримувача;Сума;"
        "Призначення\n"
        f"02.01.2026;Ми;{OWN};12345678;ТОВ Лан;{OTHER};38765432;100.00;Оренда\n"
        f"03.01.2026;ТОВ Кит;{OTHER[:-1]}8;38765431;Ми;{OWN};12345678;50.00;Оплата\n"
    )
    assert [(x.amount.minor, x.other_name) for x in found.lines] == [(-10000, "ТОВ Лан"), (5000, "ТОВ Кит")]


def test_a_word_of_direction_beats_the_sign() -> None:
    found = read(
        "Date,Description,Amount,Currency,Type\n2026-01-02,Rent,100.00,EUR,Debit\n2026-01-03,Sale,5.00,EUR,Credit\n"
    )
    assert [x.amount for x in found.lines] == [Money(-10000, "EUR"), Money(500, "EUR")]


def test_a_workbook_with_numbers_and_days() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Виписка", OWN],
        ["Дата операции", "Контрагент", "ЕДРПОУ контрагента", "Сумма", "Валюта", "Назначение платежа"],
        [datetime.fromisoformat("2026-01-02T10:00"), "ТОВ Лан", 38765432, -0.1 - 0.2, "UAH", "Аренда"],
        [datetime.fromisoformat("2026-01-03T11:00"), "ТОВ Лан", 38765432, 1250.5, 980, "Оплата"],
    ):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    found = read(out.getvalue(), "a.xlsx")
    assert [(x.amount.minor, x.other_code, x.booked_on) for x in found.lines] == [
        (-30, "38765432", date(2026, 1, 2)), (125050, "38765432", date(2026, 1, 3)),
    ]  # fmt: skip


def test_what_the_bank_did_not_carry_out_is_named() -> None:
    found = read(
        "Дата;Сума;Валюта;Призначення;Статус\n02.01.2026;-5,00;UAH;А;Виконано\n02.01.2026;-6,00;UAH;Б;Відхилено\n"
    )
    assert [x.amount.minor for x in found.lines] == [-500]
    assert [row.place for row in found.rejected] == ["row 3"]


def test_words_of_a_total_in_a_purpose_or_a_name_hide_no_payment() -> None:
    found = read(
        "Дата;Дебет;Кредит;Контрагент;Призначення\n02.01.2026;;100,00;Лан;Всього за січень\n"
        "03.01.2026;;50,00;Лан;Залишок на початок договору\n04.01.2026;;5,00;Всього-сервіс;\n"
    )
    assert [x.amount.minor for x in found.lines] == [10000, 5000, 500]


def test_a_comma_in_a_sum_without_quotes_is_refused_and_no_sum_is_made_of_it() -> None:
    with pytest.raises(StatementFault) as refused:
        read("Дата,Сума,Валюта,Контрагент,Призначення\n02.01.2026,-100,50,UAH,ТОВ Лан,Оплата, за товар\n")
    assert refused.value.code == "bad_row"


def test_a_sum_in_the_currency_of_the_account_beats_that_of_the_operation() -> None:
    found = read(
        "Дата та час;Тип операції;Сума операції;Сума в UAH;Валюта операції;Опис\n"
        "02.01.2026 10:00;Витрата;-10,00;-410,00;USD;Хмара\n"
    )
    assert [(x.amount, x.original) for x in found.lines] == [(Money(-41000, "UAH"), Money(-1000, "USD"))]


def test_slashed_days_are_read_by_a_row_that_proves_their_order() -> None:
    found = read("Дата;Сума;Валюта\n02/03/2026;-5,00;UAH\n25/03/2026;-6,00;UAH\n")
    assert [x.booked_on for x in found.lines] == [date(2026, 3, 2), date(2026, 3, 25)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (IBANK + ibank("30.02.2026"), "bad_day"),
        (IBANK + ibank("02/03/2026"), "bad_day"),
        (IBANK + ibank(credit="1,23456"), "bad_sum"),
        (IBANK + ibank(credit="1,234"), "bad_sum"),
        (IBANK + ibank(debit="1,00", credit="2,00"), "bad_row"),
        (IBANK + ibank() + ibank().replace("UAH", "USD"), "currencies_mixed"),
        (IBANK + ibank("") + ibank(), "bad_day"),
        (PRIVAT + "1;5;02.01.2026;;-1,00;UAH;Оренда;;;;J\nВихідний залишок:;;;;5,00\n", "balance_differs"),
        (IBANK + ibank() + "Всього;;;;;;;;;;;;;0,00;7,00;;\n", "total_differs"),
        ("Назва;Місто\nЛан;Київ\n", "unknown_format"),
        ("%PDF-1.7", "unknown_format"),
        ("<html><table><tr><td>Дата</td></tr></table></html>", "unknown_format"),
        ("  \n", "no_statement"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused(text: str, code: str) -> None:
    with pytest.raises(StatementFault) as refused:
        read(text, "january.csv")
    assert refused.value.code == code
    assert str(refused.value)


def test_any_bytes_are_a_statement_or_a_sentence() -> None:
    for data in (b"\x00\x01\x02" * 50, b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, b":20:"):
        with pytest.raises(Refusal):
            read(data)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 10**10), st.booleans(), st.dates(date(2000, 1, 1), date(2099, 1, 1)),
            st.text("абвґії ;№\"", max_size=20).map(lambda each: " ".join(f"за {each}".split())),
        ),
        min_size=1, max_size=6,
    )
)  # fmt: skip
def test_what_is_written_comes_back(rows: list[tuple[int, bool, date, str]]) -> None:
    text = IBANK
    for minor, is_in, on, purpose in rows:
        sum_ = f"{minor // 100},{minor % 100:02}"
        quoted = '"' + purpose.replace('"', '""') + '"'
        text += ibank(f"{on:%d.%m.%Y}", "" if is_in else sum_, sum_ if is_in else "", quoted)
    found = read(text.encode("cp1251"))
    assert [(abs(x.amount.minor), x.amount.minor > 0, x.booked_on, x.purpose) for x in found.lines] == rows
