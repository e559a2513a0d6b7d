"""T2 and T5: a text that stands in two places is filled in both; what Word would fetch from elsewhere is told."""

import io
import zipfile
from datetime import date

import pytest

from contracts.documents.template_check import check_template
from contracts.docx.engine.faults import MissingName
from tests.docx.word_files import filled, one_paragraph

DAY = date(2026, 11, 28)
_VT = 'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"'


def _with(text: str, body: str = "", **parts: str) -> bytes:
    out = io.BytesIO()
    names = {each.replace("__", "/").replace("_xml", ".xml"): content for each, content in parts.items()}
    with zipfile.ZipFile(io.BytesIO(one_paragraph(text))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode("utf-8", "surrogateescape")
            if name == "word/document.xml":
                content = content.replace("<w:sectPr", f"{body}<w:sectPr", 1)
            if name not in names:
                new.writestr(name, content.encode("utf-8", "surrogateescape"))
        for name, content in names.items():
            new.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("part", ["docProps__custom_xml", "docProps__app_xml", "customXml__item1_xml"])
def test_t2_properties_and_data_of_the_file_are_filled_with_the_text(part: str) -> None:
    data = f"<p {_VT}><q name='номер'><vt:lpwstr>№ {{{{ a }}}}, {{% if b %}}x{{% endif %}}</vt:lpwstr></q></p>"
    made = zipfile.ZipFile(io.BytesIO(filled(_with("{{ a }}", **{part: data}), a="5 & <6>\n7", b="")))
    name = part.replace("__", "/").replace("_xml", ".xml")
    assert "№ 5 &amp; &lt;6&gt; 7, <" in made.read(name).decode()
    with pytest.raises(MissingName) as refused:
        filled(_with("{{ b }}", **{part: data}), b="1")
    assert refused.value.place.part == name


@pytest.mark.parametrize(
    "code", ["DDEAUTO excel", " INCLUDETEXT 'x.docx'", "LINK Word.Document", "dde x", "DATABASE \\d"]
)
def test_t5_fields_that_fetch_from_elsewhere_are_told(code: str) -> None:
    pieces = (code[:3], code[3:])
    runs = "".join(f"<w:r><w:instrText>{each}</w:instrText></w:r>" for each in pieces)
    body = f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{runs}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    assert any(
        "this field takes" in str(each) for each in check_template(_with("{{ as_of }}", body), "uk", DAY).warnings
    )
    simple = f'<w:p><w:fldSimple w:instr="{code}"/></w:p>'
    assert any("this field" in str(each) for each in check_template(_with("{{ as_of }}", simple), "uk", DAY).warnings)


def test_t5_other_files_held_or_named_are_told() -> None:
    body = '<w:altChunk xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rIdQ"/>'
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rIdQ"'
        ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk" Target="http://x.y/z.html"'
        ' TargetMode="External"/></Relationships>'
    )
    template = _with("{{ as_of }}", body, **{"word/_rels/document.xml.rels": rels})
    texts = " ".join(str(each) for each in check_template(template, "uk", DAY).warnings)
    assert "held inside" in texts and "open this other file" in texts and "http://x.y/z.html" in texts
