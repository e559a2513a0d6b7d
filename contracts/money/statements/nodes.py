"""Elements of a CAMT file are found by their local names: banks and versions differ in namespaces and prefixes."""

from lxml import etree

Node = etree._Element


def all_of(parent: Node, name: str) -> list[Node]:
    """The children with this local name, in order."""
    return [each for each in parent if isinstance(each.tag, str) and etree.QName(each).localname == name]


def node(parent: Node | None, path: str) -> Node | None:
    """The first element along a path of local names."""
    for name in path.split("/"):
        if parent is None:
            return None
        parent = next(iter(all_of(parent, name)), None)
    return parent


def text_at(parent: Node | None, path: str) -> str:
    """The text along a path, spaces squeezed; empty where there is none."""
    found = node(parent, path)
    return " ".join((found.text or "").split()) if found is not None else ""


def line_of(element: Node) -> int:
    """The line of the file an element begins on."""
    return int(element.sourceline or 0)
