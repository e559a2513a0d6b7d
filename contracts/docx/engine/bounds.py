"""A template is finite work: loops, the text made and texts joined are counted, and a runaway one is refused."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

#: Rounds of all loops of one document together.
ROUNDS_MAX = 1_000_000
#: Characters of one filled part.
TEXT_MAX = 64_000_000
#: Characters a template may join into one text.
JOINED_MAX = 1_000_000
#: Sums a template may calculate with.
NUMBER_MAX = 10**15


class Runaway(Exception):
    """A template asks for more than the bounds allow."""


class Budget:
    """The rounds one document may still take."""

    __slots__ = ("left",)

    def __init__(self) -> None:
        self.left = ROUNDS_MAX

    def take(self, rounds: int) -> None:
        """Count rounds before they run."""
        self.left -= rounds
        if self.left < 0:
            raise Runaway


def joined(pieces: Iterable[str]) -> str:
    """The text of all pieces, at most :data:`TEXT_MAX` characters."""
    source: Iterator[str] = iter(pieces)
    blocks, size = [], 0
    while block := "".join(islice(source, 4096)):
        blocks.append(block)
        size += len(block)
        if size > TEXT_MAX:
            raise Runaway
    return "".join(blocks)


def short(text: object) -> object:
    """A text, unless it grew beyond what one value may be."""
    if isinstance(text, str) and len(text) > JOINED_MAX:
        raise Runaway
    return text


def small(value: Any) -> bool:
    """Whether a template may calculate with this number."""
    return not isinstance(value, str | list | dict | tuple) and abs(value) <= NUMBER_MAX
