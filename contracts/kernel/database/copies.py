"""Copies of the embedded database while others use it: always through SQLite's own backup, never the file's bytes."""

import hashlib
import os
import sqlite3
from contextlib import closing, suppress
from itertools import count
from pathlib import Path

from sqlalchemy import Engine

from contracts.kernel.database.engine import is_sqlite
from contracts.kernel.outside.outputs import PRIVATE, FileFault
from contracts.kernel.refusal import Refusal, system_note


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


class Damaged(Refusal):
    """A database cannot be read whole, or its rows point nowhere."""

    code = "database_damaged"


def copy(source: Path, target: Path) -> None:
    """Make ``target`` hold what ``source`` holds now, whoever reads or writes it.

    Raises :class:`Damaged` where the source is no database, :class:`FileFault` where the target cannot be written.
    """
    try:
        for_its_owner(target)
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
            old.backup(new)
    except sqlite3.DatabaseError as error:
        if not isinstance(error, sqlite3.OperationalError):
            raise _damaged(source, str(error)) from None
        raise FileFault("{path} cannot be written: {reason}.", path=str(target), reason=str(error)) from None
    except OSError as error:
        raise FileFault("{path} cannot be written: {reason}.", path=str(target), reason=system_note(error)) from None


def for_its_owner(path: Path) -> None:
    """A database that is not there yet begins as a file nobody else may read."""
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE))


def tables_of(path: Path) -> frozenset[str]:
    """The names of the tables of a database."""
    with closing(sqlite3.connect(path)) as conn:
        return frozenset(str(row[0]) for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'"))


def prove(path: Path, name: Path | None = None) -> None:
    """Read the whole database: pages, indexes, checks, keys. Raises :class:`Damaged`, calling it by ``name``."""
    name = name or path
    try:
        with closing(sqlite3.connect(path)) as conn:
            said = str(conn.execute("PRAGMA integrity_check(1)").fetchone()[0])
            broken = {str(row[0]) for row in conn.execute("PRAGMA foreign_key_check")}
    except sqlite3.Error as error:
        raise _damaged(name, str(error)) from None
    if said != "ok":
        raise _damaged(name, said.strip().splitlines()[-1])
    if broken:
        raise _damaged(name, f"foreign keys of {', '.join(sorted(broken))}")


def row_hashes(path: Path) -> dict[str, str]:
    """A hash of each table that every value of every row goes into, in the order in which they lie."""
    with closing(sqlite3.connect(path)) as conn:
        conn.text_factory = bytes
        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
        return {name: _hash_of(conn, name) for (name,) in [(each[0].decode(),) for each in conn.execute(query)]}


def free_name(path: Path, why: str) -> Path:
    """A name beside a database for a copy of it, that no copy has yet: ``.before-restore``, ``.before-restore-2``."""
    names = (path.with_name(f"{path.name}.{why}{f'-{no}' if no > 1 else ''}") for no in count(1))
    return next(each for each in names if not os.path.lexists(each))


def _hash_of(conn: sqlite3.Connection, table: str) -> str:
    summed = hashlib.sha256()
    for row in conn.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 -- a name of its own schema
        summed.update(repr(row).encode())
    return summed.hexdigest()


def _damaged(path: Path, reason: str) -> Damaged:
    return Damaged(
        "The database {path} is damaged ({reason}): nothing was replaced. Restore the last good backup.",
        path=str(path),
        reason=reason,
    )
