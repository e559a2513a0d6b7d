"""Days, lengths, sums and wordings of registers: read in one way, or refused with what was written."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.kernel.calendar import Duration, parse_duration
from contracts.kernel.refusal import Refusal
from contracts.language import Words
from contracts.registry.exchange.cells.renewals import read_renewal
from contracts.registry.exchange.cells.words import read_counts, read_methods, read_penalty, read_status
from contracts.registry.rules.contract import Renewal, Status
from contracts.tabular.days import DayFault, day_format, read_day
from contracts.tabular.lengths import LengthFault, read_length
from contracts.tabular.numbers import read_number, read_part
from contracts.tabular.sums import SumFault, read_sum


@pytest.mark.parametrize(
    "text",
    [
        *(
            "03.04.2026",
            "3.4.2026",
            "2026-04-03",
            "2026-04-03T00:00:00+02:00",
            "03.04.26",
            "«03» квітня 2026 р.",
            "3 апреля 2026 г.",
        ),
        *(
            "April 3, 2026",
            "3rd day of April 2026",
            "03-Apr-2026",
            "до 03.04.2026 включно",
            "46115",
            "3. April 2026",
            "від 03.04.2026 року",
        ),
    ],
)
def test_f22_a_day_is_read_day_first(text: str) -> None:
    assert read_day(text) == date(2026, 4, 3)


@pytest.mark.parametrize(
    "text", ["4/3/26", "04/03/2026", "30.02.2026", "2026", "квітень 2026", "31.12.2206", "нд", "32.01.2026", "1.2"]
)
def test_f22_what_may_be_two_days_or_none_is_refused(text: str) -> None:
    with pytest.raises(DayFault):
        read_day(text)


@pytest.mark.parametrize("format", ["%m/%d/%y", "MM/DD/YY", "m/d/yy"])
def test_f22_a_format_decides(format: str) -> None:
    assert read_day("4/3/26", day_format(format)) == date(2026, 4, 3)


def test_an_unusable_format_is_refused() -> None:
    with pytest.raises(DayFault):
        day_format("MM-YYYY")


@settings(max_examples=60)
@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)))
def test_every_day_written_in_full_comes_back(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    for written in (f"{day:%d.%m.%Y}", day.isoformat(), f"{day.day} {day:%B} {day.year}", day):
        assert read_day(written) == day
    assert read_day(float(serial)) == day


@settings(max_examples=150)
@given(st.text(max_size=30))
def test_any_text_is_a_value_or_a_refusal_never_a_crash(text: str) -> None:
    for reader in (read_day, read_length, read_sum):
        try:
            reader(text)
        except Refusal as refusal:
            assert str(refusal)
    for other in (read_renewal, read_methods, read_penalty, read_status, read_counts, read_number, read_part):
        other(text)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        *(
            ("1 рік", "1y"),
            ("12 міс.", "12m"),
            ("один рік", "1y"),
            ("3 years", "3y"),
            ("sixty (60) days prior written notice", "60d"),
        ),
        *(
            ("30 (тридцяти) календарних днів", "30d"),
            ("10 банківських днів", "10bd"),
            ("5 р.д.", "5wd"),
            ("30 робочих днів", "30wd"),
        ),
        *(
            ("півроку", "6m"),
            ("1,5 року", "18m"),
            ("не пізніше ніж за 1 місяць", "1m"),
            ("successive 5 years", "5y"),
            ("P3M", "3m"),
        ),
        *(
            ("2 роки", "2y"),
            ("35 місяців", "35m"),
            ("квартал", "3m"),
            ("90к.д.", "90d"),
            ("2 тижні", "2w"),
            ("5 лет", "5y"),
            ("31 день", "31d"),
        ),
    ],
)
def test_a_length_is_read_in_any_case_and_language(text: str, length: str) -> None:
    assert read_length(text) == parse_duration(length)


@pytest.mark.parametrize("text", ["180 days / 6 months", "12", "довго", ""])
def test_two_lengths_or_a_bare_number_are_refused(text: str) -> None:
    with pytest.raises(LengthFault):
        read_length(text)


def test_a_bare_number_has_the_unit_of_its_header() -> None:
    assert read_length(12.0, unit="month") == Duration(12, "month")


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("unit", ["day", "working_day", "banking_day", "week", "month", "year"])
def test_every_length_the_program_says_is_read_back(language: str, unit: str) -> None:
    for count in (1, 2, 5, 11, 21, 22, 30, 100):
        length = Duration(count, unit)  # type: ignore[arg-type]
        assert read_length(Words(language).duration(length)) == length


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        *(("1 248 000,00 грн", "1248000.00", "UAH"), ("$1,234.56", "1234.56", "USD"), ("1.234,56 €", "1234.56", "EUR")),
        *(
            ("1.248.000,00", "1248000.00", ""),
            ("1,234,567", "1234567", ""),
            ("12 тис. грн", "12000", "UAH"),
            ("1'000.50 CHF", "1000.50", "CHF"),
        ),
        *(
            ("1 248 000,00 грн, у т.ч. ПДВ 208 000,00 грн", "1248000.00", "UAH"),
            ("EUR 14 400", "14400", "EUR"),
            ("£5", "5", "GBP"),
        ),
        *(
            ("1 000 грн 50 коп.", "1000.50", "UAH"),
            ("250 000,00 (двісті п’ятдесят тисяч) грн", "250000.00", "UAH"),
            ("99.9", "99.9", ""),
        ),
    ],
)
def test_a_sum_is_read_with_any_grouping_and_sign(text: str, amount: str, currency: str) -> None:
    found = read_sum(text)
    assert (found.amount, found.currency) == (Decimal(amount), currency)


@pytest.mark.parametrize("text", ["100 XYZ", "100 USD / 4000 UAH", "безкоштовно", "1.2.3,4,5"])
def test_an_unknown_currency_or_two_sums_are_refused(text: str) -> None:
    with pytest.raises(SumFault):
        read_sum(text)


@settings(max_examples=80)
@given(st.integers(0, 10**13), st.sampled_from([" ", "\xa0", "", "'"]), st.sampled_from([",", "."]))
def test_a_sum_comes_back_whatever_its_grouping(minor: int, group: str, point: str) -> None:
    text = f"{minor // 100:,}".replace(",", group) + f"{point}{minor % 100:02}"
    assert read_sum(text).in_currency("UAH").minor == minor


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *(
            ("автоматична", Renewal.AUTOMATIC),
            ("ні", Renewal.NONE),
            ("без пролонгації", Renewal.NONE),
            ("за згодою сторін", Renewal.BY_CONSENT),
        ),
        *(
            ("мовчазна (ст. 764 ЦК)", Renewal.TACIT),
            ("безстроковий", Renewal.EVERGREEN),
            ("до повного виконання", Renewal.UNTIL_FULFILLED),
        ),
        *(
            ("successive 1 year", Renewal.AUTOMATIC),
            ("Perpetual", Renewal.EVERGREEN),
            ("не автоматична", Renewal.NONE),
            ("так", Renewal.AUTOMATIC),
        ),
    ],
)
def test_renewals_are_known_by_their_words(text: str, kind: Renewal) -> None:
    assert read_renewal(text).kind is kind


def test_a_renewal_clause_gives_length_notice_and_cap() -> None:
    found = read_renewal(
        "автоматична на 1 рік, якщо не пізніше ніж за 30 днів до закінчення жодна сторона не заявить, не більше 3 разів"
    )
    assert found[:4] == (Renewal.AUTOMATIC, Duration(1, "year"), Duration(30, "day"), 3)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("0,1 % за день", "per_day:0.1"),
        ("подвійна облікова ставка НБУ", "double_nbu"),
        ("ні", ""),
        ("10 % від суми", None),
    ],
)
def test_penalties_are_known_or_kept_as_words(text: str, rule: str | None) -> None:
    assert read_penalty(text) == rule


@pytest.mark.parametrize(
    ("text", "methods"),
    [
        ("рекомендований лист", ("letter",)),
        ("електронною поштою", ("email",)),
        ("кур’єр, лист", ("courier", "letter")),
        ("Вчасно", ("edoc",)),
    ],
)
def test_ways_of_sending_are_read_in_their_order(text: str, methods: tuple[str, ...]) -> None:
    assert read_methods(text) == methods


def test_statuses_of_time_are_signed_contracts() -> None:
    assert {read_status(each).status for each in ("прострочений", "Діючий", "active", "виконано")} == {Status.SIGNED}  # type: ignore[union-attr]
    assert read_status("на підписанні").status is Status.SIGNING  # type: ignore[union-attr]


def test_a_number_cell_gives_number_and_day() -> None:
    assert read_number("№ 118-П/25 від 01.02.2025") == ("118-П/25", date(2025, 2, 1))
    assert read_number("Договір поставки № 12/3 від 05.06.2025 про надання") == ("12/3", date(2025, 6, 5))
    assert read_number("5/2026") == ("5/2026", None)


def test_a_part_names_its_contract() -> None:
    part = read_part("Додаткова угода № 2 до договору № 45-Т від 01.02.2025")
    assert part is not None
    assert (part.kind, part.number, part.parent) == ("amendment", "2", ("45-Т", date(2025, 2, 1)))
    assert read_part("Специфікація № 3") is not None
    assert read_part("Дунай-1") is None and read_part("Спецодяг") is None


def test_a_serial_of_excel_is_counted_from_its_beginning() -> None:
    assert read_day(46115.0) == date(1899, 12, 30) + timedelta(days=46115)
