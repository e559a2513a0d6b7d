"""Every pattern of the program: those compiled in modules, and those written where they are used."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
#: What reads our own words when wheels are made; the engine of templates has bounds and tests of its own.
_INSIDE = ("contracts.docx", "contracts.language.compile", "contracts.language.sentences")
_USES = {"compile", "search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"}


class Use(NamedTuple):
    """A pattern, how it is asked, and where it stands."""

    pattern: re.Pattern
    method: str
    place: str


def uses() -> list[Use]:
    """Every pattern with every way in which it is asked; one whose user cannot be told is taken to search."""
    modules = {name: importlib.import_module(name) for name in sorted(_modules())}
    trees = {name: ast.parse(Path(each.__file__).read_text(encoding="utf-8")) for name, each in modules.items()}
    asked = {name: _asked(tree) for name, tree in trees.items()}
    takers = {name: _imported(tree) for name, tree in trees.items()}
    found: dict[tuple[object, int, str], Use] = {}
    for name, module in modules.items():
        for key, value in vars(module).items():
            for more, each in _within(value):
                askers = [asked[each] for each in modules if each == name or (name, key) in takers[each]]
                for method in ("search",) if more else set().union(*(each.get(key, ()) for each in askers)):
                    found.setdefault((each.pattern, each.flags, method), Use(each, method, f"{name}.{key}{more}"))
        for line, method, each in _written(trees[name]):
            found.setdefault((each.pattern, each.flags, method), Use(each, method, f"{name}:{line}"))
    return [each for each in found.values() if each.pattern.pattern]


def _imported(tree: ast.AST) -> set[tuple[str | None, str]]:
    nodes = (each for each in ast.walk(tree) if isinstance(each, ast.ImportFrom))
    return {(node.module, each.name) for node in nodes for each in node.names}


def _asked(tree: ast.AST) -> dict[str, set[str]]:
    """By the name of a pattern: the methods called on it; all that search are one."""
    asked: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in _USES - {"compile"}:
            owner = node.value
            name = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
            asked.setdefault(name, set()).add(_method(node.attr))
    return asked


def _method(name: str) -> str:
    return name if name in ("match", "fullmatch") else "search"


def _modules() -> Iterator[str]:
    for each in pkgutil.walk_packages([str(ROOT / "contracts")], "contracts."):
        if not each.name.startswith(_INSIDE) and "migrations" not in each.name:
            yield each.name


def _within(value: object, depth: int = 0) -> Iterator[tuple[str, re.Pattern]]:
    """Patterns in a value of a module: alone, in tables, in rows of tables, in fields."""
    if isinstance(value, re.Pattern):
        yield "", value
    elif depth < 4 and isinstance(value, Mapping):
        for key, each in value.items():
            yield from ((f"[{key!r}]{more}", found) for more, found in _within(each, depth + 1))
            yield from ((f"[{key!r}]{more}", found) for more, found in _within(key, depth + 1))
    elif depth < 4 and isinstance(value, tuple | list | set | frozenset):
        for no, each in enumerate(value):
            yield from ((f"[{no}]{more}", found) for more, found in _within(each, depth + 1))
    elif depth < 4 and hasattr(type(value), "__dataclass_fields__"):
        for name in type(value).__dataclass_fields__:
            yield from ((f".{name}{more}", found) for more, found in _within(getattr(value, name, None), depth + 1))


def _written(tree: ast.AST) -> Iterator[tuple[int, str, re.Pattern]]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in _USES - {"compile"}
        ):
            is_re = isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
            if is_re and node.args and isinstance(node.args[0], ast.Constant):
                yield node.lineno, _method(node.func.attr), re.compile(node.args[0].value, _flags(node))


def _flags(node: ast.Call) -> int:
    """The flags written there; unknown ones change nothing that is measured here."""
    flags = 0
    for each in ast.walk(node):
        if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name) and each.value.id == "re":
            value = getattr(re, each.attr, None)
            flags |= value if isinstance(value, re.RegexFlag) else 0
    return flags
