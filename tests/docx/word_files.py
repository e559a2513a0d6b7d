"""Small Word files for tests: made by python-docx, read back as texts."""

import io
from collections.abc import Callable

import docx
from docx.document import Document

from contracts.docx.engine.compiled import compile_template

#: The smallest picture.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)


def word_file(build: Callable[[Document], object]) -> bytes:
    """A Word file made by a function of a new document."""
    document = docx.Document()
    build(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def one_paragraph(*runs: str) -> bytes:
    """A Word file with one paragraph, each text in a run of its own, every second one bold."""

    def build(document: Document) -> None:
        paragraph = document.add_paragraph()
        for no, text in enumerate(runs):
            paragraph.add_run(text).bold = bool(no % 2)

    return word_file(build)


def table_of(*rows: tuple[str, ...]) -> bytes:
    """A Word file with one table."""

    def build(document: Document) -> None:
        table = document.add_table(len(rows), len(rows[0]))
        for no, row in enumerate(rows):
            for place, text in enumerate(row):
                table.cell(no, place).text = text

    return word_file(build)


def paragraphs(data: bytes) -> list[str]:
    """The texts of the body."""
    return [each.text for each in docx.Document(io.BytesIO(data)).paragraphs]


def rows(data: bytes) -> list[list[str]]:
    """The texts of the first table."""
    tables = docx.Document(io.BytesIO(data)).tables
    return [[cell.text for cell in row.cells] for row in tables[0].rows] if tables else []


def filled(template: bytes, **context: object) -> bytes:
    """The document of a template and a context, in Ukrainian."""
    return compile_template(template, "uk").render(context)
