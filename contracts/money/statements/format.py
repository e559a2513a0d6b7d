"""What a reader of statements says of itself: its name, the bytes it is known by, and how it reads."""

from collections.abc import Callable
from typing import NamedTuple

from contracts.money.statements.account import AccountRead


class Format(NamedTuple):
    """A format; ``is_known`` looks at the beginning of a file. What is ``last`` is asked after all others.

    A module with a ``FORMAT`` beside this one is found by itself; what it needs of libraries it loads where it reads.
    """

    name: str
    is_known: Callable[[bytes], bool]
    read: Callable[[bytes, str], list[AccountRead]]
    is_last: bool = False
