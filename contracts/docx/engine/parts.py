"""A part of a Word document becomes the source of a Jinja template: each tag in one place, all else as it was."""

import re
from dataclasses import dataclass, field

from lxml import etree

from contracts.docx.engine.blocks import Placed, block_faults
from contracts.docx.engine.faults import TemplateFault, TextPlace
from contracts.docx.engine.paragraphs import heal, join
from contracts.docx.engine.tags import LOOSE, TAG, Tag, read_tag
from contracts.docx.engine.widened_tags import lift, whole_place
from contracts.docx.engine.word import SPACE, TBL, TC, TR, Element, P, T, own_pieces, parse_text_part, piece_text, q

_LEFT, _RIGHT = "\U0010fffc", "\U0010fffd"
_TOKEN = re.compile(f"{_LEFT}(\\d+){_RIGHT}")
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SPLIT = re.compile(rb"\{(?:\s|<[^>]*>)*[{%#]|[%}#](?:\s|<[^>]*>)*\}")
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
    repeats_drawings: bool = False
    is_text: bool = True


def has_tags(content: bytes) -> bool:
    """Whether a part may hold a tag, be it split over runs."""
    return _SPLIT.search(content) is not None


def read_part(content: bytes, part: str) -> PartSource:
    """The source of a part with its faults collected; raises :class:`TemplateFault` where it is not XML of Word."""
    root = parse_text_part(content, part)
    _join_frames(root)
    reader = _Reader(part)
    numbered = list(enumerate(root.iter(P), start=1))
    for no, paragraph in numbered:
        heal(paragraph)
        reader.unfilled(paragraph, no)
    for no, paragraph in join(numbered):
        reader.paragraph(paragraph, no)
    written = etree.tostring(root, encoding="unicode")
    in_order = [reader.placed[int(no)] for no in _TOKEN.findall(written)]
    reader.faults += block_faults(in_order)
    text, lines = _with_tags(_DECLARATION + written, reader.placed)
    tags = [each.tag for each in in_order]
    repeats = "<wp:docPr" in written and any(each.keyword == "for" for each in tags)
    return PartSource(part, text, lines, tags, reader.faults, reader.is_lifted, repeats)


class _Reader:
    """Collects the tags of a part while it goes through its paragraphs."""

    def __init__(self, part: str) -> None:
        self.part = part
        self.placed: list[Placed] = []
        self.faults: list[TemplateFault] = []
        self.is_lifted = False

    def paragraph(self, paragraph: Element, no: int) -> None:
        """Put a token in place of each tag of a healed paragraph."""
        text = "".join(piece_text(each) for each in own_pieces(paragraph))
        if "{" not in text and "}" not in text:
            return
        place = whole_place(text, self.part, no)
        if LOOSE.search(TAG.sub("", text)):
            self.faults.append(
                TemplateFault(
                    "{place}: a tag is not closed; every {{{{ needs its }}}} in the same paragraph, {{% its %}}.", place
                )
            )
            return
        scoped: list[tuple[Element, int]] = []
        for piece in own_pieces(paragraph):
            if piece.tag == T and piece.text and TAG.search(piece.text):
                scoped += self._piece(piece, place)
        for holder, index in scoped:
            self._lift(holder, index)

    def unfilled(self, paragraph: Element, no: int) -> None:
        """A tag where no value can be put is a fault: it would be printed as it stands."""
        text = "".join(each.text or "" for each in paragraph.iter(*_UNFILLED))
        if TAG.search(text) and next(paragraph.iter(P)) is paragraph:
            self.faults.append(
                TemplateFault(
                    "{place}: tags in equations and field codes are not filled; write the tag as plain text.",
                    TextPlace(self.part, no, text.strip()),
                )
            )

    def _piece(self, piece: Element, place: TextPlace) -> list[tuple[Element, int]]:
        scoped: list[tuple[Element, int]] = []
        around = _around(piece)

        def token(match: re.Match[str]) -> str:
            tag = read_tag(match[0], TextPlace(place.part, place.paragraph, match[0]))
            if tag.source.startswith("{#") and not tag.scope:
                return ""
            self.placed.append(Placed(tag, around))
            if tag.scope:
                scoped.append((piece, len(self.placed) - 1))
            return f"{_LEFT}{len(self.placed) - 1}{_RIGHT}"

        piece.text = TAG.sub(token, piece.text or "")
        piece.set(SPACE, "preserve")
        return scoped

    def _lift(self, holder: Element, index: int) -> None:
        placed = self.placed[index]
        if placed.tag.scope == "r" and (holder.text or "").strip() != f"{_LEFT}{index}{_RIGHT}":
            return  # other text in the run: the tag stays where it is, nothing of the text is lost
        try:
            parent = lift(holder, placed.tag, f"{_LEFT}{index}{_RIGHT}")
        except TemplateFault as fault:
            self.faults.append(fault)
            return
        self.placed[index] = Placed(placed.tag, _around(parent))
        self.is_lifted = True


def _around(element: Element) -> tuple[str, ...]:
    return tuple(str(each.tag) for each in (element, *element.iterancestors()))


def _join_frames(root: Element) -> None:
    for frame in root.iter(*_FRAMES):
        if frame.text and not frame.text.strip():
            frame.text = None
        for each in frame:
            if each.tail and not each.tail.strip():
                each.tail = None


def _with_tags(written: str, placed: list[Placed]) -> tuple[str, dict[int, TextPlace]]:
    """The tags put back; each ends with a line of its own, so that Jinja's line numbers name the tag."""
    out: list[str] = []
    lines: dict[int, TextPlace] = {}
    line, at = 1, 0
    for match in _TOKEN.finditer(written):
        tag = placed[int(match[1])].tag
        between = _literal(written[at : match.start()])
        source = " ".join(tag.source.splitlines())
        source = f"{source[:-2].rstrip('-').rstrip()}\n{'-' if source.endswith(('-}}', '-%}')) else ''}{source[-2:]}"
        line += between.count("\n")
        lines[line] = lines[line + 1] = tag.place
        line += 1
        out += [between, source]
        at = match.end()
    return "".join([*out, _literal(written[at:])]), lines


def _literal(text: str) -> str:
    """Text outside tags as XML that Jinja takes for nothing else."""
    return text.replace("{{", "&#123;{").replace("{%", "&#123;%").replace("{#", "&#123;#")
