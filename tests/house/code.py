"""The source of the program as the tests of the house see it: modules, trees, imports, counted once."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
#: Revisions say what was, once: they are neither short nor ever changed.
_HISTORY = "migrations"


@cache
def modules() -> dict[str, Path]:
    """Every module of the product by its dotted name."""
    found = {}
    for package in ("contracts", "scheduler"):
        for path in sorted((ROOT / package).rglob("*.py")):
            if _HISTORY not in path.parts:
                found[".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")] = path
    return found


@cache
def text_of(path: Path) -> str:
    """The source of a module."""
    return path.read_text(encoding="utf-8")


@cache
def tree_of(path: Path) -> ast.Module:
    """The syntax of a module."""
    return ast.parse(text_of(path))


@cache
def imports() -> dict[str, frozenset[str]]:
    """Which modules each module imports, wherever in it the import stands."""
    known = modules()
    found: dict[str, frozenset[str]] = {}
    for name, path in known.items():
        used = set()
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ImportFrom) and node.module:
                for each in node.names:
                    full = f"{node.module}.{each.name}"
                    used.add(full if full in known else node.module)
        found[name] = frozenset(used & known.keys() - {name})
    return found
