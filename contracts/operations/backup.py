"""A backup is one file: the database first, then the files it names, so no row in it lacks its bytes (architecture).

A zip archive: ``manifest.json`` with the hash of the database and its revision, ``dohovir.sqlite``, and ``files/…`` by
hash. It is written aside and renamed; a restore proves every byte before it changes anything.
"""

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from contracts.kernel.context import Call, Context
from contracts.kernel.database import copies, schema
from contracts.kernel.database.engine import open_engine, reading
from contracts.kernel.files import FileFault, FileStore
from contracts.kernel.refusal import Refusal, system_note
from contracts.kernel.unit_of_work import needs
from contracts.operations.queries import inspection

MANIFEST, DATABASE, FORMAT = "manifest.json", "dohovir.sqlite", 1
_BLOCK = 1 << 20


class BackupFault(Refusal):
    """A file is no backup of this program, or it is damaged."""

    code = "backup_fault"


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

    Raises ``NotEmbedded`` for PostgreSQL, ``FileFault`` where the target cannot be
    written or a file of the register is missing: then nothing is left at the target.
    """
    source = copies.path_of(ctx.engine)
    with _aside(target) as aside, tempfile.TemporaryDirectory(dir=aside.parent, prefix=".backup-") as folder:
        copied = Path(folder) / DATABASE
        copies.copy(source, copied)
        rows = _file_rows(copied)
        manifest: dict[str, Any] = {
            "format": FORMAT,
            "made_at": ctx.now().isoformat(),
            "revision": _revision(copied),
            "database_sha256": _hash_of(copied),
            "files": len(rows),
        }
        with zipfile.ZipFile(aside, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
            archive.write(copied, DATABASE)
            for done, sha256 in enumerate(rows, 1):
                archive.writestr(_name(sha256), ctx.files.get(sha256))
                if progress:
                    progress(done, len(rows))
    return Backup(target, len(rows), target.stat().st_size, manifest["revision"], ctx.now())


def restore(file: Path, engine: Engine, files: FileStore, *, is_replacing: bool = False) -> Backup:
    """Put a backup in the place of a register; nothing is changed before all of it was proved.

    Where there is a register already, it is refused without ``is_replacing``, and else kept beside as a copy.
    Raises :class:`BackupFault` naming what is wrong with the file.
    """
    target = copies.path_of(engine)
    if target.exists() and not is_replacing:
        raise BackupFault(
            "There is a register at {database} already: restore into another folder with --data, or replace it with "
            "--replace.",
            database=str(target),
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    with _opened(file) as archive, tempfile.TemporaryDirectory(dir=target.parent, prefix=".restore-") as folder:
        manifest = _manifest(file, archive)
        copied = _proved_database(file, archive, manifest, Path(folder))
        rows = _file_rows(copied)
        _prove_files(file, archive, rows)
        for sha256 in rows:
            files.put(archive.read(_name(sha256)))
        kept = target.with_name(f"{target.name}.before-restore") if target.exists() else None
        if kept is not None:
            copies.copy(target, kept)
        copies.copy(copied, target)
    made_at = datetime.fromisoformat(manifest["made_at"])
    return Backup(file, len(rows), file.stat().st_size, manifest["revision"], made_at, kept)


@contextmanager
def _aside(target: Path) -> Iterator[Path]:
    """A place beside the target that becomes the target only when all of it is written."""
    try:
        handle, name = tempfile.mkstemp(dir=target.absolute().parent, prefix=".aside-")
    except OSError as error:
        raise FileFault("{path} cannot be written: {reason}.", path=str(target), reason=system_note(error)) from None
    os.close(handle)
    aside = Path(name)
    try:
        yield aside
        with aside.open("rb+") as written:
            os.fsync(written.fileno())
        aside.replace(target)
    except OSError as error:
        raise FileFault("{path} cannot be written: {reason}.", path=str(target), reason=system_note(error)) from None
    finally:
        aside.unlink(missing_ok=True)


@contextmanager
def _opened(file: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except FileNotFoundError:
        raise BackupFault("There is no file {file}.", file=str(file)) from None
    except (zipfile.BadZipFile, OSError, EOFError) as error:
        raise BackupFault("{file} is no backup, or it is damaged: {reason}.", file=str(file), reason=error) from None


def _manifest(file: Path, archive: zipfile.ZipFile) -> Mapping[str, Any]:
    try:
        manifest: Mapping[str, Any] = json.loads(archive.read(MANIFEST))
        known, revision = manifest["format"] == FORMAT, str(manifest["revision"])
    except (KeyError, TypeError, ValueError):
        raise BackupFault("{file} is no backup of this program.", file=str(file)) from None
    if not known or revision > schema.expected_revision():
        raise BackupFault("{file} was made by a later release: install that release.", file=str(file))
    schema.check_known(str(file), revision)
    return manifest


def _proved_database(file: Path, archive: zipfile.ZipFile, manifest: Mapping[str, Any], folder: Path) -> Path:
    copied = folder / DATABASE
    with archive.open(DATABASE) as source, copied.open("wb") as written:
        shutil.copyfileobj(source, written, _BLOCK)
    if _hash_of(copied) != manifest["database_sha256"]:
        raise BackupFault("The database in {file} is damaged.", file=str(file))
    return copied


def _prove_files(file: Path, archive: zipfile.ZipFile, rows: list[str]) -> None:
    names = set(archive.namelist())
    for sha256 in rows:
        is_whole = _name(sha256) in names and hashlib.sha256(archive.read(_name(sha256))).hexdigest() == sha256
        if not is_whole:
            raise BackupFault("The file {sha256} in {file} is missing or damaged.", file=str(file), sha256=sha256)


def _file_rows(database: Path) -> list[str]:
    engine = open_engine(f"sqlite:///{database}")
    try:
        with reading(engine) as conn:
            return sorted(inspection.kept_files(conn))
    finally:
        engine.dispose()


def _revision(database: Path) -> str:
    engine = open_engine(f"sqlite:///{database}")
    try:
        with reading(engine) as conn:
            return schema.current_revision(conn) or ""
    finally:
        engine.dispose()


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _name(sha256: str) -> str:
    return f"files/{sha256[:2]}/{sha256}"
