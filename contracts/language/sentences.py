"""Every sentence the code says, found by reading the code: each must stand in the catalogue (failure: mixed speech).

Sentences are the first text of a call to ``_``, ``N_``, ``say``, ``Note``, or of a ``Refusal`` or a class derived
from it; the first two texts of a call to ``count``; and the texts of data that :data:`_DATA` names.
"""

import ast
import csv
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

_SAYING = frozenset({"_", "N_", "say", "Note"})
_COUNTING = frozenset({"count"})
_ROOT = "Refusal"
#: Which keys of which data hold no sentences, by the name of the file.
_DATA: Mapping[str, frozenset[str]] = {
    "wording.toml": frozenset({"fact", "table"}),
    "contract_fields.toml": frozenset(
        {"name", "kind", "option", "metavar", "default", "read_from", "header", "words", "synonyms"}
    ),
}


class Sentence(NamedTuple):
    """A message id with its plural, and the place where the code says it."""

    id: str
    plural: str
    place: str


def sentences(roots: Iterable[Path]) -> list[Sentence]:
    """The sentences of all modules and data under the given folders, each once, in order of place."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for root in roots for path in sorted(root.rglob("*.py"))}
    refusals = _refusals(trees)
    found: dict[tuple[str, str], Sentence] = {}
    for path, tree in trees.items():
        for each in _spoken(tree, refusals):
            found.setdefault((each.id, each.plural), each._replace(place=f"{path.name}:{each.place}"))
    for path in (each for root in roots for name in _DATA for each in sorted(root.rglob(name))):
        for id in _texts(tomllib.loads(path.read_text(encoding="utf-8")), _DATA[path.name]):
            found.setdefault((id, ""), Sentence(id, "", f"{path.parent.name}/{path.name}"))
    for path in (each for root in roots for each in sorted(root.rglob("commands.csv"))):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                found.setdefault((row["help"], ""), Sentence(row["help"], "", f"{path.name}:{row['command']}"))
    return list(found.values())


def _texts(data: object, skipped: frozenset[str]) -> Iterator[str]:
    """Every text of data, but under the keys that hold none to be said."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for key, each in data.items():
            if key not in skipped:
                yield from _texts(each, skipped)
    elif isinstance(data, list):
        for each in data:
            yield from _texts(each, skipped)


def _spoken(tree: ast.AST, refusals: frozenset[str]) -> Iterator[Sentence]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = _called(node.func)
        texts = [each.value for each in node.args[:2] if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        if name in _COUNTING and len(texts) == 2:
            yield Sentence(texts[0], texts[1], str(node.lineno))
        elif name in _SAYING | refusals and texts and texts[0] == getattr(node.args[0], "value", None):
            yield Sentence(texts[0], "", str(node.lineno))


def _refusals(trees: Mapping[Path, ast.AST]) -> frozenset[str]:
    """The names of all classes that derive, however far, from ``Refusal``."""
    bases = {
        node.name: {_called(base) for base in node.bases}
        for tree in trees.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    known = {_ROOT}
    while new := {name for name, of in bases.items() if of & known} - known:
        known |= new
    return frozenset(known)


def _called(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
