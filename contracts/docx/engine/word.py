"""The few names of WordprocessingML the engine must know, and a parser that opens nothing outside the part."""

import re
from collections.abc import Iterator

from lxml import etree

from contracts.docx.engine.faults import TemplateFault, TextPlace

Element = etree._Element

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_STALE = frozenset({"proofErr", "lastRenderedPageBreak"})
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
#: Marks of one editing and names of paragraphs, which a loop would repeat; nothing in a text part refers to them.
_REVISION = re.compile(rf"^\{{{re.escape(W)}\}}rsid|^\{{{re.escape(_W14)}\}}(para|text)Id$")


def q(name: str) -> str:
    """The qualified name of an element of WordprocessingML."""
    return f"{{{W}}}{name}"


P, R, T, TR, TC, TBL = (q(each) for each in ("p", "r", "t", "tr", "tc", "tbl"))
#: Elements of a run that stand for characters.
CHARACTERS = {q("tab"): "\t", q("br"): "\n", q("cr"): "\n", q("noBreakHyphen"): "-", q("softHyphen"): ""}


def parse(content: bytes, part: str) -> Element:
    """The root of a part; raises :class:`TemplateFault` for what is not plain XML as Word writes it."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise TemplateFault(
            "{place}: the part is not well-formed ({reason}); save it in Word again.",
            TextPlace(part),
            reason=str(error)[:120],
        ) from None
    if root.getroottree().docinfo.doctype:
        raise TemplateFault("{place}: the part declares a document type, which Word never does.", TextPlace(part))
    return root


def parse_text_part(content: bytes, part: str) -> Element:
    """The root of a part with paragraphs, without what Word leaves behind from editing."""
    root = _prefixed(parse(_without_marks(content), part))
    if _STRICT in content[:4000] or root.nsmap.get("w") != W:
        raise TemplateFault(
            "{place}: the file is in the strict Open XML format; save it as a Word document (.docx).",
            TextPlace(part),
        )
    for each in list(root.iter(*(q(name) for name in _STALE))):
        drop(each)
    for control in root.iter(q("sdtPr")):
        _unbind(control)
    for each in root.iter(etree.Element):
        for name in [name for name in each.attrib if _REVISION.match(str(name))]:
            del each.attrib[name]
    return root


def _without_marks(content: bytes) -> bytes:
    """A part without the characters by which the engine marks tags and copies."""
    content = re.sub(rb"&#(?:x0*10[fF]{3}[a-dA-D]|0*111410[6-9]);", b"", content)
    return re.sub(rb"\xf4\x8f\xbf[\xba-\xbd]", b"", content)


def _prefixed(root: Element) -> Element:
    """The root with the prefix w that Word itself writes; other programs may choose another."""
    if root.nsmap.get("w") == W or W not in root.nsmap.values():
        return root
    spaces = {prefix: uri for prefix, uri in root.nsmap.items() if uri != W}
    made = etree.Element(root.tag, dict(root.attrib), {"w": W, **spaces})
    made.text = root.text
    made.extend(list(root))
    return made


def _unbind(control: Element) -> None:
    """A content control with a tag shows what it is filled with, not a property of the file nor a grey prompt."""
    if "{" in text_of(parent_of(control)):
        for each in list(control):
            if etree.QName(each).localname in ("dataBinding", "showingPlcHdr"):
                control.remove(each)


def parent_of(element: Element) -> Element:
    """The parent of an element below the root."""
    parent = element.getparent()
    if parent is None:
        raise ValueError("the root of a part has no parent")
    return parent


def drop(element: Element) -> None:
    """Take an element out; the text after it stays."""
    parent = element.getparent()
    if parent is not None:
        _keep_tail(element, parent)
        parent.remove(element)


def _keep_tail(element: Element, parent: Element) -> None:
    if not element.tail:
        return
    before = element.getprevious()
    if before is None:
        parent.text = (parent.text or "") + element.tail
    else:
        before.tail = (before.tail or "") + element.tail


def own_pieces(paragraph: Element) -> Iterator[Element]:
    """The text and character elements of a paragraph, without those of paragraphs inside it (text boxes)."""
    for each in paragraph.iter(T, *CHARACTERS):
        if parent_of(each).tag == R and next(each.iterancestors(P)) is paragraph:
            yield each


def piece_text(piece: Element) -> str:
    """What a text or character element says."""
    return (piece.text or "") if piece.tag == T else CHARACTERS[str(piece.tag)]


def text_of(element: Element) -> str:
    """All text under an element, as one line."""
    return "".join(each.text or "" for each in element.iter(T))
