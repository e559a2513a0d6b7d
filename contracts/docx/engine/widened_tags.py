"""Tags widened by p, tr, tc or r stand in place of their whole element, so that no empty paragraph or row is left.

Where the element holds only the tag, it goes. Where it holds more, it stays: what opens stands before it, what closes
after it.
"""

from typing import NamedTuple

from lxml import etree

from contracts.docx.engine.faults import TemplateFault, TextPlace
from contracts.docx.engine.tags import Tag, find_tags
from contracts.docx.engine.word import Element, T, drop, q

_OPENING = ("if", "for", "with", "set")
#: Marks that may stand between paragraphs and rows, and must not be lost with theirs.
_MARKS = tuple(q(each) for each in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd"))
#: What makes an element worth keeping beside its text.
_CONTENT = tuple(q(each) for each in ("drawing", "pict", "object", "footnoteReference", "endnoteReference", "br"))


class Token(NamedTuple):
    """What stands for a tag while a part is read: as text in a run, and as a mark between elements."""

    text: str
    number: str

    def mark(self) -> Element:
        """A new mark, which is no element of Word."""
        return etree.ProcessingInstruction("tag", self.number)


def lift(holder: Element, tag: Tag, token: Token) -> Element:
    """Put the token of a scoped tag where its element stood; returns the parent the token is a child of.

    ``holder`` is the text element that holds the tag's token. A note takes its element with it, whatever it holds.
    """
    element = _element(holder, tag)
    parent = element.getparent()
    if parent is None:
        return element  # a note has taken it already
    is_note = tag.source.startswith("{#")
    if is_note or _is_only(element, token.text):
        if next(element.iter(q("sectPr")), None) is not None:
            raise TemplateFault(
                "{place}: the paragraph ends a section of the page layout; put the tag into one of its own.", tag.place
            )
        for mark in [] if is_note else list(element.iter(*_MARKS)):
            mark.tail = None
            element.addprevious(mark)
        if not is_note:
            element.addprevious(token.mark())
        drop(element)
        return parent
    if tag.keyword in ("else", "elif"):
        raise TemplateFault("{place}: the tag must stand alone in its paragraph, row or cell.", tag.place)
    holder.text = (holder.text or "").replace(token.text, "")
    if tag.keyword in _OPENING or not tag.keyword:
        element.addprevious(token.mark())
    else:
        _last_mark_after(element).addnext(token.mark())
    return parent


def _element(holder: Element, tag: Tag) -> Element:
    element = next(holder.iterancestors(q(tag.scope)), None)
    if element is None:
        raise TemplateFault(
            "{place}: a tag that begins with {scope} must stand in a table.", tag.place, scope=f"{{%{tag.scope}"
        )
    return element


def _is_only(element: Element, token: str) -> bool:
    for each in element.iter(T, *_CONTENT):
        if each.tag != T or (each.text and each.text.strip() not in ("", token)):
            return False
    return True


def _last_mark_after(element: Element) -> Element:
    """Where the next closing goes: two that close in one paragraph keep their order."""
    after = element.getnext()
    while after is not None and isinstance(after, etree._ProcessingInstruction):
        element, after = after, after.getnext()
    return element


def whole_place(paragraph_text: str, part: str, no: int) -> TextPlace:
    """The place of a paragraph, its text shortened around the first tag."""
    tag = next(find_tags(paragraph_text), None)
    begins = max(0, tag[0] - 20) if tag else 0
    return TextPlace(part, no, paragraph_text[begins : begins + 160].strip())
