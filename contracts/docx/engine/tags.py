"""What a tag is: ``{{ }}`` prints, ``{% %}`` decides, ``{# #}`` is a note; p, tr, tc, r widen it to an element.

The syntax is docxtpl's, so that templates made for it can be used. A tag that prints stays where it is: ``{{p name}}``
is ``{{ name }}``, because a value is text and not a paragraph.
"""

import re
from dataclasses import dataclass

from contracts.docx.engine.faults import Place
from contracts.docx.engine.spelling import spelled

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
#: What is left of a tag that was not closed, or not opened.
LOOSE = re.compile(r"\{\{|\{%|\{#|%\}|\}\}|#\}")
_SCOPED = re.compile(r"^(\{[{%#]-?)(p|tr|tc|r)\s+(.*)$", re.DOTALL)
#: Statements as people type them: ``{% p if``, ``{%pif`` and ``{% If`` are ``{%p if`` and ``{% if``.
_STATEMENT = re.compile(
    r"^(\{%-?)\s*(p|tr|tc|r)?\s*(if|elif|else|endif|for|endfor|set|with|endwith)\b(.*)$", re.DOTALL | re.IGNORECASE
)
_KEYWORD = re.compile(r"^\{%-?\s*(\w+)")


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
    source = spelled(written)
    if (said := _STATEMENT.match(source)) is not None:
        return Tag(f"{said[1]} {said[3].lower()}{said[4]}", (said[2] or "").lower(), place)
    if (scoped := _SCOPED.match(source)) is not None:
        return Tag(f"{scoped[1]} {scoped[3]}", "" if source.startswith("{{") else scoped[2], place)
    return Tag(source, "", place)
