"""A refusal is one sentence: what is wrong, where, and what to do; worded in the reader's language at the edge."""

from dataclasses import dataclass, field
from typing import Any


class Refusal(Exception):
    """The request cannot be done, and nothing was changed.

    ``code`` is stable and English (for ``--json``); ``sentence`` is an English message id whose ``{names}``
    are filled from ``facts`` after translation.
    """

    code = "refused"

    def __init__(self, sentence: str, *, code: str | None = None, **facts: object) -> None:
        self.sentence = sentence
        self.facts = facts
        if code is not None:
            self.code = code
        super().__init__(sentence)

    def __str__(self) -> str:
        return self.sentence.format(**self.facts)

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), self.args, self.__dict__)


def _again(kind: type[Refusal], args: tuple[object, ...], state: dict[str, Any]) -> Refusal:
    """A refusal that comes from another process, whatever its class takes."""
    refusal = kind.__new__(kind)
    refusal.args = args
    refusal.__dict__.update(state)
    return refusal


def N_(sentence: str) -> str:  # noqa: N802 -- the field's own name for "to be translated"
    """Marks a sentence kept in a table, so that the catalogues are checked for it; returns it as it is."""
    return sentence


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence beside a result: an English message id and the facts that fill its ``{names}``."""

    sentence: str
    facts: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.sentence.format(**self.facts) if self.facts else self.sentence


def system_note(error: OSError) -> Note:
    """What the system says of a file or a connection, to be said in the reader's language where it is known."""
    return Note(error.strerror or "")
