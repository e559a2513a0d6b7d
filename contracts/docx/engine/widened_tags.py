"""Tags widened by p, tr, tc or r stand in place of their whole element, so that no empty paragraph or row is left.

Where the element holds only the tag, it goes. Where it holds more, it stays: what opens stands before it, what closes
after it.
"""

from contracts.docx.engine.faults import TemplateFault, TextPlace
from contracts.docx.engine.tags import TAG, Tag
from contracts.docx.engine.word import Element, R, drop, parent_of, q, text_of

_OPENING = ("if", "for", "with", "set")
#: Marks that may stand between paragraphs and rows, and must not be lost with theirs.
_MARKS = tuple(q(each) for each in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd"))
#: What makes an element worth keeping beside its text.
_CONTENT = tuple(q(each) for each in ("drawing", "pict", "object", "footnoteReference", "endnoteReference", "br"))


def lift(holder: Element, tag: Tag, token: str) -> Element:
    """Put the token of a scoped tag where its element stood; returns the parent the token is a child of.

    ``holder`` is the text element whose text is exactly the tag's token.
    """
    element = _element(holder, tag)
    parent = parent_of(element)
    if _is_only(element, token):
        if next(element.iter(q("sectPr")), None) is not None:
            raise TemplateFault(
                "{place}: the paragraph ends a section of the page layout; put the tag into one of its own.", tag.place
            )
        for mark in list(element.iter(*_MARKS)):
            mark.tail = None
            element.addprevious(mark)
        _write_before(element, token)
        drop(element)
        return parent
    if tag.keyword in ("else", "elif"):
        raise TemplateFault("{place}: the tag must stand alone in its paragraph, row or cell.", tag.place)
    holder.text = (holder.text or "").replace(token, "")
    if tag.keyword in _OPENING or not tag.keyword:
        _write_before(element, token)
    else:
        element.tail = token + (element.tail or "")
    return parent


def _element(holder: Element, tag: Tag) -> Element:
    found = next(holder.iterancestors(q(tag.scope)), None)
    if found is None:
        raise TemplateFault(
            "{place}: a tag that begins with {scope} must stand in a table.", tag.place, scope=f"{{%{tag.scope}"
        )
    return found


def _is_only(element: Element, token: str) -> bool:
    if element.tag != R and next(element.iter(*_CONTENT), None) is not None:
        return False
    return text_of(element).strip() == token


def _write_before(element: Element, token: str) -> None:
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + token
        return
    parent = parent_of(element)
    parent.text = (parent.text or "") + token


def whole_place(paragraph_text: str, part: str, no: int) -> TextPlace:
    """The place of a paragraph, its text shortened around the first tag."""
    match = TAG.search(paragraph_text)
    begins = max(0, match.start() - 20) if match else 0
    return TextPlace(part, no, paragraph_text[begins : begins + 160].strip())
