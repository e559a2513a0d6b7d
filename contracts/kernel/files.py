"""Files by the hash of their bytes: written aside, synced, renamed; the row comes after the bytes."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from contracts.kernel.database.rows import upsert
from contracts.kernel.database.tables import table_of
from contracts.kernel.outside.outputs import FileFault, write_aside
from contracts.kernel.tables import FileRow

_F = table_of(FileRow)


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


def hash_of(path: Path) -> str:
    """The hash of a file's bytes, however large it is."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def record(conn: Connection, sha256: str, size: int, media_type: str, at: datetime) -> None:
    """The row of a file that is in the store."""
    row = {"sha256": sha256, "size": size, "media_type": media_type, "stored_at": at}
    conn.execute(upsert(conn, _F).values(row).on_conflict_do_nothing(index_elements=["sha256"]))
