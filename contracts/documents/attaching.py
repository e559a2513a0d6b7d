"""A scan of the signed copy, or another file, is kept with its contract, charge or claim by the hash of its bytes."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from contracts.documents.documents import DocumentRefused
from contracts.documents.filing import DOCX
from contracts.documents.queries import documents
from contracts.kernel.context import Call, Context, Work
from contracts.kernel.files import FileFault, record
from contracts.kernel.refusal import system_note
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import require, writing
from contracts.money.queries import charges
from contracts.parties.queries import parties
from contracts.registry.which import Which, find

#: What may be attached, by the first bytes of the file.
_SCANS = {
    b"%PDF-": ("application/pdf", (".pdf",)),
    b"\x89PNG\r\n\x1a\n": ("image/png", (".png",)),
    b"\xff\xd8\xff": ("image/jpeg", (".jpg", ".jpeg")),
    b"II*\x00": ("image/tiff", (".tif", ".tiff")),
    b"MM\x00*": ("image/tiff", (".tif", ".tiff")),
    b"PK\x03\x04": (DOCX, (".docx", ".xlsx", ".asice")),
}
SCAN_MAX = 25_000_000
ATTACHED = "attached"


@dataclass(frozen=True, slots=True)
class About:
    """What a file is kept with: a contract, or a charge by its number."""

    which: Which | str | None = None
    charge: str = ""


def attach(ctx: Context, call: Call, about: About | Which | str, path: Path, *, number: str = "") -> tuple[int, str]:
    """Keep a scan or another file with a contract or a charge; returns its key and hash.

    PDF, PNG, JPEG, TIFF, DOCX, XLSX and ASiC-E up to 25 MB; the first bytes must be what the name says. ``number``
    is what the file is called in lists of enclosures. The same file under the same name is kept once.
    """
    require(call, "documents.make")
    with writing(ctx, call) as work:
        made = attach_once(
            work, _subject(work, call, about if isinstance(about, About) else About(about)), path, number
        )
        work.commit()
    return made


def attach_once(work: Work, subject: Subject, path: Path, number: str) -> tuple[int, str]:
    """Keep a file with a subject unless the same one is kept there under the same name."""
    sha256 = hashlib.sha256(_scan(path)[0]).hexdigest()
    for row in documents.of_subject(work.conn, subject.kind.value, subject.id):
        if (row.kind, row.file_sha, row.number) == (ATTACHED, sha256, number):
            return row.id, sha256
    return attach_in(work, subject, path, number)


def attach_in(work: Work, subject: Subject, path: Path, title: str = "", *, kind: str = ATTACHED) -> tuple[int, str]:
    """The same within a transaction of the caller, who commits; a file of another ``kind`` is no enclosure."""
    data, media_type = _scan(path)
    sha256 = work.ctx.files.put(data)
    record(work.conn, sha256, len(data), media_type, work.call.at)
    document_id = _attached(work, subject, sha256, path.name, title=title, kind=kind)
    work.note(subject, "attach_file", {"after": {"name": path.name, "sha256": sha256}})
    return document_id, sha256


def _subject(work: Work, call: Call, about: About) -> Subject:
    if about.charge:
        party = about.which.counterparty if isinstance(about.which, Which) and about.which.counterparty else None
        party_id = parties.counterparty(work.conn, party).id if party else None
        return Subject(SubjectKind.CHARGE, charges.find(work.conn, about.charge, counterparty_id=party_id))
    return Subject(SubjectKind.CONTRACT, find(work.conn, call, about.which or ""))


def _attached(work: Work, subject: Subject, sha256: str, name: str, *, title: str, kind: str) -> int:
    stored = json.dumps({"file_name": name}, ensure_ascii=False).encode()
    context_sha = work.ctx.files.put(stored)
    record(work.conn, context_sha, len(stored), "application/json", work.call.at)
    return documents.add(
        work.conn,
        {
            "kind": kind,
            "number": title,
            "subject_kind": subject.kind.value,
            "subject_id": subject.id,
            "template_sha": "",
            "context_sha": context_sha,
            "parts_sha": "",
            "file_sha": sha256,
            "as_of": work.call.as_of,
            "made_at": work.call.at,
            "made_by": work.call.login,
        },
    )


def _scan(path: Path) -> tuple[bytes, str]:
    try:
        size = path.stat().st_size
        if size > SCAN_MAX:
            raise DocumentRefused("{file} is larger than {limit} MB: attach a smaller scan.", file=path.name, limit=25)
        data = path.read_bytes()
    except OSError as error:
        raise FileFault("{path} cannot be read: {reason}.", path=str(path), reason=system_note(error)) from None
    if not data:
        raise DocumentRefused("{file} is empty.", file=path.name)
    for magic, (media_type, endings) in _SCANS.items():
        if data.startswith(magic) and path.suffix.lower() in endings:
            return data, media_type
    raise DocumentRefused(
        "{file} is not a file that can be attached: PDF, PNG, JPEG, TIFF, DOCX, XLSX or ASiC-E, named as such.",
        file=path.name,
    )
