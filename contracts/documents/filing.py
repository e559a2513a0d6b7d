"""A document is rendered, kept by its hash with all that made it, recorded once, and written to its place.

:func:`render_document` gives the bytes alone, :func:`keep_document` stores them without a file at any place,
:func:`file_document` does both and writes the file.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from contracts.documents.contexts.values import DocumentContext
from contracts.documents.matter import refuse_nothing
from contracts.documents.outgoing import LETTERS, enter_letter
from contracts.documents.overrides import refuse_unknown, with_values
from contracts.documents.rendering import all_missing, file_name, marked_names, parts_hash
from contracts.documents.tables import DocumentRow
from contracts.documents.tax_check import check_tax
from contracts.documents.template_choice import ChosenTemplate, chosen_template
from contracts.documents.translations import Foreign, foreign_in, refuse_foreign, warning_of
from contracts.docx.template_properties import properties_of
from contracts.kernel.context import Work
from contracts.kernel.database import counters
from contracts.kernel.database.tables import add_row
from contracts.kernel.files import record
from contracts.kernel.numbering import NumberPattern
from contracts.kernel.outside.outputs import write_aside
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import Subject

if TYPE_CHECKING:
    from contracts.docx.engine.compiled import Compiled
    from contracts.docx.engine.filter_words import FilterWords

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Filing:
    """What is made: kind, language, number, about whom; written to ``target``, else under the template's own name.

    Without a target it goes into ``folder``, or to where the program runs.

    ``company_id`` and ``type`` choose among templates the company installed; ``template`` is used instead of any.
    ``asks_translations`` refuses a paper in another language with facts nobody translated; a draft is never refused.
    ``values`` replace names of the context (``--set``); ``pictures`` are the stamp, logo or signature by name.
    """

    kind: str
    language: str
    number: str
    subject: Subject
    target: Path | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    company_id: int = 0
    type: str = ""
    is_draft: bool = False
    template: bytes | None = None
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    folder: Path = Path()
    asks_translations: bool = False


@dataclass(frozen=True, slots=True)
class RenderedDocument:
    """The bytes of a document, the name its template gives it, and what is stored to make the same again years later.

    ``missing`` are the names a draft marks, ``warnings`` what the template tells its user, ``to_see`` what a person
    should look at: cited acts that are not in force, tags that are printed as they stand.
    """

    data: bytes
    template: ChosenTemplate
    file_name: str
    stored: DocumentContext
    warnings: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    to_see: tuple[Refusal, ...] = ()


class FiledDocument(NamedTuple):
    """A document in the file store, its entry, and its place."""

    file: Path
    row: DocumentRow
    rendered: RenderedDocument


def file_document(work: Work, filing: Filing, context: DocumentContext) -> FiledDocument:
    """Make the document, keep it and write it to its place, in the caller's transaction.

    Raises a refusal where the template prints a name the context lacks, or the target cannot be written.
    """
    rendered = render_document(work, filing, context)
    target = filing.target or filing.folder / rendered.file_name
    if target.is_dir():
        target = target / rendered.file_name
    row = keep_document(work, filing, rendered, name=target.name)
    write_aside(target.absolute(), rendered.data)
    return FiledDocument(target, row, rendered)


def render_document(work: Work, filing: Filing, context: DocumentContext) -> RenderedDocument:
    """The bytes of the document by the template in force, and what made them; nothing is stored.

    Raises a refusal where the template prints a name the context lacks.
    """
    from contracts.documents.template_check import refuse_unusable, stale_in_document

    template, language, is_draft = _template(work, filing), filing.language, filing.is_draft
    full, on = with_values(context, filing.values), work.call.as_of
    check_tax(full)
    to_see = () if template.is_shipped else refuse_unusable(template.data, language, on, template.name)
    compiled, data, wording = _filled(template, filing, full)
    foreign = _foreign_words(data, filing, template, full, on)
    properties = properties_of(template.data)
    return RenderedDocument(
        data,
        template,
        f"{file_name(properties, full, language=language, kind=filing.kind)}.docx",
        {"context": full, "wording": wording.table, "language": language, "is_draft": is_draft, "is_bound": True},
        (*properties.warnings, *warning_of(foreign, language)),
        marked_names(compiled, full) if is_draft else (),
        (*to_see, *stale_in_document(data, on)),
    )


def _filled(template: ChosenTemplate, filing: Filing, full: DocumentContext) -> "tuple[Compiled, bytes, FilterWords]":
    """The template with the context in it, and the wordings its filters proposed."""
    from contracts.docx.engine.compiled import compile_template
    from contracts.docx.engine.faults import MissingName
    from contracts.docx.engine.filter_words import FilterWords
    from contracts.docx.engine.pictures import read_picture

    compiled = compile_template(template.data, filing.language, name=template.name)
    refuse_unknown(filing.values, compiled.names)
    refuse_nothing(filing.kind, {} if filing.is_draft else full, compiled.names)
    wording = FilterWords.fresh(filing.language)
    pictures = {name: read_picture(data, name) for name, data in filing.pictures.items()}
    try:
        data = compiled.render(full, wording=wording, pictures=pictures, is_draft=filing.is_draft, is_bound=True)
    except MissingName as missing:
        raise all_missing(compiled, full, missing) from None
    return compiled, data, wording


def _foreign_words(
    data: bytes, filing: Filing, template: ChosenTemplate, full: DocumentContext, on: date
) -> tuple[Foreign, ...]:
    """What a document says in another language; a paper that is no draft is refused for it, and for what it lacks."""
    from contracts.documents.template_check import refuse_absent, text_of_document

    foreign = foreign_in(text_of_document(data), full, filing.language)
    if filing.asks_translations and not filing.is_draft:
        refuse_foreign(foreign, filing.language)
    if not (template.is_shipped or filing.is_draft):
        refuse_absent(template.data, filing.language, on, full)
    return foreign


def keep_document(work: Work, filing: Filing, rendered: RenderedDocument, *, name: str = "") -> DocumentRow:
    """Bytes into the store first, rows second (architecture, 12); ``name`` is what its file is called."""
    pictures = {name: work.ctx.files.put(each) for name, each in filing.pictures.items()}
    stored = {**rendered.stored, "file_name": name or rendered.file_name, "pictures": pictures}
    context = json.dumps(stored, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    row = add_document(
        work,
        filing.subject,
        kind=filing.kind,
        number=filing.number,
        template_sha=keep_bytes(work, rendered.template.data, DOCX),
        context_sha=keep_bytes(work, context, "application/json"),
        parts_sha=parts_hash(rendered.data),
        file_sha=keep_bytes(work, rendered.data, DOCX),
    )
    if not filing.is_draft:
        enter_letter(work, filing.company_id, row, rendered.stored["context"])
    return row


def add_document(work: Work, subject: Subject, **values: str) -> DocumentRow:
    """Enter a document about a subject, made by the caller on the day; returns it with its key."""
    about = {"subject_kind": subject.kind.value, "subject_id": subject.id}
    by = {"as_of": work.call.as_of, "made_at": work.call.at, "made_by": work.call.login}
    row = DocumentRow.model_validate({**about, **by, **values})
    row.id = add_row(work.conn, row)
    return row


def next_number(work: Work, kind: str, company_id: int) -> str:
    """The next number of a company's documents of a kind; claims count by a pattern of their own."""
    numbering, on, is_claim = work.ctx.numbering, work.call.as_of, kind == "claim"
    pattern = NumberPattern(numbering.claim if is_claim else numbering.of(kind))
    # Letters are counted together, whatever their kind, unless the settings give a kind a pattern of its own.
    series = "letter" if kind in LETTERS and kind not in numbering.documents else f"document:{kind}"
    scope = f"claim:{company_id}" if is_claim else f"{series}:{company_id}"
    return pattern.format(counters.next_number(work.conn, scope, pattern.series(on)), on.year)


def keep_bytes(work: Work, data: bytes, media_type: str) -> str:
    """Put bytes into the store and record them; returns their hash."""
    sha256 = work.ctx.files.put(data)
    record(work.conn, sha256, len(data), media_type, work.call.at)
    return sha256


def _template(work: Work, filing: Filing) -> ChosenTemplate:
    if filing.template is not None:
        return ChosenTemplate(filing.template, f"{filing.language}/{filing.kind}")
    conn, files = work.conn, work.ctx.files
    return chosen_template(conn, files, filing.kind, filing.language, company_id=filing.company_id, type=filing.type)
