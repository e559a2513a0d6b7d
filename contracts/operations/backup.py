"""A backup is one file: the database first, then the files it names, so no row in it lacks its bytes (architecture).

A zip archive: ``manifest.json`` with the hash of the database and its revision, ``dohovir.sqlite``, and ``files/…`` by
hash. The copy of the database is proved before it becomes one; a damaged register replaces no backup.
"""

import errno
import json
import os
import zipfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from contracts.kernel import audit
from contracts.kernel.context import Call, Context
from contracts.kernel.database import copies, schema
from contracts.kernel.database.engine import open_engine, reading
from contracts.kernel.files import hash_of
from contracts.kernel.outside.outputs import PRIVATE, FileFault, aside
from contracts.kernel.outside.seal import key_of, mark_of
from contracts.kernel.refusal import Note
from contracts.kernel.unit_of_work import needs
from contracts.operations import leftovers
from contracts.operations.queries import inspection

MANIFEST, DATABASE, FORMAT = "manifest.json", "dohovir.sqlite", 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """What stands first in a backup."""

    made_at: str
    revision: str
    database_sha256: str
    files: int
    format: int = FORMAT
    #: The end of the audit trail, marked with the key of the register; a backup before 0.1 has none.
    audit_mark: str = ""


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds; ``size`` in bytes. ``kept`` is the copy of the register that a restore replaced."""

    file: Path
    files_count: int
    size: int
    revision: str
    made_at: datetime
    kept: Path | None = None


@needs("program.run")
def backup(ctx: Context, call: Call, target: Path, progress: Callable[[int, int], None] | None = None) -> Backup:
    """Write the whole register into one file while others use it.

    Raises ``NotEmbedded`` for PostgreSQL, ``Damaged`` where the database is, ``FileFault`` where the target cannot be
    written or a file of the register is missing: then what stands at the target stays as it was.
    """
    source = copies.path_of(ctx.engine)
    if not target.absolute().parent.is_dir():  # a disk that is not mounted must not become a folder
        reason = Note(os.strerror(errno.ENOENT))
        raise FileFault("{path} cannot be written: {reason}.", path=str(target), reason=reason)
    leftovers.sweep(source.parent)
    with leftovers.backup_folder(source.parent) as folder, aside(target.absolute(), mode=PRIVATE) as place:
        leftovers.note_writing(folder, place)
        copied = folder / DATABASE
        copies.copy(source, copied)
        copies.prove(copied, source)
        rows, revision = contents(copied)
        mark = _mark(source.parent, copied)
        manifest = Manifest(ctx.now().isoformat(), revision, hash_of(copied), len(rows), audit_mark=mark)
        with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))
            archive.write(copied, DATABASE)
            for done, sha256 in enumerate(rows, 1):
                archive.writestr(member(sha256), ctx.files.get(sha256))
                if progress:
                    progress(done, len(rows))
        size = place.stat().st_size
    return Backup(target, len(rows), size, revision, ctx.now())


def _mark(data: Path, copied: Path) -> str:
    engine = open_engine(f"sqlite:///{copied}")
    try:
        with reading(engine) as conn:
            return mark_of(key_of(data), *audit.head(conn))
    finally:
        engine.dispose()


def contents(database: Path) -> tuple[list[str], str]:
    """The hashes of the files a copied database names, and its revision."""
    engine = open_engine(f"sqlite:///{database}")
    try:
        with reading(engine) as conn:
            return sorted(inspection.kept_files(conn)), schema.current_revision(conn) or ""
    finally:
        engine.dispose()


def member(sha256: str) -> str:
    """The name of a file inside a backup."""
    return f"files/{sha256[:2]}/{sha256}"
