"""The 1C client-bank text: encodings, directions, totals, several accounts, and what is refused."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.kernel.money import Money
from contracts.money.rules.statement import StatementFault
from contracts.money.statements import read_statement

OWN, SECOND, OTHER = "UA213223130000026007233566001", "UA213223130000026007233566002", "UA903052992990004149123456789"


def cents(minor: int) -> str:
    return f"{'-' if minor < 0 else ''}{abs(minor) // 100}.{abs(minor) % 100:02}"


def account(number: str = OWN, opening: int = 0, came: int = 0, went: int = 0) -> str:
    return (
        f"СекцияРасчСчет\nДатаНачала=01.01.2026\nДатаКонца=31.01.2026\nРасчСчет={number}\n"
        f"НачальныйОстаток={cents(opening)}\nВсегоПоступило={cents(came)}\nВсегоСписано={cents(went)}\n"
        f"КонечныйОстаток={cents(opening + came - went)}\nКонецРасчСчет\n"
    )


def paper(amount: str, payer: str, payee: str, *, day: str = "15.01.2026", booked: str | None = None) -> str:
    key = "ДатаСписано" if payer == OWN else "ДатаПоступило"
    return (
        f"СекцияДокумент=Платіжна інструкція\nНомер=17\nДата={day}\nСумма={amount}\n{key}="
        f"{day if booked is None else booked}\n"
        f"ПлательщикСчет={payer}\nПлательщик1=ТОВ «Її ґанок»\nПлательщикИНН=38765432\n"
        f"ПолучательСчет={payee}\nПолучатель1=ТОВ Єдність\nПолучательИНН=12345678\n"
        "НазначениеПлатежа=Оплата за рахунком 5\nКонецДокумента\n"
    )


def text(*sections: str, encoding: str = "Windows", end: str = "КонецФайла\n") -> str:
    head = f"1CClientBankExchange\nВерсияФормата=1.02\nКодировка={encoding}\nРасчСчет={OWN}\n"
    return head + "".join(sections) + end


@pytest.mark.parametrize("declared", ["Windows", "DOS"])
@pytest.mark.parametrize("encoding", ["cp1251", "cp1125", "utf-8", "utf-8-sig"])
def test_the_letters_are_right_whatever_is_declared(encoding: str, declared: str) -> None:
    whole = text(account(came=100), paper("1.00", OTHER, OWN), encoding=declared)
    if encoding == "cp1125":
        whole = whole.replace("«", '"').replace("»", '"')
    (found,) = read_statement(whole.encode(encoding), "a.txt")
    assert found.lines[0].other_name.replace('"', "«", 1).replace('"', "»") == "ТОВ «Її ґанок»"


def test_whose_account_is_ours_tells_the_direction_and_the_other_side() -> None:
    data = text(account(came=100, went=250), paper("1.00", OTHER, OWN), paper("2.50", OWN, OTHER)).encode()
    (found,) = read_statement(data, "a.txt")
    assert (found.account, found.currency, found.closing) == (OWN, "UAH", Money(-150, "UAH"))
    assert [(each.amount.minor, each.other_name, each.other_code, each.other_account) for each in found.lines] == [
        (100, "ТОВ «Її ґанок»", "38765432", OTHER),
        (-250, "ТОВ Єдність", "12345678", OTHER),
    ]


def test_a_transfer_between_two_own_accounts_is_a_line_of_each() -> None:
    data = text(account(went=100), account(SECOND, came=100), paper("1.00", OWN, SECOND)).encode()
    assert [(each.account, [line.amount.minor for line in each.lines]) for each in read_statement(data, "a.txt")] == [
        (OWN, [-100]), (SECOND, [100]),
    ]  # fmt: skip


def test_a_payment_the_bank_did_not_book_is_named_and_not_posted() -> None:
    data = text(account(went=100), paper("1.00", OWN, OTHER), paper("9.00", OWN, OTHER, booked="")).encode()
    (found,) = read_statement(data, "a.txt")
    assert [line.amount.minor for line in found.lines] == [-100]
    assert [row.value for row in found.rejected] == ["-9.00"]


def test_days_of_one_account_follow_each_other() -> None:
    data = text(account(came=100), account(opening=100, came=200), paper("1.00", OTHER, OWN), paper("2.00", OTHER, OWN))
    (found,) = read_statement(data.encode(), "a.txt")
    assert (found.opening, found.closing) == (Money(0, "UAH"), Money(300, "UAH"))


def test_a_russian_account_names_its_currency() -> None:
    data = text(account("40702978200000000001", came=100), paper("1.00", OTHER, "40702978200000000001")).replace(
        f"РасчСчет={OWN}\n", "", 1
    )
    assert read_statement(data.encode(), "a.txt")[0].currency == "EUR"


def test_without_its_end_a_file_is_whole_where_the_balances_of_every_account_show_it() -> None:
    (found,) = read_statement(text(account(came=100), paper("1.00", OTHER, OWN), end="").encode("cp1251"), "a.txt")
    assert [line.amount.minor for line in found.lines] == [100]
    assert found.notes == ["The file has no mark of its end; its balances show that it is whole."]


@pytest.mark.parametrize("day", ["5.1.2026", "05.01.26", "2026-01-05", "05.01.2026 10:11:12"])
@pytest.mark.parametrize("amount", ["1234.50", "1234,50", "1 234,50", "1234-50"])
def test_sums_and_days_as_programs_write_them(amount: str, day: str) -> None:
    (found,) = read_statement(text(account(came=123450), paper(amount, OTHER, OWN, day=day)).encode(), "a.txt")
    assert [(line.amount.minor, line.booked_on) for line in found.lines] == [(123450, date(2026, 1, 5))]


def test_a_purpose_of_several_lines_is_whole() -> None:
    for purpose in (
        "НазначениеПлатежа=Оплата\nза актом 5\n",
        "НазначениеПлатежа=Оплата\nНазначениеПлатежа1=Оплата\nНазначениеПлатежа2=за актом 5\n",
    ):
        one = paper("1.00", OTHER, OWN).replace("НазначениеПлатежа=Оплата за рахунком 5\n", purpose)
        (found,) = read_statement(text(account(came=100), one).encode(), "a.txt")
        assert found.lines[0].purpose == "Оплата за актом 5"


def test_the_currency_named_beats_that_of_the_country_of_the_account() -> None:
    in_section = account(came=100).replace("НачальныйОстаток", "Валюта=USD\nНачальныйОстаток")
    in_paper = paper("1.00", OTHER, OWN).replace("Сумма=", "КодВалюты=840\nСумма=")
    for whole in (text(in_section, paper("1.00", OTHER, OWN)), text(account(came=100), in_paper)):
        assert read_statement(whole.encode(), "a.txt")[0].currency == "USD"


def test_spaces_around_the_sign_change_nothing() -> None:
    whole = text(account(came=100), paper("1.00", OTHER, OWN)).replace("=", " = ")
    assert [line.amount.minor for line in read_statement(whole.encode(), "a.txt")[0].lines] == [100]


@pytest.mark.parametrize(
    ("whole", "code"),
    [
        (text(account(came=999), paper("1.00", OTHER, OWN)), "total_differs"),
        (text(account(came=100), account(opening=500)), "balance_differs"),
        (text(account(came=100), paper("1.00", OTHER, OWN, day="30.02.2026")), "bad_day"),
        (text(account(came=100), paper("1.00001", OTHER, OWN)), "bad_sum"),
        (text(account(came=100), paper("1.00", OTHER, OTHER + "0", booked="")), "bad_account"),
        (text(paper("1.00", OTHER, OWN), end=""), "truncated"),
        (text(account(came=100), paper("1.00", OTHER, OWN))[:-60], "truncated"),
        (text(account(came=100), account(SECOND), end="").replace("КонецРасчСчет\n", ""), "truncated"),
        (text(account(came=100), end=""), "total_differs"),
        (
            text(paper("1.00", OTHER, OWN) + paper("1.00", OTHER, OWN))
            .replace("Дата=", "Валюта=USD\nДата=", 1)
            .replace("КонецДокумента", "Валюта=EUR\nКонецДокумента"),
            "currencies_mixed",
        ),
        (text(account(came=100), paper("1.00", OTHER, OWN).replace("КонецДокумента\n", "")), "truncated"),
    ],
)
def test_what_is_wrong_is_refused_with_its_line(whole: str, code: str) -> None:
    with pytest.raises(StatementFault) as refused:
        read_statement(whole.encode(), "january.txt")
    assert refused.value.code == code
    assert "january.txt" in str(refused.value)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 10**10), st.booleans(), st.dates(date(2000, 1, 1), date(2099, 1, 1))), max_size=6
    ),
    st.integers(-(10**9), 10**9),
)
def test_what_is_written_comes_back(rows: list[tuple[int, bool, date]], opening: int) -> None:
    came, went = (sum(minor for minor, is_in, _ in rows if is_in is way) for way in (True, False))
    papers = [
        paper(cents(minor), *((OTHER, OWN) if is_in else (OWN, OTHER)), day=f"{on:%d.%m.%Y}")
        for minor, is_in, on in rows
    ]
    (found,) = read_statement(text(account(OWN, opening, came, went), *papers).encode("cp1251"), "a.txt")
    assert [(abs(x.amount.minor), x.amount.minor > 0, x.booked_on) for x in found.lines] == rows
