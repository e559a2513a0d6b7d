"""A part of a Word document becomes the source of a Jinja template: each tag in one place, all else as it was."""

import re
from dataclasses import dataclass, field

from lxml import etree

from contracts.documents.engine.faults import Place, TemplateFault
from contracts.documents.engine.healing import heal
from contracts.documents.engine.lifting import lift, whole_place
from contracts.documents.engine.structure import Placed, block_faults
from contracts.documents.engine.tags import LOOSE, TAG, Tag, read_tag
from contracts.documents.engine.word import SPACE, TBL, TC, TR, Element, P, T, own_pieces, parse_text_part, q

_LEFT, _RIGHT = "\U0010fffc", "\U0010fffd"
_TOKEN = re.compile(f"{_LEFT}(\\d+){_RIGHT}")
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
#: Elements between which white space means nothing; without it, what a tag leaves empty can be recognised.
_FRAMES = (TBL, TR, TC, q("body"), q("hdr"), q("ftr"), q("footnote"), q("endnote"), q("txbxContent"), q("sdtContent"))


@dataclass(slots=True)
class Source:
    """The Jinja source of a part; ``lines`` says which place each of its lines comes from."""

    part: str
    text: str
    lines: dict[int, Place]
    tags: list[Tag]
    faults: list[TemplateFault] = field(default_factory=list)
    is_lifted: bool = False


def has_tags(content: bytes) -> bool:
    """Whether a part may hold a tag, be it split over runs."""
    return re.search(rb"\{(?:<[^>]*>)*[{%#]|[%}](?:<[^>]*>)*\}", content) is not None


def read_part(content: bytes, part: str) -> Source:
    """The source of a part with its faults collected; raises :class:`TemplateFault` where it is not XML of Word."""
    root = parse_text_part(content, part)
    _join_frames(root)
    reader = _Reader(part)
    for no, paragraph in enumerate(list(root.iter(P)), start=1):
        reader.paragraph(paragraph, no)
    written = etree.tostring(root, encoding="unicode")
    in_order = [reader.placed[int(no)] for no in _TOKEN.findall(written)]
    reader.faults += block_faults(in_order)
    text, lines = _with_tags(_DECLARATION + written, reader.placed)
    return Source(part, text, lines, [each.tag for each in in_order], reader.faults, reader.is_lifted)


class _Reader:
    """Collects the tags of a part while it goes through its paragraphs."""

    def __init__(self, part: str) -> None:
        self.part = part
        self.placed: list[Placed] = []
        self.faults: list[TemplateFault] = []
        self.is_lifted = False

    def paragraph(self, paragraph: Element, no: int) -> None:
        """Heal a paragraph and put a token in place of each of its tags."""
        text = heal(paragraph)
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

    def _piece(self, piece: Element, place: Place) -> list[tuple[Element, int]]:
        scoped: list[tuple[Element, int]] = []
        around = _around(piece)

        def token(match: re.Match[str]) -> str:
            tag = read_tag(match[0], Place(place.part, place.paragraph, match[0]))
            if tag.source.startswith("{#"):
                return ""
            self.placed.append(Placed(tag, around))
            if tag.scope and not (tag.scope == "r" and not tag.keyword):
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


def _with_tags(written: str, placed: list[Placed]) -> tuple[str, dict[int, Place]]:
    """The tags put back; each ends with a line of its own, so that Jinja's line numbers name the tag."""
    out: list[str] = []
    lines: dict[int, Place] = {}
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
