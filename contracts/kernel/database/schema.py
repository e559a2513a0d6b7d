"""The schema is made and brought up to date by one history; a database of another revision is not opened (schema)."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, Engine, insert, inspect, text

from contracts.kernel.audit import START
from contracts.kernel.database import copies
from contracts.kernel.database.engine import explained, is_sqlite, reading
from contracts.kernel.database.meta import first_rows
from contracts.kernel.database.tables import table_of
from contracts.kernel.outside.outputs import PRIVATE, aside
from contracts.kernel.refusal import Refusal
from contracts.kernel.tables import AuditHeadRow

MIGRATIONS = Path(__file__).parent / "migrations"
#: Key of the advisory lock under which one process at a time changes the schema.
_SCHEMA_LOCK = 0x646F_7363
_REVISION = re.compile(r"(\d{4})_\w+\.py")


class NoRegister(Refusal):
    """There is no database of this program, or it is one of another release."""

    code = "no_register"


def known_revisions() -> list[str]:
    """The revisions this program knows, in order: they are numbered files, so none is loaded to tell."""
    files = (MIGRATIONS / "versions").iterdir()
    return sorted(match[1] for each in files if (match := _REVISION.fullmatch(each.name)))


def expected_revision() -> str:
    """The newest revision this program knows."""
    return known_revisions()[-1]


def current_revision(conn: Connection) -> str | None:
    """The revision of a database; ``None`` where nothing was made."""
    if not inspect(conn).has_table("alembic_version"):
        return None
    found: str | None = conn.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return found


def check_revision(engine: Engine) -> None:
    """Raise :class:`NoRegister` with what to do where the database is missing, older or newer than this program."""
    place = _place(engine)
    if is_sqlite(engine) and not Path(place).exists():
        raise NoRegister("There is no register at {database}: run «contracts init» first.", database=place)
    with reading(engine) as conn:
        current = current_revision(conn)
    if current is None:
        raise NoRegister("There is no register at {database}: run «contracts init» first.", database=place)
    check_known(place, current)
    expected = expected_revision()
    if current < expected:
        raise NoRegister(
            "The register {database} was made by an earlier release (revision {current}, this one needs {expected}): "
            "run «contracts init», which keeps a copy and brings it up to date.",
            database=place,
            current=current,
            expected=expected,
        )


def check_known(database: str, revision: str) -> None:
    """Raise :class:`NoRegister` where the history of this program begins after a revision, or ends before it."""
    known = known_revisions()
    if revision < known[0]:
        raise NoRegister(
            "The register {database} was made before the first release (revision {current}, this one begins with "
            "{first}): export it with the program that made it, and import the files here.",
            database=database,
            current=revision,
            first=known[0],
        )
    if revision > known[-1]:
        raise NoRegister(
            "The register {database} was made by a later release (revision {current}, this one knows {expected}): "
            "install that release.",
            database=database,
            current=revision,
            expected=known[-1],
        )


class SchemaState(NamedTuple):
    """How a database was found: empty and made now, of an earlier ``revision`` with a ``copy`` kept, or in order."""

    was_made: bool = False
    revision: str = ""
    copy: Path | None = None


def create(engine: Engine) -> SchemaState:
    """Make the schema, or bring an older one up to date; returns how it was found.

    An existing SQLite database is copied beside itself first. Everything happens in one transaction.
    """
    if is_sqlite(engine) and (place := copies.path_of(engine)).parent.is_dir():
        copies.for_its_owner(place)
    with _migrating(engine) as conn:
        before = current_revision(conn)
        if before == expected_revision():
            return SchemaState()
        copy = None
        if before is not None:
            check_known(_place(engine), before)
            copy = _keep_copy(engine, before)
        _upgrade(conn)
        if before is None:
            fill(conn)
        _check_foreign_keys(conn)
        conn.commit()
    return SchemaState(before is None, before or "", copy)


def fill(conn: Connection) -> None:
    """What an empty database holds before anybody writes: its key, and the beginning of the audit chain."""
    first_rows(conn)
    conn.execute(insert(table_of(AuditHeadRow)).values(id=1, seq=0, hash=START))


def _place(engine: Engine) -> str:
    return str(engine.url.database) if is_sqlite(engine) else engine.url.render_as_string(hide_password=True)


@contextmanager
def _migrating(engine: Engine) -> Iterator[Connection]:
    """A connection of its own; on SQLite foreign keys are off *before* BEGIN, or a batch change deletes children."""
    with explained(engine), engine.connect() as conn:
        if is_sqlite(engine):
            conn.exec_driver_sql("PRAGMA foreign_keys=OFF")
            conn.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            conn.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _SCHEMA_LOCK})
        try:
            yield conn
        finally:
            conn.rollback()
            if is_sqlite(engine):
                conn.exec_driver_sql("PRAGMA foreign_keys=ON")


def _upgrade(conn: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = conn
    command.upgrade(config, "head")


def _check_foreign_keys(conn: Connection) -> None:
    if conn.dialect.name == "sqlite":
        broken = conn.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            tables = ", ".join(sorted({str(row[0]) for row in broken}))
            raise NoRegister("The upgrade would break keys in {tables}; nothing was changed.", tables=tables)


def _keep_copy(engine: Engine, revision: str) -> Path | None:
    """An upgrade without a copy beside the database is refused; a server's database is backed up by its own means."""
    if not is_sqlite(engine):
        return None
    source = copies.path_of(engine)
    target = copies.free_name(source, f"before-{revision}")
    with aside(target, mode=PRIVATE) as place:
        copies.copy(source, place)
        copies.prove(place, source)
    return target
