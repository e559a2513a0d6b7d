"""What a template would print or tell unmeant: tags nobody fills, its authors’ changes and comments, foreign files."""

import re
from collections.abc import Collection, Iterator, Mapping

from lxml import etree

from contracts.docx.engine.faults import TemplateFault, TextPlace
from contracts.docx.engine.package import text_parts
from contracts.docx.engine.word import Element, P, parse, q, text_of

_ANY_TAG = re.compile(rb"\{\{|\{%")
_OUTSIDE = re.compile(rb'<Relationship\s[^>]*TargetMode="External"[^>]*>')
_ADDRESS = re.compile(rb'Target="([^"]*)"')
#: Kinds of links that make Word open something by itself.
_OPENED = (b"/attachedTemplate", b"/image", b"/oleObject", b"/frame", b"/subDocument", b"/mailMerge", b"/aFChunk")
#: Fields by which Word takes the text of another file, or of another program.
_TAKEN = re.compile(
    r"^\s*(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|INCLUDE|LINK|IMPORT|RD|DATABASE|AUTOTEXT|MACROBUTTON)\b",
    re.IGNORECASE,
)
_CHANGES = tuple(q(each) for each in ("ins", "del", "moveFrom", "moveTo"))
#: Where a content control keeps its own name, which nobody sees.
_CONTROL = q("sdtPr")
_NOT_FILLED = "{place}: tags in charts, drawings and comments are not filled."


def warnings_of(parts: Mapping[str, bytes], still: Collection[str]) -> Iterator[TemplateFault]:
    """Warnings about a template; ``still`` are the parts the engine leaves as they are."""
    filled = text_parts(parts)
    yield from (fault for name in parts if name in still and name not in filled for fault in _tags_of(name, parts))
    for name in filled:
        yield from _of_text_part(name, parts[name])
    for name, content in parts.items():
        if name.endswith("comments.xml") and b"<w:comment " in content:
            yield TemplateFault(
                "{place}: the template holds comments, which every document made of it would show; delete them.",
                TextPlace(name),
            )
        if name.endswith(".rels"):
            yield from _opened(name, content)


def _tags_of(name: str, parts: Mapping[str, bytes]) -> Iterator[TemplateFault]:
    match = _ANY_TAG.search(parts[name])
    if match is not None and name.startswith("word/") and name.endswith(".xml") and name != "word/settings.xml":
        text = parts[name][match.start() : match.start() + 80].decode(errors="replace")
        yield TemplateFault(_NOT_FILLED, TextPlace(name, 0, re.sub(r"<[^>]*>?", "", text)))


def _of_text_part(name: str, content: bytes) -> Iterator[TemplateFault]:
    try:
        root = parse(content, name)
    except TemplateFault:
        return
    for each in root.iter(etree.Element):
        values = [str(value) for value in each.attrib.values() if "{{" in str(value)]
        if values and next(each.iterancestors(_CONTROL), None) is None:
            yield TemplateFault(_NOT_FILLED, TextPlace(name, 0, values[0]))
    yield from _fields(root, name)
    if next(root.iter(*_CHANGES), None) is not None:
        yield TemplateFault(
            "{place}: the template holds tracked changes, which every document made of it would show;"
            " accept or reject them.",
            TextPlace(name),
        )


def _fields(root: Element, name: str) -> Iterator[TemplateFault]:
    """Fields that take from elsewhere, whose codes Word may split over runs, and other files held inside."""
    codes, code = [str(each.get(q("instr"))) for each in root.iter(q("fldSimple"))], ""
    for each in root.iter(q("fldChar"), q("instrText")):
        if each.tag == q("instrText"):
            code += each.text or ""
        else:
            codes, code = [*codes, code] if code else codes, ""
    for code in codes:
        if _TAKEN.match(code):
            sentence = "{place}: this field takes its text from another file or program when Word opens it; remove it."
            yield TemplateFault(sentence, TextPlace(name, 0, " ".join(code.split())))
    if next(root.iter(q("altChunk")), None) is not None:
        yield TemplateFault(
            "{place}: another file is held inside, which is not filled; paste its text instead.", TextPlace(name)
        )


def _opened(name: str, content: bytes) -> Iterator[TemplateFault]:
    for match in _OUTSIDE.finditer(content):
        if any(kind in match[0] for kind in _OPENED):
            target = _ADDRESS.search(match[0])
            place = TextPlace(name, 0, target[1].decode(errors="replace") if target else "")
            yield TemplateFault("{place}: Word would open this other file by itself; remove it.", place)


def paragraphs_of(parts: Mapping[str, bytes]) -> Iterator[tuple[str, int, str]]:
    """Part, number and text of each paragraph that says something."""
    for name in text_parts(parts):
        try:
            root: Element = parse(parts[name], name)
        except TemplateFault:
            continue
        for no, paragraph in enumerate(root.iter(P), start=1):
            text = text_of(paragraph)
            if text:
                yield name, no, text
