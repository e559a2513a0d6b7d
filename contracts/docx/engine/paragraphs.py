"""Word splits what a person types: healing brings every tag into one text element, joining makes paragraphs one.

``{%-`` at the beginning of a paragraph joins it to the one before, ``-%}`` at the end to the next, as in docxtpl. So
a long sentence with its conditions is written over several lines of a template and is one paragraph of a document.
"""

import re
from collections.abc import Iterable
from typing import TypeGuard

from contracts.docx.engine.faults import TextPlace
from contracts.docx.engine.tags import TAG, read_tag
from contracts.docx.engine.word import SPACE, Element, P, T, drop, own_pieces, piece_text, q

_BEGINS, _ENDS = re.compile(r"\s*\{%-"), re.compile(r"-%\}\s*$")


def heal(paragraph: Element) -> str:
    """Bring each tag into the text element it begins in, and return the text of the paragraph.

    The formatting of a tag's first character is what the value gets; tabs and line breaks typed inside a tag go.
    """
    pieces = list(own_pieces(paragraph))
    text = "".join(piece_text(each) for each in pieces)
    if "{" not in text:
        return text
    for match in reversed(list(TAG.finditer(text))):
        _gather(pieces, match.start(), match.end())
    return text


def _gather(pieces: list[Element], start: int, end: int) -> None:
    """Move the characters from ``start`` to ``end`` into the element that holds the first of them.

    Called from the last tag to the first, so that places before ``start`` are still right.
    """
    at = 0
    first: Element | None = None
    for piece in list(pieces):
        text = piece_text(piece)
        begins, at = at, at + len(text)
        low, high = max(start, begins) - begins, min(end, at) - begins
        if low >= high:
            continue
        if first is None:
            if piece.tag != T or high == end - begins:
                return  # the whole tag stands in one element
            first, gathered = piece, [text]
        else:
            gathered.append(text[:high])
            if piece.tag == T:
                piece.text = text[high:]
                piece.set(SPACE, "preserve")
            else:
                pieces.remove(piece)
                drop(piece)
    if first is not None:
        first.text = "".join(gathered)
        first.set(SPACE, "preserve")


def join(paragraphs: Iterable[tuple[int, Element]]) -> list[tuple[int, Element]]:
    """The paragraphs left, each with its number; tags must be whole (healed) already."""
    kept: list[tuple[int, Element]] = []
    gone: set[Element] = set()
    for no, paragraph in paragraphs:
        if paragraph in gone:
            continue
        host, before = paragraph, paragraph.getprevious()
        if _is_plain(before) and _is_plain(paragraph) and _asks_to_join(paragraph, _BEGINS):
            host = _pour(paragraph, before)
        else:
            kept.append((no, paragraph))
        after = host.getnext()
        while _is_plain(host) and _is_plain(after) and _asks_to_join(host, _ENDS):
            gone.add(after)
            after = _pour(after, host).getnext()
    return kept


def _is_plain(element: Element | None) -> TypeGuard[Element]:
    """Whether it is a paragraph that does not end a section of the page layout."""
    return element is not None and element.tag == P and element.find(f"{q('pPr')}/{q('sectPr')}") is None


def _asks_to_join(paragraph: Element, pattern: re.Pattern[str]) -> bool:
    """Whether a tag at that edge asks for joining; a widened tag goes with its paragraph and joins nothing."""
    text = "".join(piece_text(each) for each in own_pieces(paragraph))
    if pattern.search(text) is None if pattern is _ENDS else pattern.match(text) is None:
        return False
    tags = TAG.findall(text)
    return bool(tags) and not read_tag(tags[-1 if pattern is _ENDS else 0], TextPlace()).scope


def _pour(source: Element, target: Element) -> Element:
    """The target, with what the source held but its properties; the source is gone."""
    for each in list(source):
        if each.tag != q("pPr"):
            target.append(each)
    drop(source)
    return target
