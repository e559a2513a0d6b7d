"""How names are worded in other cases and languages: one row a wording; a person's beats what was proposed."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection, select

from contracts.kernel.database.rows import upsert
from contracts.kernel.database.tables import table_of
from contracts.parties.tables import InflectionRow

_I = table_of(InflectionRow)
_KEY = ["subject_kind", "subject_id", "field", "language", "grammatical_case"]
_COLUMNS = [_I.c[name] for name in (*_KEY, "base", "wording", "source")]
GUESS, PERSON = "guess", "person"


class StoredWording(NamedTuple):
    """A wording of a field of a subject, made from ``base``."""

    subject_kind: str
    subject_id: int
    field: str
    language: str
    case: str
    base: str
    text: str
    source: str


def by_people(conn: Connection, language: str, subjects: Iterable[tuple[str, int]]) -> list[StoredWording]:
    """The wordings people gave for these subjects in a language."""
    keys = set(subjects)
    query = select(*_COLUMNS).where(
        _I.c.language == language, _I.c.source == PERSON, _I.c.subject_id.in_(sorted({id for _, id in keys}))
    )
    return [each for each in map(StoredWording._make, conn.execute(query)) if each[:2] in keys]


def of_subject(conn: Connection, kind: str, id: int) -> list[StoredWording]:
    """All wordings of a subject, in a fixed order."""
    query = select(*_COLUMNS).where(_I.c.subject_kind == kind, _I.c.subject_id == id)
    order = (_I.c.language, _I.c.field, _I.c.grammatical_case)
    return list(map(StoredWording._make, conn.execute(query.order_by(*order))))


def put(conn: Connection, wordings: Iterable[StoredWording]) -> None:
    """Store wordings; a proposal never replaces what a person gave for the same base."""
    rows = [dict(zip([*_KEY, "base", "wording", "source"], each, strict=True)) for each in wordings]
    if not rows:
        return
    statement = upsert(conn, _I)
    excluded = statement.excluded
    may_replace = (excluded.source == PERSON) | (_I.c.source == GUESS) | (_I.c.base != excluded.base)
    values = {name: excluded[name] for name in ("base", "wording", "source")}
    conn.execute(statement.on_conflict_do_update(index_elements=_KEY, set_=values, where=may_replace), rows)
