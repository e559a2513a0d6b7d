"""T4: the tags strangers write: rows and paragraphs taken out by a note, runs widened by r, braces to be printed."""

import io
from datetime import date

import docx
import pytest
from docx.document import Document
from docxtpl import DocxTemplate

from contracts.documents.template_check import check_template
from contracts.docx.engine.compiled import compile_template
from contracts.docx.engine.faults import TemplateFault
from tests.docx.word_files import filled, one_paragraph, paragraphs, rows, table_of, word_file

CONTEXT = {"a": "так", "b": "", "xs": ["1", "2"]}


def _oracle(template: bytes) -> bytes:
    """What docxtpl makes of it."""
    made, out = DocxTemplate(io.BytesIO(template)), io.BytesIO()
    made.render(CONTEXT, autoescape=True)
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "lines",
    [
        (("перший", "{#tr лише для нас #}"), ("другий", "2")),
        (("{#tr зайвий рядок #}", "{{ b }}"), ("{{ a }}", "2")),
        (("{#tr a#}", ""), ("x", "2")),
        (("a", "{% if b %}x{% endif %}{#tr т #}"), ("x", "{{ a }}")),
    ],
)
def test_t4_a_note_widened_to_a_row_takes_the_row_whatever_it_holds(lines: tuple[tuple[str, ...], ...]) -> None:
    template = table_of(*lines)
    made = rows(filled(template, **CONTEXT))
    assert made == rows(_oracle(template)) and len(made) == 1


def test_t4_notes_take_paragraphs_and_cells_and_leave_whole_files() -> None:
    def build(document: Document) -> None:
        for text in ("один", "геть {#p для юриста #} з цим", "два {# тихо #}"):
            document.add_paragraph(text)
        cell = document.add_table(1, 2).cell(0, 0)
        cell.text, cell.add_paragraph("{#p усе #}").text = "{#p усе #}", "{#p усе #}"

    data = filled(word_file(build))
    assert paragraphs(data) == ["один", "два "]
    assert all(cell.paragraphs for cell in docx.Document(io.BytesIO(data)).tables[0].row_cells(0))
    cells = table_of(("{#tc стара графа #}x", "нова"), ("{#tc стара графа #}y", "{{ a }}"))
    left = docx.Document(io.BytesIO(filled(cells, **CONTEXT))).tables[0].rows
    assert ["".join(row._tr.itertext("{*}t")) for row in left] == ["нова", "так"]


@pytest.mark.parametrize(
    "runs",
    [
        ("{%r if a %}", "є", "{%r endif %}"),
        ("до {%r if a %}є{%r endif %} після",),
        ("{%r if a %}", "є{%r endif %}, далі"),
        ("до {%r if b %}", "нема", "{%r else %}інакше{%r endif %}."),
        ("{%r if a %}{{ a }}{% endif %}",),
        ("{%r for x in xs %}", "{{ x }}", "; {%r endfor %}"),
        ("{%", "r if a %}так", "{%r end", "if %}"),
    ],
)
def test_t4_tags_widened_to_runs_stand_in_one_paragraph_as_docxtpl_has_them(runs: tuple[str, ...]) -> None:
    template = one_paragraph(*runs)
    assert paragraphs(filled(template, **CONTEXT)) == paragraphs(_oracle(template))


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        (("Пишіть {_%- if a -%_}, а не {% if a %}так{% endif %}",), "Пишіть {%- if a -%}, а не так"),
        (("{_{ a }_} друкує {{ a }}",), "{{ a }} друкує так"),
        (("{_", "{ a }_", "} друкує {{ a }}"), "{{ a }} друкує так"),
        (("лише {_% if %_}",), "лише {% if %}"),
        (("{_%tr for x in xs %_}",), "{%tr for x in xs %}"),
    ],
)
def test_t4_braces_written_as_docxtpl_asks_are_printed(runs: tuple[str, ...], text: str) -> None:
    assert paragraphs(filled(one_paragraph(*runs), **CONTEXT)) == [text]
    if len(runs) == 1:
        assert paragraphs(_oracle(one_paragraph(*runs))) == [text]


def test_t4_an_escaped_brace_of_a_value_stays_as_it_is() -> None:
    assert paragraphs(filled(one_paragraph("{{ a }} {_{"), a="{_{ x }_}")) == ["{_{ x }_} {{"]
    assert not check_template(one_paragraph("{{ as_of | date }} {_{ a }_}"), "uk", date(2026, 11, 28)).warnings


def test_t4_two_that_close_in_one_paragraph_keep_their_order() -> None:
    lines = ("{%p for x in xs %}{%p if a %}", "{{ x }}", "кінець{%p endif %}{%p endfor %}")
    template = word_file(lambda document: [document.add_paragraph(each) for each in lines])
    assert "".join(paragraphs(filled(template, **CONTEXT))).replace("кінець", "!") == "1!2!"


def test_t4_a_row_that_ends_a_section_or_no_table_is_told() -> None:
    with pytest.raises(TemplateFault, match="must stand in a table"):
        compile_template(one_paragraph("{#tr x #}"))
