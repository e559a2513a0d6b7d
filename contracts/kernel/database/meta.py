"""Facts about the installation: its key, from which message ids are made."""

import secrets

from sqlalchemy import Connection, insert, select

from contracts.kernel.database.tables import table_of
from contracts.kernel.tables import MetaRow

_M = table_of(MetaRow)


def installation_key(conn: Connection) -> str:
    """The key of this installation, made when the database was."""
    return str(conn.execute(select(_M.c.value).where(_M.c.name == "installation")).scalar_one())


def first_rows(conn: Connection) -> None:
    """What a new database holds before anybody writes: its key."""
    conn.execute(insert(_M).values(name="installation", value=secrets.token_hex(8)))
