"""Copies of the embedded database while others use it: always through SQLite's own backup, never the file's bytes."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine

from contracts.kernel.database.engine import is_sqlite
from contracts.kernel.files import FileFault
from contracts.kernel.refusal import Refusal


class NotEmbedded(Refusal):
    """The database is kept by a server, whose own tools copy it."""

    code = "not_embedded"


def path_of(engine: Engine) -> Path:
    """Where the embedded database lies. Raises :class:`NotEmbedded` for a server's."""
    if not is_sqlite(engine):
        raise NotEmbedded(
            "The register is kept by PostgreSQL: copy the database with pg_dump, then the folder with the files."
        )
    return Path(str(engine.url.database))


def copy(source: Path, target: Path) -> None:
    """Make ``target`` hold what ``source`` holds now, whoever reads or writes it. Raises :class:`FileFault`."""
    try:
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
            old.backup(new)
    except (sqlite3.Error, OSError) as error:
        raise FileFault("{path} cannot be written: {reason}.", path=str(target), reason=str(error)) from None
