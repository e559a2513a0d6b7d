"""What a tag is: ``{{ }}`` prints, ``{% %}`` decides, ``{# #}`` is a note; p, tr, tc, r widen it to an element.

The syntax is docxtpl's, so that templates made for it can be used. A tag that prints stays where it is: ``{{p name}}``
is ``{{ name }}``, because a value is text and not a paragraph.

What keyboards and Word's autocorrection put into a tag is meant as code: quotes, dashes, letters that look Latin. A
Cyrillic «о» in ``оwn.name`` cannot be seen, so it is read as the Latin letter; text in quotes keeps its own letters.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from contracts.docx.engine.faults import TextPlace

#: How a tag that begins with ``{`` and this character ends.
_CLOSERS = {"{": "}}", "%": "%}", "#": "#}"}
#: How docxtpl writes braces that are to be printed: ``{_%- if -%_}`` is printed ``{%- if -%}``.
ESCAPE = re.compile(r"\{_[{%]|[}%]_\}")
#: What is left of a tag that was not closed, or not opened.
LOOSE = re.compile(r"\{\{|\{%|\{#|%\}|\}\}|#\}")
_SCOPED = re.compile(r"^(\{[{%#]-?)(p|tr|tc|r)\s(.*)$", re.DOTALL)
#: Statements as people type them: ``{% p if``, ``{%pif`` and ``{% If`` are ``{%p if`` and ``{% if``.
_STATEMENT = re.compile(
    r"^(\{%-?)\s*(?:(p|tr|tc|r)\s*)?(if|elif|else|endif|for|endfor|set|with|endwith)\b(.*)$", re.DOTALL | re.IGNORECASE
)
_KEYWORD = re.compile(r"^\{%-?\s*(\w+)")
_INVISIBLE = {ord(each): None for each in "\u200b\u200c\u200d\u2060\ufeff\u00ad"}
_DOUBLE = {ord(each): '"' for each in "“”„‟«»"}
_SINGLE = {ord(each): "'" for each in "‘’‚‛"}
_DASHES = {ord(each): "-" for each in "–—−‑"}
#: Cyrillic letters drawn like Latin ones.
_ALIKE = dict(zip("аеорсухіјѕАВЕКМНОРСТХІЈ", "aeopcyxijsABEKMHOPCTXIJ", strict=True))
_LATIN = str.maketrans(_ALIKE)
_QUOTED = re.compile(r"(\"[^\"]*\"|'[^']*')")
_WORD = re.compile(r"[^\W\d]\w*")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag as Jinja reads it; ``scope`` is the element it widens to (p, tr, tc, r) or empty."""

    source: str
    scope: str
    place: TextPlace

    @property
    def keyword(self) -> str:
        """The statement: if, for, endif …; empty for what prints and for notes."""
        match = _KEYWORD.match(self.source)
        return match[1] if match else ""


def find_tags(text: str) -> Iterator[tuple[int, int]]:
    """Where each tag of a text begins and ends, from left to right; each character is looked at once or twice."""
    at, absent = 0, set()
    while (start := text.find("{", at)) >= 0:
        closer = _CLOSERS.get(text[start + 1 : start + 2], "")
        end = -1 if not closer or closer in absent else text.find(closer, start + 2)
        if end < 0:
            absent.add(closer)
            at = start + 1
        else:
            at = end + 2
            yield start, at


def replace_tags(text: str, replace: Callable[[str], str]) -> str:
    """The text with something else in place of each tag."""
    out, at = [], 0
    for start, end in find_tags(text):
        out += [text[at:start], replace(text[start:end])]
        at = end
    return "".join([*out, text[at:]])


def unescaped(text: str) -> str:
    """The text outside tags, with the braces docxtpl would print."""
    return ESCAPE.sub(lambda match: match[0].replace("_", ""), text)


def read_tag(written: str, place: TextPlace) -> Tag:
    """A tag from its text in Word; one widened to its run is a plain one, for an empty run is not seen."""
    source = _as_code(written)
    if (match := _STATEMENT.match(source)) is not None:
        scope = (match[2] or "").lower()
        return Tag(f"{match[1]} {match[3].lower()}{match[4]}", "" if scope == "r" else scope, place)
    if (scoped := _SCOPED.match(source)) is not None:
        scope = "" if source.startswith("{{") or scoped[2] == "r" else scoped[2]
        return Tag(f"{scoped[1]} {scoped[3].lstrip()}", scope, place)
    return Tag(source, "", place)


def _as_code(written: str) -> str:
    """A tag as Jinja reads it."""
    tag = _straight_quotes(written.translate(_INVISIBLE))
    pieces = _QUOTED.split(tag)
    pieces[::2] = [_WORD.sub(_latin, each.translate(_DASHES)) for each in pieces[::2]]
    return "".join(pieces)


def _straight_quotes(tag: str) -> str:
    """A tag with the quotes Jinja knows; a text that already stands in straight quotes keeps its own."""
    if tag.count('"') % 2 or ('"' not in tag and "'" not in tag):
        tag = tag.translate(_DOUBLE)
    return tag if '"' in tag or "'" in tag else tag.translate(_SINGLE)


def _latin(match: re.Match[str]) -> str:
    """A word of Latin letters and letters that look so, or one such letter, as Latin; a Cyrillic word as it is."""
    word = match[0]
    cyrillic = _CYRILLIC.findall(word)
    if not cyrillic or not all(each in _ALIKE for each in cyrillic):
        return word
    return word.translate(_LATIN) if len(word) == 1 or len(cyrillic) < len(word) else word
