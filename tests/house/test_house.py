"""The house stays as it is drawn: no circles, no corridor, no giant, no name twice, no database row outside queries."""

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from graphlib import TopologicalSorter

from tests.house.code import ROOT, imports, modules, text_of, tree_of

#: The most lines the product may have, a file, a function; modules of a folder; parameters of a function.
PRODUCT, FILE, FUNCTION, FOLDER, PARAMETERS = 63_000, 400, 40, 20, 8


def test_no_imports_go_in_a_circle() -> None:
    assert list(TopologicalSorter(imports()).static_order())


def test_the_house_is_small() -> None:
    lines = {name: text_of(path).count("\n") for name, path in modules().items()}
    assert {name: count for name, count in lines.items() if count > FILE} == {}
    assert sum(lines.values()) <= PRODUCT


def test_no_function_is_long_or_takes_many_things() -> None:
    long, many = {}, {}
    for name, node in _functions():
        size = (node.end_lineno or node.lineno) - node.lineno + 1
        taken = len(node.args.args) + len(node.args.kwonlyargs) + len(node.args.posonlyargs)
        if size > FUNCTION:
            long[f"{name}.{node.name}"] = size
        if taken > PARAMETERS and not name.startswith("contracts.cli."):  # options of a command are its parameters
            many[f"{name}.{node.name}"] = taken
    assert (long, many) == ({}, {})


def test_no_folder_is_a_corridor() -> None:
    rooms = Counter(path.parent.relative_to(ROOT) for path in modules().values() if path.name != "__init__.py")
    assert {str(room): count for room, count in rooms.items() if count > FOLDER} == {}


def test_a_class_name_is_used_once() -> None:
    named = defaultdict(list)
    for name, path in modules().items():
        for node in tree_of(path).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                named[node.name].append(name)
    assert {name: places for name, places in named.items() if len(places) > 1} == {}


def test_a_database_row_never_leaves_the_queries() -> None:
    at = [
        name
        for name, path in modules().items()
        if not _is_of_the_database(name) and re.search(r"\bRow\[", text_of(path))
    ]
    assert at == []


def test_what_crosses_rooms_has_a_type() -> None:
    untyped = Counter({name: text_of(path).count("dict[str, Any]") for name, path in modules().items()})
    assert untyped.total() <= 40, untyped.most_common(20)


def test_every_module_says_what_it_is_about() -> None:
    assert [name for name, path in modules().items() if not ast.get_docstring(tree_of(path))] == []


def _functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for name, path in modules().items():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef):
                yield name, node


def _is_of_the_database(name: str) -> bool:
    return ".queries" in name or name.startswith("contracts.kernel.database")
