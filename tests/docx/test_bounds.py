"""T5: whatever a template holds, it is read in a time that grows with it, or refused by a sentence with the place."""

import io
import time
import zipfile
from datetime import date

import pytest
from docx.document import Document

from contracts.documents.template_check import check_template
from contracts.docx.engine.compiled import compile_template
from contracts.docx.engine.faults import TemplateFault
from tests.docx.word_files import one_paragraph, paragraphs, word_file

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DAY = date(2026, 11, 28)
#: Seconds of the processor, generous for a busy machine; a quadratic reader takes minutes.
BOUND = 10.0


def _package(body: str, **parts: str) -> bytes:
    plain, out = word_file(lambda document: document.add_paragraph("x")), io.BytesIO()
    parts["word/document.xml"] = f'<w:document xmlns:w="{_W}"><w:body>{body}<w:sectPr/></w:body></w:document>'
    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.pop(name, None) or old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def _paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(f'<w:r><w:t>{each}</w:t></w:r>' for each in runs)}</w:p>"


def _row(cells: int, tag: str) -> str:
    return f"<w:tbl><w:tr>{f'<w:tc>{_paragraph(tag)}</w:tc>' * cells}</w:tr></w:tbl>"


@pytest.mark.parametrize(
    "body",
    [
        _paragraph("{{ a }}" * 50_000),
        _paragraph("{{ a }}") * 50_000,
        _paragraph(*("{{ a }}" * 9_000)),
        _paragraph("{" * 200_000),
        _paragraph("{%" * 100_000),
        _paragraph(*("{{" * 20_000)),
        _paragraph("{%p if a %}") * 4_000,
        _paragraph("{%p if a %}x{%p endif %}" * 4_000),
        _row(9_000, "{%tr if a %}"),
        _paragraph("{%- if a -%}x{%- endif -%}") * 3_000,
        _paragraph("{% if a %}" * 200 + "{% endif %}" * 200),
        _paragraph("{% for x in a %}" * 30 + "{% endfor %}" * 30),
        _paragraph("{{ " + "9" * 50_000 + " }}"),
        _paragraph("{{ " + "9" * 5_000 + " }}"),
        _paragraph("{{ " + "(" * 5_000 + "a" + ")" * 5_000 + " }}"),
        _paragraph("{{ " + "(" * 150 + "a" + ")" * 150 + " }}"),
        _paragraph("{% if " + "not " * 9_000 + "a %}{% endif %}"),
        _paragraph("{% if " + "a or " * 9_000 + "a %}{% endif %}"),
        _paragraph("{{ a" + "|upper" * 5_000 + " }}"),
        _paragraph("{{ a" + ".b" * 9_000 + " }}"),
        _paragraph("{%" + " " * 40_000 + "x %}"),
        _paragraph("{{ '" + "a" * 90_000 + "' }}"),
        "<w:p>" * 300 + "</w:p>" * 300,
        "<w:p/>" * 1_100_000,
        _paragraph("{{ a"),
    ],
    ids=range(25),
)
def test_t5_a_template_without_measure_is_refused_by_a_sentence_in_time(body: str) -> None:
    template, start = _package(body), time.process_time()
    with pytest.raises(TemplateFault) as refused:
        compile_template(template)
    assert time.process_time() - start < BOUND
    assert str(refused.value) and "{place}" in refused.value.sentence


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (_paragraph("{{ a }}" * 4_000), "1" * 4_000),
        (_paragraph(*("{{ a }}" * 3_000)), "1" * 3_000),
        (_paragraph("{{ a }}") * 4_000, "1" * 4_000),
        (_paragraph("x{_{ " * 30_000), "x{{ " * 30_000),
        (_paragraph("{% if a %}" * 16 + "x" + "{% endif %}" * 16), "x"),
        ("<w:p><w:r><w:t>{{</w:t>" + "<w:br/>" * 20_000 + "<w:t>a }}</w:t></w:r></w:p>", "1"),
    ],
    ids=range(6),
)
def test_t5_what_is_large_but_plain_is_filled(body: str, says: str) -> None:
    start = time.process_time()
    assert "".join(paragraphs(compile_template(_package(body)).render({"a": "1"}))) == says
    assert time.process_time() - start < BOUND


def test_t5_the_place_of_a_tag_too_deep_is_the_tag() -> None:
    deep = "{{ " + "(" * 150 + "a" + ")" * 150 + " }}"
    with pytest.raises(TemplateFault, match=r"document\.xml, ¶ 2, .*too long or too deep"):
        compile_template(_package(_paragraph("{{ a }}") + _paragraph(deep)))


@pytest.mark.parametrize(
    "part", ["word/styles.xml", "word/numbering.xml", "docProps/app.xml", "word/_rels/document.xml.rels", "_rels/.rels"]
)
@pytest.mark.parametrize("content", ["<a", "<a></b>", "", "<a>\x00</a>", "<a x=1/>", "<b:a/>", "<a/><a/>"])
def test_t5_a_template_with_a_broken_part_of_any_kind_is_refused(part: str, content: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(one_paragraph("{{ a }}"))) as old, zipfile.ZipFile(out, "w") as new:
        for name in {*old.namelist(), part}:
            new.writestr(name, content if name == part else old.read(name))
    with pytest.raises(TemplateFault) as refused:
        compile_template(out.getvalue())
    assert refused.value.place.part == part
    assert not check_template(out.getvalue(), "uk", DAY).is_ok


def test_t5_a_check_of_thousands_of_faults_shows_a_hundred_and_says_how_many_more() -> None:
    def build(document: Document) -> None:
        for _ in range(250):
            document.add_paragraph("{{ a")

    checked = check_template(word_file(build), "uk", DAY)
    assert len(checked.faults) == 101 and "150 more" in str(checked.faults[-1])
    unknown = word_file(lambda document: [document.add_paragraph(f"{{{{ x{no}.y }}}}") for no in range(1_000)])
    start = time.process_time()
    assert len(check_template(unknown, "uk", DAY).unknown) == 1_000
    assert time.process_time() - start < BOUND


def test_t5_pieces_that_declare_names_of_their_own_are_never_mixed() -> None:
    own = '<w:r xmlns:q="urn:q"><w:t>{% if a %}</w:t></w:r>'
    other = '<w:r><w:t>{% endif %}</w:t></w:r><w:r xmlns:q="urn:q" q:b="1"><w:t>x</w:t></w:r>'
    with pytest.raises(TemplateFault, match="another kind of place"):
        compile_template(_package(f"<w:p>{own}{other}</w:p>"))
