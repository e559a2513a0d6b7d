"""T1 and T3: what a loop repeats is a thing of its own in each pass; lists begin anew where they begin in the loop."""

import io
import os
import re
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.document import Document
from lxml import etree

from contracts.documents.template_check import check_template
from contracts.docx.engine.compiled import compile_template
from contracts.docx.engine.faults import TemplateFault
from contracts.docx.pdf import to_pdf
from tests.docx.word_files import filled, word_file

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = (
    f'xmlns:w="{_W}" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
)
DAY = date(2026, 11, 28)
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_LOOP = ("{%p for x in xs %}", "{%p endfor %}")


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def _p(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


def _looped(*inner: str, over: str = "xs", name: str = "x") -> str:
    return _p(_run(f"{{%p for {name} in {over} %}}")) + "".join(map(_p, inner)) + _p(_run("{%p endfor %}"))


def _bookmark(name: str, inner: str, id: int = 7) -> str:
    return f'<w:bookmarkStart w:id="{id}" w:name="{name}"/>{inner}<w:bookmarkEnd w:id="{id}"/>'


def _field(code: str, *, split: int = 0) -> str:
    pieces = (code[:split], code[split:]) if split else (code,)
    codes = "".join(f'<w:r><w:instrText xml:space="preserve">{each}</w:instrText></w:r>' for each in pieces)
    return '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + codes + (
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + _run("?") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )  # fmt: skip


def _file(body: str, **notes: str) -> bytes:
    """A Word file with this body; ``footnotes=…`` and the like are parts with their content type."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word_file(lambda document: None))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode("utf-8", "surrogateescape")
            if name == "word/document.xml":
                content = f"<w:document {_SPACES}><w:body>{body}<w:sectPr/></w:body></w:document>"
            if name == "[Content_Types].xml":
                types = (f'<Override PartName="/word/{n}.xml" ContentType="{_KIND}.{n}+xml"/>' for n in notes)
                content = content.replace("</Types>", "".join(types) + "</Types>")
            if name == "word/_rels/document.xml.rels":
                kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
                rels = (f'<Relationship Id="rIdN{n}" Type="{kind}/{n}" Target="{n}.xml"/>' for n in notes)
                content = content.replace("</Relationships>", "".join(rels) + "</Relationships>")
            new.writestr(name, content.encode("utf-8", "surrogateescape"))
        for name, content in notes.items():
            new.writestr(f"word/{name}.xml", f"<w:{name} {_SPACES}>{content}</w:{name}>")
    return out.getvalue()


def _part(data: bytes, name: str = "document") -> etree._Element:
    docx.Document(io.BytesIO(data))
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(f"word/{name}.xml"))


def _all(root: etree._Element, element: str, attribute: str) -> list[str]:
    return [str(each.get(f"{{{_W}}}{attribute}")) for each in root.iter(f"{{{_W}}}{element}")]


XS = [{"n": "перший", "ys": ["а", "б"]}, {"n": "другий", "ys": ["в"]}, {"n": "третій", "ys": []}]


@pytest.mark.parametrize(
    "code", ["REF рядок \\h", "PAGEREF рядок \\h", "NOTEREF РЯДОК", 'HYPERLINK \\l "рядок"', "рядок"]
)
@pytest.mark.parametrize("split", [0, 3])
def test_t1_a_reference_leads_to_the_row_it_stands_in(code: str, split: int) -> None:
    before, after = _field(code, split=split), f'<w:fldSimple w:instr="{code.replace(chr(34), "&quot;")}"/>'
    body = _looped(before + _bookmark("рядок", _run("{{ x.n }}")), after + '<w:hyperlink w:anchor="рядок"/>')
    root = _part(filled(_file(body), xs=XS))
    names = _all(root, "bookmarkStart", "name")
    assert names == ["рядок", "рядок_2", "рядок_3"]
    ids = _all(root, "bookmarkStart", "id")
    assert ids == _all(root, "bookmarkEnd", "id") and len(set(ids)) == 3 and ids[0] == "7"
    codes = ["".join(field.itertext(f"{{{_W}}}instrText")) for field in root.iter(f"{{{_W}}}p")]
    for each in ([code for code in codes if code], _all(root, "fldSimple", "instr"), _all(root, "hyperlink", "anchor")):
        assert [re.search(r"рядок\w*", text, re.IGNORECASE)[0].lower() for text in each] == names  # type: ignore[index]


def test_t1_references_from_outside_lead_to_the_first_and_from_a_list_before_to_the_same_item() -> None:
    contents = _looped('<w:hyperlink w:anchor="_Toc1"/>')
    chapters = _looped(_bookmark("_Toc1", _run("{{ x.n }}")))
    body = contents + chapters + _p('<w:hyperlink w:anchor="_Toc1"/><w:hyperlink w:anchor="other"/>')
    anchors = _all(_part(filled(_file(body), xs=XS)), "hyperlink", "anchor")
    assert anchors == ["_Toc1", "_Toc1_2", "_Toc1_3", "_Toc1", "other"]


def test_t1_loops_in_loops_and_names_that_are_taken() -> None:
    inner = (
        _p(_run("{%p for y in x.ys %}")) + _p(_field("REF b") + _bookmark("b", _run("{{ y }}"))) + _p(_run(_LOOP[1]))
    )
    outer = (
        _p(_run(_LOOP[0])) + _p(_bookmark("o", _run("{{ x.n }}"), 8)) + inner + _p(_field("REF o")) + _p(_run(_LOOP[1]))
    )
    root = _part(filled(_file(_p(_bookmark("b_2", "", 9)) + outer), xs=XS))
    assert _all(root, "bookmarkStart", "name") == ["b_2", "o", "b", "b_3", "o_2", "b_4", "o_3"]
    codes = ["".join(each.itertext()).strip() for each in root.iter(f"{{{_W}}}instrText")]
    assert codes == ["REF b", "REF b_3", "REF o", "REF b_4", "REF o_2", "REF o_3"]
    assert len(set(_all(root, "bookmarkStart", "id"))) == 7


def test_t1_a_long_name_stays_within_what_word_takes_and_rows_of_tables_are_loops_too() -> None:
    row = f"<w:tr><w:tc>{_p(_bookmark('n' * 40, _run('{{ x.n }}')) + '<w:hyperlink w:anchor=%r/>')}</w:tc></w:tr>"
    row = row.replace("%r", f'"{"n" * 40}"')
    tags = [f"<w:tr><w:tc>{_p(_run(each))}</w:tc></w:tr>" for each in ("{%tr for x in xs %}", "{%tr endfor %}")]
    root = _part(filled(_file(f"<w:tbl><w:tblPr/><w:tblGrid/>{row.join(tags)}</w:tbl><w:p/>"), xs=XS))
    names = _all(root, "bookmarkStart", "name")
    assert len(set(names)) == 3 and max(map(len, names)) == 40 and names == _all(root, "hyperlink", "anchor")


def test_t1_a_bookmark_half_in_a_loop_is_refused_where_something_leads_to_it_and_else_goes() -> None:
    half = _p('<w:bookmarkStart w:id="1" w:name="h"/>') + _looped('<w:bookmarkEnd w:id="1"/>' + _run("{{ x.n }}"))
    root = _part(filled(_file(half), xs=XS))
    assert not _all(root, "bookmarkStart", "id") and not _all(root, "bookmarkEnd", "id")
    with pytest.raises(TemplateFault, match="bookmark h begins"):
        compile_template(_file(half + _p(_field("REF h"))))


def test_t1_content_controls_drawings_and_shapes_have_numbers_of_their_own() -> None:
    control = (
        '<w:sdt><w:sdtPr><w:id w:val="-5"/></w:sdtPr><w:sdtContent>' + _run("{{ x.n }}") + "</w:sdtContent></w:sdt>"
    )
    drawing = '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x"/></wp:inline></w:drawing></w:r>'
    shape = (
        '<w:r><w:object><v:shapetype id="_x0000_t75"/><v:shape id="_x0000_i1025" type="#_x0000_t75"'
        ' style="width:1pt;mso-next-textbox:#_x0000_i1025"/><o:OLEObject ShapeID="_x0000_i1025" ObjectID="_1400"/>'
        "</w:object></w:r>"
    )
    outside = _p('<w:sdt><w:sdtPr><w:id w:val="1"/></w:sdtPr><w:sdtContent/></w:sdt>')
    root = _part(filled(_file(outside + _looped(control + drawing + shape)), xs=XS))
    controls = [str(each.get(f"{{{_W}}}val")) for each in root.iter(f"{{{_W}}}id")]
    assert controls == ["1", "-5", "2", "3"]
    assert [each.get("id") for each in root.iter("{*}docPr")] == ["1", "2", "3"]
    ids = [each.get("id") for each in root.iter("{*}shape")]
    assert len(set(ids)) == 3 and ids == [each.get("ShapeID") for each in root.iter("{*}OLEObject")]
    assert [f"#{each.get('id')}" for each in root.iter("{*}shapetype")] == [
        e.get("type") for e in root.iter("{*}shape")
    ]
    assert [str(each.get("style")).split("#")[1] for each in root.iter("{*}shape")] == ids
    assert len({each.get("ObjectID") for each in root.iter("{*}OLEObject")}) == 3


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_t1_a_note_of_a_loop_is_written_for_each_pass_with_its_own_facts(kind: str) -> None:
    notes = f'<w:{kind} w:id="0">{_p(_run("—"))}</w:{kind}>'
    notes += f'<w:{kind} w:id="2">{_p(_run("див. {{ x") + _run(".n }}"))}</w:{kind}>'
    notes += f'<w:{kind} w:id="3">{_p(_run("разом {{ sum }}"))}</w:{kind}>'
    body = _looped(_run("{{ x.n }}") + f'<w:r><w:{kind}Reference w:id="2"/></w:r>')
    body += _p(f'<w:r><w:{kind}Reference w:id="3"/></w:r>')
    data = filled(_file(body, **{f"{kind}s": notes}), xs=XS, sum="6")
    references = _all(_part(data), f"{kind}Reference", "id")
    texts = {str(each.get(f"{{{_W}}}id")): "".join(each.itertext()) for each in _part(data, f"{kind}s")}
    assert [texts[each] for each in references] == ["див. перший", "див. другий", "див. третій", "разом 6"]
    assert len(texts) == 5 and texts["0"] == "—"
    empty = filled(_file(body, **{f"{kind}s": notes}), xs=[], sum="6")
    assert len(_part(empty, f"{kind}s")) == 2


def test_t1_a_comment_of_a_loop_is_one_of_its_own_in_each_pass() -> None:
    range_ = '<w:commentRangeStart w:id="4"/>' + _run("{{ x.n }}") + '<w:commentRangeEnd w:id="4"/>'
    body = _looped(range_ + '<w:r><w:commentReference w:id="4"/></w:r>')
    comments = f'<w:comment w:id="4" w:author="Я">{_p(_run("перевірити {{ x.n }}"))}</w:comment>'
    data = filled(_file(body, comments=comments), xs=XS)
    ids = _all(_part(data), "commentReference", "id")
    assert ids == _all(_part(data), "commentRangeStart", "id") == _all(_part(data), "commentRangeEnd", "id")
    told = {str(each.get(f"{{{_W}}}id")): "".join(each.itertext()) for each in _part(data, "comments")}
    assert [told[each] for each in ids] == ["перевірити перший", "перевірити другий", "перевірити третій"]


def test_t1_a_template_cannot_write_the_marks_of_the_engine_itself() -> None:
    marks = "\U0010fffcL9\U0010fffd\U0010fffaN9:\U0010fffb&#x10FFFC;7&#x10fffd;"
    body = _looped(_run(f"{{{{ x.n }}}}{marks}") + _bookmark("b", ""))
    root = _part(filled(_file(body), xs=[{"n": "\U0010fffaN0:\U0010fffb"}, {"n": "\U0010fffaE\U0010fffb"}]))
    assert "".join(root.itertext()) == "N0:L9N9:7EL9N9:7"


def _numbered(build: list[tuple[str, str]]) -> bytes:
    """Paragraphs as texts with their styles; a table row loop where the style is empty."""

    def make(document: Document) -> None:
        for text, style in build:
            document.add_paragraph(text, style or None)

    return word_file(make)


def _labels(data: bytes) -> list[str]:
    """What each numbered paragraph would show, counted as Word counts."""
    numbering, counts, shown = _part(data, "numbering"), {}, []
    abstract = {
        str(each.get(f"{{{_W}}}numId")): str(each.find(f"{{{_W}}}abstractNumId").get(f"{{{_W}}}val"))
        for each in numbering.iter(f"{{{_W}}}num")
    }
    restarts = {
        str(each.get(f"{{{_W}}}numId"))
        for each in numbering.iter(f"{{{_W}}}num")
        if each.find("{*}lvlOverride") is not None
    }
    seen: set[str] = set()
    for each in docx.Document(io.BytesIO(data)).paragraphs:
        number = each._p.find(f"{{{_W}}}pPr/{{{_W}}}numPr/{{{_W}}}numId")
        id = str(number.get(f"{{{_W}}}val")) if number is not None else ""
        if not id and each.style.name == "List Number":
            id = str(each.style.element.find(f".//{{{_W}}}numId").get(f"{{{_W}}}val"))
        if id:
            if id in restarts and id not in seen:
                counts[abstract[id]] = 0
            seen.add(id)
            counts[abstract[id]] = counts.get(abstract[id], 0) + 1
            shown.append(f"{counts[abstract[id]]}")
    return shown


_N = "List Number"


@pytest.mark.parametrize(
    ("build", "labels"),
    [
        ([("{%p for x in xs %}", ""), ("а", _N), ("б", _N), ("{%p endfor %}", "")], "121212"),
        ([("{%p for x in xs %}", ""), ("{{ x.n }}", _N), ("{%p endfor %}", "")], "123"),
        ([("{%p for x in xs %}", ""), ("{{ x.n }}", _N), ("адреса", ""), ("{%p endfor %}", "")], "123"),
        (
            [("{%p for x in xs %}", ""), ("{{ x.n }}", ""), ("{%p for y in x.ys %}", ""), ("{{ y }}", _N),
             ("{%p endfor %}", ""), ("{%p endfor %}", "")],
            "121",
        ),
        (
            [("{%p for x in xs %}", ""), ("{%p for y in x.ys %}", ""), ("{{ y }}", _N),
             ("{%p endfor %}", ""), ("{%p endfor %}", "")],
            "123",
        ),
        ([("вступ", _N), ("{%p for x in xs %}", ""), ("а", _N), ("б", _N), ("{%p endfor %}", "")], "1234567"),
    ],
)  # fmt: skip
def test_t3_a_list_that_begins_in_a_loop_begins_anew_in_each_pass(build: list[tuple[str, str]], labels: str) -> None:
    assert "".join(_labels(filled(_numbered(build), xs=XS))) == labels


def test_t3_a_list_that_goes_on_is_told_by_the_check() -> None:
    lines = [("вступ", _N), ("{%p for item in items %}", ""), ("{{ item.name }}", _N), ("{%p endfor %}", "")]
    checked = check_template(_numbered(lines), "uk", DAY)
    assert checked.is_ok and any("go on from pass to pass" in str(each) for each in checked.warnings)


@pytest.mark.office
def test_t1_libreoffice_opens_what_loops_repeated(tmp_path: Path) -> None:
    if not any(Path(folder, "soffice").exists() for folder in os.environ["PATH"].split(":")):
        pytest.skip("LibreOffice is not installed")
    note = f'<w:footnote w:id="2">{_p(_run("{{ x.n }}"))}</w:footnote>'
    body = _looped(_bookmark("b", _run("{{ x.n }}")) + _field("REF b") + '<w:r><w:footnoteReference w:id="2"/></w:r>')
    path = tmp_path / "a.docx"
    path.write_bytes(filled(_file(body, footnotes=note), xs=XS))
    assert to_pdf([path], tmp_path)[0].read_bytes().startswith(b"%PDF")
