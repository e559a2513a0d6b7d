"""What is done to a filled part: frames left empty are mended, a draft's marks highlighted.

A cell keeps its paragraph, a table without rows goes; a mark ⟦name⟧ gets a run of its own, the text around unchanged.
"""

import re
from copy import deepcopy
from html import unescape
from xml.sax.saxutils import escape

from lxml import etree

from contracts.docx.engine.printing import MARK_LEFT, MARK_RIGHT
from contracts.docx.engine.word import SPACE, Element, R, T, W, parent_of, q
from contracts.language.bound import bound

_EMPTY_TABLE = re.compile(
    r"<w:tbl>(?:<w:tblPr>(?:(?!</w:tblPr>).)*</w:tblPr>|<w:tblPr/>)?(?:<w:tblGrid>(?:(?!</w:tblGrid>).)*</w:tblGrid>|<w:tblGrid/>)</w:tbl>",
    re.DOTALL,
)
_EMPTY_ROW = re.compile(r"<w:tr(?: [^>]*)?>(?:<w:trPr>(?:(?!</w:trPr>).)*</w:trPr>)?</w:tr>", re.DOTALL)
_EMPTY_FRAME = re.compile(r"(<w:(hdr|ftr|footnote|endnote|txbxContent)(?: [^>]*)?>)(</w:\2>)")
_FRAMES = ("hdr", "ftr", "footnote", "endnote", "txbxContent")
_MARK = re.compile(f"({MARK_LEFT}[^{MARK_LEFT}{MARK_RIGHT}]*{MARK_RIGHT})")
#: What may stand after the highlight in the properties of a run, by the order of the schema.
_AFTER = tuple(
    q(each) for each in ("u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang", "specVanish")
)
_PARAGRAPH_END = re.compile(r"(?<=</w:p>)")
_TEXT = re.compile(r"<w:t(>| [^>]*>)([^<]*)</w:t>")


def mend(xml: str) -> str:
    """The text of a filled part, its frames never empty. Values are escaped, so markup here is the template's own.

    Counting tells in microseconds whether there is anything to mend.
    """
    if xml.count("></w:tr>") != xml.count("</w:tc></w:tr>"):
        xml = _EMPTY_ROW.sub("", xml)
    if "<w:tbl>" in xml:
        if "</w:tblGrid></w:tbl>" in xml or "<w:tblGrid/></w:tbl>" in xml:
            xml = _EMPTY_TABLE.sub("", xml)
        xml = xml.replace("</w:tcPr></w:tc>", "</w:tcPr><w:p/></w:tc>").replace("<w:tc></w:tc>", "<w:tc><w:p/></w:tc>")
        xml = xml.replace("</w:tbl></w:tc>", "</w:tbl><w:p/></w:tc>")
    if any(xml.count(f"></w:{name}>") != xml.count(f"</w:p></w:{name}>") for name in _FRAMES):
        xml = _EMPTY_FRAME.sub(r"\1<w:p/>\3", xml)
    return xml


def highlight(xml: str) -> str:
    """The text of a part with its marks highlighted."""
    if MARK_LEFT not in xml:
        return xml
    root = etree.fromstring(xml.encode())
    for text in [each for each in root.iter(T) if each.text and _MARK.search(each.text)]:
        if parent_of(text).tag == R:
            _split(parent_of(text), text)
    return etree.tostring(root, encoding="UTF-8", standalone=True, xml_declaration=True).decode()


def _split(run: Element, text: Element) -> None:
    """One run becomes several: the pieces before the text, each piece of the text, the pieces after it."""
    properties = run.find(q("rPr"))
    children = [each for each in run if each is not properties]
    at = children.index(text)
    groups: list[tuple[list[Element], bool]] = [(children[:at], False)]
    for piece in _MARK.split(text.text or ""):
        if piece:
            made = etree.Element(T)
            made.text = piece
            made.set(SPACE, "preserve")
            groups.append(([made], bool(_MARK.fullmatch(piece))))
    groups.append((children[at + 1 :], False))
    for pieces, is_mark in groups:
        if pieces:
            run.addprevious(_run(properties, pieces, is_mark=is_mark))
    parent_of(run).remove(run)


def _run(properties: Element | None, pieces: list[Element], *, is_mark: bool) -> Element:
    run = etree.Element(R, nsmap={"w": W})
    own = deepcopy(properties) if properties is not None else etree.Element(q("rPr"))
    own.tail = None
    if is_mark:
        for old in own.findall(q("highlight")):
            own.remove(old)
        place = next((no for no, each in enumerate(own) if each.tag in _AFTER), len(own))
        own.insert(place, etree.Element(q("highlight"), {q("val"): "yellow"}))
    if len(own):
        run.append(own)
    run.extend(pieces)
    return run


def keep_together(xml: str, language: str) -> str:
    """The text of a part with the spaces that must not break, whatever runs a paragraph is cut into."""
    return "".join(_bound(piece, language) for piece in _PARAGRAPH_END.split(xml))


def _bound(xml: str, language: str) -> str:
    """The texts of one paragraph are read as one: bound text keeps its length, so each run takes its piece back."""
    matches = list(_TEXT.finditer(xml))
    before = [unescape(each[2]) for each in matches]
    whole = "".join(before)
    after = bound(whole, language)
    if after == whole:
        return xml
    pieces, done, place = [], 0, 0
    for match, text in zip(matches, before, strict=True):
        new = after[place : place + len(text)]
        place += len(text)
        if new != text:
            pieces += [xml[done : match.start(2)], escape(new)]
            done = match.end(2)
    return "".join([*pieces, xml[done:]])
