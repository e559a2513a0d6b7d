"""A file that is written is whole or not there: aside, synced, renamed; nothing is replaced or followed by surprise."""

import errno
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from contracts.kernel.refusal import Refusal, system_note

#: Modes of a new file: what the umask leaves of the first; for the owner alone.
READABLE, PRIVATE = 0o666, 0o600
#: How the name of a file begins that is not yet what it will be.
ASIDE = ".aside-"
#: Links that stand for a stream of this very process.
_SYSTEM = ("/dev/", "/proc/")
_STREAM = re.compile(r"/(?:dev|dev/fd|proc/self/fd)/(stdout|stderr|\d+)")
_STREAMS = {"stdout": 1, "stderr": 2}


#: How much of an overlong path a sentence shows.
_SHOWN = 120


class FileFault(Refusal):
    """A file cannot be written or read."""

    code = "file_fault"


def write_aside(path: Path, data: bytes, *, mode: int = READABLE) -> None:
    """Write a file so that nobody ever sees a part of it. Raises :class:`FileFault` naming the place."""
    with aside(path, mode=mode) as place:
        place.write_bytes(data)


@contextmanager
def aside(path: Path, *, mode: int = READABLE) -> Iterator[Path]:
    """An empty file that becomes ``path`` when it is written: synced, then renamed; nothing is left where that fails.

    A file that is there keeps its mode, a new one has ``mode`` less the umask. What is no regular file (a pipe, a
    terminal, ``/dev/stdout``) is written through. A link is not followed. Raises :class:`FileFault`.
    """
    with _explained(path):
        is_through, mode = _manner(path, mode)
        folder = Path(tempfile.gettempdir()) if is_through else path.parent
        folder.mkdir(parents=True, exist_ok=True)
        place = folder / f"{ASIDE}{uuid4().hex[:12]}"
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE if is_through else mode)
    try:
        hold(handle)
        with _explained(path):
            yield place
            if is_through:
                _pour(place, path)
            else:
                _become(place, path, mode)
    finally:
        place.unlink(missing_ok=True)
        os.close(handle)


def path_fault(error: OSError) -> FileFault:
    """The refusal of a path the system does not take: too long, not to be entered, no folder on its way."""
    path = str(error.filename or "")
    path = path if len(path) <= _SHOWN else f"{path[:_SHOWN]}…"
    return FileFault("{path} cannot be read or written: {reason}.", path=path, reason=system_note(error))


def is_stdout(path: Path) -> bool:
    """Whether a place is the standard output of this process: what else it has to say must go elsewhere."""
    stream = _STREAM.fullmatch(str(path))
    return stream is not None and stream[1] in ("stdout", "1")


def hold(handle: int) -> bool:
    """Take a lock the system lifts when the process ends, however it ends; whether it was free.

    Where the system has no such locks, nobody can tell: then it is never free.
    """
    try:
        from fcntl import LOCK_EX, LOCK_NB, flock
    except ImportError:
        return False
    try:
        flock(handle, LOCK_EX | LOCK_NB)
    except OSError:
        return False
    return True


def is_abandoned(path: Path) -> bool:
    """Whether nobody holds a file or folder any more: the process that made it was killed."""
    if path.is_symlink() or not path.exists():
        return False
    handle = os.open(path, os.O_RDONLY)
    try:
        return hold(handle)
    finally:
        os.close(handle)


def is_aside(path: Path) -> bool:
    """Whether a file is one that was written aside."""
    return path.name.startswith(ASIDE)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise FileFault("{path} cannot be written: {reason}.", path=str(path), reason=system_note(error)) from None


def _manner(path: Path, mode: int) -> tuple[bool, int]:
    """Whether a place is written through, and the mode a file there shall have."""
    if path.is_symlink() and not str(path.absolute()).startswith(_SYSTEM):
        raise FileFault(
            "{path} is a link to {target}, and a link is not followed: name {target} itself, or remove the link.",
            path=str(path),
            target=os.path.realpath(path),
        )
    try:
        known = path.stat() if path.is_symlink() else path.lstat()
    except FileNotFoundError:
        return False, mode
    if stat.S_ISDIR(known.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return path.is_symlink() or not stat.S_ISREG(known.st_mode), stat.S_IMODE(known.st_mode)


def _become(place: Path, path: Path, mode: int) -> None:
    with place.open("rb+") as file:
        os.fsync(file.fileno())
    if path.exists():
        place.chmod(mode)
    place.replace(path)


def _pour(place: Path, path: Path) -> None:
    """Into a stream of this process as it stands open, which may be a file somebody appends to; else as it is named."""
    stream = _STREAM.fullmatch(str(path))
    opened = os.dup(_STREAMS.get(stream[1]) or int(stream[1])) if stream else os.open(path, os.O_WRONLY)
    with place.open("rb") as source, os.fdopen(opened, "wb") as target:
        shutil.copyfileobj(source, target)
