"""Acts cited in texts, by the day of the text."""

from datetime import date

import pytest

from contracts.law import stale_citations
from contracts.law.citations import read_acts

BEFORE, AFTER = date(2025, 8, 27), date(2025, 8, 28)


@pytest.mark.parametrize(
    "text",
    [
        "відповідно до статті 222 Господарського кодексу України",
        "ст. 193 ГК України",
        "ч. 6 ст. 232 ГКУ передбачено",
        "article 222 of the Commercial Code of Ukraine",
        "по ст. 222 Хозяйственного кодекса",
    ],
)
def test_the_commercial_code_is_stale_from_the_day_it_lost_force(text):
    assert stale_citations(text, BEFORE) == []
    [found] = stale_citations(text, AFTER)
    assert text[found.start :].startswith(found.text)
    assert found.replacement


@pytest.mark.parametrize(
    "text", ["ст. 625 Цивільного кодексу України", "ГК «Ясен»", "ст. 395 ГК РФ", "господарська діяльність"]
)
def test_what_is_in_force_or_no_act_is_left_alone(text):
    assert stale_citations(text, AFTER) == []


NEW_CODE = """
[[act]]
pattern = '(?i)цивільн\\w+\\s+кодекс\\w*'
name = "Цивільний кодекс України від 16.01.2003 № 435-IV"
from = 2004-01-01
until = 2027-07-01
replacement = "Цивільний кодекс України від 01.01.2027"
articles = { "625" = "стаття 700", "549" = "стаття 611" }
"""


@pytest.mark.parametrize(
    ("text", "replacement"),
    [
        ("за статтею 625 Цивільного кодексу України", "Цивільний кодекс України від 01.01.2027, стаття 700"),
        ("(частина друга статті\u00a0625 Цивільного кодексу)", "Цивільний кодекс України від 01.01.2027, стаття 700"),
        ("статті 549, 551 Цивільного кодексу", "Цивільний кодекс України від 01.01.2027, стаття 611"),
        ("статті 12 Цивільного кодексу", "Цивільний кодекс України від 01.01.2027"),
        ("статті 625. Цивільний кодекс", "Цивільний кодекс України від 01.01.2027"),
    ],
)
def test_l_a_new_civil_code_is_carried_as_data(text: str, replacement: str) -> None:
    known = read_acts(NEW_CODE)
    assert [each.replacement for each in stale_citations(text, date(2027, 7, 1), known)] == [replacement]
    assert stale_citations(text, date(2027, 6, 30), known) == []


def test_l_the_present_civil_code_is_in_force_in_the_shipped_table() -> None:
    assert stale_citations("стаття 625 Цивільного кодексу України", date(2026, 11, 28)) == []
