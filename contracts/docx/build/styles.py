"""The typography of papers (interface §9): A4, Times New Roman 12, justified, hyphenated; all by named styles."""

from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.styles.styles import Styles

FONT = "Times New Roman"
#: Width of the text between the margins, portrait and landscape.
TEXT_WIDTH, WIDE_WIDTH = Mm(165), Mm(252)
LANGUAGES = {"uk": "uk-UA", "en": "en-GB", "en_gb": "en-GB", "ru": "ru-RU", "de": "de-DE"}

#: A German letter is set ragged right: its sums in words are one word that would stretch the line before.
_RAGGED = ("de",)
_LEFT, _CENTER, _JUSTIFY = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
#: Name, base, size in points, bold, alignment, points before and after, keep with next.
_STYLES: tuple[tuple[str, str, float, bool, WD_ALIGN_PARAGRAPH, float, float, bool], ...] = (
    ("Title", "Normal", 14, True, _CENTER, 0, 8, True),
    ("Subject", "Normal", 12, True, _LEFT, 10, 8, True),
    ("Heading 1", "Normal", 12, True, _CENTER, 12, 6, True),
    ("Clause", "Normal", 12, False, _JUSTIFY, 0, 4, False),
    ("List item", "Normal", 12, False, _JUSTIFY, 0, 3, False),
    ("Letterhead", "Normal", 10, False, _LEFT, 0, 0, True),
    ("Reference", "Normal", 12, False, _LEFT, 8, 0, True),
    ("Addressee", "Normal", 12, False, _LEFT, 0, 0, True),
    ("Note", "Normal", 9, False, _LEFT, 3, 4, False),
    ("Table text", "Normal", 10, False, _LEFT, 1, 1, False),
    ("Table head", "Table text", 10, True, _LEFT, 1, 1, True),
    ("Table text small", "Table text", 8.5, False, _LEFT, 1, 1, False),
    ("Table head small", "Table text", 8.5, True, _LEFT, 1, 1, True),
    ("Plain text", "Normal", 12, False, _LEFT, 0, 2, False),
    ("Signature", "Normal", 11, False, _LEFT, 0, 2, True),
    ("Gap", "Normal", 4, False, _LEFT, 0, 0, False),
    ("Footer", "Normal", 9, False, _LEFT, 0, 0, False),
)


def set_up(document: Document, language: str) -> None:
    """Page, language, hyphenation and styles of an empty document."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)
    section.header_distance = section.footer_distance = Mm(10)
    _normal(document.styles["Normal"], LANGUAGES[language])
    for row in _STYLES:
        _style(document.styles, row)
    if language in _RAGGED:
        for name in ("Normal", "Clause", "List item"):
            document.styles[name].paragraph_format.alignment = _LEFT
    _indents(document.styles)
    _forget_unused(document.styles)
    _hyphenate(document.settings.element)


def element(name: str, /, **attributes: str) -> Any:
    """An element of Word with its attributes; python-docx has a class of its own for each kind of parent."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def _forget_unused(styles: Styles) -> None:
    """The blank document brings a hundred styles no paper uses; what remains is what people see in Word."""
    kept = {name for name, *_ in _STYLES} | {"Normal", "Normal Table", "Default Paragraph Font", "No List"}
    for style in list(styles):
        if style.name not in kept and style.element.get(qn("w:default")) != "1":
            style.element.getparent().remove(style.element)


def _normal(style: ParagraphStyle, language: str) -> None:
    style.font.name, style.font.size = FONT, Pt(12)
    _fonts(style)
    style.element.get_or_add_rPr().append(element("lang", val=language))
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(0), Pt(4), 1.15
    form.alignment, form.widow_control = _JUSTIFY, True


def _style(styles: Styles, row: tuple[str, str, float, bool, WD_ALIGN_PARAGRAPH, float, float, bool]) -> None:
    name, base, size, bold, alignment, before, after, keep = row
    style = styles[name] if name in [each.name for each in styles] else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    properties = style.element.find(qn("w:pPr"))
    for old in list(properties) if properties is not None and name in ("Title", "Heading 1", "Footer") else ():
        if old.tag in (qn("w:pBdr"), qn("w:contextualSpacing"), qn("w:numPr"), qn("w:tabs")):
            properties.remove(old)
    run = style.element.find(qn("w:rPr"))
    if run is not None:
        style.element.remove(run)
    style.base_style = styles[base]
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.quick_style = style.hidden is False
    _fonts(style)
    form = style.paragraph_format
    form.alignment, form.space_before, form.space_after, form.keep_with_next = alignment, Pt(before), Pt(after), keep
    form.line_spacing = 1.0 if size < 12 or name == "Addressee" else 1.15


def _fonts(style: ParagraphStyle) -> None:
    """The same font for every script, by name and not by theme."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)


def _indents(styles: Styles) -> None:
    for name, hang in (("Clause", Mm(12.5)), ("List item", Mm(8))):
        form = styles[name].paragraph_format
        form.left_indent, form.first_line_indent = hang, -hang
        form.tab_stops.add_tab_stop(hang)
    styles["Addressee"].paragraph_format.left_indent = Mm(70)
    styles["Footer"].paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    _rule_below(styles["Letterhead"])


def _rule_below(style: ParagraphStyle) -> None:
    """One thin grey rule under the letterhead: equal borders of neighbours merge into one at the end."""
    borders = element("pBdr")
    borders.append(element("bottom", val="single", sz="4", space="4", color="808080"))
    properties = style.element.get_or_add_pPr()
    anchor = next((each for each in properties if each.tag in (qn("w:spacing"), qn("w:ind"), qn("w:jc"))), None)
    properties.append(borders) if anchor is None else anchor.addprevious(borders)


def _hyphenate(settings: BaseOxmlElement) -> None:
    """Automatic hyphenation, in the place the schema gives it: after the default tab stop."""
    mark = element("autoHyphenation", val="1")
    anchor = settings.find(qn("w:defaultTabStop"))
    settings.append(mark) if anchor is None else anchor.addnext(mark)
