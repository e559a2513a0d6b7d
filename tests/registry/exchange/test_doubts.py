"""What a stranger's cell leaves in doubt is never taken: it is asked about with its words, and the rest is quoted."""

from datetime import date
from typing import Any

import pytest

from contracts.kernel.calendar import parse_duration
from contracts.kernel.money import money
from contracts.registry.exchange.cells.renewals import read_renewal
from contracts.registry.exchange.cells.words import read_counts, read_methods, read_penalty, read_status, read_yes
from contracts.registry.exchange.register_entries import ReadRegister
from contracts.registry.rules.contract import Renewal, Status
from contracts.tabular.lengths import LengthFault, lengths_in, read_length
from contracts.tabular.sums import SumFault, read_sum
from tests.registry.exchange.register_files import read, workbook


def one(headers: list[str], cells: list[Any], **options: Any) -> ReadRegister:
    """A register of one row."""
    return read(workbook([["Номер договору", "Контрагент", *headers], ["1", "ТОВ Лан", *cells]]), **options)


def said(register: ReadRegister, code: str) -> list[str]:
    """What the remarks of a code say."""
    return [str(each.reason) for each in register.remarks if each.reason.code == code]


NONE = """
не продовжується | не пролонгується | не подовжується автоматично | пролонгація не передбачена | пролонгації немає
без пролонгації | без права автоматичної пролонгації | автопролонгація відсутня | Пролонгація: ні | Пролонгація – ні
договір не підлягає автоматичному продовженню | пролонгації не підлягає | не буде автоматично продовжуватись
продовження договору не допускається | без можливості продовження | автоматичне продовження виключене | не передбачено
автоматично не продовжується | пролонгація заборонена | не автоматична
продление не предусмотрено | не продлевается | не подлежит продлению | продления нет | автопролонгации нет
does not renew | shall not be automatically renewed or extended | will not automatically renew | doesn't renew
no automatic renewal | no option to extend or renew | non-renewable | renewal is not provided | Renewal excluded
never renews | renewal: none | not renewable | Not applicable - no renewal
verlängert sich nicht | verlängert sich nicht automatisch | keine automatische Verlängerung | wird nicht verlängert
ohne Verlängerung | Verlängerung ausgeschlossen | Verlängerung ist nicht vorgesehen
nie przedłuża się | bez przedłużenia | przedłużenie nie jest przewidziane | umowa nie ulega przedłużeniu
brak automatycznego przedłużenia
"""
AUTOMATIC = """
Automatically renews for 1-year terms unless either party gives notice of non-renewal
renew unless, at least 30 days prior to the end, either party notifies the other of its intention not to renew
shall be automatically extended for additional one-year periods unless either party elects not to extend
пролонгується на 1 рік, якщо за місяць до закінчення жодна із сторін не повідомить
якщо жодна зі сторін не повідомить за 30 днів, договір продовжується на рік
автоматично продовжується, якщо сторони не заявлять про небажання його продовжувати
автоматично пролонгується без укладення додаткової угоди | renews automatically without further agreement
вважається продовженим на рік за відсутності заперечень | renews unless terminated
Verlängert sich um 1 Jahr, wenn nicht gekündigt wird | verlängert sich stillschweigend um 12 Monate
przedłuża się, jeżeli żadna ze stron nie wypowie umowy
продлевается, если ни одна из сторон не заявит об отказе | Автоматично, якщо сторони не домовляться про інше
"""
BY_CONSENT = """
may be extended for 2 years | two options to extend of 1 year each | 2 options to extend | renewable by mutual agreement
Licensee may renew at its discretion | extension at the option of the Buyer
The contract renews at the discretion of the Customer
Supplier has the right to extend the contract by 12 months | shall not renew unless the parties agree in writing
може бути продовжений за згодою сторін | може бути продовжено | право на продовження має Замовник | пролонгація можлива
не пролонгується, крім як за згодою сторін | не продовжується автоматично, лише за додатковою угодою
может быть продлен по соглашению сторон | kann verlängert werden | Verlängerung im gegenseitigen Einvernehmen
może zostać przedłużona za zgodą stron | Ні, але можлива за згодою
"""
ASKED = """
так | пролонгується на 1 рік | renews | вважається продовженим на рік
90 days notice of non-renewal | unless terminated
automatic, by mutual agreement of the parties | не виключається продовження
не укладено нову угоду і договір продовжується
this agreement may be renewed automatically if neither party objects
"""


def clauses(text: str) -> list[str]:
    return [each.strip() for line in text.strip().splitlines() for each in line.split(" | ")]


@pytest.mark.parametrize("clause", clauses(NONE))
def test_i0_a_negation_of_renewal_is_read_wherever_it_stands(clause: str) -> None:
    assert read_renewal(clause) == read_renewal(clause)._replace(kind=Renewal.NONE, is_assumed=False)


@pytest.mark.parametrize("clause", clauses(AUTOMATIC))
def test_i1_what_renews_unless_noticed_is_automatic(clause: str) -> None:
    reading = read_renewal(clause)
    assert (reading.kind, reading.is_assumed) == (Renewal.AUTOMATIC, False)


@pytest.mark.parametrize("clause", clauses(BY_CONSENT))
def test_i1_an_option_or_an_agreement_to_extend_is_by_consent(clause: str) -> None:
    assert read_renewal(clause).kind is Renewal.BY_CONSENT


@pytest.mark.parametrize("clause", clauses(ASKED))
def test_i0_a_renewal_read_with_a_doubt_is_not_taken_and_is_asked_about_with_its_words(clause: str) -> None:
    register = one(["Пролонгація"], [clause])
    (entry,) = register.entries
    assert "renewal" not in entry.values and entry.custom["Пролонгація"] == clause
    assert any(clause in each for each in said(register, "question") + said(register, "kept_as_words"))


def test_i0_a_period_and_a_notice_alone_do_not_make_a_renewal_automatic() -> None:
    register = one(["Строк пролонгації", "Строк повідомлення"], ["1 рік", "30 днів"])
    assert "renewal" not in register.entries[0].values and len(said(register, "question")) == 1


def test_i1_the_clause_beside_the_label_decides_and_a_contradiction_is_asked_about() -> None:
    headers = ["Renewal term", "Renewal", "Renewal clause"]
    automatic = "shall automatically renew for successive one year terms unless either party gives notice"
    assert one(headers, ["1 year", "1 year", automatic]).entries[0].values["renewal"] is Renewal.AUTOMATIC
    register = one(headers, ["1 year", "automatic", "may be extended by mutual agreement"])
    assert "renewal" not in register.entries[0].values and len(said(register, "question")) == 1


@pytest.mark.parametrize("text", ["не діє", "не виконано", "недійсний", "не підписано", "inactive", "not terminated"])
def test_i0_a_negated_status_is_not_its_opposite(text: str) -> None:
    assert read_status(text) is None


def test_i0_a_status_denied_by_its_own_word_is_known() -> None:
    reading = read_status("не укладено")
    assert reading is not None and reading.status is Status.CANCELLED


@pytest.mark.parametrize("text", ["лист, крім e-mail", "not by e-mail", "не електронною поштою", "nicht per E-Mail"])
def test_i0_a_way_that_is_taken_out_is_no_way(text: str) -> None:
    assert read_methods(text) == ()


def test_i0_negations_of_other_readers() -> None:
    assert read_counts("не з отримання, а з відправлення") is None
    assert (read_yes("не конфіденційно"), read_yes("notable")) == (False, None)
    assert read_penalty("0,5 % за день, але не більше подвійної облікової ставки НБУ") is None
    assert read_penalty("пеня не нараховується") == ""


def test_i0_no_renewals_are_not_any_number_of_them() -> None:
    entry = one(["Макс. пролонгацій"], ["без пролонгацій"]).entries[0]
    assert entry.custom == {"Макс. пролонгацій": "без пролонгацій"}


@pytest.mark.parametrize("text", ["and", "any", "an d", "a d", "within reason", "сім'я", "а рік"])
def test_i2_letters_without_a_number_are_no_length(text: str) -> None:
    assert lengths_in(text) == ()


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("1 year and 6 months", "18m"),
        ("1 рік і 6 міс.", "18m"),
        ("1 Jahr und 6 Monate", "18m"),
        ("2 lata i 3 miesiące", "27m"),
        ("два года и три месяца", "27m"),
        ("2 weeks and 3 days", "17d"),
        ("60 days and by registered mail", "60d"),
        ("30-денний строк", "30d"),
        ("14 dni roboczych", "14wd"),
        ("drei Monate", "3m"),
        ("півтора року", "18m"),
        ("thirty-six months", "36m"),
        ("60 календ. днів", "60d"),
    ],
)
def test_i2_a_length_needs_a_number_and_lengths_that_add_up_are_one(text: str, length: str) -> None:
    assert read_length(text) == parse_duration(length)


@pytest.mark.parametrize(
    "text", ["1 рік або 6 місяців", "thirty (60) days", "1 year and 30 days", "1,5 місяця", "2026 року"]
)
def test_i2_two_lengths_or_half_a_month_are_refused(text: str) -> None:
    with pytest.raises(LengthFault):
        read_length(text)


def test_i2_what_stands_beside_a_length_is_quoted() -> None:
    register = one(["Notice period"], ["60 days and by registered mail"])
    assert register.entries[0].values["notice"] == parse_duration("60d")
    (quoted,) = said(register, "unused")
    assert "and by registered mail" in quoted


def test_i2_a_number_without_a_unit_is_asked_about() -> None:
    register = one(["Строк повідомлення"], [30])
    assert "notice" not in register.entries[0].values and "30 днів" in said(register, "question")[0]
    assert one(["Строк повідомлення, днів"], [30]).entries[0].values["notice"] == parse_duration("30d")


@pytest.mark.parametrize("text", ["(5 000)", "(5 000,00) грн", "5 000-", "−5000", "-5 000"])
def test_i5_a_sum_in_brackets_is_below_zero(text: str) -> None:
    assert read_sum(text).amount == -5000
    assert len(one(["Сума"], [text]).rejected) == 1


@pytest.mark.parametrize("text", ["1,234", "1.234", "12,345 грн", "-1,234", "1,234 млн"])
def test_i5_a_sum_that_may_be_two_is_refused(text: str) -> None:
    with pytest.raises(SumFault) as fault:
        read_sum(text)
    assert fault.value.code == "two_sums"


@pytest.mark.parametrize("text", ["1 234,567", "0,125", "1 000.001 грн", "12345,678"])
def test_i5_a_sum_with_too_many_digits_is_refused(text: str) -> None:
    with pytest.raises(SumFault, match="more digits"):
        read_sum(text)


@pytest.mark.parametrize("text", ["100 крб", "100 карбованців", "100 дукатів", "100 у.о.", "100 XYZ"])
def test_i5_an_unknown_currency_is_no_hryvnia(text: str) -> None:
    with pytest.raises(SumFault, match="not a currency"):
        read_sum(text)


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("1 млн 200 тис", "1200000.00", ""),
        ("120 тис. 500 грн", "120500.00", "UAH"),
        ("2 млн 5 тис 300 грн 20 коп", "2005300.20", "UAH"),
        ("1 200 000-00", "1200000.00", ""),
        ("1 200 000-50 грн", "1200000.50", "UAH"),
        ("1.5E7", "15000000.00", ""),
        ("1,5E+07", "15000000.00", ""),
        ("1000 (одна тисяча) USD", "1000.00", "USD"),
        ("5 тис. дол. США", "5000.00", "USD"),
        ("100 юанів", "100.00", "CNY"),
        ("10 млн. руб. с НДС", "10000000.00", "RUB"),
        ("1 000 zł netto", "1000.00", "PLN"),
    ],
)
def test_i5_a_sum_of_several_parts_is_one(text: str, amount: str, currency: str) -> None:
    found = read_sum(text)
    assert (found.in_currency(currency or "UAH").wire, found.currency) == (amount, currency)


@pytest.mark.parametrize(
    ("text", "vat"),
    [
        ("100 000 грн без ПДВ", "без ПДВ"),
        ("100 000,00 + ПДВ", "+ ПДВ"),
        ("120 000 грн, у т.ч. ПДВ 20 000,00 грн", "у т.ч. ПДВ 20 000,00 грн"),
        ("100 000 грн (з ПДВ)", "з ПДВ"),
        ("100 000 EUR zzgl. MwSt", "zzgl. MwSt"),
        ("100 000 грн без урахування ПДВ", "без урахування ПДВ"),
    ],
)
def test_i5_the_words_about_vat_are_kept_as_vat(text: str, vat: str) -> None:
    register = one(["Сума"], [text])
    assert vat in register.entries[0].custom.values() and said(register, "vat")


@pytest.mark.parametrize("text", ["10-20", "10 - 20 грн", "100-200"])
def test_i5_two_numbers_with_a_dash_are_no_sum_with_kopiykas(text: str) -> None:
    with pytest.raises(SumFault, match="two sums"):
        read_sum(text)


def test_i5_what_stands_beside_a_sum_is_quoted() -> None:
    register = one(["Сума"], ["до 500 000 грн за договором"])
    assert register.entries[0].values["amount"] == money("500000.00", "UAH")
    assert "до … за договором" in said(register, "unused")[0]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("лютий 2026", date(2026, 2, 1), date(2026, 2, 28)),
        (2027, date(2027, 1, 1), date(2027, 12, 31)),
        ("III квартал 2026", date(2026, 7, 1), date(2026, 9, 30)),
        ("Q3 2026", date(2026, 7, 1), date(2026, 9, 30)),
        ("II півріччя 2026 р.", date(2026, 7, 1), date(2026, 12, 31)),
        ("Dezember 2026", date(2026, 12, 1), date(2026, 12, 31)),
        ("grudzień 2026", date(2026, 12, 1), date(2026, 12, 31)),
        ("12.2026", date(2026, 12, 1), date(2026, 12, 31)),
        ("20130416", date(2013, 4, 16), date(2013, 4, 16)),
        (20130416, date(2013, 4, 16), date(2013, 4, 16)),
    ],
)
def test_i5_a_month_a_quarter_or_a_year_begins_and_ends_with_it(text: object, first: date, last: date) -> None:
    assert one(["Діє з"], [text]).entries[0].values["first_day"] == first
    assert one(["Діє до"], [text]).entries[0].values["last_day"] == last


@pytest.mark.parametrize(
    "text",
    [
        "31.12.2026 або до повного виконання",
        "до 31.12.2026, але в будь-якому разі до повного виконання сторонами зобов’язань",
        "31.12.2026 or until full performance",
    ],
)
def test_i5_a_day_or_until_fulfilled_is_until_fulfilled_with_a_day(text: str) -> None:
    register = one(["Діє до"], [text])
    values = register.entries[0].values
    assert (values["last_day"], values["renewal"]) == (date(2026, 12, 31), Renewal.UNTIL_FULFILLED)


def test_i5_what_only_the_settlements_wait_for_prolongs_nothing_and_is_quoted() -> None:
    register = one(["Діє до"], ["31.12.2026, а в частині розрахунків – до повного виконання"])
    assert "renewal" not in register.entries[0].values and "в частині розрахунків" in said(register, "unused")[0]


@pytest.mark.parametrize(
    ("first", "last", "length"),
    [("05.01.2026", "31.12.2026", "12m"), ("12.01.2026", "30.06.2026", None), ("03.01.2026", "30.06.2026", "6m")],
)
def test_i5_the_same_term_is_a_length_and_no_number_of_days(first: str, last: str, length: str | None) -> None:
    register = one(["Діє з", "Діє до", "Пролонгація"], [first, last, "автоматична пролонгація на той самий строк"])
    found = register.entries[0].values["renewal_length"]
    assert found == (parse_duration(length) if length else None)
    assert len(said(register, "assumed") if length else said(register, "question")) == 1


def test_i0_a_public_contract_that_says_it_may_renew_is_not_without_renewal() -> None:
    contract = (
        '{{"contractID": "1", "dateSigned": "2026-01-01", "period": {{"endDate": "2026-12-31"}}, "hasRenewal": {has}, '
        '"renewal": {{"description": "two options"}}, "value": {{"amount": 5, "valueAddedTaxIncluded": false}}}}'
    )
    (entry,) = read(contract.format(has="true")).entries
    assert "renewal" not in entry.values and entry.custom == {"renewal": "two options", "ПДВ": "без ПДВ"}
    assert read(contract.format(has="false")).entries[0].values["renewal"] is Renewal.NONE
