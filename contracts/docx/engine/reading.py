"""A Word template is read whole before it is used: every fault of every part is collected, with its place."""

import re
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import unquote

from jinja2 import TemplateAssertionError, TemplateSyntaxError, nodes
from lxml import etree

from contracts.docx.engine.faults import TemplateFault, TextPlace
from contracts.docx.engine.filter_words import filters_for
from contracts.docx.engine.names import used_names
from contracts.docx.engine.package import read_package, text_parts
from contracts.docx.engine.parts import PartSource, has_tags, read_part
from contracts.docx.engine.printing import address_of_value, line_of_value
from contracts.docx.engine.sandbox import Sandbox, count_rounds, refused_node
from contracts.docx.engine.tags import read_tag, replace_tags
from contracts.docx.engine.word import parse

#: Where addresses of links and the properties of the file may hold tags.
_TARGET = re.compile(r'(Target=")([^"]*(?:\{\{|%7B%7B|%7b%7b)[^"]*)')
_PROPERTY = re.compile(r"(>)([^<>]*(?:\{\{|\{%)[^<>]*)")
#: What fields and content controls show beside the text: properties of the file, and data of a company's own.
_PROPERTIES = re.compile(r"docProps/(?:core|app|custom)\.xml|customXml/item\d*\.xml")
_SETTINGS = "word/settings.xml"
#: What an author keeps in a template for us stays in it.
_AUTHOR_ONLY = re.compile(rb"<w:docVars>.*?</w:docVars>|<w:docVars/>|<w:attachedTemplate\b[^>]*/>", re.DOTALL)
#: Read after the document, which takes out of them what its loops repeat.
_NOTES = ("footnotes.xml", "endnotes.xml")
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_RAW = ("raw", "endraw")
#: What Python calls the code of a part, by which a fault at filling finds its line.
CODE_FILE = "<template>"


@dataclass(slots=True)
class Reading:
    """What a template file holds: parts that stay, sources of parts to be filled, names, faults."""

    still: dict[str, bytes]
    sources: dict[str, PartSource] = field(default_factory=dict)
    addresses: dict[str, PartSource] = field(default_factory=dict)
    properties: dict[str, PartSource] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    faults: list[TemplateFault] = field(default_factory=list)
    #: Parts to which a loop adds elements, and what a person should look at.
    opened: dict[str, str] = field(default_factory=dict)
    to_see: list[TemplateFault] = field(default_factory=list)


def read_template(data: bytes, language: str) -> Reading:
    """Read a template; raises :class:`TemplateFault` only where the file cannot be read at all."""
    still = read_package(data)
    reading = Reading(still)
    filters = filters_for(language)
    for name in sorted(text_parts(still), key=lambda each: each.lower().endswith(_NOTES)):
        _text_part(reading, name, Sandbox(filters))
    for name in reading.opened:
        still.pop(name, None)
    for name in [name for name in still if name.startswith("word/_rels/")]:
        _plain_part(reading, name, Sandbox(filters, prints=address_of_value), _TARGET)
    for name in [name for name in still if _PROPERTIES.fullmatch(name)]:
        _plain_part(reading, name, Sandbox(filters, prints=line_of_value), _PROPERTY)
    if _SETTINGS in still:
        still[_SETTINGS] = _AUTHOR_ONLY.sub(b"", still[_SETTINGS])
    return reading


def _text_part(reading: Reading, name: str, environment: Sandbox) -> None:
    content = reading.still[name]
    if not has_tags(content):
        return
    try:
        source = read_part(content, name, reading.still)
    except TemplateFault as fault:
        reading.faults.append(fault)
        return
    reading.faults += source.faults
    reading.opened |= source.opened
    reading.to_see += source.to_see
    reading.faults += [_not_available(each.place, each.keyword) for each in source.tags if each.keyword in _RAW]
    if source.tags and not source.faults:
        _names(reading, source, environment)
    if source.tags or source.is_changed:
        reading.sources[name] = source
        del reading.still[name]


def _plain_part(reading: Reading, name: str, environment: Sandbox, pattern: re.Pattern[str]) -> None:
    """A part where tags stand in plain text: targets of links, where Word writes {{ as %7B%7B; the file's title."""
    whole = etree.tostring(parse(reading.still[name], name), encoding="unicode")
    if pattern.search(whole) is None:
        return
    lines: dict[int, TextPlace] = {}

    def healed(match: re.Match[str]) -> str:
        return match[1] + replace_tags(unquote(match[2]) if pattern is _TARGET else match[2], tag)

    def tag(written: str) -> str:
        lines[1] = lines[2] = TextPlace(name, 0, written)
        return read_tag(unescape(written), lines[1]).source

    text = _DECLARATION + " ".join(pattern.sub(healed, whole).splitlines())
    source = PartSource(name, text, lines, [], is_text=False)
    _names(reading, source, environment)
    (reading.addresses if pattern is _TARGET else reading.properties)[name] = source
    del reading.still[name]


def _names(reading: Reading, source: PartSource, environment: Sandbox) -> None:
    try:
        tree = environment.parse(source.text)
        refused, names = refused_node(tree), used_names(tree)
        count_rounds(tree)
        source.code = environment.compile(tree, filename=CODE_FILE)
    except TemplateSyntaxError as error:
        reading.faults.append(_syntax_fault(source, error))
    except (RecursionError, MemoryError, SyntaxError, ValueError, ArithmeticError):
        reading.faults.append(_too_long(source))
    else:
        reading.faults += [] if refused is None else [_refused(source, refused)]
        reading.names = list(dict.fromkeys([*reading.names, *names]))


def _too_long(source: PartSource) -> TemplateFault:
    """Neither Jinja nor Python says which tag it was: it is the longest one."""
    longest = max(source.tags, key=lambda tag: len(tag.source), default=None)
    place = longest.place if longest else next(iter(source.lines.values()), TextPlace(source.part))
    return TemplateFault("{place}: the tag is too long or too deep to be read; make it simpler.", place)


def _syntax_fault(source: PartSource, error: TemplateSyntaxError) -> TemplateFault:
    place = place_of(source, error.lineno)
    message = error.message or ""
    named = re.search(r"'([^']*)'", message)
    if isinstance(error, TemplateAssertionError) and message.startswith("No filter"):
        return TemplateFault("{place}: there is no filter {name}.", place, name=named[1] if named else "")
    if isinstance(error, TemplateAssertionError) and message.startswith("No test"):
        return TemplateFault("{place}: there is no test {name}.", place, name=named[1] if named else "")
    if message.startswith("Encountered unknown tag"):
        return TemplateFault(
            "{place}: there is no statement {name}: there is if, for, set and with.",
            place,
            name=named[1] if named else "",
        )
    if (char := re.match(r"unexpected char '(.+)' at", message)) is not None:
        return TemplateFault("{place}: the character {char} means nothing in a tag.", place, char=char[1])
    if (got := re.match(r"expected token '.*', got '(.+)'", message)) is not None:
        return TemplateFault("{place}: the tag cannot be read: {token} is not expected here.", place, token=got[1])
    return TemplateFault("{place}: the tag cannot be read: {reason}", place, reason=message.rstrip(".") + ".")


def _refused(source: PartSource, node: nodes.Node) -> TemplateFault:
    return _not_available(place_of(source, node.lineno), getattr(node, "name", None) or type(node).__name__.lower())


def _not_available(place: TextPlace, name: str) -> TemplateFault:
    return TemplateFault(
        "{place}: templates print and decide, they do not define or call: {name} is not available.", place, name=name
    )


def place_of(source: PartSource, line: int) -> TextPlace:
    """The place of a line of a source."""
    return source.lines.get(line) or source.lines.get(line - 1) or TextPlace(source.part)
