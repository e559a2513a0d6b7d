"""Documents are whole whatever stands in a context or however Word split the tags (F19); nothing is empty (F20)."""

import io
import os
import zipfile

import docx
import pytest
from docx.document import Document
from docxtpl import DocxTemplate
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from contracts.docx.engine.compiled import compile_template, marks_of, render_text
from contracts.docx.engine.faults import MissingName
from contracts.docx.engine.filled_parts import keep_together
from contracts.docx.engine.filter_words import FilterWords
from contracts.docx.engine.parts import has_tags
from contracts.docx.engine.pictures import Picture
from tests.docx.word_files import PIXEL, filled, one_paragraph, paragraphs, rows, table_of, word_file


def test_f19_a_tag_split_over_runs_is_one_tag_and_takes_the_format_of_its_beginning() -> None:
    data = filled(one_paragraph("Сума: {", "{ a", ".", "b }", "} грн"), a={"b": "5"})
    assert paragraphs(data) == ["Сума: 5 грн"]
    runs = docx.Document(io.BytesIO(data)).paragraphs[0].runs
    assert [(run.text, bool(run.bold)) for run in runs if run.text] == [("Сума: 5", False), (" грн", False)]


def test_several_tags_split_over_the_same_runs_keep_their_order() -> None:
    data = filled(one_paragraph("{{ a }} та {", "{ b }} і {", "{ c }", "}."), a="1", b="2", c="3")
    assert paragraphs(data) == ["1 та 2 і 3."]


@pytest.mark.parametrize("quotes", ["«»", "“”", "„“", "‘’", '""'])
def test_typographic_quotes_in_a_tag_are_meant_as_straight_ones(quotes: str) -> None:
    tag = f"{{% if a == {quotes[0]}так{quotes[1]} %}}yes{{% endif %}}"
    assert paragraphs(filled(one_paragraph(tag), a="так")) == ["yes"]


def test_typographic_quotes_inside_straight_ones_stay() -> None:
    assert paragraphs(filled(one_paragraph('{{ "ТОВ «Світ’янка»" }}'))) == ["ТОВ «Світ’янка»"]


@pytest.mark.parametrize(
    "value",
    ["ТОВ «Rambler & Co»", "A<B>C", "' ’ ʼ \"", "{{ a }} {% if %}", "שלום 123 مرحبا", "я" * 10_000, "😀 № 5", "]]>"],
)
def test_f19_what_a_value_says_is_what_the_document_says(value: str) -> None:
    assert paragraphs(filled(one_paragraph("x {{ a }} y"), a=value)) == [f"x {value} y"]


def test_f19_lines_and_tabs_of_a_value_are_lines_and_tabs_and_control_characters_go() -> None:
    assert paragraphs(filled(one_paragraph("{{ a }}"), a="1\r\n2\t3\x00\x0b\ufffe4\u20285")) == ["1\n2\t34\n5"]


def test_f19_two_hundred_rows_paragraphs_and_cells_come_and_go_whole() -> None:
    by_row = table_of(
        ("№", "назва"), ("{%tr for i in items %}", ""), ("{{ i.n }}", "{{ i.s }}"), ("{%tr endfor %}", "")
    )
    items = [{"n": n, "s": f"<{n}>"} for n in range(200)]
    assert rows(filled(by_row, items=items)) == [["№", "назва"], *[[str(n), f"<{n}>"] for n in range(200)]]
    in_one_row = table_of(("{%tr for i in items %}{{ i.n }}", "{{ i.s }}{%tr endfor %}"))
    assert rows(filled(in_one_row, items=items[:2])) == [["0", "<0>"], ["1", "<1>"]]
    assert rows(filled(in_one_row, items=[])) == []
    by_cell = table_of(("{%tc for i in items %}", "{{ i }}", "{%tc endfor %}"))
    assert rows(filled(by_cell, items=["a", "b"]))[0][:2] == ["a", "b"]


def test_a_cell_whose_paragraphs_all_go_keeps_an_empty_one() -> None:
    def build(document: Document) -> None:
        cell = document.add_table(1, 1).cell(0, 0)
        cell.text = "{%p if a %}"
        cell.add_paragraph("є")
        cell.add_paragraph("{%p endif %}")
        inner = cell.add_table(1, 1).cell(0, 0)
        inner.text = "{{ a }}"
        cell.paragraphs[-1].text = "{%p if not a %}"
        cell.add_paragraph("{%p endif %}")

    for value in ("", "так"):
        body = etree.fromstring(
            zipfile.ZipFile(io.BytesIO(filled(word_file(build), a=value))).read("word/document.xml")
        )
        for cell in body.iter("{*}tc"):
            assert cell[-1].tag.endswith("}p")


def test_f19_headers_footers_and_nested_tables_are_filled() -> None:
    def build(document: Document) -> None:
        document.sections[0].header.paragraphs[0].text = "{{ a }}"
        document.sections[0].footer.add_table(1, 1, 100).cell(0, 0).add_table(1, 1).cell(0, 0).text = "{{ a }}"

    made = zipfile.ZipFile(io.BytesIO(filled(word_file(build), a="так")))
    for part in ("word/header1.xml", "word/footer1.xml"):
        assert "так" in made.read(part).decode() and not has_tags(made.read(part))


def test_a_text_box_is_filled_in_both_of_its_forms() -> None:
    box = (
        '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:AlternateContent>'
        '<mc:Choice Requires="wps"><w:txbxContent><w:p><w:r><w:t>{{ a }}</w:t></w:r></w:p></w:txbxContent></mc:Choice>'
        "<mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>{{ a</w:t></w:r><w:r><w:t> }}</w:t></w:r></w:p>"
        "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    template = word_file(lambda document: document.add_paragraph("до {{ a }}")._p.append(etree.fromstring(box)))
    xml = zipfile.ZipFile(io.BytesIO(filled(template, a="7"))).read("word/document.xml").decode()
    assert xml.count(">7<") == 2 and "до 7" in xml


def test_f20_a_missing_name_stops_with_template_part_paragraph_and_name() -> None:
    template = word_file(lambda document: [document.add_paragraph("перший"), document.add_paragraph("{{ own.nmae }}")])
    with pytest.raises(MissingName) as refused:
        compile_template(template, "uk", name="лист.docx").render({"own": {"name": "x"}})
    said = str(refused.value)
    assert "лист.docx" in said and "word/document.xml" in said and "¶ 2" in said and "own.nmae" in said
    with pytest.raises(MissingName):
        compile_template(one_paragraph("{{ a | date }}"), "uk").render({"a": None})


def test_f20_a_draft_marks_what_is_missing_and_keeps_the_rest() -> None:
    data = compile_template(one_paragraph("Від ", "{{ a.b | date }} до {{ c }}"), "uk").render(
        {"c": "завтра"}, is_draft=True
    )
    assert paragraphs(data) == ["Від ⟦a.b⟧ до завтра"]
    runs = [run for run in docx.Document(io.BytesIO(data)).paragraphs[0].runs if run.text.startswith("⟦")]
    assert runs[0].font.highlight_color is not None and runs[0].bold
    assert marks_of(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")) == ["a.b"]


def test_the_same_context_gives_the_same_bytes_and_the_recorded_wording_needs_no_library() -> None:
    template = one_paragraph("{{ d | date_words }}, {{ m | money }}, {{ m | words }}")
    context = {"d": "2026-11-23", "m": {"amount": "120000.00", "currency": "UAH"}}
    wording = FilterWords.fresh("uk")
    first = compile_template(template, "uk").render(context, wording=wording)
    assert paragraphs(first) == [
        "23\u00a0листопада 2026 року, 120\u00a0000,00\u00a0грн, сто двадцять тисяч гривень 00 копійок"
    ]
    again = compile_template(template + b"", "uk").render(context, wording=FilterWords.recorded(wording.table))
    assert first == again
    with pytest.raises(MissingName):
        compile_template(template, "uk").render(context, wording=FilterWords.recorded({}))


def test_a_picture_takes_the_place_of_its_stand_in_or_the_drawing_goes() -> None:
    def build(document: Document) -> None:
        document.add_paragraph("{{ a }}").add_run().add_picture(io.BytesIO(PIXEL))
        for each in document.element.iter("{*}docPr"):
            each.set("descr", "image: stamp")

    compiled = compile_template(word_file(build), "uk")
    assert compiled.picture_names == {"stamp"}
    without = zipfile.ZipFile(io.BytesIO(compiled.render({"a": "1"})))
    assert b"w:drawing" not in without.read("word/document.xml")
    with_ = compiled.render({"a": "1"}, pictures={"stamp": Picture(PIXEL, "png")})
    document = docx.Document(io.BytesIO(with_))
    assert len(document.inline_shapes) == 1
    assert zipfile.ZipFile(io.BytesIO(with_)).read("word/media/image_stamp.png") == PIXEL


def test_f20_the_name_of_a_file_is_made_by_the_same_rules() -> None:
    assert render_text("Договір № {{ n }} від {{ d | date }}", {"n": "5 & 6", "d": "2026-02-01"}, "uk") == (
        "Договір № 5 & 6 від 01.02.2026"
    )


def test_docxtpl_writes_the_same_text_on_templates_both_know() -> None:
    def build(document: Document) -> None:
        document.add_paragraph("{{ a }} {% if b %}так{% else %}ні{% endif %} {{ a | upper }}")
        document.add_paragraph("{%p for i in items %}")
        document.add_paragraph("{{ loop.index }}. {{ i.s }}")
        document.add_paragraph("{%p endfor %}")
        table = document.add_table(3, 2)
        table.cell(0, 0).text = "{%tr for i in items %}"
        table.cell(1, 0).text, table.cell(1, 1).text = "{{ i.n }}", "{{ i.s }}"
        table.cell(2, 0).text = "{%tr endfor %}"

    template = word_file(build)
    context = {"a": "ТОВ «Я»", "b": False, "items": [{"n": n, "s": f"рядок {n}"} for n in range(5)]}
    oracle, out = DocxTemplate(io.BytesIO(template)), io.BytesIO()
    oracle.render(context, autoescape=True)
    oracle.save(out)
    ours = filled(template, **context)
    assert paragraphs(ours) == paragraphs(out.getvalue())
    assert rows(ours) == rows(out.getvalue())


_FUZZED = word_file(
    lambda document: [
        setattr(document.sections[0].header.paragraphs[0], "text", "{{ name }}"),
        document.add_paragraph("{{ name }} {% if flag %}{{ text }}{% endif %}"),
        document.add_paragraph("{%p for item in items %}"),
        document.add_paragraph("{{ item }}"),
        document.add_paragraph("{%p endfor %}"),
    ]
)
_TEXT = st.text(st.characters(codec=None), max_size=60) | st.sampled_from(["\x00", "]]>", "&amp;", "\ud800", "⟦x⟧"])


@settings(max_examples=int(os.environ.get("FUZZ_EXAMPLES", "200")), deadline=None)
@given(
    st.fixed_dictionaries({"name": _TEXT, "text": _TEXT, "flag": st.booleans(), "items": st.lists(_TEXT, max_size=5)})
)
def test_any_context_makes_a_document_that_opens(context: dict[str, object]) -> None:
    compiled = compile_template(_FUZZED, "uk")
    for part in compiled.fill(context, is_draft=True).values():
        etree.fromstring(part)
    data = compiled.render(context)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
    assert docx.Document(io.BytesIO(data)).sections[0].header.paragraphs


def test_l9_a_paragraph_is_bound_whatever_runs_it_is_cut_into() -> None:
    runs = '<w:p><w:r><w:t>за статт</w:t></w:r><w:r><w:t xml:space="preserve">ею </w:t></w:r>'
    runs += "<w:r><w:t>625 &amp; №</w:t></w:r></w:p>"
    after = "<w:p><w:r><w:t> 5</w:t></w:r></w:p>"
    bound = keep_together(runs + after, "uk")
    assert "ею\u00a0</w:t>" in bound and "625 &amp; №" in bound
    assert bound.endswith(after), "another paragraph is another text"
    assert keep_together(bound, "uk") == bound
