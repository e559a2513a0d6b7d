"""Committed Word templates are exactly what their sources build, and keep the typography of the house."""

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from contracts.docx.build.__main__ import build
from contracts.docx.build.source import PipeTable, SourceFault, read
from contracts.docx.build.text import joined
from contracts.docx.template_properties import properties_of, safe_name
from contracts.language.shipped import templates

SOURCES = sorted((templates() / "sources").glob("*/*.md"))
IDS = [f"{path.parent.name}-{path.stem}" for path in SOURCES]


def _built(source: Path) -> Path:
    return templates() / "documents" / source.parent.name / f"{source.stem}.docx"


@pytest.mark.parametrize("source", SOURCES, ids=IDS)
def test_a_committed_template_is_what_its_source_builds(source: Path) -> None:
    assert build(source.read_text("utf-8"), source.name) == _built(source).read_bytes(), (
        "run python -m contracts.docx.build"
    )


@pytest.mark.parametrize("source", SOURCES, ids=IDS)
def test_a_template_opens_with_the_margins_and_styles_of_the_house(source: Path) -> None:
    document = docx.Document(str(_built(source)))
    first = document.sections[0]
    assert (round(first.left_margin.mm), round(first.right_margin.mm)) == (30, 15)
    assert document.styles["Normal"].font.name == "Times New Roman"
    assert "NUMPAGES" in first.footer._element.xml
    for table in document.tables:
        widths = sum(cell.width for cell in table.rows[0].cells)
        assert widths <= Mm(253), "a table is wider than the page"
        for row in table.rows:
            assert row._tr.trPr.find(qn("w:cantSplit")) is not None


@pytest.mark.parametrize("source", SOURCES, ids=IDS)
def test_the_front_matter_travels_in_the_file(source: Path) -> None:
    front = properties_of(_built(source).read_bytes())
    told = read(source.read_text("utf-8"), source.name)
    assert (front.kind, front.language, front.law) == (source.stem, source.parent.name, told.law)
    assert (front.title, front.file_name, front.warnings) == (told.title, told.file_name, told.warnings)


def test_building_twice_gives_the_same_bytes() -> None:
    text = SOURCES[0].read_text("utf-8")
    assert build(text, "a") == build(text, "a")


def test_no_part_of_a_template_knows_when_it_was_built() -> None:
    with zipfile.ZipFile(io.BytesIO(_built(SOURCES[0]).read_bytes())) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


FRONT = "---\nkind: claim\nlanguage: uk\nlaw: UA\ntitle: T\nfile_name: F\n---\n"


def test_a_source_without_front_matter_is_refused_by_name() -> None:
    with pytest.raises(SourceFault, match=r"x\.md: no front matter"):
        read("# Заголовок", "x.md")
    with pytest.raises(SourceFault, match="lacks file_name, law"):
        read("---\nkind: a\nlanguage: uk\ntitle: T\n---\n", "x.md")


def test_a_row_with_another_number_of_cells_is_refused() -> None:
    with pytest.raises(SourceFault, match="not as many cells"):
        read(FRONT + "| а | б |\n|---|---|\n| 1 |\n", "x.md")


def test_a_stroke_inside_a_tag_is_a_filter_and_not_a_border() -> None:
    source = read(FRONT + "| а | б |\n|---|---|\n| {{ x | money }} | 2 |\n", "x.md")
    table = source.blocks[0]
    assert isinstance(table, PipeTable)
    assert table.rows == [["{{ x | money }}", "2"]]


def test_numbers_stay_beside_their_signs() -> None:
    assert joined("№ 5, п. 7.3, ст. 625 — так") == "№\u00a05, п.\u00a07.3, ст.\u00a0625\u00a0— так"
    assert joined("№ {{ contract.number }}") == "№\u00a0{{ contract.number }}"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Договір №5 від 01.02.2026", "Договір №5 від 01.02.2026"),
        ("Претензія № ПР-1/2026", "Претензія № ПР-1-2026"),
        ('a<b>:"c"\n', "a-b---c--"),
        (" . ", "document"),
        ("я" * 500, "я" * 120),
    ],
)
def test_file_names_are_what_every_file_system_takes(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_counts_stay_beside_what_they_count() -> None:
    assert joined("протягом 3 робочих днів") == "протягом 3\u00a0робочих днів"
    assert joined("2026 року, ст. 30 ЦК") == "2026 року, ст.\u00a030 ЦК"


def test_the_label_of_a_total_takes_the_empty_cells_before_it() -> None:
    act = docx.Document(str(templates() / "documents" / "uk" / "acceptance_act.docx"))
    row = next(row for table in act.tables for row in table.rows if "Усього з ПДВ" in row.cells[0].text)
    assert len(row._tr.tc_lst) == 2


def test_an_account_stays_on_one_line_in_an_amendment() -> None:
    paper = docx.Document(str(templates() / "documents" / "uk" / "amendment_free.docx"))
    table = next(each for each in paper.tables if "change.old" in "".join(cell.text for cell in each._cells))
    assert table.columns[2].width >= Mm(57)
