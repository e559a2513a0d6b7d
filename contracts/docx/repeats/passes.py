"""What a loop repeats gets an identity of its own in each pass: names, numbers, notes, lists; the first keeps its own.

A part is filled with marks in place of what may not stand twice; here each mark becomes the name of its pass.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field

#: Around what stands for an identity; values and templates cannot hold these characters.
OPEN, CLOSE = "\U0010fffa", "\U0010fffb"
_MARK = re.compile(f"{OPEN}([LNBE])([^{CLOSE}]*){CLOSE}")
#: The longest name of a bookmark.
_NAME_MAX = 40


@dataclass(frozen=True, slots=True)
class Identity:
    """A name or number of the template that each pass of the loops around it gets anew."""

    space: str
    original: str
    loops: tuple[int, ...]


@dataclass(slots=True)
class Copies:
    """What of one part is repeated; ``inner`` are the loops within a loop, ``used`` the names of each space.

    ``kept`` is the text an identity adds to another part for each new name (``{new}``): a list that begins anew.
    """

    identities: list[Identity] = field(default_factory=list)
    inner: dict[int, tuple[int, ...]] = field(default_factory=dict)
    used: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    kept: dict[int, tuple[str, str]] = field(default_factory=dict)

    def run(self, text: str) -> tuple[str, dict[str, list[str]]]:
        """The text with its identities, and what goes into other parts, by part."""
        return _Run(self).of(text)


class _Run:
    """One document: the pass each loop is in, and the names given so far."""

    def __init__(self, copies: Copies) -> None:
        self._copies = copies
        self._pass: dict[int, int] = {}
        self._names: dict[tuple[int, tuple[int, ...]], str] = {}
        self._used = {space: set(names) for space, names in copies.used.items()}
        self._last: dict[str, int] = {}
        self._more: dict[str, list[str]] = defaultdict(list)

    def of(self, text: str) -> tuple[str, dict[str, list[str]]]:
        out: list[str] = []
        outer: list[tuple[list[str], str]] = []
        at = 0
        for match in _MARK.finditer(text):
            out.append(text[at : match.start()])
            at = match.end()
            kind, said = match[1], match[2]
            if kind == "L":
                self._begin(int(said))
            elif kind == "N":
                out.append(self._name(*said.split(":")))
            elif kind == "B":
                outer.append((out, said))
                out = []
            else:
                (before, part) = outer.pop()
                self._more[part].append("".join(out))
                out = before
        return "".join([*out, text[at:]]), self._more

    def _begin(self, loop: int) -> None:
        self._pass[loop] = self._pass.get(loop, 0) + 1
        for inner in self._copies.inner.get(loop, ()):
            self._pass[inner] = 0

    def _name(self, number: str, loops: str) -> str:
        no = int(number)
        passes = tuple(self._pass.get(int(each), 1) if each else 1 for each in loops.split(","))
        if (no, passes) not in self._names:
            self._names[no, passes] = self._new(no, is_first=all(each == 1 for each in passes))
        return self._names[no, passes]

    def _new(self, no: int, *, is_first: bool) -> str:
        identity = self._copies.identities[no]
        if is_first:
            return identity.original
        used, is_number = self._used[identity.space], identity.original.lstrip("-").isdigit()
        place = identity.space if is_number else f"{identity.space}:{identity.original}"
        count = self._last.get(place, 0 if is_number else 1)
        while True:
            count += 1
            end = "" if is_number else f"_{count}"
            name = str(count) if is_number else identity.original[: _NAME_MAX - len(end)] + end
            if name.casefold() not in used:
                break
        self._last[place] = count
        used.add(name.casefold())
        if no in self._copies.kept:
            part, text = self._copies.kept[no]
            self._more[part].append(text.replace("{new}", name))
        return name


def with_more(xml: str, more: list[str]) -> str:
    """A part with more elements at its end; what Word keeps last stays last."""
    at = xml.find("<w:numIdMacAtCleanup")
    at = at if at >= 0 else xml.rfind("</")
    return f"{xml[:at]}{''.join(more)}{xml[at:]}"
