"""A restore proves every byte of a backup before it changes anything, keeps what was there, proves what it wrote."""

import hashlib
import json
import shutil
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from contracts.kernel.database import copies, schema
from contracts.kernel.files import FileStore, hash_of
from contracts.kernel.refusal import Refusal
from contracts.operations import leftovers
from contracts.operations.backup import DATABASE, FORMAT, MANIFEST, Backup, Manifest, contents, member
from contracts.tabular.sheet import DAMAGED

_BLOCK = 1 << 20
#: Tables without which a database is none of this program.
_OURS = {"alembic_version", "audit_event", "audit_head", "contract", "file", "meta"}


class BackupFault(Refusal):
    """A file is no backup of this program, or it is damaged."""

    code = "backup_fault"


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
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    leftovers.sweep(target.parent)
    with _opened(file) as archive, leftovers.restore_folder(target.parent) as folder:
        manifest = _manifest(file, archive)
        copied = _proved_database(file, archive, manifest, folder)
        rows, revision = contents(copied)
        schema.check_known(str(file), revision)
        _prove_files(file, archive, rows)
        for sha256 in rows:
            files.put(_bytes(file, archive, member(sha256)))
        kept = _keep(target, folder) if target.exists() else None
        _replace(copied, target, kept)
    made_at = datetime.fromisoformat(manifest.made_at)
    return Backup(file, len(rows), file.stat().st_size, manifest.revision, made_at, kept)


@contextmanager
def _opened(file: Path) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(file)
    except FileNotFoundError:
        raise BackupFault("There is no file {file}.", file=str(file)) from None
    except DAMAGED as error:
        raise _no_backup(file, error) from None
    with archive:
        yield archive


def _no_backup(file: Path, reason: object) -> BackupFault:
    return BackupFault("{file} is no backup, or it is damaged: {reason}.", file=str(file), reason=reason)


def _blocks(file: Path, archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The bytes of a member, some at a time."""
    try:
        with archive.open(name) as source:
            while block := source.read(_BLOCK):
                yield block
    except (KeyError, *DAMAGED) as error:
        raise _no_backup(file, error) from None


def _bytes(file: Path, archive: zipfile.ZipFile, name: str) -> bytes:
    return b"".join(_blocks(file, archive, name))


def _manifest(file: Path, archive: zipfile.ZipFile) -> Manifest:
    if MANIFEST not in archive.namelist():
        raise BackupFault("{file} is no backup of this program.", file=str(file))
    try:
        manifest = Manifest(**json.loads(_bytes(file, archive, MANIFEST)))
        datetime.fromisoformat(manifest.made_at)
        is_known = manifest.format == FORMAT and str(manifest.revision) <= schema.expected_revision()
    except (TypeError, ValueError):
        raise BackupFault("{file} is no backup of this program.", file=str(file)) from None
    if not is_known:
        raise BackupFault("{file} was made by a later release: install that release.", file=str(file))
    schema.check_known(str(file), str(manifest.revision))
    return manifest


def _proved_database(file: Path, archive: zipfile.ZipFile, manifest: Manifest, folder: Path) -> Path:
    copied = folder / DATABASE
    with copied.open("wb") as written:
        for block in _blocks(file, archive, DATABASE):
            written.write(block)
    if hash_of(copied) != manifest.database_sha256:
        raise BackupFault("The database in {file} is damaged.", file=str(file))
    copies.prove(copied, file)
    if not copies.tables_of(copied) >= _OURS:
        raise BackupFault("{file} is no backup of this program.", file=str(file))
    return copied


def _prove_files(file: Path, archive: zipfile.ZipFile, rows: list[str]) -> None:
    names = set(archive.namelist())
    for sha256 in rows:
        summed = hashlib.sha256()
        for block in _blocks(file, archive, member(sha256)) if member(sha256) in names else ():
            summed.update(block)
        if summed.hexdigest() != sha256:
            raise BackupFault("The file {sha256} in {file} is missing or damaged.", file=str(file), sha256=sha256)


def _keep(target: Path, folder: Path) -> Path:
    """A copy of the register that is replaced, under a name no copy has yet; a damaged one is kept byte for byte."""
    copied, kept = folder / "kept", copies.free_name(target, "before-restore")
    try:
        copies.copy(target, copied)
    except copies.Damaged:
        shutil.copyfile(target, copied)
        if (journal := target.with_name(f"{target.name}-wal")).is_file():
            shutil.copyfile(journal, kept.with_name(f"{kept.name}-wal"))
    copied.chmod(stat.S_IMODE(target.stat().st_mode))
    return copied.rename(kept)


def _replace(copied: Path, target: Path, kept: Path | None) -> None:
    """Through SQLite where there is a database others may have open; else by its name. Every row is compared then."""
    wanted = copies.row_hashes(copied)
    try:
        if kept is not None:
            copies.copy(copied, target)
    except copies.Damaged:
        kept = None
    if kept is None:
        for each in (target, *(target.with_name(target.name + tail) for tail in ("-wal", "-shm", "-journal"))):
            each.unlink(missing_ok=True)
        copies.copy(copied, fresh := copied.with_name("new"))
        fresh.rename(target)
    written = copies.row_hashes(target)
    if wrong := sorted(name for name in wanted.keys() | written.keys() if wanted.get(name) != written.get(name)):
        raise BackupFault(
            "What was written to {database} differs from the backup in {tables}: do not use it; what was there before "
            "is kept beside it.",
            database=str(target),
            tables=", ".join(wrong),
        )
