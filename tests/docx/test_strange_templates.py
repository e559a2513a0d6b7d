"""Templates people bring from elsewhere: typed by hand, made for docxtpl, written by other programs than Word."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date

import docx
import pytest
from docx.document import Document
from docxtpl import DocxTemplate
from lxml import etree

from contracts.documents.template_check import check_template
from contracts.docx.engine.compiled import compile_template
from contracts.docx.engine.faults import MissingName, TemplateFault
from tests.docx.word_files import PIXEL, filled, one_paragraph, paragraphs, table_of, word_file

DAY = date(2026, 11, 25)
CONTEXT = {"a": "так", "b": "", "n": 3, "xs": ["1", "2"], "own": {"name": "ТОВ «Світанок»"}}


def _lines(*texts: str) -> bytes:
    return word_file(lambda document: [document.add_paragraph(text) for text in texts])


def _repacked(data: bytes, change: Callable[[str, bytes], tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for each in old.namelist():
            new.writestr(*change(each, old.read(each)))
    return out.getvalue()


def _with_xml(data: bytes, change: Callable[[str], str], part: str = "word/document.xml") -> bytes:
    return _repacked(data, lambda name, old: (name, change(old.decode()).encode() if name == part else old))


def _said(template: bytes) -> str:
    return "|".join(paragraphs(filled(template, **CONTEXT)))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("{{ оwn.nаme }}", "ТОВ «Світанок»"),  # Cyrillic о, а
        ("{% fоr х in xs %}{{ x }}{% еndfor %}", "12"),  # Cyrillic х alone, о and е in words
        ("{% іf a %}x{% endіf %}", "x"),
        ("{% If a %}x{% Else %}y{% EndIf %}", "x"),
        ("{{ n – 1 }}", "2"),
        ("{%– if a –%}x{%– endif –%}", "x"),
        ("{{p a }} і {{r a }}", "так і так"),
        ("{% if a == 'сорт – х' %}x{% else %}y{% endif %}", "y"),
        ("{{ 'х – о' }}", "х – о"),
        ("{{ a | replace('т', 'Т') }}", "Так"),
        ("{#r нотатка #}{{ a }}", "так"),
    ],
)
def test_what_keyboards_and_autocorrection_put_into_a_tag_is_meant_as_code(typed: str, said: str) -> None:
    assert _said(one_paragraph(typed)) == said


@pytest.mark.parametrize(
    "lines",
    [
        ("{% p if a %}", "x", "{% p endif %}"),
        ("{%pif a %}", "x", "{%pendif %}"),
        ("{%р if a %}", "x", "{%р endif %}"),  # Cyrillic р
        ("{%P If a %}", "x", "{%P EndIf %}"),
        ("{#p лише для нас #}", "x"),
    ],
)
def test_a_widened_tag_is_known_however_it_is_typed(lines: tuple[str, ...]) -> None:
    assert _said(_lines(*lines)) == "x"


def test_a_cyrillic_name_of_a_company_s_own_fact_stays_cyrillic() -> None:
    template = one_paragraph("{{ extra.рік }} {{ extra.сорт }}")
    assert paragraphs(filled(template, extra={"рік": "2026", "сорт": "1"})) == ["2026 1"]


@pytest.mark.parametrize(
    "lines",
    [
        ("Сторони", "{%- if a -%}", " домовились", "{%- else -%}", " не домовились", "{%- endif -%}", " про таке"),
        ("{% for x in xs -%}", "{{ x }};", "{%- endfor %}", "кінець"),
        ("{% if b %}", "немає", "{% endif %}", "є"),
        ("{% for x in xs %}перше {{ x }}", "друге{% endfor %}"),
        ("{%p if a %}", "{%p for x in xs %}", "{{ loop.index }}/{{ x }}", "{%p endfor %}", "{%p endif %}"),
        ("{%p set q = a %}", "{{ q | upper }}{# нотатка #}", "{{ xs[0] }}{{ xs | join(', ') }}"),
        ("{% if a and not b or n > 5 %}1{% elif n %}2{% else %}3{% endif %} {{ 'x' if b else 'y' }}",),
        ("{{ own['name'] }} {{ own[“name”] }}",),
        ("{%- if a -%}\u00a0{{ a }}{%- endif -%}",),
    ],
)  # fmt: skip
def test_docxtpl_says_the_same(lines: tuple[str, ...]) -> None:
    template = _lines(*lines)
    oracle, out = DocxTemplate(io.BytesIO(template)), io.BytesIO()
    oracle.render(CONTEXT, autoescape=True)
    oracle.save(out)
    assert _said(template) == "|".join(paragraphs(out.getvalue()))


def test_joined_paragraphs_keep_the_look_of_their_runs_and_never_the_end_of_a_section() -> None:
    def build(document: Document) -> None:
        document.add_paragraph("Сторони ").add_run("домовились").bold = True
        document.add_paragraph("{%- if a %}").add_run(" остаточно{% endif %}").italic = True

    made = docx.Document(io.BytesIO(filled(word_file(build), **CONTEXT)))
    assert [each.text for each in made.paragraphs] == ["Сторони домовились остаточно"]
    assert [(each.text, each.bold, each.italic) for each in made.paragraphs[0].runs if each.text] == [
        ("Сторони ", None, None), ("домовились", True, None), (" остаточно", None, True)
    ]  # fmt: skip
    sections = _with_xml(
        _lines("перший", "{%- if a %}другий{% endif %}"),
        lambda xml: xml.replace("<w:p><w:r><w:t>перший", "<w:p><w:pPr><w:sectPr/></w:pPr><w:r><w:t>перший"),
    )
    assert _said(sections) == "перший|другий"


def test_xml_written_with_line_breaks_between_elements_is_read_too() -> None:
    template = _with_xml(one_paragraph("{", "{ a }", "}"), lambda xml: xml.replace("><", ">\n<"))
    assert _said(template) == "так"


def test_other_prefixes_other_encodings_and_other_places_of_parts_are_read() -> None:
    plain = one_paragraph("{{ a }}")
    prefixed = _with_xml(plain, lambda xml: re.sub(r"(</?|\s)w:", r"\1ns0:", xml).replace("xmlns:w=", "xmlns:ns0="))
    assert _said(prefixed) == "так"

    def utf16(name: str, old: bytes) -> tuple[str, bytes]:
        if name != "word/document.xml":
            return name, old
        return name, re.sub("encoding='UTF-8'", "encoding='UTF-16'", old.decode(), count=1).encode("utf-16")

    assert _said(_repacked(plain, utf16)) == "так"

    def moved(name: str, old: bytes) -> tuple[str, bytes]:
        return name.replace("word/document.xml", "word/document2.xml").replace(
            "word/_rels/document.xml", "word/_rels/document2.xml"
        ), old.replace(b"word/document.xml", b"word/document2.xml")

    assert _said(_repacked(plain, moved)) == "так"


def test_headers_of_the_first_and_of_even_pages_are_filled() -> None:
    def build(document: Document) -> None:
        section = document.sections[0]
        section.different_first_page_header_footer = document.settings.odd_and_even_pages_header_footer = True
        for each in (section.header, section.first_page_header, section.even_page_header, section.first_page_footer):
            each.paragraphs[0].text = "{{ a }}"

    made = docx.Document(io.BytesIO(filled(word_file(build), a="так"))).sections[0]
    assert {
        each.paragraphs[0].text
        for each in (made.header, made.first_page_header, made.even_page_header, made.first_page_footer)
    } == {"так"}


def test_a_content_control_shows_what_it_is_filled_with() -> None:
    control = (
        '<w:sdt><w:sdtPr><w:showingPlcHdr/><w:dataBinding w:xpath="/ns1:title[1]" w:storeItemID="x"/>'
        '<w:alias w:val="{{ назва }}"/></w:sdtPr>'
        "<w:sdtContent><w:p><w:r><w:t>{{ a }}</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    template = _with_xml(_lines("x"), lambda xml: xml.replace("<w:sectPr", f"{control}<w:sectPr", 1))
    xml = zipfile.ZipFile(io.BytesIO(filled(template, a="так"))).read("word/document.xml").decode()
    assert "так" in xml and "dataBinding" not in xml and "showingPlcHdr" not in xml
    check = check_template(template, "uk", DAY)
    assert len(check.faults) == 1 and not check.warnings


def test_the_title_of_the_file_is_filled_and_what_the_author_keeps_for_us_stays_in_the_template() -> None:
    def build(document: Document) -> None:
        document.core_properties.title = 'Договір № {{ a }} {{ zz | default("<&") }}'
        document.add_paragraph("{{ b }}")

    variables = '<w:docVars><w:docVar w:name="warnings" w:val="не для них"/></w:docVars></w:settings>'
    template = _with_xml(word_file(build), lambda xml: xml.replace("</w:settings>", variables), "word/settings.xml")
    data = filled(template, a="5 & 6\n<7>", b="")
    assert docx.Document(io.BytesIO(data)).core_properties.title == "Договір № 5 & 6 <7> <&"
    assert "не для них" not in zipfile.ZipFile(io.BytesIO(data)).read("word/settings.xml").decode()
    with pytest.raises(MissingName, match=r"core\.xml"):
        filled(template, b="1")


def test_drawings_and_paragraphs_a_loop_repeats_have_numbers_of_their_own() -> None:
    def build(document: Document) -> None:
        document.add_paragraph("{%p for x in xs %}")
        document.add_paragraph("{{ x }}").add_run().add_picture(io.BytesIO(PIXEL))
        document.add_paragraph().add_run().add_break(docx.enum.text.WD_BREAK.PAGE)
        document.add_paragraph("{%p endfor %}")

    first = '<w:body><w:p w14:paraId="1A"><w:r/></w:p><w:p w14:paraId="2B">'
    template = _with_xml(word_file(build), lambda xml: xml.replace("<w:body><w:p>", first))
    xml = zipfile.ZipFile(io.BytesIO(filled(template, **CONTEXT))).read("word/document.xml").decode()
    assert re.findall(r'<wp:docPr id="(\d+)"', xml) == ["1", "2"]
    assert xml.count('w:type="page"') == 2 and "paraId" not in xml


@pytest.mark.parametrize(
    ("inner", "said"),
    [
        ('<w:r><w:instrText>LINK "{{ a </w:instrText></w:r><w:r><w:instrText>}}"</w:instrText></w:r>', "field codes"),
        ("<m:oMath><m:r><m:t>{{ a }}</m:t></m:r></m:oMath>", "equations"),
        ("<w:r><w:t>{# перше</w:t></w:r>", "not closed"),
        ("<w:r><w:t>{% cellbg a %}</w:t></w:r>", "no statement cellbg"),
        ("<w:r><w:t>{{ a $ b }}</w:t></w:r>", r"character \$ means nothing"),
        ("<w:r><w:t>{{ a b }}</w:t></w:r>", "b is not expected here"),
    ],
)  # fmt: skip
def test_what_cannot_be_filled_is_told_before_it_is_printed(inner: str, said: str) -> None:
    template = _with_xml(_lines("x {{ a }}"), lambda xml: xml.replace("<w:p>", f"<w:p>{inner}", 1))
    with pytest.raises(TemplateFault, match=said):
        compile_template(template)


def test_a_check_warns_of_single_braces_watermarks_tracked_changes_and_comments() -> None:
    change = '<w:p><w:ins w:id="1" w:author="x"><w:r><w:t>{{ as_of | date }} {місто}</w:t></w:r></w:ins></w:p>'
    mark = '<w:r><w:pict><v:textpath xmlns:v="urn:schemas-microsoft-com:vml" string="{{ as_of }}"/></w:pict></w:r>'
    template = _with_xml(_lines("x"), lambda xml: xml.replace("<w:p>", f"{change}<w:p>{mark}", 1))
    comments = b'<w:comments xmlns:w="u"><w:comment w:id="0"/></w:comments>'
    out = io.BytesIO(template)
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("word/comments.xml", comments)
    checked = check_template(out.getvalue(), "uk", DAY)
    said = " ".join(str(each) for each in checked.warnings)
    assert checked.is_ok and len(checked.warnings) == 4
    for each in ("{місто} stand in single braces", "are not filled", "tracked changes", "comments, which"):
        assert each in said


def test_an_opendocument_text_is_named_for_what_it_is() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", "<x/>")
    with pytest.raises(TemplateFault, match="OpenDocument"):
        compile_template(out.getvalue())


def test_cells_and_rows_of_nested_tables_come_and_go_by_themselves() -> None:
    def build(document: Document) -> None:
        outer = document.add_table(3, 1)
        outer.cell(0, 0).text = "{%tr for x in xs %}"
        outer.cell(1, 0).text = "{{ x }}:"
        inner = outer.cell(1, 0).add_table(3, 1)
        inner.cell(0, 0).text, inner.cell(1, 0).text = "{%tr for y in xs %}", "{{ x }}{{ y }}"
        inner.cell(2, 0).text, outer.cell(2, 0).text = "{%tr endfor %}", "{%tr endfor %}"

    made = docx.Document(io.BytesIO(filled(word_file(build), **CONTEXT)))
    assert [
        [row.cells[0].text for row in cell.tables[0].rows] for row in made.tables[0].rows for cell in row.cells
    ] == [["11", "12"], ["21", "22"]]
    assert len(docx.Document(io.BytesIO(filled(word_file(build), xs=[]))).tables) == 0
    wide = table_of(("{%tc for x in xs %}", "{{ x }}", "{%tc endfor %}", "разом"))
    assert [each.text for each in docx.Document(io.BytesIO(filled(wide, **CONTEXT))).tables[0]._cells][:3] == [
        "1", "2", "разом"
    ]  # fmt: skip


def test_footnotes_and_endnotes_are_filled_and_never_left_without_a_paragraph() -> None:
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    parts = [(each, f"{each}s", f"/word/{each}s.xml") for each in ("footnote", "endnote")]
    types = "".join(f'<Override PartName="{path}" ContentType="{kind}.{part}+xml"/>' for _, part, path in parts)
    plain = _with_xml(
        one_paragraph("{{ a }}"), lambda xml: xml.replace("</Types>", f"{types}</Types>"), "[Content_Types].xml"
    )
    out = io.BytesIO(plain)
    with zipfile.ZipFile(out, "a") as package:
        for note, part, path in parts:
            texts = (("{%p if b %}", "{%p endif %}"), ("див. {{ a", " }}"))
            runs = [[f"<w:r><w:t>{each}</w:t></w:r>" for each in pair] for pair in texts]
            empty, told = "".join(f"<w:p>{each}</w:p>" for each in runs[0]), f"<w:p>{''.join(runs[1])}</w:p>"
            notes = f'<w:{note} w:id="2">{empty}</w:{note}><w:{note} w:id="3">{told}</w:{note}>'
            package.writestr(path[1:], f'<w:{part} xmlns:w="{w}">{notes}</w:{part}>')
    made = zipfile.ZipFile(io.BytesIO(filled(out.getvalue(), **CONTEXT)))
    for _, _, path in parts:
        root = etree.fromstring(made.read(path[1:]))
        assert ["".join(str(text) for text in note.itertext("{*}t")) for note in root] == ["", "див. так"]
        assert all(note.find("{*}p") is not None for note in root)
