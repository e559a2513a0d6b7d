"""Dates, numbers, money, shares and lengths as each language writes them."""

from datetime import date
from decimal import Decimal

import pytest

from contracts.kernel.calendar import Duration
from contracts.kernel.money import money
from contracts.language import figures, spans
from contracts.language.plural import LANGUAGES

DAY = date(2026, 11, 23)
NB = "\u00a0"


@pytest.mark.parametrize(
    ("language", "short", "with_weekday", "words", "sum_", "on_paper", "share"),
    [
        (
            "uk",
            "23.11.2026",
            "пн 23.11.2026",
            "23 листопада 2026 року",
            "1 248 000,00 грн",
            "1 248 000,00 грн",
            "0,1 %",
        ),
        ("ru", "23.11.2026", "пн 23.11.2026", "23 ноября 2026 года", "1 248 000,00 грн", "1 248 000,00 грн", "0,1 %"),
        ("de", "23.11.2026", "Mo 23.11.2026", "23. November 2026", "1.248.000,00 UAH", "1.248.000,00 UAH", "0,1 %"),
        ("en", "23 Nov 2026", "Mon 23 Nov 2026", "23 November 2026", "1,248,000.00 UAH", "UAH 1,248,000.00", "0.1%"),
        ("en_gb", "23 Nov 2026", "Mon 23 Nov 2026", "23 November 2026", "1,248,000.00 UAH", "UAH 1,248,000.00", "0.1%"),
    ],
)
def test_each_language_writes_its_own_way(
    language: str, short: str, with_weekday: str, words: str, sum_: str, on_paper: str, share: str
) -> None:
    whole = money("1248000", "UAH")
    assert figures.date_short(DAY, language) == short
    assert figures.date_weekday(DAY, language) == with_weekday
    assert figures.date_words(DAY, language) == words
    assert figures.money(whole, language).replace(NB, " ") == sum_
    assert figures.money_document(whole, language).replace(NB, " ") == on_paper
    assert figures.percent(Decimal("0.1"), language).replace(NB, " ") == share


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_never_breaks_over_lines(language: str) -> None:
    for written in (
        figures.money(money("1248000", "EUR"), language),
        figures.number(1204, language),
        spans.duration(Duration(30, "day"), language),
    ):
        assert " " not in written


def test_negative_and_fractional_numbers_keep_their_digits() -> None:
    assert figures.number(Decimal("-12.50"), "uk") == "−12,50"
    assert figures.number(Decimal("0"), "en") == "0"
    assert figures.money(money("-0.05", "UAH"), "en") == f"−0.05{NB}UAH"
    assert figures.amount(money("5", "JPY"), "de") == "5"


@pytest.mark.parametrize(
    ("count", "unit", "nominative", "genitive"),
    [
        (1, "day", "1 день", "1 дня"),
        (3, "working_day", "3 робочі дні", "3 робочих днів"),
        (11, "month", "11 місяців", "11 місяців"),
        (21, "year", "21 рік", "21 року"),
        (22, "banking_day", "22 банківські дні", "22 банківських днів"),
        (112, "week", "112 тижнів", "112 тижнів"),
    ],
)
def test_ukrainian_lengths_take_the_right_form(count: int, unit: str, nominative: str, genitive: str) -> None:
    length = Duration(count, unit)  # type: ignore[arg-type]
    assert spans.duration(length, "uk").replace(NB, " ") == nominative
    assert spans.span(count, unit, "uk", is_genitive=True).replace(NB, " ") == genitive


def test_papers_say_calendar_days() -> None:
    length = Duration(30, "day")
    assert spans.document_duration(length, "uk").replace(NB, " ") == "30 календарних днів"
    assert spans.document_duration(length, "en").replace(NB, " ") == "30 calendar days"
    assert spans.document_duration(Duration(1, "day"), "uk", is_genitive=True).replace(NB, " ") == "1 календарного дня"


def test_ukrainian_days_of_the_week_have_the_typographic_apostrophe() -> None:
    friday = date(2026, 11, 27)
    assert figures.weekday(friday, "uk") == "пʼятниця".replace("ʼ", "’")
    assert figures.weekday_genitive(friday, "uk") == "п’ятниці"


def test_a_language_nobody_speaks_is_refused() -> None:
    with pytest.raises(ValueError, match="is not one of"):
        figures.weekday(DAY, "fr")
