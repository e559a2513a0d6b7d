"""How a value becomes text of a Word document: escaped, without characters XML forbids, lines as line breaks.

What cannot be printed stops the document: a name without a value, a list, a record. Nothing is silently empty (F20).
"""

import re
from decimal import Decimal
from typing import NoReturn

from jinja2 import StrictUndefined, Undefined
from markupsafe import Markup, escape

#: Not allowed in XML 1.0, without meaning in a line of text, or the engine's own; the marks of right-to-left stay.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff\U0010fffa-\U0010fffd\ud800-\udfff]"
)
_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_TAB = '</w:t><w:tab/><w:t xml:space="preserve">'
_LINE_ENDS = re.compile("\r\n|\r|\x85|\u2028|\u2029")
#: Characters of a draft's mark: ⟦contract.number⟧.
MARK_LEFT, MARK_RIGHT = "⟦", "⟧"


class NoValue(Exception):
    """A name is not known to the context, or has no value there; ``name`` as far as it is known."""

    def __init__(self, name: str, *, is_known: bool = False) -> None:
        super().__init__(name)
        self.name, self.is_known = name, is_known


class Missing(StrictUndefined):
    """A name the context does not have: whatever is done with it stops the document."""

    __slots__ = ()

    def _fail_with_undefined_error(self, *_args: object, **_kwargs: object) -> NoReturn:
        raise NoValue(str(self._undefined_name or ""))

    __iter__ = __str__ = __len__ = _fail_with_undefined_error
    __eq__ = __ne__ = __bool__ = __hash__ = _fail_with_undefined_error
    __contains__ = __call__ = __getitem__ = __add__ = __radd__ = _fail_with_undefined_error
    __lt__ = __le__ = __gt__ = __ge__ = __int__ = __float__ = _fail_with_undefined_error


class Marked(Undefined):
    """In a draft, a name without a value prints itself between ⟦ ⟧ and is otherwise empty."""

    __slots__ = ()

    def __str__(self) -> str:
        return f"{MARK_LEFT}{self._undefined_name}{MARK_RIGHT}"

    def __getitem__(self, key: object) -> "Marked":  # type: ignore[override]
        return Marked(name=f"{self._undefined_name}.{key}")

    def _is_not(self, other: object) -> bool:
        """What is missing is neither more nor less than anything."""
        return False

    __lt__ = __le__ = __gt__ = __ge__ = _is_not  # type: ignore[assignment]


class Blank(Marked):
    """In a draft, a name the context has without a value: none for conditions, marked where it is printed."""

    __slots__ = ()


def text_of_value(value: object) -> Markup:
    """Jinja's ``finalize``: a value as markup of a ``w:t``."""
    if type(value) is str:
        return escape(value) if value.isprintable() else Markup(_with_breaks(str(escape(value))))
    if value is None:
        raise NoValue("", is_known=True)
    if isinstance(value, bool | list | dict | tuple) or not isinstance(value, str | int | float | Decimal | Undefined):
        raise TypeError(type(value).__name__)
    text = str(value if isinstance(value, Markup) else escape(value))
    return Markup(text if text.isprintable() else _with_breaks(text))


def _with_breaks(text: str) -> str:
    text = _FORBIDDEN.sub("", _LINE_ENDS.sub("\n", text))
    return text.replace("\n", _BREAK).replace("\t", _TAB)


def line_of_value(value: object) -> Markup:
    """``finalize`` for a property of the file: one line of plain text."""
    text = str(text_of_value(value))
    return Markup(text.replace(_BREAK, " ").replace(_TAB, " "))


def address_of_value(value: object) -> object:
    """``finalize`` for the target of a hyperlink: what an address cannot hold is written as %XX."""
    from urllib.parse import quote

    if value is None:
        raise NoValue("", is_known=True)
    return Markup(escape(quote(_FORBIDDEN.sub("", str(value)), safe="/:?#[]@!$&'()*+,;=%~")))
