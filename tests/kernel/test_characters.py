"""Characters nobody sees are refused, taken out, or shown."""

import pytest

from contracts.kernel.outside.characters import defused, hidden_in, without_hidden
from contracts.tabular.delimited import read_delimited


@pytest.mark.parametrize(
    "text, code",
    [
        ("ТОВ \x1b[2J«Ромашка»", "U+001B"),
        ("ТОВ «\u202eакшамоР»", "U+202E"),
        ("Ро\u200bмашка", "U+200B"),
        ("Ро\u200dмашка", "U+200D"),
        ("а\rб", "U+000D"),
        ("\ufeffа", "U+FEFF"),
        ("а\x00б", "U+0000"),
        ("а\x9b31mб", "U+009B"),
        ("\udcff", "U+DCFF"),
    ],
)
def test_h6_hidden_characters_are_found_taken_out_and_shown(text, code):
    assert hidden_in(text) == code
    assert not hidden_in(without_hidden(text)) and not hidden_in(defused(text))
    assert len(defused(text)) > len(text)


@pytest.mark.parametrize(
    "text", ["ТОВ «Ромашка»\nвул. Ланова,\t5", "10\xa0000,00", "👨\u200d👩\u200d👧 ✔️", "а\r\nб", "e\u0301"]
)
def test_h6_what_people_type_stays(text):
    assert not hidden_in(text)


def test_h6_a_table_says_how_many_cells_were_bared():
    sheet = read_delimited("номер;сторона\n1/26;Ро\u200bмашка\n2/26;\u202eТОВ\n3/26;ТОВ\n".encode(), "a.csv")
    assert [row.cells[1] for row in sheet.rows] == ["сторона", "Ромашка", "ТОВ", "ТОВ"]
    assert [each.facts for each in sheet.warnings] == [{"count": 2}]
