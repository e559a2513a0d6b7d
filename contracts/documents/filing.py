"""A document is made from a template and a context, kept by its hash, written to its place, and recorded once."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection

from contracts.documents.given_values import example_of, read_given
from contracts.documents.queries import documents
from contracts.documents.queries import templates as store_templates
from contracts.documents.vocabulary import find, near
from contracts.docx.front_matter import Front, front_of, safe_name
from contracts.kernel.context import Work
from contracts.kernel.files import FileStore, record, write_aside
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import Subject
from contracts.language.shipped import templates

if TYPE_CHECKING:
    from contracts.docx.engine.compiled import Compiled
    from contracts.docx.engine.faults import MissingName

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: Names without a dot that are no facts of the company's own.
_TOP = frozenset({"items", "total", "total_net", "total_vat", "as_of", "enclosures", "papers", "missing", "payments"})
#: Names that follow from the lines of a paper and from whether VAT is in them.
_TOTALS = frozenset(
    {"items", "total", "total_net", "total_vat", "vat_lines", "act.to_pay", "delivery.count", "invoice.purpose"}
)
#: How many options a refusal shows.
_SHOWN = 8


class NoTemplate(Refusal):
    """There is no template of a kind in a language."""

    code = "no_template"


@dataclass(frozen=True, slots=True)
class Filing:
    """What is made: kind, language, number, about whom; written to ``target``, else under the template's own name.

    Without a target it goes into ``folder``, or to where the program runs; where ``is_written`` is false it is kept
    in the file store alone.

    ``company_id`` and ``type`` choose among templates the company installed; ``template`` is used instead of any.
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
    is_written: bool = True


@dataclass(frozen=True, slots=True)
class Filed:
    """A document in the file store and at its place; ``missing`` are the names a draft marks."""

    file: Path
    sha256: str
    template: str
    template_sha256: str
    warnings: tuple[str, ...] = ()
    id: int = 0
    missing: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()


class Chosen(NamedTuple):
    """A template and what it is called: ``uk/claim``, and the version of the company's own."""

    data: bytes
    name: str


def shipped_template(kind: str, language: str) -> bytes:
    """The shipped Word template of a kind; raises :class:`NoTemplate` naming the languages there are."""
    folder = templates() / "documents"
    path = folder / language / f"{kind}.docx"
    if not path.is_file():
        there = ", ".join(sorted(each.parent.name for each in folder.glob(f"*/{kind}.docx")))
        raise NoTemplate(
            "There is no template {kind} in the language {language}: there is {there}.",
            kind=kind,
            language=language,
            there=there or "–",
        )
    return path.read_bytes()


def chosen_template(
    conn: Connection, files: FileStore, kind: str, language: str, *, company_id: int = 0, type: str = ""
) -> Chosen:
    """The template in force: the company's own where one is installed, else the shipped one."""
    own = store_templates.in_force(conn, kind, language, company_id=company_id, type=type)
    if own is None:
        return Chosen(shipped_template(kind, language), f"{language}/{kind}")
    return Chosen(files.get(own.sha256), f"{language}/{kind} v{own.version}")


def file_document(work: Work, filing: Filing, context: dict[str, Any]) -> Filed:
    """Make the document and keep it: bytes first, rows second, in the caller's transaction (architecture, 11).

    Raises a refusal where the template prints a name the context lacks, or the target cannot be written.
    """
    from contracts.documents.check import stale_in_document
    from contracts.docx.engine.compiled import compile_template, marks_of
    from contracts.docx.engine.faults import MissingName
    from contracts.docx.engine.pictures import read_picture
    from contracts.docx.engine.wording import Wording

    template = _template(work, filing)
    full = with_values(context, filing.values)
    compiled = compile_template(template.data, filing.language, name=template.name)
    _refuse_unknown(filing.values, compiled.names)
    wording = Wording.fresh(filing.language)
    pictures = {name: read_picture(data, name) for name, data in filing.pictures.items()}
    try:
        data = compiled.render(full, wording=wording, pictures=pictures, is_draft=filing.is_draft)
    except MissingName as missing:
        raise _all_missing(compiled, full, missing) from None
    front = front_of(template.data)
    own_name = f"{file_name(front, full, language=filing.language, kind=filing.kind)}.docx"
    target = filing.target or filing.folder / own_name
    if target.is_dir():
        target = target / own_name
    kept = {name: work.ctx.files.put(each) for name, each in filing.pictures.items()}
    stored = {"context": full, "wording": wording.table, "language": filing.language, "is_draft": filing.is_draft}
    stored |= {"file_name": target.name, "pictures": kept}
    marked = compiled.fill(full, wording=wording, is_draft=True) if filing.is_draft else {}
    id, sums = _keep(work, filing, target, {"file": data, "context": _json(stored), "template": template.data})
    return Filed(
        target,
        sums["file"],
        template.name,
        sums["template"],
        front.warnings,
        id,
        tuple(dict.fromkeys(name for part in marked.values() for name in marks_of(part))),
        tuple(str(each.said) for each in stale_in_document(data, work.call.as_of)),
    )


def _all_missing(compiled: "Compiled", context: Mapping[str, Any], first: "MissingName") -> "MissingName":
    """The same refusal naming everything that is missing and how to give it, so that nobody mends one at a time."""
    from contracts.docx.engine.compiled import marks_of
    from contracts.docx.engine.faults import MissingName, TemplateFault

    try:
        marked = compiled.fill(context, is_draft=True)
    except TemplateFault:
        marked = {}
    named = [str(first.facts["name"])] if "name" in first.facts else []
    found = dict.fromkeys([*named, *(name for part in marked.values() for name in marks_of(part))])
    names = list(dict.fromkeys(_asked(name, context, compiled.names) for name in found))
    if not names:
        return first
    return MissingName(
        "{place}: the register does not know {names}; give {options}.",
        first.place,
        names=", ".join(names),
        options=" ".join(example_of(name) for name in names[:_SHOWN]) + (" …" if len(names) > _SHOWN else ""),
    )


def _asked(name: str, context: Mapping[str, Any], used: Sequence[str]) -> str:
    """What to ask for: without the side we are on there is neither performer nor customer; an item asks its list.

    ``used`` are the names of the template, which tell the list a variable of a loop runs over.
    """
    head, _, field = name.partition(".")
    over = [each for each in used if each.endswith(f"[].{field}")]
    if over and find(name) is None and head not in context:
        return over[0].partition("[]")[0]
    if head in ("performer", "customer") and head not in context:
        return "contract.own_side"
    if name in _TOTALS:
        return "items" if "vat" in context.get("contract", {}) else "contract.vat"
    return name.partition("[]")[0]


def _refuse_unknown(values: Mapping[str, str], used: Sequence[str]) -> None:
    """A fact nobody would print is a slip of the pen: neither the vocabulary nor the template has its name."""
    for name in values:
        is_used = any(each == name or each.startswith((f"{name}.", f"{name}[]")) for each in used)
        if "." not in name or is_used or find(name) is not None:
            continue
        if (meant := near(name)) is not None:
            raise Refusal(
                "There is no fact {name}; perhaps {near} is meant.", code="unknown_fact", name=name, near=meant
            )
        raise Refusal("There is no fact {name}: see `contracts template variables`.", code="unknown_fact", name=name)


def _json(stored: Mapping[str, Any]) -> bytes:
    return json.dumps(stored, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _keep(work: Work, filing: Filing, target: Path, kept: Mapping[str, bytes]) -> tuple[int, dict[str, str]]:
    """Bytes into the store and to their place, then the rows; returns the key of the document and the hashes."""
    call = work.call
    sums = {name: work.ctx.files.put(each) for name, each in kept.items()}
    if filing.is_written:
        write_aside(target.absolute(), kept["file"])
    for name, each in kept.items():
        record(work.conn, sums[name], len(each), "application/json" if name == "context" else DOCX, call.at)
    row = {
        "kind": filing.kind,
        "number": filing.number,
        "subject_kind": filing.subject.kind.value,
        "subject_id": filing.subject.id,
        "template_sha": sums["template"],
        "context_sha": sums["context"],
        "parts_sha": parts_hash(kept["file"]),
        "file_sha": sums["file"],
        "as_of": call.as_of,
        "made_at": call.at,
        "made_by": call.login,
    }
    return documents.add(work.conn, row), sums


def stored_context(files: FileStore, sha256: str) -> dict[str, Any]:
    """What a document was made of, as it was kept with it."""
    stored: dict[str, Any] = json.loads(files.get(sha256))
    return stored


def _template(work: Work, filing: Filing) -> Chosen:
    if filing.template is not None:
        return Chosen(filing.template, f"{filing.language}/{filing.kind}")
    return chosen_template(
        work.conn,
        work.ctx.files,
        filing.kind,
        filing.language,
        company_id=filing.company_id,
        type=filing.type,
    )


def file_name(front: Front, context: Mapping[str, Any], *, language: str = "", kind: str = "") -> str:
    """The name of the file by the template's pattern, in letters every file system takes.

    A draft whose pattern names what is missing is called by its kind.
    """
    from contracts.docx.engine.compiled import render_text
    from contracts.docx.engine.faults import MissingName

    try:
        return safe_name(render_text(front.file_name or front.kind or kind, context, language or front.language))
    except MissingName:
        return safe_name(kind or front.kind)


def with_values(context: dict[str, Any], values: Mapping[str, str]) -> dict[str, Any]:
    """The context with names replaced by ``--set``, each read by its type; a name without a dot goes to ``extra``.

    A sum keeps its currency. A fact of a party holds for the same party under its role too. Raises a refusal where a
    part of the path is not a record, or the value is not what the name means.
    """
    full: dict[str, Any] = json.loads(json.dumps(context))
    currency = full.get("contract", {}).get("currency", "UAH") if isinstance(full.get("contract"), dict) else "UAH"
    for name, text in values.items():
        place, last = _place(full, name)
        before = place.get(last)
        own = before["currency"] if isinstance(before, dict) and "currency" in before else currency
        place[last] = read_given(name, text, own)
    for one, other in _same_parties(full):
        for name in values:
            if name.startswith(f"{one}."):
                place, last = _place(full, f"{other}.{name.removeprefix(f'{one}.')}")
                place[last] = read_given(name, values[name], currency)
    return full


def _place(full: dict[str, Any], name: str) -> tuple[dict[str, Any], str]:
    """The record a dotted name ends in, and its last part."""
    path = name.split(".") if "." in name or name in _TOP else ["extra", name]
    place = full
    for part in path[:-1]:
        place = place.setdefault(part, {})
        if not isinstance(place, dict):
            raise Refusal("{name} cannot be set: {part} is not a record.", name=name, part=part)
    return place, path[-1]


def _same_parties(full: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Names of records that are one party: we are the performer or the customer."""
    side = full.get("contract", {}).get("own_side")
    if side not in ("performer", "customer"):
        return []
    pairs = (("own", side), ("counterparty", "customer" if side == "performer" else "performer"))
    return [pair for one, other in pairs for pair in ((one, other), (other, one))]


def parts_hash(data: bytes) -> str:
    """The hash of the uncompressed parts: equal documents are equal whatever compressed them."""
    import io
    import zipfile

    digest = hashlib.sha256()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in sorted(package.namelist()):
            digest.update(name.encode() + b"\0" + hashlib.sha256(package.read(name)).digest())
    return digest.hexdigest()
