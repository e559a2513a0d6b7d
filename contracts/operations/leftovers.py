"""What a killed backup or restore leaves: working folders nobody holds any more, and the file each was writing."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from contracts.kernel.outside.outputs import ASIDE, hold, is_abandoned, is_aside

_BACKUP, _RESTORE = ".backup-", ".restore-"
#: Where the register itself writes aside: copies before a migration, mails, tables of rates, kept files.
_ASIDE = tuple(f"{where}{ASIDE}*" for where in ("", "*/", "files/*/"))
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
    """Folders of backups and restores that were killed, what they were writing, and files left aside."""
    folders = [each for prefix in (_BACKUP, _RESTORE) for each in sorted(data.glob(f"{prefix}*")) if is_abandoned(each)]
    noted = [path for folder in folders for path in (*_written(folder), folder)]
    aside = [path for each in _ASIDE for path in sorted(data.glob(each)) if path.is_file() and is_abandoned(path)]
    return list(dict.fromkeys((*noted, *aside)))


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
    return [place] if is_aside(place) and place.is_file() and is_abandoned(place) else []


@contextmanager
def _held(data: Path, prefix: str) -> Iterator[Path]:
    """A new folder under a lock that the system lifts when the process ends, however it ends."""
    folder = Path(tempfile.mkdtemp(dir=data, prefix=prefix))
    handle = os.open(folder, os.O_RDONLY)
    try:
        hold(handle)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)
