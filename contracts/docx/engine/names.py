"""The names a template uses, as the manual lists them: ``contract.number``, ``items[].amount``."""

import re
from collections.abc import Iterator, Mapping

from jinja2 import nodes

#: Where a name goes on: ``contract`` is part of ``contract.number``, ``items`` of ``items[].amount``.
_STEP = re.compile(r"\.|\[\]")
_ONE_OF = ("selectattr", "rejectattr", "select", "reject", "sort", "list", "unique")


def used_names(tree: nodes.Template) -> list[str]:
    """Dotted names in the order of their first use; the variable of a loop stands for what it runs over."""
    found: dict[str, None] = {}
    for name in _names(tree, {"loop": ""}):
        if name:
            found.setdefault(name)
    longer = {name[: at.start()] for name in found for at in _STEP.finditer(name)}
    return [name for name in found if name not in longer]


def _names(node: nodes.Node, scope: Mapping[str, str]) -> Iterator[str]:
    if isinstance(node, nodes.For):
        yield from _of_loop(node, scope)
        return
    if isinstance(node, nodes.Name | nodes.Getattr):
        dotted = _dotted(node, scope)
        if dotted is not None:
            if not (isinstance(node, nodes.Name) and node.ctx == "store"):
                yield dotted
            return
    inner = dict(scope)
    for each in node.iter_child_nodes():
        if isinstance(each, nodes.Assign) and isinstance(each.target, nodes.Name):
            yield from _names(each.node, inner)
            inner[each.target.name] = _dotted(each.node, inner) or ""
        else:
            yield from _names(each, inner)


def _of_loop(node: nodes.For, scope: Mapping[str, str]) -> Iterator[str]:
    over = _dotted(node.iter, scope)
    if over is None:
        yield from _names(node.iter, scope)
    elif over:
        yield f"{over}[]"
    inner = dict(scope)
    for target in [node.target, *node.target.find_all(nodes.Name)]:
        if isinstance(target, nodes.Name):
            inner[target.name] = f"{over}[]" if over else ""
    for each in [*node.body, *([node.test] if node.test else [])]:
        yield from _names(each, inner)
    for each in node.else_:
        yield from _names(each, scope)


def _dotted(node: nodes.Node, scope: Mapping[str, str]) -> str | None:
    """The dotted name of an expression; empty for what hangs on a variable of the template itself."""
    if isinstance(node, nodes.Name):
        return scope.get(node.name, node.name)
    if isinstance(node, nodes.Getattr):
        before = _dotted(node.node, scope)
        return f"{before}.{node.attr}" if before else before
    if isinstance(node, nodes.Filter) and node.node is not None and (node.name in _ONE_OF or node.name == "_counted"):
        return _dotted(node.node, scope)
    return None
