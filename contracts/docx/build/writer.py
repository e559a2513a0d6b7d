"""Writes the blocks of a source into a Word document: styles only, no formatting by hand."""

import io
import re
from dataclasses import replace
from datetime import datetime

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Length, Mm, Pt
from docx.text.paragraph import Paragraph

from contracts.docx.build.keep_together import leads, precedes_notes, with_last_kept
from contracts.docx.build.source import Block, ControlTag, PageBreak, PipeTable, SourceLine, TemplateSource
from contracts.docx.build.styles import WIDE_WIDTH, element, set_up
from contracts.docx.build.tables import add_table
from contracts.docx.build.text import add_runs, joined
from contracts.docx.build.widths import is_turned

_STYLES = {
    "text": "Normal",
    "title": "Title",
    "heading": "Heading 1",
    "clause": "Clause",
    "item": "List item",
    "letterhead": "Letterhead",
    "reference": "Reference",
    "addressee": "Addressee",
    "note": "Note",
}
_PAGES = {
    "uk": ("стор. ", " з "),
    "ru": ("стр. ", " из "),
    "en": ("page ", " of "),
    "en_gb": ("page ", " of "),
    "de": ("Seite ", " von "),
}
#: What would stretch a justified line: room to write in, lines told apart, an account that cannot break.
_RAGGED = ("____", "| lines", ".iban")
#: The moment written into every built template: bytes must not depend on the day they were built.
_BUILT_AT = datetime(2026, 1, 1)  # noqa: DTZ001  # the file format keeps no zone


def write(source: TemplateSource) -> bytes:
    """A Word template from a source, in python-docx's package (``__main__`` packs the final bytes)."""
    source = replace(source, blocks=with_last_kept(source.blocks))
    document = Document()
    set_up(document, source.language)
    _properties(document, source)
    body = document.element.body
    for paragraph in list(document.paragraphs):
        body.remove(paragraph._p)
    for place, block in enumerate(source.blocks):
        _write(document, source, place, block)
    _footer(document.sections[0], source)
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def _properties(document: WordDocument, source: TemplateSource) -> None:
    """The front matter travels in properties and document variables: both survive editing in Word."""
    core = document.core_properties
    core.title = re.split(r"[№:]|No\.|Nr\.|\{", source.title)[0].strip()
    core.subject, core.comments = "", ""
    core.category, core.keywords, core.language = source.kind, source.law, source.language
    core.author = core.last_modified_by = ""
    core.created = core.modified = _BUILT_AT
    core.revision = 1
    texts = {"title": source.title, "file_name": source.file_name, "warnings": "\n".join(source.warnings)}
    _variables(document.settings.element, texts)


def _variables(settings: BaseOxmlElement, texts: dict[str, str]) -> None:
    """Document variables, whose place in the schema is after the compatibility settings."""
    variables = element("docVars")
    for name, value in texts.items():
        if value:
            variables.append(element("docVar", name=name, val=value))
    anchor = settings.find(qn("w:compat"))
    settings.append(variables) if anchor is None else anchor.addnext(variables)


def _write(document: WordDocument, source: TemplateSource, place: int, block: Block) -> None:
    if isinstance(block, ControlTag):
        document.add_paragraph(block.text.replace("{%", "{%p", 1), style="Gap")
    elif isinstance(block, PageBreak):
        pass  # carried by the paragraph that follows
    elif isinstance(block, PipeTable):
        _table(document, source, block, precedes_notes=precedes_notes(source.blocks, place))
    else:
        _paragraph(document, source, place, block)


def _paragraph(document: WordDocument, source: TemplateSource, place: int, line: SourceLine) -> None:
    style = "Subject" if line.kind == "title" and source.is_letter else _STYLES[line.kind]
    paragraph = document.add_paragraph(style=style)
    if line.label:
        paragraph.add_run(f"{line.label}\t")
    add_runs(paragraph, line.text)
    form = paragraph.paragraph_format
    if place and isinstance(source.blocks[place - 1], PageBreak):
        form.page_break_before = True
    if line.kind == "addressee" and not _continues(source.blocks, place):
        form.space_before = Pt(8)
    if any(each in line.text for each in _RAGGED):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    if leads(source.blocks, place):
        form.keep_with_next = True


def _continues(blocks: list[Block], place: int) -> bool:
    """Whether the line before is of the same kind, tags between them or not."""
    before = [block for block in blocks[:place] if isinstance(block, SourceLine)]
    return bool(before) and before[-1].kind == getattr(blocks[place], "kind", "")


def _table(document: WordDocument, source: TemplateSource, table: PipeTable, *, precedes_notes: bool) -> None:
    is_english = source.language in ("en", "en_gb")
    turns = is_turned(table, is_english=is_english)
    if turns:
        _turn(document, source, is_wide=True)
    made = add_table(document, table, is_english=is_english)
    gap = document.add_paragraph(style="Gap")
    if table.kind == "signatures" and precedes_notes:
        for paragraph in (*(each for cell in made.rows[-1].cells for each in cell.paragraphs), gap):
            paragraph.paragraph_format.keep_with_next = True
    if turns:
        _turn(document, source, is_wide=False)


def _turn(document: WordDocument, source: TemplateSource, *, is_wide: bool) -> None:
    """A section of its own for a wide table, then back; the footer is that of the first section."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(297), Mm(210)) if is_wide else (Mm(210), Mm(297))
    if is_wide:
        section.footer.is_linked_to_previous = False
        _footer(section, source, width=WIDE_WIDTH)
    elif len(document.sections) > 2:
        section.footer.is_linked_to_previous = False
        _footer(section, source)


def _footer(section: Section, source: TemplateSource, *, width: Length | None = None) -> None:
    """Left the title of the paper, right the page and the count of pages as fields."""
    paragraph = section.footer.paragraphs[0]
    paragraph.style = "Footer"
    if width is not None:
        paragraph.paragraph_format.tab_stops.add_tab_stop(width)
    before, between = _PAGES[source.language]
    paragraph.add_run(joined(source.title))
    paragraph.add_run(f"\t{before}")
    _field(paragraph, "PAGE")
    paragraph.add_run(between)
    _field(paragraph, "NUMPAGES")


def _field(paragraph: Paragraph, name: str) -> None:
    for kind in ("begin", "instr", "separate", "text", "end"):
        run = paragraph.add_run()
        if kind == "instr":
            code = element("instrText")
            code.text = name
            run._r.append(code)
        elif kind == "text":
            run.text = "1"
        else:
            run._r.append(element("fldChar", fldCharType=kind))
