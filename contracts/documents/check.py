"""A template is checked before it is trusted: every fault with its place, every name it does not know.

What stops a document is a fault; what a person should look at (an act not in force, a link to another file) is a
warning and leaves the template usable.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from contracts.documents import vocabulary
from contracts.docx.engine.faults import TemplateFault, TextPlace
from contracts.docx.engine.package import read_package
from contracts.docx.engine.reading import Reading, read_template
from contracts.docx.template_warnings import paragraphs_of, warnings_of
from contracts.kernel.refusal import Refusal
from contracts.law.citations import stale_citations

#: ``{name}`` in single braces, as older templates and mail merges write it; ``«name»`` is left to people.
_SINGLE = re.compile(r"(?<!\{)\{\s*([^\W\d][\w. -]{0,60}?)\s*\}(?!\})")


@dataclass(frozen=True, slots=True)
class Found:
    """One thing a check found; ``said`` words it, its place taken out."""

    place: TextPlace
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
    if not (reading.sources or reading.addresses or reading.properties) and not found:
        found.append(_no_placeholders(parts))
    elif names := _in_single_braces(parts):
        found.append(_single_braces(*names))
    found += [Found(each.place, each, is_warning=True) for each in warnings_of(parts, list(reading.still))]
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
        TextPlace(text=name),
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
    single = _in_single_braces(parts)
    if single is not None:
        said = TemplateFault(
            "{place}: no placeholders: {names} stand in single braces; write them as {{{{ name }}}}.",
            TextPlace(single[0].part),
            names=single[1],
        )
    else:
        said = TemplateFault("{place}: no placeholders: there is nothing to fill in.", TextPlace("word/document.xml"))
    return Found(said.place, said)


def _in_single_braces(parts: dict[str, bytes]) -> tuple[TextPlace, str] | None:
    """Where the first name in single braces stands, and all of them as they are written."""
    found = [
        (TextPlace(part, no, text), name) for part, no, text in paragraphs_of(parts) for name in _SINGLE.findall(text)
    ]
    names = ", ".join(f"{{{name}}}" for name in list(dict.fromkeys(name for _, name in found))[:10])
    return (found[0][0], names) if found else None


def _single_braces(place: TextPlace, names: str) -> Found:
    said = TemplateFault(
        "{place}: {names} stand in single braces and stay as they are; write {{{{ name }}}} to fill them in.",
        place,
        names=names,
    )
    return Found(place, said, is_warning=True)


def _stale(parts: dict[str, bytes], on: date) -> Iterator[Found]:
    for part, no, text in paragraphs_of(parts):
        for citation in stale_citations(text, on):
            begins = max(0, citation.start - 30)
            place = TextPlace(part, no, text[begins : citation.start + len(citation.text) + 30].strip())
            said = TemplateFault(
                "{place}: {act} is not in force on {day}; today it is {replacement}.",
                place,
                act=citation.act,
                day=on,
                replacement=citation.replacement,
            )
            yield Found(place, said, is_warning=True)


def stale_in_document(data: bytes, on: date) -> list[Found]:
    """The citations in a made document of acts not in force on its day."""
    return list(_stale(read_package(data), on))
