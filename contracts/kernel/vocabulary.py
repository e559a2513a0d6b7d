"""What a subject says in words, plugged into the socket of words: names of codes and the sentences of "why"."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeVar

Value = TypeVar("Value")


class StepWords(NamedTuple):
    """How a step of "why" is said: as a sentence, and as a piece of one line; an empty piece says nothing there.

    ``{day}`` is the day the step leads to; a step ``is_beside`` the way where its day is not that of the result.
    """

    sentence: str
    piece: str = ""
    is_beside: bool = False


class Fragment(NamedTuple):
    """What a placeholder says of a fact: a sentence of its own, or the name of the code in another table."""

    fact: str
    sentence: str = ""
    table: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a subject, as English message ids.

    ``tables`` name codes, ``steps`` word derivations by the code of the step; ``fragments`` say what a placeholder
    stands for that is no fact itself: the first whose fact the step has, nothing where it has none.
    """

    tables: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    steps: Mapping[str, StepWords] = field(default_factory=dict)
    fragments: Mapping[str, tuple[Fragment, ...]] = field(default_factory=dict)


def vocabulary_of(folder: Path) -> Vocabulary:
    """The words of the subject in a folder, as its ``wording.toml`` has them."""
    stored = tomllib.loads((folder / "wording.toml").read_text(encoding="utf-8"))
    return Vocabulary(
        stored.get("tables", {}),
        {code: StepWords(**words) for code, words in stored.get("steps", {}).items()},
        {name: tuple(Fragment(**each) for each in some) for name, some in stored.get("fragments", {}).items()},
    )


def merged(vocabularies: Iterable[Vocabulary]) -> Vocabulary:
    """The words of all subjects: tables of one name are joined. Raises ``ValueError`` where two word the same code."""
    tables: dict[str, dict[str, str]] = {}
    steps: dict[str, StepWords] = {}
    fragments: dict[str, tuple[Fragment, ...]] = {}
    for each in vocabularies:
        for name, table in each.tables.items():
            _join(tables.setdefault(name, {}), table)
        _join(steps, each.steps)
        _join(fragments, each.fragments)
    return Vocabulary(tables, steps, fragments)


def _join(into: dict[str, Value], new: Mapping[str, Value]) -> None:
    if twice := into.keys() & new.keys():
        raise ValueError(f"worded by two subjects: {', '.join(sorted(twice))}")
    into.update(new)
