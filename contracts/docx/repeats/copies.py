"""Finds what a loop would repeat although Word takes it once, and puts a mark in its place.

Bookmarks with the fields and links that lead to them, content controls, drawings, shapes, comments, footnotes. A place
that leads to a bookmark of a loop leads to the one of its own pass; from outside, or from another list, to the first.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from lxml import etree

from contracts.docx.engine.blocks import Placed
from contracts.docx.engine.faults import TemplateFault, TextPlace
from contracts.docx.engine.word import Element, drop, parent_of, q
from contracts.docx.repeats.loops import Loops, in_loops, runs_over
from contracts.docx.repeats.passes import CLOSE, OPEN, Copies, Identity

_V, _O = "urn:schemas-microsoft-com:vml", "urn:schemas-microsoft-com:office:office"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_ID, _NAME, _VAL, _ANCHOR, _INSTR = (q(each) for each in ("id", "name", "val", "anchor", "instr"))
#: Elements that may stand once only: which attribute numbers them, and among what.
_NUMBERED = {f"{{{_WP}}}docPr": ("id", "drawing"), f"{{{_O}}}OLEObject": ("ObjectID", "object")}
#: Elements that belong together by one number.
_PAIRED = {
    q("bookmarkStart"): "bookmark", q("bookmarkEnd"): "bookmark", q("permStart"): "permission",
    q("permEnd"): "permission", q("commentRangeStart"): "comment", q("commentRangeEnd"): "comment",
    q("commentReference"): "comment", q("comment"): "comment", q("footnoteReference"): "footnote",
    q("footnote"): "footnote", q("endnoteReference"): "endnote", q("endnote"): "endnote",
}  # fmt: skip
#: Fields whose words are not names of bookmarks.
_OTHER_FIELDS = ("SEQ", "MERGEFIELD", "DOCPROPERTY", "DOCVARIABLE", "STYLEREF", "INCLUDETEXT", "INCLUDEPICTURE")
_WORD = re.compile(r"[^\W\d][\w.]*")
_LINKED = re.compile(r"#([\w.:-]+)")


class Marker:
    """Puts marks into one part; :attr:`copies` is what they mean."""

    def __init__(self, root: Element, placed: Sequence[Placed]) -> None:
        self._placed, self._over = placed, runs_over(placed)
        self.around = list(in_loops(root, placed))
        self.copies = Copies(inner=self._inner())
        self._known: dict[tuple[str, str], int] = {}

    def _inner(self) -> dict[int, Loops]:
        inner: dict[int, set[int]] = defaultdict(set)
        for _, loops in self.around:
            for no, loop in enumerate(loops):
                inner[loop].update(loops[no + 1 :])
        return {loop: tuple(sorted(each)) for loop, each in inner.items()}

    def identity(self, space: str, original: str, loops: Loops) -> int:
        """The number of an identity, one for all that bear the same name."""
        key = (space, original.casefold())
        if key not in self._known:
            self._known[key] = len(self.copies.identities)
            self.copies.identities.append(Identity(space, original, loops))
        return self._known[key]

    def mark(self, no: int, at: Loops) -> str:
        """What stands for an identity at a place: of the pass it is in, also in another loop over the same list."""
        levels, is_same = [], True
        for level, loop in enumerate(self.copies.identities[no].loops):
            is_same = is_same and level < len(at) and self._over[at[level]] == self._over[loop]
            levels.append(str(at[level]) if is_same else "")
        return f"{OPEN}N{no}:{','.join(levels)}{CLOSE}"

    def number(self, element: Element, attribute: str, space: str, loops: Loops) -> None:
        """A number of its own in each pass for an element no other refers to."""
        if (value := element.get(attribute)) is not None:
            self.copies.used[space].add(value.casefold())
            if loops:
                element.set(attribute, self.mark(self.identity(space, value, loops), loops))


def mark_copies(marker: Marker, part: str) -> list[TemplateFault]:
    """Mark all identities of a part that stand in loops; what begins in a loop and ends outside it is a fault."""
    faults = _mark_pairs(marker, part)
    for element, loops in marker.around:
        if element.tag in _NUMBERED:
            marker.number(element, *_NUMBERED[str(element.tag)], loops)
        elif element.tag == _ID and parent_of(element).tag == q("sdtPr"):
            marker.number(element, _VAL, "control", loops)
    _mark_names(marker)
    return faults


def _mark_pairs(marker: Marker, part: str) -> list[TemplateFault]:
    pairs: dict[tuple[str, str], list[tuple[Element, Loops]]] = defaultdict(list)
    for element, loops in marker.around:
        if element.tag in _PAIRED and (value := element.get(_ID)) is not None:
            pairs[_PAIRED[str(element.tag)], value].append((element, loops))
            marker.copies.used[_PAIRED[str(element.tag)]].add(value)
    faults, links = [], _words_of_links(marker)
    for (space, value), found in pairs.items():
        kinds = {loops for _, loops in found}
        if len(kinds) > 1 and space in ("bookmark", "permission"):
            name = next((each.get(_NAME) for each, _ in found if each.get(_NAME)), "") or ""
            if name.casefold() in links:
                faults.append(_half_in_loop(part, name))
            _remove(each for each, _ in found)
        elif kinds != {()}:
            own = next((loops for element, loops in found if element.tag == q("commentReference")), found[0][1])
            _remove(element for element, loops in found if loops != own)
            for element, loops in found:
                if loops == own and own:
                    element.set(_ID, marker.mark(marker.identity(space, value, own), own))
    return faults


def _remove(elements: Iterable[Element]) -> None:
    for each in elements:
        drop(each)


def _half_in_loop(part: str, name: str) -> TemplateFault:
    return TemplateFault(
        "{place}: the bookmark {name} begins in a loop and ends outside it, or the other way round; put both into it.",
        TextPlace(part),
        name=name,
    )


def _words_of_links(marker: Marker) -> set[str]:
    """Words that may lead to a bookmark."""
    texts = [
        element.get(_ANCHOR) or element.get(_INSTR) or (element.text if element.tag == q("instrText") else "") or ""
        for element, _ in marker.around
        if element.tag in (q("hyperlink"), q("fldSimple"), q("instrText"))
    ]
    return {word.casefold() for text in texts for word in _WORD.findall(text)}


def _mark_names(marker: Marker) -> None:
    """Names, then all that leads to them."""
    for element, loops in marker.around:
        if element.tag == q("bookmarkStart") and (name := element.get(_NAME)):
            marker.copies.used["name"].add(name.casefold())
            if loops and element.getparent() is not None:
                element.set(_NAME, marker.mark(marker.identity("name", name, loops), loops))
        elif etree.QName(element).namespace == _V and (name := element.get("id")):
            marker.copies.used["shape"].add(name.casefold())
            if loops:
                element.set("id", marker.mark(marker.identity("shape", name, loops), loops))
    if any(each.space in ("name", "shape") for each in marker.copies.identities):
        _mark_links(marker)


def _mark_links(marker: Marker) -> None:
    known = {(each.space, each.original.casefold()): no for no, each in enumerate(marker.copies.identities)}
    field: list[tuple[Element, Loops]] = []
    for element, loops in marker.around:
        if element.tag == q("fldChar"):
            _mark_field(marker, known, field)
            field = []
        elif element.tag == q("instrText"):
            field.append((element, loops))
        elif (anchor := element.get(_ANCHOR)) is not None and ("name", anchor.casefold()) in known:
            element.set(_ANCHOR, marker.mark(known["name", anchor.casefold()], loops))
        elif (code := element.get(_INSTR)) is not None:
            element.set(_INSTR, _marked_code(marker, known, code, loops))
        elif etree.QName(element).namespace in (_V, _O) or element.tag == q("control"):
            _mark_shape_links(marker, known, element, loops)
    _mark_field(marker, known, field)


def _mark_field(marker: Marker, known: dict[tuple[str, str], int], field: list[tuple[Element, Loops]]) -> None:
    """The code of a field, which Word may have split over runs."""
    if not field:
        return
    code = "".join(each.text or "" for each, _ in field)
    marked = _marked_code(marker, known, code, field[0][1])
    if marked != code:
        field[0][0].text = marked
        for each, _ in field[1:]:
            each.text = ""


def _marked_code(marker: Marker, known: dict[tuple[str, str], int], code: str, loops: Loops) -> str:
    keyword = code.split(None, 1)[0].upper() if code.strip() else ""
    if keyword in _OTHER_FIELDS:
        return code

    def marked(match: re.Match[str]) -> str:
        no = known.get(("name", match[0].casefold()))
        return match[0] if no is None else marker.mark(no, loops)

    return _WORD.sub(marked, code)


def _mark_shape_links(marker: Marker, known: dict[tuple[str, str], int], element: Element, loops: Loops) -> None:
    """``type="#_x0000_t75"``, ``ShapeID``, ``spid``, and the next box of a text."""
    for attribute, value in element.attrib.items():
        text = str(value)
        if OPEN in text:
            continue
        if (no := known.get(("shape", text.removeprefix("#").casefold()))) is not None:
            element.set(attribute, ("#" if text.startswith("#") else "") + marker.mark(no, loops))
        elif "#" in text and attribute == "style":
            element.set(attribute, _LINKED.sub(lambda match: _link(marker, known, match, loops), text))


def _link(marker: Marker, known: dict[tuple[str, str], int], match: re.Match[str], loops: Loops) -> str:
    no = known.get(("shape", match[1].casefold()))
    return match[0] if no is None else "#" + marker.mark(no, loops)
