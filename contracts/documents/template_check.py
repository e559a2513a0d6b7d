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
from contracts.law.citations import stale_citations

#: ``{name}`` in single braces, as older templates and mail merges write it; ``«name»`` is left to people.
_SINGLE = re.compile(r"(?<!\{)\{\s*([^\W\d][\w. -]{0,60}?)\s*\}(?!\})")


@dataclass(frozen=True, slots=True)
class TemplateCheck:
    """What a template uses, and what is wrong with it: faults stop documents, warnings a person should look at."""

    placeholders: tuple[str, ...]
    unknown: tuple[str, ...]
    faults: tuple[TemplateFault, ...]
    warnings: tuple[TemplateFault, ...] = ()

    @property
    def is_ok(self) -> bool:
        """Whether documents can be made from it."""
        return not self.unknown and not self.faults


def check_template(data: bytes, language: str, on: date) -> TemplateCheck:
    """Check a template file; ``on`` is the day on which cited acts must be in force."""
    try:
        reading = read_template(data, language)
        parts = read_package(data)
    except TemplateFault as fault:
        return TemplateCheck((), (), (fault,))
    unknown = vocabulary.unknown(reading.names)
    faults = [*reading.faults, *(_unknown(reading, name) for name in unknown)]
    warnings: list[TemplateFault] = []
    braces = _in_single_braces(parts)
    if not (reading.sources or reading.addresses or reading.properties or faults):
        faults.append(_no_placeholders(braces))
    elif braces is not None:
        sentence = "{place}: {names} stand in single braces and stay as they are; write {{{{ name }}}} to fill them in."
        warnings.append(TemplateFault(sentence, braces[0], names=braces[1]))
    warnings += [*warnings_of(parts, list(reading.still)), *_stale(parts, on)]
    return TemplateCheck(tuple(reading.names), tuple(unknown), tuple(faults), tuple(warnings))


def stale_in_document(data: bytes, on: date) -> list[TemplateFault]:
    """The citations in a made document of acts not in force on its day."""
    return list(_stale(read_package(data), on))


def text_of_document(data: bytes) -> str:
    """What a made document says, a line a paragraph."""
    return "\n".join(text for _, _, text in paragraphs_of(read_package(data)))


def _unknown(reading: Reading, name: str) -> TemplateFault:
    last = re.split(r"[.\[]", name.removesuffix("[]"))[-1]
    tags = (tag for source in reading.sources.values() for tag in source.tags)
    place = next((tag.place for tag in tags if re.search(rf"\b{last}\b", tag.source)), TextPlace(text=name))
    if (near := vocabulary.near(name)) is None:
        return TemplateFault("{place}: the vocabulary has no name {name}.", place, name=name)
    sentence = "{place}: the vocabulary has no name {name}; perhaps {near} is meant."
    return TemplateFault(sentence, place, name=name, near=near)


def _no_placeholders(braces: tuple[TextPlace, str] | None) -> TemplateFault:
    if braces is None:
        return TemplateFault("{place}: no placeholders: there is nothing to fill in.", TextPlace("word/document.xml"))
    sentence = "{place}: no placeholders: {names} stand in single braces; write them as {{{{ name }}}}."
    return TemplateFault(sentence, TextPlace(braces[0].part), names=braces[1])


def _in_single_braces(parts: dict[str, bytes]) -> tuple[TextPlace, str] | None:
    """Where the first name in single braces stands, and all of them as they are written."""
    matches = [(part, no, text, name) for part, no, text in paragraphs_of(parts) for name in _SINGLE.findall(text)]
    names = ", ".join(f"{{{name}}}" for name in list(dict.fromkeys(name for *_, name in matches))[:10])
    return (TextPlace(*matches[0][:3]), names) if matches else None


def _stale(parts: dict[str, bytes], on: date) -> Iterator[TemplateFault]:
    for part, no, text in paragraphs_of(parts):
        for citation in stale_citations(text, on):
            begins = max(0, citation.start - 30)
            yield TemplateFault(
                "{place}: {act} is not in force on {day}; today it is {replacement}.",
                TextPlace(part, no, text[begins : citation.start + len(citation.text) + 30].strip()),
                act=citation.act,
                day=on,
                replacement=citation.replacement,
            )
