"""A template is checked before it is trusted: every fault with its place, every name it does not know.

What stops a document is a fault; what a person should look at (an act not in force, a link to another file) is a
warning and leaves the template usable.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from contracts.core.refusal import Refusal
from contracts.documents import vocabulary
from contracts.documents.engine.faults import Place, TemplateFault
from contracts.documents.engine.package import TEXT_PART, read_package
from contracts.documents.engine.reading import Reading, read_template
from contracts.documents.engine.word import Element, P, parse, text_of
from contracts.law.citations import stale_citations

#: ``{name}`` in single braces, as older templates and mail merges write it; ``«name»`` is left to people.
_SINGLE = re.compile(r"(?<!\{)\{\s*([^\W\d][\w. -]{0,60}?)\s*\}(?!\})")
_ANY_TAG = re.compile(rb"\{\{|\{%")
_OUTSIDE = re.compile(rb'<Relationship\s[^>]*TargetMode="External"[^>]*>')
_ADDRESS = re.compile(rb'Target="([^"]*)"')
#: Kinds of links that make Word open something by itself.
_OPENED = (b"/attachedTemplate", b"/image", b"/oleObject", b"/frame", b"/subDocument", b"/mailMerge")


@dataclass(frozen=True, slots=True)
class Found:
    """One thing a check found; ``said`` words it, its place taken out."""

    place: Place
    said: Refusal
    is_warning: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """What a template uses, and what is wrong with it."""

    placeholders: tuple[str, ...]
    unknown: tuple[str, ...]
    found: tuple[Found, ...]

    @property
    def is_ok(self) -> bool:
        """Whether documents can be made from it."""
        return not self.unknown and all(each.is_warning for each in self.found)


def check_template(data: bytes, language: str, on: date) -> Checked:
    """Check a template file; ``on`` is the day on which cited acts must be in force."""
    try:
        reading = read_template(data, language)
        parts = read_package(data)
    except TemplateFault as fault:
        return Checked((), (), (Found(fault.place, fault),))
    found = [Found(each.place, each) for each in reading.faults]
    unknown = vocabulary.unknown(reading.names)
    found += [_unknown(reading, name) for name in unknown]
    if not reading.sources and not reading.addresses and not found:
        found.append(_no_placeholders(parts))
    found += _not_filled(reading)
    found += _outside(parts)
    found += _stale(parts, on)
    return Checked(tuple(reading.names), tuple(unknown), tuple(found))


def _unknown(reading: Reading, name: str) -> Found:
    last = re.split(r"[.\[]", name.removesuffix("[]"))[-1]
    place = next(
        (
            tag.place
            for source in reading.sources.values()
            for tag in source.tags
            if re.search(rf"\b{last}\b", tag.source)
        ),
        Place(text=name),
    )
    near = vocabulary.near(name)
    if near:
        said = TemplateFault(
            "{place}: the vocabulary has no name {name}; perhaps {near} is meant.", place, name=name, near=near
        )
    else:
        said = TemplateFault("{place}: the vocabulary has no name {name}.", place, name=name)
    return Found(place, said)


def _no_placeholders(parts: dict[str, bytes]) -> Found:
    names = [name for part, _, text in _paragraphs(parts) for name in _SINGLE.findall(text) if part]
    if names:
        said = TemplateFault(
            "{place}: no placeholders: {names} stand in single braces; write them as {{{{ name }}}}.",
            Place("word/document.xml"),
            names=", ".join(f"{{{name}}}" for name in dict.fromkeys(names[:10])),
        )
    else:
        said = TemplateFault("{place}: no placeholders: there is nothing to fill in.", Place("word/document.xml"))
    return Found(said.place, said)


def _not_filled(reading: Reading) -> Iterator[Found]:
    """Tags in charts, drawings, comments and properties, which the engine leaves as they are."""
    for name, content in reading.still.items():
        if name.startswith("word/") and name.endswith(".xml") and not TEXT_PART.fullmatch(name):
            match = _ANY_TAG.search(content)
            if match is not None and name != "word/settings.xml":
                text = content[match.start() : match.start() + 80].decode(errors="replace")
                place = Place(name, 0, re.sub(r"<[^>]*>?", "", text))
                yield Found(
                    place, TemplateFault("{place}: tags in charts, drawings and comments are not filled.", place), True
                )


def _outside(parts: dict[str, bytes]) -> Iterator[Found]:
    for name, content in parts.items():
        if not name.endswith(".rels"):
            continue
        for match in _OUTSIDE.finditer(content):
            if any(kind in match[0] for kind in _OPENED):
                target = _ADDRESS.search(match[0])
                place = Place(name, 0, target[1].decode(errors="replace") if target else "")
                yield Found(
                    place, TemplateFault("{place}: Word would open this other file by itself; remove it.", place), True
                )


def _stale(parts: dict[str, bytes], on: date) -> Iterator[Found]:
    for part, no, text in _paragraphs(parts):
        for citation in stale_citations(text, on):
            begins = max(0, citation.start - 30)
            place = Place(part, no, text[begins : citation.start + len(citation.text) + 30].strip())
            said = TemplateFault(
                "{place}: {act} is not in force on {day}; today it is {replacement}.",
                place,
                act=citation.act,
                day=on,
                replacement=citation.replacement,
            )
            yield Found(place, said, is_warning=True)


def _paragraphs(parts: dict[str, bytes]) -> Iterator[tuple[str, int, str]]:
    for name in [name for name in parts if TEXT_PART.fullmatch(name)]:
        try:
            root: Element = parse(parts[name], name)
        except TemplateFault:
            continue
        for no, paragraph in enumerate(root.iter(P), start=1):
            text = text_of(paragraph)
            if text:
                yield name, no, text


def stale_in_document(data: bytes, on: date) -> list[Found]:
    """The citations in a made document of acts not in force on its day."""
    return list(_stale(read_package(data), on))
