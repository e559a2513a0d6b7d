"""What a tag is: ``{{ }}`` prints, ``{% %}`` decides, ``{# #}`` is a note; p, tr, tc, r widen it to an element.

The syntax is docxtpl's, so that templates made for it can be used. Word's typographic quotes inside a tag are meant
as straight ones.
"""

import re
from dataclasses import dataclass

from contracts.documents.engine.faults import Place

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
#: What is left of a tag that was not closed, or not opened.
LOOSE = re.compile(r"\{\{|\{%|%\}|\}\}")
_SCOPED = re.compile(r"^(\{[{%]-?)(p|tr|tc|r)\s+(.*)$", re.DOTALL)
_KEYWORD = re.compile(r"^\{%-?\s*(\w+)")
_INVISIBLE = {ord(each): None for each in "\u200b\u200c\u200d\u2060\ufeff\u00ad"}
_DOUBLE = {ord(each): '"' for each in "“”„‟«»"}
_SINGLE = {ord(each): "'" for each in "‘’‚‛"}


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag as Jinja reads it; ``scope`` is the element it widens to (p, tr, tc, r) or empty."""

    source: str
    scope: str
    place: Place

    @property
    def keyword(self) -> str:
        """The statement: if, for, endif …; empty for what prints and for notes."""
        match = _KEYWORD.match(self.source)
        return match[1] if match else ""


def read_tag(written: str, place: Place) -> Tag:
    """A tag from its text in Word."""
    source = straight_quotes(written.translate(_INVISIBLE))
    match = _SCOPED.match(source)
    if match is None:
        return Tag(source, "", place)
    return Tag(f"{match[1]} {match[3]}", match[2], place)


def straight_quotes(tag: str) -> str:
    """A tag with the quotes Jinja knows; a text that already stands in straight quotes keeps its own."""
    if tag.count('"') % 2 or ('"' not in tag and "'" not in tag):
        tag = tag.translate(_DOUBLE)
    return tag if '"' in tag or "'" in tag else tag.translate(_SINGLE)
