"""What rendering needs beside the engine: a refusal that names everything missing, the file name, the same again."""

import hashlib
import io
import json
import zipfile
from collections.abc import Sequence
from typing import TYPE_CHECKING

from contracts.documents.contexts.values import DocumentContext
from contracts.documents.fact_values import example_of
from contracts.documents.tables import DocumentRow
from contracts.documents.vocabulary import find
from contracts.docx.template_properties import TemplateProperties, safe_name
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


def stored_context(files: FileStore, sha256: str) -> DocumentContext:
    """What made a document, or what a kept file is called, as it was stored with it."""
    stored: DocumentContext = json.loads(files.get(sha256))
    return stored


def render_again(files: FileStore, document: DocumentRow) -> bytes:
    """A document from its stored template, context and wording alone; no library words anything anew."""
    from contracts.docx.engine.compiled import compile_template
    from contracts.docx.engine.filter_words import FilterWords
    from contracts.docx.engine.pictures import read_picture

    stored = stored_context(files, document.context_sha)
    compiled = compile_template(files.get(document.template_sha), stored["language"], name=document.kind)
    pictures = {name: read_picture(files.get(sha), name) for name, sha in stored["pictures"].items()}
    wording = FilterWords.recorded(stored["wording"])
    return compiled.render(
        stored["context"],
        wording=wording,
        pictures=pictures,
        is_draft=stored["is_draft"],
        is_bound=stored.get("is_bound", False),
    )


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


def marked_names(compiled: "Compiled", context: DocumentContext) -> tuple[str, ...]:
    """The names a draft of this context marks as missing."""
    from contracts.docx.engine.compiled import marks_of

    parts = compiled.fill(context, is_draft=True).values()
    return tuple(dict.fromkeys(name for part in parts for name in marks_of(part)))


def all_missing(compiled: "Compiled", context: DocumentContext, first: "MissingName") -> "MissingName":
    """The same refusal naming everything that is missing and how to give it, so that nobody mends one at a time."""
    from contracts.docx.engine.faults import MissingName, TemplateFault

    try:
        marked = marked_names(compiled, context)
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
