"""Mails as .eml files in a folder: written aside and renamed, and the same message always in the same file."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from contracts.kernel.outside.outputs import PRIVATE, FileFault, write_aside
from contracts.mail.transport import Postponed, Transport, deliverable

_UNSAFE = re.compile(r"[^\w.@+-]+")


@contextmanager
def folder(path: Path) -> Iterator[Transport]:
    """The folder as a transport; it is made where it is missing.

    Raises :class:`Postponed` where it cannot be written: the mails wait.
    """
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        names = {each.name.rpartition("-")[2]: each.name for each in path.glob("*.eml")}
    except OSError as error:
        raise Postponed(f"{path}: {error.strerror}") from None
    yield _Folder(path, names)


class _Folder:
    """Known files by the end of their name, which is made from the Message-ID."""

    def __init__(self, path: Path, names: dict[str, str]) -> None:
        self._path, self._names = path, names

    def send(self, sender: str, address: str, data: bytes) -> str:
        """Write the message; a repeat overwrites itself. Says the name of the file."""
        headers = message_from_bytes(data, policy=default)
        tail = hashlib.sha256(str(headers["Message-ID"]).encode()).hexdigest()[:8] + ".eml"
        day = headers["Date"].datetime.date().isoformat()
        fresh = f"{day}-{_UNSAFE.sub('_', deliverable(address))[:80]}-{tail}"
        name = self._names.setdefault(tail, fresh)
        try:
            write_aside(self._path / name, data, mode=PRIVATE)
        except FileFault as fault:
            raise Postponed(f"{name}: {fault.facts['reason']}") from None
        return name
