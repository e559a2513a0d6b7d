"""Acts cited in texts, by the day of the text."""

from datetime import date

import pytest

from contracts.law import stale_citations

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
