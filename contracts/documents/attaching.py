"""A scan of the signed copy, or another file, is kept with its contract, charge or claim by the hash of its bytes."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from contracts.documents.filing import DOCX, add_document, keep_bytes
from contracts.documents.making import DocumentRefused
from contracts.documents.queries import documents
from contracts.kernel.context import Call, Context, Work
from contracts.kernel.outside.outputs import FileFault
from contracts.kernel.refusal import system_note
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.money.queries import charges, ledger
from contracts.parties.queries import parties
from contracts.registry.lookup import Which, find
from contracts.registry.queries.visibility import may_see

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
class FileOwner:
    """What a file is kept with: a contract, or a charge by its number."""

    which: Which | str | None = None
    charge: str = ""


class KeptFile(NamedTuple):
    """A file that is kept: the key of its document and its hash."""

    id: int
    sha256: str


@needs("documents.make")
def attach(ctx: Context, call: Call, owner: FileOwner | Which | str, path: Path, *, number: str = "") -> KeptFile:
    """Keep a scan or another file with a contract or a charge; returns its key and hash.

    PDF, PNG, JPEG, TIFF, DOCX, XLSX and ASiC-E up to 25 MB; the first bytes must be what the name says. ``number``
    is what the file is called in lists of enclosures. The same file under the same name is kept once.
    """
    with writing(ctx, call) as work:
        subject = _subject(work, owner if isinstance(owner, FileOwner) else FileOwner(owner))
        kept = attach_once(work, subject, path, number)
        work.commit()
    return kept


def attach_once(work: Work, subject: Subject, path: Path, number: str) -> KeptFile:
    """Keep a file with a subject unless the same one is kept there under the same name."""
    sha256 = hashlib.sha256(_scan(path)[0]).hexdigest()
    for row in documents.of_subject(work.conn, subject.kind.value, subject.id):
        if (row.kind, row.file_sha, row.number) == (ATTACHED, sha256, number):
            return KeptFile(row.id, sha256)
    return attach_in(work, subject, path, number)


def attach_in(work: Work, subject: Subject, path: Path, title: str = "", *, kind: str = ATTACHED) -> KeptFile:
    """The same within a transaction of the caller, who commits; a file of another ``kind`` is no enclosure."""
    data, media_type = _scan(path)
    context = json.dumps({"file_name": path.name}, ensure_ascii=False).encode()
    row = add_document(
        work,
        subject,
        kind=kind,
        number=title,
        template_sha="",
        context_sha=keep_bytes(work, context, "application/json"),
        parts_sha="",
        file_sha=keep_bytes(work, data, media_type),
    )
    work.note(subject, "attach_file", {"after": {"name": path.name, "sha256": row.file_sha}})
    return KeptFile(row.id, row.file_sha)


def _subject(work: Work, owner: FileOwner) -> Subject:
    if not owner.charge:
        return Subject(SubjectKind.CONTRACT, find(work.conn, work.call, owner.which or ""))
    party = owner.which.counterparty if isinstance(owner.which, Which) else None
    party_id = parties.counterparty(work.conn, party).id if party else None
    id = charges.find(work.conn, owner.charge, counterparty_id=party_id)
    if not may_see(work.conn, work.call, ledger.charges(work.conn, [id])[id].contract_id):
        raise charges.NoSuchCharge(
            "There is no charge {number}: `contracts charge list` shows them.", number=owner.charge
        )
    return Subject(SubjectKind.CHARGE, id)


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
