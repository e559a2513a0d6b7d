"""A part of a Word document becomes the source of a Jinja template: each tag in one place, all else as it was."""

import re
from collections import Counter
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from types import CodeType

from lxml import etree

from contracts.docx.engine.blocks import Placed, block_faults
from contracts.docx.engine.faults import TemplateFault, TextPlace, TooLarge
from contracts.docx.engine.paragraphs import NumberedParagraph, heal, join
from contracts.docx.engine.tags import ESCAPE, LOOSE, Tag, find_tags, read_tag, replace_tags, unescaped
from contracts.docx.engine.widened_tags import Token, lift, whole_place
from contracts.docx.engine.word import (
    SPACE,
    TBL,
    TC,
    TR,
    Element,
    P,
    T,
    own_pieces,
    parse_text_part,
    piece_text,
    q,
    text_of,
)
from contracts.docx.repeats.copies import Marker, mark_copies
from contracts.docx.repeats.lists import restart_lists
from contracts.docx.repeats.loops import LEFT, RIGHT
from contracts.docx.repeats.notes import take_notes, written_notes
from contracts.docx.repeats.passes import CLOSE, OPEN, Copies

_TOKEN = re.compile(f"{LEFT}(\\d+){RIGHT}|<\\?tag (\\d+)\\?>")
_NOTE = re.compile(r"<\?note (\d+)\?>")
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
#: Tags of one part; a template of an office has some hundred.
TAGS_MAX = 5_000
#: Characters of all tags of one part; Jinja and Python take some kilobytes for each.
CODE_MAX = 50_000
#: Tags widened to one and the same paragraph, row or cell.
WIDENED_MAX = 100
#: Text that is no run of a paragraph, where a value cannot be put: equations and the codes of fields.
_UNFILLED = ("{http://schemas.openxmlformats.org/officeDocument/2006/math}t", q("instrText"))
#: Elements between which white space means nothing; without it, what a tag leaves empty can be recognised.
_FRAMES = (TBL, TR, TC, q("body"), q("hdr"), q("ftr"), q("footnote"), q("endnote"), q("txbxContent"), q("sdtContent"))


@dataclass(slots=True)
class PartSource:
    """The Jinja source of a part; ``lines`` says which place each of its lines comes from."""

    part: str
    text: str
    lines: dict[int, TextPlace]
    tags: list[Tag]
    faults: list[TemplateFault] = field(default_factory=list)
    is_lifted: bool = False
    copies: Copies | None = None
    opened: dict[str, str] = field(default_factory=dict)
    to_see: list[TemplateFault] = field(default_factory=list)
    is_changed: bool = False
    is_text: bool = True
    code: CodeType | None = None


def has_tags(content: bytes) -> bool:
    """Whether a part may hold a tag, be it split over runs or written as character references."""
    return b"{" in content or b"}" in content or b"&#" in content


def read_part(content: bytes, part: str, parts: MutableMapping[str, bytes]) -> PartSource:
    """The source of a part with its faults collected; raises :class:`TemplateFault` where it is not XML of Word.

    Notes a loop repeats are taken out of the other ``parts``.
    """
    root = parse_text_part(content, part)
    _join_frames(root)
    reader = _Reader(part)
    numbered = [
        NumberedParagraph(TextPlace(part, no), each, heal(each)) for no, each in enumerate(root.iter(P), start=1)
    ]
    for each in numbered:
        reader.unfilled(each)
    for each in join(numbered):
        reader.paragraph(each)
    source = PartSource(part, "", {}, [], reader.faults)
    if any(each.tag.keyword == "for" for each in reader.placed) and not reader.faults:
        _copies(source, root, reader, parts)
    notes = written_notes(root)
    written = _NOTE.sub(lambda match: notes[match[1]], etree.tostring(root, encoding="unicode"))
    in_order = [reader.placed[int(text or lifted)] for text, lifted in _TOKEN.findall(written)]
    source.faults += block_faults(in_order)
    loops = source.copies is not None and bool(source.copies.identities)
    source.text, source.lines = _with_tags(_DECLARATION + written, reader.placed, loops=loops)
    source.tags, source.is_lifted, source.is_changed = (
        [each.tag for each in in_order],
        reader.is_lifted,
        reader.is_changed,
    )
    return source


def _copies(source: PartSource, root: Element, reader: "_Reader", parts: MutableMapping[str, bytes]) -> None:
    """What loops repeat gets marks; notes stand beside their references."""
    source.opened = take_notes(Marker(root, reader.placed), parts, reader.paragraph)
    marker = Marker(root, reader.placed)
    source.faults += mark_copies(marker, source.part)
    goes_on: list[Element] = []
    source.opened |= restart_lists(marker, parts, goes_on)
    source.to_see = [_goes_on(source.part, each) for each in goes_on]
    source.copies = marker.copies if marker.copies.identities or source.opened else None


def _goes_on(part: str, paragraph: Element) -> TemplateFault:
    return TemplateFault(
        "{place}: the numbers of this list go on from pass to pass of the loop, for the list also stands outside it;"
        " give the loop a list of its own to begin anew.",
        TextPlace(part, 0, text_of(paragraph).strip()),
    )


class _Reader:
    """Collects the tags of a part while it goes through its paragraphs."""

    def __init__(self, part: str) -> None:
        self.part = part
        self.placed: list[Placed] = []
        self.faults: list[TemplateFault] = []
        self.is_lifted = self.is_changed = False
        self._characters = 0
        self._widened: Counter[Element] = Counter()

    def paragraph(self, numbered: NumberedParagraph) -> None:
        """Put a token in place of each tag of a healed paragraph."""
        paragraph, (part, no) = numbered.paragraph, (numbered.place.part, numbered.place.paragraph)
        text = "".join(piece_text(each) for each in own_pieces(paragraph))
        if "{" not in text and "}" not in text:
            return
        place = whole_place(text, part, no)
        if LOOSE.search(replace_tags(text, lambda _: "")):
            self.faults.append(
                TemplateFault(
                    "{place}: a tag is not closed; every {{{{ needs its }}}} in the same paragraph, {{% its %}}.", place
                )
            )
            return
        self.is_changed = self.is_changed or ESCAPE.search(text) is not None or next(find_tags(text), None) is not None
        scoped: list[tuple[Element, int]] = []
        for piece in own_pieces(paragraph):
            if piece.tag == T and piece.text and ("{" in piece.text or "}" in piece.text):
                scoped += self._piece(piece, place)
        for holder, index in scoped:
            self._lift(holder, index)

    def unfilled(self, numbered: NumberedParagraph) -> None:
        """A tag where no value can be put is a fault: it would be printed as it stands."""
        paragraph = numbered.paragraph
        text = "".join(each.text or "" for each in paragraph.iter(*_UNFILLED))
        if next(find_tags(text), None) and next(paragraph.iter(P)) is paragraph:
            place = TextPlace(numbered.place.part, numbered.place.paragraph, text.strip())
            self.faults.append(
                TemplateFault(
                    "{place}: tags in equations and field codes are not filled; write the tag as plain text.", place
                )
            )

    def _piece(self, piece: Element, place: TextPlace) -> list[tuple[Element, int]]:
        scoped: list[tuple[Element, int]] = []
        around = _around(piece)

        def token(written: str) -> str:
            tag = read_tag(written, TextPlace(place.part, place.paragraph, written))
            if tag.source.startswith("{#") and not tag.scope:
                return ""
            self._count(tag)
            self.placed.append(Placed(tag, around))
            if tag.scope:
                scoped.append((piece, len(self.placed) - 1))
            return f"{LEFT}{len(self.placed) - 1}{RIGHT}"

        piece.text = unescaped(replace_tags(piece.text or "", token))
        piece.set(SPACE, "preserve")
        return scoped

    def _count(self, tag: Tag) -> None:
        if len(self.placed) == TAGS_MAX:
            raise TooLarge("{place}: the part holds more than {limit} tags.", tag.place, limit=TAGS_MAX)
        self._characters += len(tag.source)
        if self._characters > CODE_MAX:
            raise TooLarge(
                "{place}: the tags of the part are longer than {limit} characters.", tag.place, limit=CODE_MAX
            )

    def _lift(self, holder: Element, index: int) -> None:
        placed = self.placed[index]
        widened = next(holder.iterancestors(q(placed.tag.scope)), holder)
        self._widened[widened] += 1
        if self._widened[widened] > WIDENED_MAX:
            raise TooLarge(
                "{place}: more than {limit} tags widen to one paragraph, row or cell.",
                placed.tag.place,
                limit=WIDENED_MAX,
            )
        try:
            parent = lift(holder, placed.tag, Token(f"{LEFT}{index}{RIGHT}", f"{index}"))
        except TemplateFault as fault:
            self.faults.append(fault)
            return
        self.placed[index] = Placed(placed.tag, _around(parent))
        self.is_lifted = True


def _around(element: Element) -> tuple[str, ...]:
    """The names of the elements around, with the namespaces each declares itself: what may stand for what."""
    names = []
    for each in (element, *element.iterancestors()):
        above, own = each.getparent(), each.nsmap
        declared = "" if above is None or own == above.nsmap else str(sorted(map(str, own.items())))
        names.append(str(each.tag) + declared)
    return tuple(names)


def _join_frames(root: Element) -> None:
    for frame in root.iter(*_FRAMES):
        if frame.text and not frame.text.strip():
            frame.text = None
        for each in frame:
            if each.tail and not each.tail.strip():
                each.tail = None


def _with_tags(written: str, placed: list[Placed], *, loops: bool) -> tuple[str, dict[int, TextPlace]]:
    """The tags put back; each ends with a line of its own, so that Jinja's line numbers name the tag."""
    out: list[str] = []
    lines: dict[int, TextPlace] = {}
    line, at = 1, 0
    for match in _TOKEN.finditer(written):
        no = int(match[1] or match[2])
        tag = placed[no].tag
        between = _literal(written[at : match.start()])
        source = " ".join(tag.source.splitlines())
        source = f"{source[:-2].rstrip('-').rstrip()}\n{'-' if source.endswith(('-}}', '-%}')) else ''}{source[-2:]}"
        line += between.count("\n")
        lines[line] = lines[line + 1] = tag.place
        line += 1
        out += [between, source, f"{OPEN}L{no}{CLOSE}" if loops and tag.keyword == "for" else ""]
        at = match.end()
    return "".join([*out, _literal(written[at:])]), lines


def _literal(text: str) -> str:
    """Text outside tags as XML that Jinja takes for nothing else."""
    return text.replace("{{", "&#123;{").replace("{%", "&#123;%").replace("{#", "&#123;#")
