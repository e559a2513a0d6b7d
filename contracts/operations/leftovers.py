"""What a killed backup or restore leaves: working folders nobody holds any more, and the file each was writing."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from contracts.kernel.outside.outputs import ASIDE

_BACKUP, _RESTORE = ".backup-", ".restore-"
#: In a working folder: the path of the file written aside elsewhere.
_NOTE = "writing"


@contextmanager
def backup_folder(data: Path) -> Iterator[Path]:
    """A folder of one backup, in the data folder."""
    with _held(data, _BACKUP) as folder:
        yield folder


@contextmanager
def restore_folder(data: Path) -> Iterator[Path]:
    """A folder of one restore, in the data folder."""
    with _held(data, _RESTORE) as folder:
        yield folder


def note_writing(folder: Path, place: Path) -> None:
    """Remember what is written aside outside of the data folder: a kill leaves it there."""
    (folder / _NOTE).write_text(str(place.absolute()), encoding="utf-8")


def leftovers(data: Path) -> list[Path]:
    """Folders of backups and restores that were killed, and what they were writing."""
    folders = [each for prefix in (_BACKUP, _RESTORE) for each in sorted(data.glob(f"{prefix}*")) if _is_left(each)]
    return [path for folder in folders for path in (*_written(folder), folder)]


def sweep(data: Path) -> list[Path]:
    """Remove them; says what was removed."""
    left = leftovers(data)
    for path in left:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return left


def _written(folder: Path) -> list[Path]:
    """A note that was cut short names nothing; another file is never taken for ours."""
    try:
        place = Path((folder / _NOTE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [place] if place.name.startswith(ASIDE) and place.is_file() and not place.is_symlink() else []


@contextmanager
def _held(data: Path, prefix: str) -> Iterator[Path]:
    """A new folder under a lock that the system lifts when the process ends, however it ends."""
    folder = Path(tempfile.mkdtemp(dir=data, prefix=prefix))
    handle = os.open(folder, os.O_RDONLY)
    try:
        _lock(handle)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)


def _is_left(folder: Path) -> bool:
    if folder.is_symlink() or not folder.is_dir():
        return False
    handle = os.open(folder, os.O_RDONLY)
    try:
        return _lock(handle)
    finally:
        os.close(handle)


def _lock(handle: int) -> bool:
    """Whether the lock was free; where the system has no such locks, nobody can tell, and nothing is removed."""
    try:
        from fcntl import LOCK_EX, LOCK_NB, flock
    except ImportError:
        return False
    try:
        flock(handle, LOCK_EX | LOCK_NB)
    except OSError:
        return False
    return True
