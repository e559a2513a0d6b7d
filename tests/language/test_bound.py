"""A number stays with its word, a day with its month, a sum with its unit; no text changes its length (L9)."""

import time

import pytest

from contracts.language.bound import bound


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("uk", "відповідно до статті~625 та пункту~3.2 Договору №~15/02-П"),
        ("uk", "частиною другою статті~625, частини~2, статтями~526, 530"),
        ("uk", "у т.~ч. ПДВ 20~% — 26700,00~грн"),
        ("uk", "п.~3 ст.~625, абз.~2 ч.~1"),
        ("uk", "2~лютого~2026~року, березень~2026~року, за липень~2026~р."),
        ("uk", "Копія видаткової накладної №~118 від 05.01.2026"),
        ("uk", "протягом 10~банківських днів, 30~календарних днів"),
        ("uk", "м.~Київ, вул.~Хорива, буд.~12, оф.~4"),
        ("uk", "ПУНКТ~3 і СТАТТЯ~12"),
        ("uk", "угода №~б/н"),
        ("ru", "статьи~330, пункта~2, 2~февраля~2026~года, в т.~ч. НДС 20~%"),
        ("en", "Article~625, clause~3.2, delivery note No.~118 of 2~February~2026, UAH~26,700.00"),
        ("en_gb", "section~69, 30~days, 8~%"),
        ("de", "Nr.~15, §~286 Abs.~1, 2~Februar"),
    ],
)
def test_l9_spaces_that_do_not_break(language: str, text: str) -> None:
    assert bound(text.replace("~", " "), language) == text.replace("~", "\u00a0")


@pytest.mark.parametrize(
    "text", ["стаття про якість", "Пунктуальність 5", "частинами", "Mostly no. Then", "місто 5 разів", "у пункті, 3"]
)
def test_l9_other_spaces_stay(text: str) -> None:
    assert bound(text, "en" if text.isascii() else "uk") == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('ТОВ "Світанок" і "Обрій"', "ТОВ «Світанок» і «Обрій»"),
        ('("Світанок")', "(«Світанок»)"),
        ('екран 15", 17"', 'екран 15", 17"'),
        ('екран 15"', 'екран 15"'),
        ("«Світанок»", "«Світанок»"),
    ],
)
def test_l9_straight_quotation_marks_become_ukrainian(text: str, expected: str) -> None:
    assert bound(text, "uk") == expected


@pytest.mark.parametrize("unit", [" ", "1", "№ ", "ст. ", '"', "пункт ", "1 "])
@pytest.mark.parametrize("language", ["uk", "en", "ru", "de"])
def test_l9_a_long_text_is_read_in_linear_time(unit: str, language: str) -> None:
    text = unit * 10_000
    began = time.process_time()
    assert len(bound(text, language)) == len(text)
    assert time.process_time() - began < 2


def test_l9_another_language_is_left_alone() -> None:
    assert bound("n° 5", "fr") == "n° 5"
