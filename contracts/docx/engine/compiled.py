"""A template is compiled once and filled many times; the same template and context always give the same bytes."""

import hashlib
import re
import threading
from collections import OrderedDict
from collections.abc import Mapping
from types import CodeType

from jinja2 import Template
from jinja2.exceptions import SecurityError

from contracts.docx.engine.bounds import Budget, Runaway
from contracts.docx.engine.faults import MissingName, TemplateFault, TextPlace, TooLarge
from contracts.docx.engine.filled_parts import highlight, keep_together, mend
from contracts.docx.engine.filter_words import FILTER_WORDS, FilterWords, filters_for
from contracts.docx.engine.package import CONTENT_TYPES
from contracts.docx.engine.packer import Packer
from contracts.docx.engine.parts import PartSource
from contracts.docx.engine.pictures import Picture, put_in, slots_of
from contracts.docx.engine.printing import (
    MARK_LEFT,
    MARK_RIGHT,
    Blank,
    NoValue,
    address_of_value,
    line_of_value,
    text_of_value,
)
from contracts.docx.engine.reading import CODE_FILE, Reading, place_of, read_template
from contracts.docx.engine.sandbox import BUDGET, Sandbox, count_rounds
from contracts.docx.filters import FilterFault
from contracts.docx.repeats.passes import with_more

#: Templates kept compiled; each is some hundred kilobytes.
_KEPT = 128


class Compiled:
    """A template ready to be filled; safe to share between threads."""

    def __init__(self, reading: Reading, *, sha256: str, language: str, name: str = "") -> None:
        self.sha256, self.language, self.name = sha256, language, name
        self.names = tuple(reading.names)
        self._reading = reading
        self._strict = _programs(reading, language, is_draft=False)
        self._drafts: list[tuple[PartSource, Template]] | None = None
        self._packer = Packer(reading.still.items())
        sources = [each.text.encode() for each in reading.sources.values()]
        self.picture_names = frozenset().union(*map(slots_of, [*sources, *reading.still.values()]))

    def render(
        self,
        context: Mapping[str, object],
        *,
        wording: FilterWords | None = None,
        pictures: Mapping[str, Picture] | None = None,
        is_draft: bool = False,
        is_bound: bool = False,
    ) -> bytes:
        """The document as bytes; ``is_bound`` keeps on one line what papers keep together.

        ``context`` holds plain JSON values. ``wording`` records what the filters said, or repeats it. In a draft a
        name without a value is marked ⟦name⟧; otherwise it raises :class:`MissingName` with its place.
        """
        filled = self.fill(context, wording=wording, is_draft=is_draft)
        if is_bound:
            texts = {source.part for source, _ in self._strict if source.is_text}
            filled = {
                name: keep_together(part.decode(), self.language).encode() if name in texts else part
                for name, part in filled.items()
            }
        if not self.picture_names:
            return self._packer.pack(filled.items())
        parts = put_in({**self._reading.still, **filled}, pictures or {})
        return Packer(()).pack([(CONTENT_TYPES, parts.pop(CONTENT_TYPES)), *parts.items()])

    def fill(
        self, context: Mapping[str, object], *, wording: FilterWords | None = None, is_draft: bool = False
    ) -> dict[str, bytes]:
        """The filled parts alone, uncompressed, by name."""
        if is_draft and self._drafts is None:
            self._drafts = _programs(self._reading, self.language, is_draft=True)
        programs = self._drafts if is_draft and self._drafts is not None else self._strict
        named = {name: Blank(name=name) if value is None and is_draft else value for name, value in context.items()}
        values = {**named, FILTER_WORDS: wording or FilterWords.fresh(self.language), BUDGET: Budget()}
        filled: dict[str, bytes] = {}
        more: dict[str, list[str]] = {}
        for source, program in programs:
            try:
                text = _run(source, program, values)
            except TemplateFault as fault:
                raise fault.within(self.name) from None
            if source.is_text:
                if source.copies is not None:
                    text, added = source.copies.run(text)
                    more |= {part: more.get(part, []) + each for part, each in added.items()}
                text = mend(text) if source.is_lifted else text
                text = highlight(text) if is_draft else text
            filled[source.part] = text.encode()
        for part, opened in self._reading.opened.items():
            text = filled[part].decode() if part in filled else opened
            filled[part] = with_more(text, more.get(part, [])).encode()
        return filled


def _programs(reading: Reading, language: str, *, is_draft: bool) -> list[tuple[PartSource, Template]]:
    made = []
    for sources, prints in (
        (reading.sources, text_of_value),
        (reading.addresses, address_of_value),
        (reading.properties, line_of_value),
    ):
        environment = Sandbox(filters_for(language), is_draft=is_draft, prints=prints)
        made += [(each, _program(environment, each.text, None if is_draft else each.code)) for each in sources.values()]
    return made


def _program(environment: Sandbox, text: str, code: CodeType | None = None) -> Template:
    if code is None:
        tree = environment.parse(text)
        count_rounds(tree)
        code = environment.compile(tree, filename=CODE_FILE)
    return environment.template_class.from_code(environment, code, {})


def _run(source: PartSource, program: Template, values: Mapping[str, object]) -> str:
    try:
        return program.render(values)
    except NoValue as error:
        raise _no_value(_place(source, error), error) from None
    except (Runaway, MemoryError, RecursionError) as error:
        raise TooLarge(
            "{place}: the template never comes to an end, or makes a text without bound.", _place(source, error)
        ) from None
    except SecurityError as error:
        raise TemplateFault(
            "{place}: templates do not call or reckon beyond small numbers; compute it before.", _place(source, error)
        ) from None
    except FilterFault as error:
        raise TemplateFault("{place}: {reason}.", _place(source, error), reason=str(error)) from None
    except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        raise TemplateFault(
            "{place}: the value cannot be used this way ({reason}).", _place(source, error), reason=str(error)[:120]
        ) from None


def _place(source: PartSource, error: BaseException) -> TextPlace:
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == CODE_FILE:
            line = trace.tb_lineno
        trace = trace.tb_next
    return place_of(source, line)


def _no_value(place: TextPlace, error: NoValue) -> MissingName:
    if error.is_known:
        return MissingName("{place}: there is no value to print; ask for it first by {{% if … %}}.", place)
    return MissingName("{place}: the name {name} is not known here.", place, name=error.name)


_cache: OrderedDict[tuple[str, str], Compiled] = OrderedDict()
_lock = threading.Lock()


def compile_template(data: bytes, language: str = "uk", *, name: str = "") -> Compiled:
    """Compile a Word template, or take it from the cache; raises :class:`TemplateFault` with its first fault.

    ``language`` is what its filters speak (uk, en, ru, de, en_gb); ``name`` stands in the sentence of a fault.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    key = (sha256, language)
    with _lock:
        if key in _cache:
            _cache.move_to_end(key)
            _cache[key].name = name or _cache[key].name
            return _cache[key]
    try:
        reading = read_template(data, language)
        if reading.faults:
            raise reading.faults[0]
    except TemplateFault as fault:
        raise (fault.within(name) if name else fault) from None
    compiled = Compiled(reading, sha256=sha256, language=language, name=name)
    with _lock:
        _cache[key] = compiled
        while len(_cache) > _KEPT:
            _cache.popitem(last=False)
    return compiled


def render_text(pattern: str, context: Mapping[str, object], language: str) -> str:
    """A plain text with tags, such as the pattern of a file name; raises :class:`TemplateFault`."""
    from html import unescape

    from jinja2 import TemplateSyntaxError

    environment = Sandbox(filters_for(language))
    try:
        program = _program(environment, pattern)
    except TemplateSyntaxError as error:
        raise TemplateFault(
            "{place}: the tag cannot be read: {reason}", TextPlace(text=pattern), reason=f"{error.message}"
        ) from None
    values = {**context, FILTER_WORDS: FilterWords.fresh(language), BUDGET: Budget()}
    text = _run(PartSource(pattern, pattern, {1: TextPlace(text=pattern)}, []), program, values)
    return unescape(re.sub(r"<[^>]*>", " ", text))


def marks_of(xml: bytes) -> list[str]:
    """The names marked in a draft, in order, each once."""
    found = re.findall(f"{MARK_LEFT}([^{MARK_LEFT}{MARK_RIGHT}<]*){MARK_RIGHT}", xml.decode())
    return list(dict.fromkeys(found))
