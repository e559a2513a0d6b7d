"""What Word does to a template while people edit it: content controls, links, tracked changes, bookmarks, fields."""

import io
import os
import zipfile
from pathlib import Path

import docx
import pytest
from lxml import etree

from contracts.docx.engine.compiled import compile_template
from contracts.docx.engine.faults import TemplateFault
from contracts.docx.pdf import to_pdf
from tests.docx.word_files import filled, one_paragraph, paragraphs, word_file

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_LINK = (
    b'<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"'
    b' Target="mailto:%7B%7B%20a%20%7D%7D" TargetMode="External"/></Relationships>'
)


def _run(text: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def _template(body: str, *, relations: bytes = b"") -> bytes:
    plain, out = word_file(lambda document: None), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                content = f"<w:document {_W} {_R}><w:body>{body}<w:sectPr/></w:body></w:document>".encode()
            if name == "word/_rels/document.xml.rels" and relations:
                content = content.replace(b"</Relationships>", relations)
            new.writestr(name, content)
    return out.getvalue()


def _said(body: str, **context: object) -> str:
    data = filled(_template(body), **context)
    assert docx.Document(io.BytesIO(data)) is not None
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    return "|".join("".join(each.itertext("{*}t")) for each in root.iter("{*}p"))


@pytest.mark.parametrize(
    "body",
    [
        f"<w:sdt><w:sdtContent><w:p>{_run('{{ a')}<w:proofErr/>{_run(' }}')}</w:p></w:sdtContent></w:sdt>",
        f"<w:p><w:sdt><w:sdtContent>{_run('{{ a')}</w:sdtContent></w:sdt>{_run(' }}')}</w:p>",
        f'<w:p><w:hyperlink r:id="rId1">{_run("{")}{_run("{ a }}")}</w:hyperlink></w:p>',
        f'<w:p><w:ins w:id="1" w:author="x">{_run("{{ a")}</w:ins>{_run(" }}")}</w:p>',
        "<w:p><w:r><w:t>{{ a</w:t><w:tab/><w:t>}}</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>{{\u00a0a\u200b }}</w:t></w:r></w:p>",
        f"<w:p>{_run('{%r if a %}')}{_run('{{r a }}', '<w:rPr><w:b/></w:rPr>')}{_run('{%r endif %}')}</w:p>",
        f"<w:p>{_run('{# a note #}{{a}}{%if not a%}x{%endif%}')}</w:p>",
    ],
)  # fmt: skip
def test_a_tag_is_found_however_word_wraps_it(body: str) -> None:
    assert _said(body, a="так") == "так"


def test_a_link_leads_where_the_context_says_and_its_address_is_quoted() -> None:
    template = _template(f'<w:p><w:hyperlink r:id="rIdX">{_run("лист")}</w:hyperlink></w:p>', relations=_LINK)
    made = zipfile.ZipFile(io.BytesIO(filled(template, a='я@z.ua?q="<1>')))
    relations = etree.fromstring(made.read("word/_rels/document.xml.rels"))
    assert "mailto:%D1%8F@z.ua?q=%22%3C1%3E" in {str(each.get("Target")) for each in relations}


def test_bookmarks_of_a_paragraph_that_goes_stay() -> None:
    body = f'<w:p><w:bookmarkStart w:id="1" w:name="b"/>{_run("{%p if a %}")}</w:p>'
    body += f'<w:p>{_run("x")}<w:bookmarkEnd w:id="1"/></w:p><w:p>{_run("{%p endif %}")}</w:p>'
    xml = zipfile.ZipFile(io.BytesIO(filled(_template(body), a="1"))).read("word/document.xml")
    assert xml.count(b"bookmarkStart") == xml.count(b"bookmarkEnd") == 1


def test_the_paragraph_that_ends_a_section_cannot_be_a_tag() -> None:
    body = f"<w:p><w:pPr><w:sectPr/></w:pPr>{_run('{%p if a %}')}</w:p><w:p>{_run('{%p endif %}')}</w:p>"
    with pytest.raises(TemplateFault, match="ends a section"):
        compile_template(_template(body))


def test_branches_and_nested_loops_leave_no_empty_rows() -> None:
    rows = ("{%tr for x in xs %}", "{%tr for y in x.ys %}", "{{ x.n }}{{ y }}", "{%tr endfor %}", "{%tr endfor %}")
    cells = "".join(f"<w:tr><w:tc><w:p>{_run(each)}</w:p></w:tc></w:tr>" for each in rows)
    body = f"<w:tbl><w:tblPr/><w:tblGrid/>{cells}</w:tbl><w:p/>"
    assert _said(body, xs=[{"n": 1, "ys": ["a", "b"]}, {"n": 2, "ys": []}]) == "1a|1b|"
    assert _said(body, xs=[]) == ""
    branches = "".join(
        f"<w:p>{_run(each)}</w:p>" for each in ("{%p if a %}", "A", "{%p elif b %}", "B", "{%p endif %}")
    )
    assert _said(branches, a="", b="1") == "B"


def test_text_beside_a_widened_tag_is_not_lost() -> None:
    assert _said(f"<w:p>{_run('{%p if a %}текст {{ a }}{%p endif %}')}</w:p>", a="1") == "текст 1"


@pytest.mark.office
def test_f19_libreoffice_opens_what_hostile_values_made(tmp_path: Path) -> None:
    if not any(Path(folder, "soffice").exists() for folder in os.environ["PATH"].split(":")):
        pytest.skip("LibreOffice is not installed")
    values = ["ТОВ «Rambler & Co» A<B> ' ’ ʼ", "1\n2\t3\x00\x0b", "я" * 10_000, "שלום مرحبا", "]]>&amp;"]
    files = []
    for no, value in enumerate(values):
        path = tmp_path / f"{no}.docx"
        path.write_bytes(filled(one_paragraph("{{ a }}", " кінець"), a=value))
        assert paragraphs(path.read_bytes())
        files.append(path)
    assert all(each.read_bytes().startswith(b"%PDF") for each in to_pdf(files, tmp_path))
