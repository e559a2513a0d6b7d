"""A template and a context become the bytes of a document, or a refusal that names everything missing at once.

What was put in is kept beside the bytes (:attr:`Rendered.stored`): from it alone the same document is made again years
later, whatever the words of the program have become.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from contracts.documents.contexts.values import DocumentContext
from contracts.documents.fact_values import example_of
from contracts.documents.overrides import refuse_unknown, with_values
from contracts.documents.queries.documents import StoredDocument
from contracts.documents.template_choice import ChosenTemplate
from contracts.documents.vocabulary import find
from contracts.docx.template_properties import TemplateProperties, properties_of, safe_name
from contracts.kernel.files import FileStore

if TYPE_CHECKING:
    from contracts.docx.engine.compiled import Compiled
    from contracts.docx.engine.faults import MissingName

#: Names that follow from the lines of a document and from whether VAT is in them.
_TOTALS = frozenset(
    {"items", "total", "total_net", "total_vat", "vat_lines", "act.to_pay", "delivery.count", "invoice.purpose"}
)
#: How many options a refusal shows.
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Rendering:
    """How a document is rendered: ``values`` replace names of the context (``--set``), ``pictures`` are by name."""

    kind: str
    language: str
    values: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class Rendered:
    """The bytes of a document, the name its template gives it, and what is stored to make it again.

    ``missing`` are the names a draft marks, ``warnings`` what the template tells its user, ``stale`` cited acts that
    are not in force.
    """

    data: bytes
    template: ChosenTemplate
    file_name: str
    stored: DocumentContext
    warnings: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()


def render(template: ChosenTemplate, context: DocumentContext, how: Rendering, on: date) -> Rendered:
    """Render a document as of a day. Raises a refusal where the template prints a name the context lacks."""
    from contracts.documents.template_check import stale_in_document
    from contracts.docx.engine.compiled import compile_template
    from contracts.docx.engine.faults import MissingName
    from contracts.docx.engine.filter_words import FilterWords
    from contracts.docx.engine.pictures import read_picture

    full = with_values(context, how.values)
    compiled = compile_template(template.data, how.language, name=template.name)
    refuse_unknown(how.values, compiled.names)
    wording = FilterWords.fresh(how.language)
    pictures = {name: read_picture(data, name) for name, data in how.pictures.items()}
    try:
        data = compiled.render(full, wording=wording, pictures=pictures, is_draft=how.is_draft)
    except MissingName as missing:
        raise _all_missing(compiled, full, missing) from None
    properties = properties_of(template.data)
    return Rendered(
        data,
        template,
        f"{file_name(properties, full, language=how.language, kind=how.kind)}.docx",
        {"context": full, "wording": wording.table, "language": how.language, "is_draft": how.is_draft},
        properties.warnings,
        _marked(compiled, full) if how.is_draft else (),
        tuple(str(each) for each in stale_in_document(data, on)),
    )


def render_again(files: FileStore, document: StoredDocument) -> bytes:
    """A document from its stored template, context and wording alone; no library words anything anew."""
    from contracts.docx.engine.compiled import compile_template
    from contracts.docx.engine.filter_words import FilterWords
    from contracts.docx.engine.pictures import read_picture

    stored = json.loads(files.get(document.context_sha))
    compiled = compile_template(files.get(document.template_sha), stored["language"], name=document.kind)
    pictures = {name: read_picture(files.get(sha), name) for name, sha in stored["pictures"].items()}
    wording = FilterWords.recorded(stored["wording"])
    return compiled.render(stored["context"], wording=wording, pictures=pictures, is_draft=stored["is_draft"])


def file_name(properties: TemplateProperties, context: DocumentContext, *, language: str = "", kind: str = "") -> str:
    """The name of the file by the template's pattern, in letters every file system takes.

    A draft whose pattern names what is missing is called by its kind.
    """
    from contracts.docx.engine.compiled import render_text
    from contracts.docx.engine.faults import MissingName

    pattern = properties.file_name or properties.kind or kind
    try:
        return safe_name(render_text(pattern, context, language or properties.language))
    except MissingName:
        return safe_name(kind or properties.kind)


def parts_hash(data: bytes) -> str:
    """The hash of the uncompressed parts: equal documents are equal whatever compressed them."""
    digest = hashlib.sha256()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in sorted(package.namelist()):
            digest.update(name.encode() + b"\0" + hashlib.sha256(package.read(name)).digest())
    return digest.hexdigest()


def _marked(compiled: "Compiled", context: DocumentContext) -> tuple[str, ...]:
    """The names a draft of this context marks as missing."""
    from contracts.docx.engine.compiled import marks_of

    parts = compiled.fill(context, is_draft=True).values()
    return tuple(dict.fromkeys(name for part in parts for name in marks_of(part)))


def _all_missing(compiled: "Compiled", context: DocumentContext, first: "MissingName") -> "MissingName":
    """The same refusal naming everything that is missing and how to give it, so that nobody mends one at a time."""
    from contracts.docx.engine.faults import MissingName, TemplateFault

    try:
        marked = _marked(compiled, context)
    except TemplateFault:
        marked = ()
    named = [str(first.facts["name"])] if "name" in first.facts else []
    names = list(dict.fromkeys(_asked_for(name, context, compiled.names) for name in dict.fromkeys([*named, *marked])))
    if not names:
        return first
    return MissingName(
        "{place}: the register does not know {names}; give {options}.",
        first.place,
        names=", ".join(names),
        options=" ".join(example_of(name) for name in names[:_SHOWN]) + (" …" if len(names) > _SHOWN else ""),
    )


def _asked_for(name: str, context: DocumentContext, used: Sequence[str]) -> str:
    """What to ask for: without the side we are on there is neither performer nor customer; an item asks its list.

    ``used`` are the names of the template, which tell the list a variable of a loop runs over.
    """
    head, _, last = name.partition(".")
    over = [each for each in used if each.endswith(f"[].{last}")]
    if over and find(name) is None and head not in context:
        return over[0].partition("[]")[0]
    if head in ("performer", "customer") and head not in context:
        return "contract.own_side"
    if name in _TOTALS:
        return "items" if "vat" in context.get("contract", {}) else "contract.vat"
    return name.partition("[]")[0]
