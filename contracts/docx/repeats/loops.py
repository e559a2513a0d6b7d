"""Which loops stand around what: the elements of a part in document order, each with the loops it is repeated by."""

import re
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from contracts.docx.engine.blocks import Placed
from contracts.docx.engine.word import Element, T

LEFT, RIGHT = "\U0010fffc", "\U0010fffd"
_TOKEN = re.compile(f"{LEFT}(\\d+){RIGHT}")
_OVER = re.compile(r"\bin\b(.*?)-?%\}$", re.DOTALL)
_ENDINGS = {"endif": "if", "endfor": "for", "endwith": "with", "endfilter": "filter"}

Loops = tuple[int, ...]


def in_loops(root: Element, placed: Sequence[Placed]) -> Iterator[tuple[Element, Loops]]:
    """Each element with the loops around it, the outermost first; a loop is named by the number of its tag."""
    open_: list[tuple[str, int]] = []
    around: Loops = ()
    for event, element in etree.iterwalk(root, events=("start", "pi")):
        tags = []
        text = element.text or ""
        if isinstance(element, etree._ProcessingInstruction):
            tags = [int(text)] if element.target == "tag" else []
        elif element.tag == T and LEFT in text:
            tags = [int(each) for each in _TOKEN.findall(text)]
        if event == "start":
            yield element, around
        for no in tags:
            _take(open_, placed[no].tag.keyword, no)
        if tags:
            around = tuple(no for keyword, no in open_ if keyword == "for")


def _take(open_: list[tuple[str, int]], keyword: str, no: int) -> None:
    if keyword in _ENDINGS.values():
        open_.append((keyword, no))
    elif keyword == "else" and open_ and open_[-1][0] == "for":
        open_[-1] = ("else", no)
    elif keyword in _ENDINGS and open_:
        open_.pop()


def runs_over(placed: Sequence[Placed]) -> Mapping[int, str]:
    """What each loop runs over, as it is written."""
    loops = ((no, each.tag.source) for no, each in enumerate(placed) if each.tag.keyword == "for")
    return {no: match[1].strip() if (match := _OVER.search(source)) else "" for no, source in loops}
