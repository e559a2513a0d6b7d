"""Templates that cannot be used are refused by a sentence with the place; none of them reaches Python or runs on."""

import io
import zipfile
from datetime import date

import pytest

from contracts.documents.template_check import check_template
from contracts.docx.engine.compiled import compile_template
from contracts.docx.engine.faults import TemplateFault
from tests.docx.word_files import one_paragraph, word_file

DAY = date(2026, 11, 23)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _changed(data: bytes, part: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in [*old.namelist(), *([] if part in old.namelist() else [part])]:
            new.writestr(name, content if name == part else old.read(name))
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not a Word document"),
        (b"hello", "not a Word document"),
        (b"PK\x03\x04 and nothing", "damaged"),
        (OLE + b"\0" * 600, "older .doc"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    ],
)
def test_other_files_are_named_for_what_they_are(data: bytes, said: str) -> None:
    with pytest.raises(TemplateFault, match=said):
        compile_template(data)


def test_macros_entities_and_great_parts_are_refused() -> None:
    plain = one_paragraph("{{ a }}")
    with pytest.raises(TemplateFault, match="macros"):
        compile_template(_changed(plain, "word/vbaProject.bin", b"x"))
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>{{ a }}&b;</w:t></w:r></w:p></w:body></w:document>'  # noqa: E501
    with pytest.raises(TemplateFault, match=r"document type|not well-formed"):
        compile_template(_changed(plain, "word/document.xml", bomb))
    with pytest.raises(TemplateFault, match="larger than"):
        compile_template(_changed(plain, "word/document.xml", b" " * 50_000_000))
    with pytest.raises(TemplateFault, match="larger than"):
        compile_template(_changed(plain, "word/media/a.bin", b" " * 60_000_000))
    with pytest.raises(TemplateFault, match="not well-formed"):
        compile_template(_changed(plain, "word/document.xml", b"<w:document {{ a }}"))


@pytest.mark.parametrize(
    "tag",
    [
        "{{ ''.__class__.__mro__ }}", "{{ cycler }}", "{{ lipsum() }}", "{{ a.__class__ }}", "{{ a.append(1) }}",
        "{{ 'a' * 100000000 }}", "{{ 9 ** 9 ** 9 }}", "{{ '%999999999d' % 1 }}", "{{ range(10) }}", "{{ self }}",
        "{{ a | attr('__class__') }}", "{{ a | format }}", "{{ a | map(attribute='__class__') | list | join }}",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "{% include 'x' %}", "{% import 'x' as y %}",
        "{% extends 'x' %}", "{% raw %}{{ a }}{% endraw %}", "{{ _budget }}", "{{ _wording }}",
        "{% for x in a %}{{ loop.__class__ }}{% endfor %}", "{% for x in a recursive %}{{ loop(a) }}{% endfor %}",
        "".join(f"{{% for {each} in a %}}" for each in "ijkl") + "{% endfor %}" * 4,
        "{% set x = 'aaaaaaaaaaaaaaaaaaaa' %}" + "{% set x = x ~ x %}" * 30 + "{{ x }}",
        "{% set x = [a, a] %}" + "{% set x = [x, x] %}" * 40 + "{{ x | upper }}",
        "{{ a }}", "{{ a | string }}",
    ],
)  # fmt: skip
def test_an_attack_is_a_sentence_with_its_place(tag: str) -> None:
    with pytest.raises(TemplateFault) as refused:
        compile_template(one_paragraph(tag), "uk", name="т.docx").render({"a": ["b"] * 200})
    assert "т.docx, word/document.xml, ¶ 1" in str(refused.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ own.name", "not closed"),
        ("own.name }}", "not closed"),
        ("{% if as_of %}", "never closed"),
        ("{% endfor %}", "closes nothing"),
        ("{{ as_of | nofilter }}", "no filter nofilter"),
        ("{{ as_of[ }}", "cannot be read"),
        ("{%tr for a in items %}", "must stand in a table"),
        ("{{ contract.nmuber }}", "perhaps contract.number"),
        ("nothing here", "no placeholders"),
        ("{contract_number} від {date}", "{contract_number}, {date} stand in single braces"),
    ],
)
def test_a_check_names_each_fault_and_the_text_around_it(text: str, said: str) -> None:
    checked = check_template(one_paragraph(text), "uk", DAY)
    assert not checked.is_ok
    assert any(said in str(each) for each in checked.faults)
    assert all(each.place.part == "word/document.xml" for each in checked.faults)


def test_a_check_finds_all_faults_at_once() -> None:
    template = word_file(
        lambda document: [
            document.add_paragraph(text) for text in ("{{ a", "{{ own.full_name }}", "b }}", "{%tr if x %}")
        ]
    )
    checked = check_template(template, "uk", DAY)
    assert [each.place.paragraph for each in checked.faults] == [1, 3, 4, 4]


def test_a_citation_of_an_act_not_in_force_is_a_warning_with_its_place() -> None:
    template = one_paragraph("{{ contract.number }}: згідно зі статтею 222 Господарського кодексу України")
    checked = check_template(template, "uk", DAY)
    assert checked.is_ok and checked.placeholders == ("contract.number",)
    (warning,) = checked.warnings
    assert warning.place.paragraph == 1 and "Цивільний кодекс" in str(warning)
    assert not check_template(template, "uk", date(2025, 8, 1)).warnings


def test_blocks_that_open_and_close_in_other_kinds_of_places_are_refused() -> None:
    def build(document: object) -> None:
        document.add_paragraph("{% if as_of %}")  # type: ignore[attr-defined]
        document.add_table(1, 1).cell(0, 0).text = "{% endif %}"  # type: ignore[attr-defined]

    checked = check_template(word_file(build), "uk", DAY)
    assert "another kind of place" in str(checked.faults[0])
