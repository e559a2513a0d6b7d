"""Footnotes, endnotes and comments of a loop are written in it, so that each pass has its own with its own facts."""

from collections.abc import Callable, Mapping, MutableMapping
from copy import deepcopy

from lxml import etree

from contracts.docx.engine.faults import TextPlace
from contracts.docx.engine.paragraphs import NumberedParagraph, heal
from contracts.docx.engine.word import Element, P, drop, parent_of, parse_text_part, q
from contracts.docx.repeats.copies import Marker
from contracts.docx.repeats.passes import CLOSE, OPEN

_KINDS = {q(f"{kind}Reference"): kind for kind in ("footnote", "endnote", "comment")}
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def part_text(root: Element) -> str:
    """A part as text that elements can be added to."""
    root.text = root.text or ""
    return DECLARATION + etree.tostring(root, encoding="unicode")


def take_notes(
    marker: Marker, parts: MutableMapping[str, bytes], read: Callable[[NumberedParagraph], None]
) -> dict[str, str]:
    """Move the notes that loops refer to beside their references, their tags read; the parts they were taken from."""
    opened: dict[str, Element] = {}
    numbers: dict[Element, int] = {}
    for element, loops in marker.around:
        kind = _KINDS.get(str(element.tag))
        if not (kind and loops):
            continue
        name = _part_of(parts, kind)
        if name is None:
            continue
        if name not in opened:
            opened[name] = parse_text_part(parts[name], name)
            numbers |= {each: no for no, each in enumerate(opened[name].iter(P), start=1)}
        note = _note(opened[name], kind, str(element.get(q("id"))))
        if note is not None:
            for paragraph in note.iter(P):
                read(NumberedParagraph(TextPlace(name, numbers[paragraph]), paragraph, heal(paragraph)))
            note.tail = None
            note.set("part", name)
            parent_of(element).addnext(note)
    for name, root in opened.items():
        parts[name] = part_text(root).encode()
    return {name: parts[name].decode() for name in opened}


def written_notes(root: Element) -> dict[str, str]:
    """The notes beside their references as texts that a pass puts into their part; a mark stays for each."""
    texts: dict[str, str] = {}
    for note in list(root.iter(*(q(kind) for kind in _KINDS.values()))):
        name = note.attrib.pop("part", None)
        if name is None:
            continue
        alone = deepcopy(note)
        alone.tail = None
        etree.cleanup_namespaces(alone)
        number = str(len(texts))
        note.addprevious(etree.ProcessingInstruction("note", number))
        drop(note)
        texts[number] = f"{OPEN}B{name}{CLOSE}{etree.tostring(alone, encoding='unicode')}{OPEN}E{CLOSE}"
    return texts


def _note(root: Element, kind: str, id: str) -> Element | None:
    return next((each for each in root.iter(q(kind)) if each.get(q("id")) == id), None)


def _part_of(parts: Mapping[str, bytes], kind: str) -> str | None:
    return next((name for name in parts if name.lower().endswith(f"/{kind}s.xml")), None)
