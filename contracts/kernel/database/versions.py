"""Two people edit one row: the second save is refused with both versions named, nothing is lost (F30)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select, update
from sqlmodel import SQLModel

from contracts.kernel.database.tables import table_of
from contracts.kernel.refusal import N_, Refusal


class StaleVersion(Refusal):
    """Somebody saved another version meanwhile; ``edited`` is the version the caller saw, ``stored`` the one there."""

    code = "stale_version"

    def __init__(self, edited: int, stored: int) -> None:
        super().__init__(
            N_(
                "Somebody saved version {stored} meanwhile, you edited version {edited}: read it again, then change it."
            ),
            edited=edited,
            stored=stored,
        )
        self.edited, self.stored = edited, stored


class NotThere(Refusal):
    """A row with this key does not exist."""

    code = "not_there"


def save(conn: Connection, model: type[SQLModel], id: int, *, version: int | None, values: Mapping[str, Any]) -> int:
    """Change a row that people edit; returns its new version.

    ``version`` is the one the caller saw, ``None`` to take whatever stands. Raises :class:`StaleVersion` where
    another was saved meanwhile, :class:`NotThere` where there is no such row.
    """
    table = table_of(model)
    change = update(table).where(table.c.id == id).values(**values, version=table.c.version + 1)
    if version is not None:
        change = change.where(table.c.version == version)
    saved = conn.execute(change.returning(table.c.version)).scalar_one_or_none()
    if saved is not None:
        return int(saved)
    stored = conn.execute(select(table.c.version).where(table.c.id == id)).scalar_one_or_none()
    if stored is None or version is None:
        raise NotThere("There is no {kind} with the key {id}.", kind=table.name, id=id)
    raise StaleVersion(version, stored)
