"""Two doors to the database: reading (one snapshot) and writing (one writer, locks in one order); no third (schema)."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError

from contracts.kernel.database import naming
from contracts.kernel.refusal import N_, Refusal

T = TypeVar("T")
#: Milliseconds a SQLite writer waits for another.
BUSY_MS = 30_000
#: Kilobytes of pages SQLite keeps in memory: with its own 2 MB, rows read once are read anew when they are changed.
CACHE_KB = 16_000
#: SQLSTATE of a deadlock and of a serialization failure.
_AGAIN = frozenset({"40P01", "40001"})


class DatabaseFault(Refusal):
    """The database cannot be opened, read or written."""

    code = "database_fault"


class Unstorable(Refusal):
    """A value is longer or larger than its column."""

    code = "too_long"


_TOO_LONG = N_("A value is too long: {column} takes at most {limit} characters. Nothing was saved; shorten it.")
_NO_VALUE = N_("A number is too large, or a text holds what is no character. Nothing was saved; enter it anew.")
_CHECKED = re.compile(r"CHECK constraint failed: (?:ck_)?(\w+)")
_LIMIT = re.compile(r"\((\d{1,9})\)")


class Contended(DatabaseFault):
    """A deadlock or a serialization failure: nothing was saved, and the whole call may be made again."""

    code = "contended"


def open_engine(url: str) -> Engine:
    """The engine of a database URL; ``sqlite:///path`` or ``postgresql+psycopg://…``.

    Nothing is opened yet; :func:`reading` and :func:`writing` raise :class:`DatabaseFault`.
    """
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        engine = create_engine(address, connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False})
        event.listen(engine, "connect", _prepare_sqlite)
        return engine
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    # No server-side statement names: PgBouncer may give the next transaction another connection.
    return create_engine(address, connect_args={"prepare_threshold": None}, pool_pre_ping=True)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    cursor = connection.cursor()
    cache = f"cache_size={-CACHE_KB}"
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", f"busy_timeout={BUSY_MS}", cache):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def is_sqlite(engine: Engine | Connection) -> bool:
    """Whether this is the embedded database."""
    return engine.dialect.name == "sqlite"


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One snapshot of the database; nothing can be written through it on PostgreSQL."""
    with _open(engine) as conn:
        if is_sqlite(engine):
            conn.exec_driver_sql("BEGIN")
        else:
            conn.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            with _storable():
                yield conn
        except DBAPIError as error:
            _explain(error, engine)
            raise
        finally:
            conn.rollback()


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One writing transaction; what is not committed by the caller is rolled back."""
    with _open(engine) as conn:
        if is_sqlite(engine):
            _begin_immediate(conn, engine)
        try:
            with _storable():
                yield conn
        except DBAPIError as error:
            conn.rollback()
            _explain(error, engine)
            raise
        finally:
            conn.rollback()


def _begin_immediate(conn: Connection, engine: Engine) -> None:
    try:
        conn.exec_driver_sql("BEGIN IMMEDIATE")
    except OperationalError as error:
        _explain(error, engine)
        raise


@contextmanager
def _open(engine: Engine) -> Iterator[Connection]:
    try:
        conn = engine.connect()
    except DBAPIError as error:
        _explain(error, engine)
        _cannot_be_opened(engine, _first_line(error))
    with conn:
        yield conn


@contextmanager
def explained(engine: Engine) -> Iterator[None]:
    """What a database may say to one who opens it on his own, as a sentence."""
    try:
        yield
    except DBAPIError as error:
        _explain(error, engine)
        raise


def _cannot_be_opened(engine: Engine, reason: str) -> NoReturn:
    place = engine.url.render_as_string(hide_password=True)
    raise DatabaseFault("The database {database} cannot be opened: {reason}.", database=place, reason=reason) from None


def _explain(error: DBAPIError, engine: Engine) -> None:
    """Raise the sentence for a fault a person can mend; return for a defect of ours."""
    said = _first_line(error)
    _refuse_too_long(error, said)
    if getattr(error.orig, "sqlstate", None) in _AGAIN:
        raise Contended(
            "Others changed the same contracts at the same moment; nothing was saved, try again."
        ) from error
    path = str(engine.url.database or "")
    if not is_sqlite(engine):
        if isinstance(error, OperationalError):
            _cannot_be_opened(engine, said)
        return
    reasons = {
        "unable to open database file": N_("The database {path} cannot be opened: is the folder there and writable?"),
        "readonly database": N_("The database {path} cannot be written: check the rights of the file and its folder."),
        "file is not a database": N_("{path} is not a database of this program; choose another data folder."),
        "database disk image is malformed": N_("The database {path} is damaged; restore it from a backup."),
        "disk is full": N_("The disk is full; nothing was saved in {path}."),
        "disk I/O error": N_("The disk with {path} refuses to be read or written: is it full, or read-only?"),
        "database is locked": N_("Another process kept the database {path} too long; nothing was saved, try again."),
    }
    for part, sentence in reasons.items():
        if part in said:
            raise DatabaseFault(sentence, path=path) from None


def _refuse_too_long(error: DBAPIError, said: str) -> None:
    """Lengths stand with the columns and are checked by the database alone: here its answer becomes a sentence."""
    constraint = _CHECKED.search(said)
    limit = _LIMIT.search(said)
    if constraint is not None:
        for table in naming.metadata.tables.values():
            for column in table.columns:
                if constraint[1] == f"{table.name}_{column.name}_length":
                    raise Unstorable(_TOO_LONG, column=column.name, limit=naming.length_of(column.type)) from None
    elif getattr(error.orig, "sqlstate", None) == "22001" and limit is not None:
        raise Unstorable(_TOO_LONG, column="", limit=int(limit[1])) from None
    elif getattr(error.orig, "sqlstate", None) in ("22003", "22021", "22P05"):
        raise Unstorable(_NO_VALUE) from None


@contextmanager
def _storable() -> Iterator[None]:
    """A number no column holds, or a text that is no text, is refused by the driver itself."""
    try:
        yield
    except (OverflowError, UnicodeEncodeError):
        raise Unstorable(_NO_VALUE) from None


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else type(error.orig).__name__


def again(work: Callable[[], T], *, times: int = 3) -> T:
    """Run a whole call again after a deadlock or serialization failure, twice at most; then a refusal."""
    for attempt in range(1, times):
        try:
            return work()
        except Contended:
            time.sleep(0.02 * 2**attempt)
    return work()


def sqlite_url(folder: Path) -> str:
    """The URL of the embedded database in a data folder."""
    return f"sqlite:///{folder / 'dohovir.sqlite'}"
