"""Mails as .eml files in a folder: written aside and renamed, and the same message always in the same file."""

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from contracts.mail.transport import Postponed, Transport, deliverable

_UNSAFE = re.compile(r"[^\w.@+-]+")


@contextmanager
def folder(path: Path) -> Iterator[Transport]:
    """The folder as a transport; it is made where it is missing.

    Raises :class:`Postponed` where it cannot be written: the mails wait.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
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
            _write(self._path / name, data)
        except OSError as error:
            raise Postponed(f"{name}: {error.strerror}") from None
        return name


def _write(path: Path, data: bytes) -> None:
    """All of it or nothing: aside, to the disk, then under its name."""
    aside = path.with_suffix(".part")
    with aside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
