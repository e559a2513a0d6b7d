"""Word splits what a person types as one word over several runs; healing brings every tag into one text element."""

from contracts.docx.engine.tags import TAG
from contracts.docx.engine.word import SPACE, Element, T, drop, own_pieces, piece_text


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
        said = piece_text(piece)
        begins, at = at, at + len(said)
        low, high = max(start, begins) - begins, min(end, at) - begins
        if low >= high:
            continue
        if first is None:
            if piece.tag != T or high == end - begins:
                return  # the whole tag stands in one element
            first, gathered = piece, [said]
        else:
            gathered.append(said[:high])
            if piece.tag == T:
                piece.text = said[high:]
                piece.set(SPACE, "preserve")
            else:
                pieces.remove(piece)
                drop(piece)
    if first is not None:
        first.text = "".join(gathered)
        first.set(SPACE, "preserve")
