"""A template is checked before it is trusted: every fault with its place, every name it does not know.

What stops a document is a fault; what a person should look at (an act not in force, a link to another file) is a
warning and leaves the template usable.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from contracts.documents import vocabulary
from contracts.docx.engine.faults import TemplateFault, TextPlace
from contracts.docx.engine.package import read_package
from contracts.docx.engine.reading import Reading, read_template
from contracts.docx.template_warnings import paragraphs_of, warnings_of
from contracts.law.citations import stale_citations

#: ``{name}`` in single braces, as older templates and mail merges write it; ``«name»`` is left to people.
_SINGLE = re.compile(r"(?<!\{)(?<!\{_)\{\s*([^\W\d][\w. -]{0,60}?)\s*\}(?!_?\})")
#: So many faults are shown, and for so many unknown names the one that was meant is looked for.
_SHOWN, _GUESSED = 100, 20


@dataclass(frozen=True, slots=True)
class TemplateCheck:
    """What a template uses, and what is wrong with it: faults stop documents, warnings a person should look at.

    ``stopping`` are the faults no fact can mend; a name that is not known may still be given with the paper.
    """

    placeholders: tuple[str, ...]
    unknown: tuple[str, ...]
    faults: tuple[TemplateFault, ...]
    warnings: tuple[TemplateFault, ...] = ()
    stopping: tuple[TemplateFault, ...] = ()

    @property
    def is_ok(self) -> bool:
        """Whether documents can be made from it."""
        return not self.unknown and not self.faults


@lru_cache(maxsize=16)
def check_template(data: bytes, language: str, on: date) -> TemplateCheck:
    """Check a template file; ``on`` is the day on which cited acts must be in force."""
    try:
        reading = read_template(data, language)
        parts = read_package(data)
    except TemplateFault as fault:
        return TemplateCheck((), (), (fault,), stopping=(fault,))
    unknown = vocabulary.unknown(reading.names)
    faults = list(reading.faults)
    warnings: list[TemplateFault] = []
    braces = _in_single_braces(parts)
    if not (reading.sources or reading.addresses or reading.properties or faults or unknown):
        faults.append(_no_placeholders(braces))
    elif braces is not None:
        sentence = "{place}: {names} stand in single braces and stay as they are; write {{{{ name }}}} to fill them in."
        warnings.append(TemplateFault(sentence, braces[0], names=braces[1]))
    warnings += [*reading.to_see, *warnings_of(parts, list(reading.still)), *_stale(parts, on)]
    stopping = _first(faults)
    faults += _unknown_names(reading, unknown)
    return TemplateCheck(tuple(reading.names), tuple(unknown), _first(faults), _first(warnings), stopping)


def refuse_unusable(data: bytes, language: str, on: date, name: str) -> tuple[TemplateFault, ...]:
    """Raises the first fault of a template that no fact can mend; returns what a person should look at."""
    check = check_template(data, language, on)
    if check.stopping:
        raise check.stopping[0].within(name)
    return tuple(each.within(name) for each in check.warnings if not isinstance(each, StaleCitation))


def refuse_absent(data: bytes, language: str, on: date, context: Mapping[str, object]) -> None:
    """Raises the fault of a name neither the vocabulary nor the facts of the paper have."""
    check = check_template(data, language, on)
    absent = [name for name in check.unknown if not _is_in(context, name)]
    if absent:
        raise next(each for each in check.faults if each.facts.get("name") == absent[0])


def _is_in(context: object, name: str) -> bool:
    """Whether the facts have a name; each record of a list has what the first one has."""
    for step in re.split(r"[.\[]", name.replace("[]", "[")):
        if step == "" and isinstance(context, list):
            context = context[0] if context else None
        elif isinstance(context, Mapping) and step in context:
            context = context[step]
        elif step:
            return False
    return True


class StaleCitation(TemplateFault):
    """A citation of an act that is not in force."""

    code = "stale_citation"


def _first(faults: Sequence[TemplateFault]) -> tuple[TemplateFault, ...]:
    """So many faults as a person reads; how many more there are."""
    if len(faults) <= _SHOWN:
        return tuple(faults)
    rest = TemplateFault("{place}: and {count} more.", faults[_SHOWN].place, count=len(faults) - _SHOWN)
    return (*faults[:_SHOWN], rest)


def stale_in_document(data: bytes, on: date) -> list[TemplateFault]:
    """The citations in a made document of acts not in force on its day."""
    return list(_stale(read_package(data), on))


def text_of_document(data: bytes) -> str:
    """What a made document says, a line a paragraph."""
    return "\n".join(text for _, _, text in paragraphs_of(read_package(data)))


def _unknown_names(reading: Reading, names: Sequence[str]) -> Iterator[TemplateFault]:
    """A fault for each name the vocabulary lacks, with the place of the first tag that uses it."""
    places: dict[str, TextPlace] = {}
    for tag in (tag for source in reading.sources.values() for tag in source.tags):
        for word in re.findall(r"\w+", tag.source):
            places.setdefault(word, tag.place)
    for no, name in enumerate(names):
        place = places.get(re.split(r"[.\[]", name.removesuffix("[]"))[-1], TextPlace(text=name))
        near = vocabulary.near(name) if no < _GUESSED else None
        if near is None:
            yield TemplateFault("{place}: the vocabulary has no name {name}.", place, name=name)
        else:
            sentence = "{place}: the vocabulary has no name {name}; perhaps {near} is meant."
            yield TemplateFault(sentence, place, name=name, near=near)


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


def _stale(parts: dict[str, bytes], on: date) -> Iterator[StaleCitation]:
    for part, no, text in paragraphs_of(parts):
        for citation in stale_citations(text, on):
            begins = max(0, citation.start - 30)
            yield StaleCitation(
                "{place}: {act} is not in force on {day}; today it is {replacement}.",
                TextPlace(part, no, text[begins : citation.start + len(citation.text) + 30].strip()),
                act=citation.act,
                day=on,
                replacement=citation.replacement,
            )
