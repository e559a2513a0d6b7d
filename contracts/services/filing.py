"""A document is made from a template and a context, kept by its hash, written to its place, and recorded once."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from contracts.core.contract import Subject
from contracts.core.refusal import Refusal
from contracts.documents.front import Front, front_of, safe_name
from contracts.language.shipped import templates
from contracts.services.work import Work
from contracts.store.files import record, write_aside
from contracts.store.tables import Document, table_of

_D = table_of(Document)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class NoTemplate(Refusal):
    """There is no template of a kind in a language."""

    code = "no_template"


@dataclass(frozen=True, slots=True)
class Filing:
    """What is made: kind, language, number, about whom; written to ``target``; into a folder, or
    without a target, under the template's own name."""

    kind: str
    language: str
    number: str
    subject: Subject
    target: Path | None = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filed:
    """A document in the file store and at its place."""

    file: Path
    sha256: str
    template: str
    template_sha256: str
    warnings: tuple[str, ...] = ()


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


def file_document(work: Work, filing: Filing, context: dict[str, Any]) -> Filed:
    """Make the document and keep it: bytes first, rows second, in the caller's transaction (architecture, 11).

    Raises a refusal where the template prints a name the context lacks, or the target cannot be written.
    """
    from contracts.documents.engine import compile_template

    template = shipped_template(filing.kind, filing.language)
    full = with_values(context, filing.values)
    data = compile_template(template, filing.language).render(full)
    front = front_of(template)
    own_name = f"{file_name(front, full)}.docx"
    target = filing.target or Path(own_name)
    if target.is_dir():
        target = target / own_name
    files, call = work.desk.files, work.call
    stored = json.dumps(full, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    sums = {name: files.put(each) for name, each in (("file", data), ("context", stored), ("template", template))}
    write_aside(target.absolute(), data)
    for name, each in (("file", data), ("context", stored), ("template", template)):
        record(work.conn, sums[name], len(each), "application/json" if name == "context" else DOCX, call.at)
    work.conn.execute(
        insert(_D).values(
            kind=filing.kind,
            number=filing.number,
            subject_kind=filing.subject.kind.value,
            subject_id=filing.subject.id,
            template_sha=sums["template"],
            context_sha=sums["context"],
            parts_sha=parts_hash(data),
            file_sha=sums["file"],
            as_of=call.as_of,
            made_at=call.at,
            made_by=call.login,
        )
    )
    return Filed(target, sums["file"], f"{filing.language}/{filing.kind}", sums["template"], front.warnings)


def file_name(front: Front, context: Mapping[str, Any]) -> str:
    """The name of the file by the template's pattern, in letters every file system takes."""
    from contracts.documents.engine import render_text

    return safe_name(render_text(front.file_name or front.kind, context, front.language))


def with_values(context: dict[str, Any], values: Mapping[str, str]) -> dict[str, Any]:
    """The context with names replaced by ``--set``; a name without a dot goes to ``extra``.

    A sum keeps its currency. Raises a refusal where a part of the path is not a record.
    """
    full: dict[str, Any] = json.loads(json.dumps(context))
    for name, text in dict(values).items():
        path = name.split(".") if "." in name else ["extra", name]
        place = full
        for part in path[:-1]:
            place = place.setdefault(part, {})
            if not isinstance(place, dict):
                raise Refusal("{name} cannot be set: {part} is not a record.", name=name, part=part)
        before = place.get(path[-1])
        place[path[-1]] = {**before, "amount": text} if isinstance(before, dict) and "amount" in before else text
    return full


def parts_hash(data: bytes) -> str:
    """The hash of the uncompressed parts: equal documents are equal whatever compressed them."""
    import io
    import zipfile

    digest = hashlib.sha256()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in sorted(package.namelist()):
            digest.update(name.encode() + b"\0" + hashlib.sha256(package.read(name)).digest())
    return digest.hexdigest()
