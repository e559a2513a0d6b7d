"""Characters nobody sees: refused where a person enters them, taken out of files, shown as what they are in output.

An escape steers the terminal, an override turns a name round, a zero width makes two names of one.
"""

import re

#: Controls but tab and line feed, marks of direction, zero widths, tags, halves of a pair; a joiner within an emoji is
#: none of them.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]|(?<![\u2190-\U0001ffff])\u200d"
)


def hidden_in(text: str) -> str:
    """The first hidden character of a text as ``U+202E``; empty where there is none."""
    if text.isprintable():
        return ""
    match = _HIDDEN.search(text.replace("\r\n", "\n"))
    return f"U+{ord(match[0]):04X}" if match else ""


def without_hidden(text: str) -> str:
    """A text without its hidden characters."""
    return text if text.isprintable() else _HIDDEN.sub("", text)


def defused(text: str) -> str:
    """A text whose hidden characters are written out, so that a terminal shows them and obeys none."""
    return text if text.isprintable() else _HIDDEN.sub(lambda match: ascii(match[0])[1:-1], text)
