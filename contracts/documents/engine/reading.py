"""A Word template is read whole before it is used: every fault of every part is collected, with its place."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote

from jinja2 import TemplateAssertionError, TemplateSyntaxError, nodes

from contracts.documents.engine.faults import Place, TemplateFault
from contracts.documents.engine.names import used_names
from contracts.documents.engine.package import TEXT_PART, read_package
from contracts.documents.engine.parts import Source, has_tags, read_part
from contracts.documents.engine.sandbox import Sandbox, refused_node
from contracts.documents.engine.tags import TAG, read_tag
from contracts.documents.engine.wording import filters_for

_TARGET = re.compile(rb'Target="([^"]*(?:\{\{|%7B%7B|%7b%7b)[^"]*)"')


_RAW = ("raw", "endraw")


@dataclass(slots=True)
class Reading:
    """What a template file holds: parts that stay, sources of parts to be filled, names, faults."""

    still: dict[str, bytes]
    sources: dict[str, Source] = field(default_factory=dict)
    addresses: dict[str, Source] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    faults: list[TemplateFault] = field(default_factory=list)


def read_template(data: bytes, language: str) -> Reading:
    """Read a template; raises :class:`TemplateFault` only where the file cannot be read at all."""
    still = read_package(data)
    reading = Reading(still)
    environment = Sandbox(filters_for(language))
    for name in [name for name in still if TEXT_PART.fullmatch(name)]:
        _text_part(reading, name, environment)
    for name in [name for name in still if name.startswith("word/_rels/") and _TARGET.search(still[name])]:
        _address_part(reading, name, environment)
    return reading


def _text_part(reading: Reading, name: str, environment: Sandbox) -> None:
    content = reading.still[name]
    if not has_tags(content):
        return
    try:
        source = read_part(content, name)
    except TemplateFault as fault:
        reading.faults.append(fault)
        return
    reading.faults += source.faults
    reading.faults += [_not_available(each.place, each.keyword) for each in source.tags if each.keyword in _RAW]
    if source.tags and not source.faults:
        _names(reading, source, environment)
    if source.tags:
        reading.sources[name] = source
        del reading.still[name]


def _address_part(reading: Reading, name: str, environment: Sandbox) -> None:
    """Targets of hyperlinks, where Word writes {{ as %7B%7B."""
    lines: dict[int, Place] = {}

    def target(match: re.Match[bytes]) -> bytes:
        written = unquote(match[1].decode())
        for tag in TAG.findall(written):
            lines[1] = lines[2] = Place(name, 0, tag)
            written = written.replace(tag, read_tag(tag, lines[1]).source)
        return f'Target="{written}"'.encode()

    text = _TARGET.sub(target, reading.still[name]).decode()
    text = " ".join(text.splitlines())
    source = Source(name, text, lines, [])
    _names(reading, source, environment)
    reading.addresses[name] = source
    del reading.still[name]


def _names(reading: Reading, source: Source, environment: Sandbox) -> None:
    try:
        tree = environment.parse(source.text)
        environment.compile(tree)
    except TemplateSyntaxError as error:
        reading.faults.append(_syntax_fault(source, error))
        return
    tree = environment.parse(source.text)
    refused = refused_node(tree)
    if refused is not None:
        reading.faults.append(_refused(source, refused))
    reading.names = list(dict.fromkeys([*reading.names, *used_names(tree)]))


def _syntax_fault(source: Source, error: TemplateSyntaxError) -> TemplateFault:
    place = place_of(source, error.lineno)
    said = error.message or ""
    named = re.search(r"'([^']*)'", said)
    if isinstance(error, TemplateAssertionError) and said.startswith("No filter"):
        return TemplateFault("{place}: there is no filter {name}.", place, name=named[1] if named else "")
    if isinstance(error, TemplateAssertionError) and said.startswith("No test"):
        return TemplateFault("{place}: there is no test {name}.", place, name=named[1] if named else "")
    return TemplateFault("{place}: the tag cannot be read: {reason}", place, reason=said.rstrip(".") + ".")


def _refused(source: Source, node: nodes.Node) -> TemplateFault:
    return _not_available(place_of(source, node.lineno), getattr(node, "name", None) or type(node).__name__.lower())


def _not_available(place: Place, name: str) -> TemplateFault:
    return TemplateFault(
        "{place}: templates print and decide, they do not define or call: {name} is not available.", place, name=name
    )


def place_of(source: Source, line: int) -> Place:
    """The place of a line of a source."""
    return source.lines.get(line) or source.lines.get(line - 1) or Place(source.part)


def first_of(faults: Iterable[TemplateFault]) -> TemplateFault | None:
    """The fault to be told when only one is."""
    return next(iter(faults), None)
