"""Word splits what a person types: healing brings every tag into one text element, joining makes paragraphs one.

``{%-`` at the beginning of a paragraph joins it to the one before, ``-%}`` at the end to the next, as in docxtpl. So
a long sentence with its conditions is written over several lines of a template and is one paragraph of a document.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple, TypeGuard

from contracts.docx.engine.faults import TextPlace
from contracts.docx.engine.tags import ESCAPE, find_tags, read_tag
from contracts.docx.engine.word import SPACE, Element, P, T, drop, own_pieces, piece_text, q

_BEGINS = re.compile(r"\s*\{%-")
_PPR, _SECTION = q("pPr"), q("sectPr")


class NumberedParagraph(NamedTuple):
    """A paragraph with its place and its text, tags whole."""

    place: TextPlace
    paragraph: Element
    text: str


def heal(paragraph: Element) -> str:
    """Bring each tag into the text element it begins in, and return the text of the paragraph.

    The formatting of a tag's first character is what the value gets; tabs and line breaks typed inside a tag go.
    """
    pieces = list(own_pieces(paragraph))
    texts = [piece_text(each) for each in pieces]
    text = "".join(texts)
    if spans := _spans(text):
        for piece, old, new in zip(pieces, texts, _gathered(texts, spans), strict=True):
            if piece.tag != T and old and not new:
                drop(piece)
            elif old != new:
                piece.text = new
                piece.set(SPACE, "preserve")
    return text


def _spans(text: str) -> list[tuple[int, int]]:
    """What must stand in one element: tags, and braces to be printed outside them."""
    if "{" not in text and "}" not in text:
        return []
    tags = list(find_tags(text))
    borders = [0, *(place for tag in tags for place in tag), len(text)]
    outside = zip(borders[::2], borders[1::2], strict=True)
    escapes = (
        [match.span() for low, high in outside for match in ESCAPE.finditer(text, low, high)] if "_" in text else []
    )
    return sorted([*tags, *escapes])


def _gathered(texts: Sequence[str], spans: Sequence[tuple[int, int]]) -> list[str]:
    """What each element holds once each span stands whole in the element it begins in; each is visited once."""
    out: list[list[str]] = [[] for _ in texts]
    ends = list(accumulate(map(len, texts)))
    text, no, at = "".join(texts), 0, 0

    def write(stop: int) -> None:
        nonlocal no, at
        while at < stop:
            while ends[no] <= at:
                no += 1
            to = min(stop, ends[no])
            out[no].append(text[at:to])
            at = to

    for start, end in spans:
        write(start)
        while ends[no] <= start:
            no += 1
        out[no].append(text[start:end])
        at = end
    write(len(text))
    return ["".join(each) for each in out]


class _Edges(NamedTuple):
    """Whether a paragraph asks to be joined to the one before, to the next, or says nothing at all."""

    begins: bool
    ends: bool
    is_blank: bool


def join(paragraphs: Iterable[NumberedParagraph]) -> list[NumberedParagraph]:
    """The paragraphs left, each with its place; tags must be whole (healed) already."""
    numbered = list(paragraphs)
    edges = {paragraph: _edges(text) for _, paragraph, text in numbered}
    kept: list[NumberedParagraph] = []
    gone: set[Element] = set()
    for each in numbered:
        paragraph = each.paragraph
        if paragraph in gone:
            continue
        host, before, asks = paragraph, paragraph.getprevious(), edges[paragraph].ends
        if edges[paragraph].begins and _is_plain(before) and _is_plain(paragraph):
            host = _pour(paragraph, before)
        else:
            kept.append(each)
        after = host.getnext()
        while asks and _is_plain(host) and _is_plain(after):
            gone.add(after)
            asks = edges[after].ends or edges[after].is_blank
            after = _pour(after, host).getnext()
    return kept


def _edges(text: str) -> _Edges:
    """What the tags at both ends ask for; a widened tag goes with its paragraph and joins nothing."""
    begins, ends = _BEGINS.match(text) is not None, text.rstrip().endswith("-%}")
    if begins or ends:
        tags = list(find_tags(text))
        begins = begins and bool(tags) and not _scope(text, tags[0])
        ends = ends and bool(tags) and not _scope(text, tags[-1])
    return _Edges(begins, ends, not text.strip())


def _scope(text: str, tag: tuple[int, int]) -> str:
    return read_tag(text[slice(*tag)], TextPlace()).scope


def _is_plain(element: Element | None) -> TypeGuard[Element]:
    """Whether it is a paragraph that does not end a section of the page layout."""
    if element is None or element.tag != P:
        return False
    return not len(element) or element[0].tag != _PPR or element[0].find(_SECTION) is None


def _pour(source: Element, target: Element) -> Element:
    """The target, with what the source held but its properties; the source is gone."""
    for each in list(source):
        if each.tag != _PPR:
            target.append(each)
    drop(source)
    return target
