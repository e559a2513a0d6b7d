"""Sums in words say what the figures say, in the grammar of each language."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from num2words import num2words

from contracts.kernel.money import LARGEST_MINOR, Money
from contracts.language import numerals
from contracts.language.sums import sum_in_words

LANGUAGES = ("uk", "ru", "en", "de")
NUMBERS = st.one_of(st.integers(0, 2_000), st.integers(0, LARGEST_MINOR))


@pytest.mark.parametrize(
    ("minor", "currency", "language", "text"),
    [
        (12_000_000, "UAH", "uk", "сто двадцять тисяч гривень 00 копійок"),
        (12_480_0000, "UAH", "uk", "один мільйон двісті сорок вісім тисяч гривень 00 копійок"),
        (2_101, "UAH", "uk", "двадцять одна гривня 01 копійка"),
        (100_222, "UAH", "uk", "одна тисяча дві гривні 22 копійки"),
        (1_112, "UAH", "uk", "одинадцять гривень 12 копійок"),
        (0, "UAH", "uk", "нуль гривень 00 копійок"),
        (102, "EUR", "uk", "один євро 02 центи"),
        (2_102, "CZK", "uk", "двадцять одна чеська крона 02 гелери"),
        (2_222, "TRY", "ru", "двадцать две турецкие лиры 22 куруша"),
        (3, "JPY", "uk", "три японські єни"),
        (100, "CNY", "de", "ein chinesischer Yuan und 00 Fen"),
        (100, "CZK", "de", "eine tschechische Krone und 00 Heller"),
        (200_000, "USD", "uk", "дві тисячі доларів США 00 центів"),
        (2_100, "PLN", "uk", "двадцять один злотий 00 грошів"),
        (5_000_000_000_05, "UAH", "uk", "п’ять мільярдів гривень 05 копійок"),
        (2_251, "RUB", "ru", "двадцать два рубля 51 копейка"),
        (200_202, "UAH", "ru", "две тысячи две гривны 02 копейки"),
        (12_000_000, "UAH", "en", "one hundred and twenty thousand hryvnias and 00 kopiykas"),
        (101, "GBP", "en_gb", "one pound and 01 penny"),
        (100_050, "GBP", "en_gb", "one thousand pounds and 50 pence"),
        (100_500, "EUR", "en", "one thousand and five euros and 00 cents"),
        (100, "EUR", "de", "ein Euro und 00 Cent"),
        (123_456, "EUR", "de", "eintausendzweihundertvierunddreißig Euro und 56 Cent"),
        (100_000_000, "EUR", "de", "eine Million Euro und 00 Cent"),
        (100, "UAH", "de", "eine Hrywnja und 00 Kopeken"),
        (-150, "UAH", "uk", "мінус одна гривня 50 копійок"),
        (300, "PLN", "uk", "три злоті 00 грошів"),
        (2_200, "PLN", "uk", "двадцять два злоті 00 грошів"),
        (1_202, "PLN", "uk", "дванадцять злотих 02 гроші"),
        (101, "GBP", "uk", "один фунт стерлінгів 01 пенс"),
        (2_204, "GBP", "uk", "двадцять два фунти стерлінгів 04 пенси"),
        (111, "EUR", "uk", "один євро 11 центів"),
        (102_421, "USD", "uk", "одна тисяча двадцять чотири долари США 21 цент"),
        (1_000_000_000_002_01, "UAH", "uk", "один трильйон дві гривні 01 копійка"),
        (
            2_021_005_011_000_00,
            "USD",
            "uk",
            "два трильйони двадцять один мільярд п’ять мільйонів одинадцять тисяч доларів США 00 центів",
        ),
        (0, "UAH", "en", "zero hryvnias and 00 kopiykas"),
        (0, "EUR", "de", "null Euro und 00 Cent"),
        (0, "USD", "ru", "ноль долларов США 00 центов"),
        (-101, "UAH", "en", "minus one hryvnia and 01 kopiyka"),
        (-200, "EUR", "de", "minus zwei Euro und 00 Cent"),
        (2_101, "PLN", "ru", "двадцать один злотый 01 грош"),
        (300, "PLN", "ru", "три злотых 00 грошей"),
        (1_000_000_000_002_00, "EUR", "de", "eine Billion zwei Euro und 00 Cent"),
        (1_000_000_000_002_00, "USD", "en", "one trillion and two US dollars and 00 cents"),
        (1_500, "JPY", "uk", "одна тисяча п’ятсот японських єн"),
        (1_500, "KRW", "uk", "одна тисяча п’ятсот KRW"),
        (1_500, "SEK", "en", "fifteen SEK and 00/100"),
        (1_500, "KWD", "en", "one KWD and 500/1000"),
    ],
)
def test_a_sum_is_written_in_the_grammar_of_its_currency(minor: int, currency: str, language: str, text: str) -> None:
    assert sum_in_words(Money(minor, currency), language) == text


@settings(max_examples=300, deadline=None)
@given(NUMBERS, st.sampled_from(LANGUAGES))
def test_number_words_agree_with_an_independent_library(n: int, language: str) -> None:
    expected = num2words(n, lang=language).replace("'", "’").replace(",", "")
    expected = expected.replace("einstausend", "eintausend")  # Duden: hunderteintausend
    assert numerals.cardinal(n, language) == expected


@settings(max_examples=200, deadline=None)
@given(NUMBERS, st.sampled_from(("uk", "ru")))
def test_gender_changes_only_the_last_word(n: int, language: str) -> None:
    masculine = numerals.cardinal(n, language).split()
    feminine = numerals.cardinal(n, language, gender="f").split()
    assert masculine[:-1] == feminine[:-1]
    ends_in_one_or_two = n % 10 in (1, 2) and n % 100 not in (11, 12)
    assert (masculine[-1] != feminine[-1]) is ends_in_one_or_two


@settings(max_examples=200, deadline=None)
@given(NUMBERS, NUMBERS, st.sampled_from(LANGUAGES))
def test_two_sums_never_read_alike(one: int, other: int, language: str) -> None:
    words = {sum_in_words(Money(each, "UAH"), language) for each in (one, other)}
    assert len(words) == len({one, other})


@settings(max_examples=200, deadline=None)
@given(st.integers(0, LARGEST_MINOR), st.sampled_from(LANGUAGES), st.sampled_from(("UAH", "EUR", "USD", "GBP", "RUB")))
def test_kopiykas_are_the_only_figures(minor: int, language: str, currency: str) -> None:
    assert re.findall(r"\d+", sum_in_words(Money(minor, currency), language)) == [f"{minor % 100:02d}"]


def test_a_language_without_words_is_refused_by_name() -> None:
    with pytest.raises(KeyError, match="fr"):
        sum_in_words(Money(100, "EUR"), "fr")
