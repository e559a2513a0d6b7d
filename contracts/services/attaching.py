"""A scan of the signed copy, or another file, is kept with its contract by the hash of its bytes."""

import json
from pathlib import Path

from contracts.core.contract import Subject, SubjectKind
from contracts.services.desk import Call, Desk
from contracts.services.documents import DocumentRefused
from contracts.services.filing import DOCX
from contracts.services.which import Which, find
from contracts.services.work import Work, require, writing
from contracts.store import documents
from contracts.store.files import FileFault, record

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


def attach(desk: Desk, call: Call, which: Which | str, path: Path, *, number: str = "") -> tuple[int, str]:
    """Keep a scan or another file with a contract; returns its key and hash.

    PDF, PNG, JPEG, TIFF, DOCX, XLSX and ASiC-E up to 25 MB; the first bytes must be what the name says.
    """
    require(call, "documents.make")
    data, media_type = _scan(path)
    with writing(desk, call) as work:
        id = find(work.conn, call, which)
        sha256 = desk.files.put(data)
        record(work.conn, sha256, len(data), media_type, call.at)
        document_id = _attached(work, id, sha256, path.name, number)
        work.note(Subject(SubjectKind.CONTRACT, id), "attach_file", {"after": {"name": path.name, "sha256": sha256}})
        work.commit()
    return document_id, sha256


def _attached(work: Work, id: int, sha256: str, name: str, number: str) -> int:
    stored = json.dumps({"file_name": name}, ensure_ascii=False).encode()
    context_sha = work.desk.files.put(stored)
    record(work.conn, context_sha, len(stored), "application/json", work.call.at)
    return documents.add(
        work.conn,
        {
            "kind": ATTACHED,
            "number": number,
            "subject_kind": SubjectKind.CONTRACT.value,
            "subject_id": id,
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
        raise FileFault("{path} cannot be read: {reason}.", path=str(path), reason=error.strerror or "") from None
    for magic, (media_type, endings) in _SCANS.items():
        if data.startswith(magic) and path.suffix.lower() in endings:
            return data, media_type
    raise DocumentRefused(
        "{file} is not a file that can be attached: PDF, PNG, JPEG, TIFF, DOCX, XLSX or ASiC-E, named as such.",
        file=path.name,
    )
