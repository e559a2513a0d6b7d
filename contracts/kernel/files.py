"""Files by the hash of their bytes: written aside, synced, renamed; the row comes after the bytes."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from contracts.kernel.database.rows import upsert
from contracts.kernel.database.tables import table_of
from contracts.kernel.refusal import Refusal, system_note
from contracts.kernel.tables import FileRow

_F = table_of(FileRow)


class FileFault(Refusal):
    """A file cannot be written or read."""

    code = "file_fault"


@dataclass(frozen=True, slots=True)
class FileStore:
    """A folder of files named by their SHA-256."""

    folder: Path

    def path(self, sha256: str) -> Path:
        """Where the bytes of a hash lie."""
        return self.folder / sha256[:2] / sha256

    def everything(self) -> Iterator[Path]:
        """Every file in the folder, also those left aside by a crash."""
        return (path for path in sorted(self.folder.glob("*/*")) if path.is_file())

    def put(self, data: bytes) -> str:
        """Keep bytes; returns their hash. The same bytes are kept once."""
        sha256 = hashlib.sha256(data).hexdigest()
        path = self.path(sha256)
        if not path.exists():
            write_aside(path, data)
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes of a hash; raises :class:`FileFault` where they are gone or are not what they were."""
        try:
            data = self.path(sha256).read_bytes()
        except OSError:
            raise FileFault("The file {sha256} is missing from the file store.", sha256=sha256) from None
        if hashlib.sha256(data).hexdigest() != sha256:
            raise FileFault("The file {sha256} was changed in the file store.", sha256=sha256)
        return data


def write_aside(path: Path, data: bytes) -> None:
    """Write a file so that nobody ever sees a part of it: aside, synced, renamed.

    Raises :class:`FileFault` naming the place.
    """
    aside = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=path.parent, prefix=".aside-")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(aside).chmod(0o644)
        Path(aside).replace(path)
    except OSError as error:
        if aside:
            Path(aside).unlink(missing_ok=True)
        raise FileFault("{path} cannot be written: {reason}.", path=str(path), reason=system_note(error)) from None


def record(conn: Connection, sha256: str, size: int, media_type: str, at: datetime) -> None:
    """The row of a file that is in the store."""
    row = {"sha256": sha256, "size": size, "media_type": media_type, "stored_at": at}
    conn.execute(upsert(conn, _F).values(row).on_conflict_do_nothing(index_elements=["sha256"]))
