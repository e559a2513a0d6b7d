"""How names are worded in other cases and languages: one row a wording; a person's beats what was proposed."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, select

from contracts.kernel.database.rows import upsert
from contracts.kernel.database.tables import table_of
from contracts.parties.tables import InflectionRow

_I = table_of(InflectionRow)
_KEY = ["subject_kind", "subject_id", "field", "language", "grammatical_case"]
GUESS, PERSON = "guess", "person"


class Wording(NamedTuple):
    """A wording of a field of a subject, made from ``base``."""

    subject_kind: str
    subject_id: int
    field: str
    language: str
    case: str
    base: str
    text: str
    source: str


def by_people(conn: Connection, language: str, subjects: Iterable[tuple[str, int]]) -> list[Wording]:
    """The wordings people gave for these subjects in a language."""
    wanted = set(subjects)
    query = select(_I).where(
        _I.c.language == language, _I.c.source == PERSON, _I.c.subject_id.in_(sorted({id for _, id in wanted}))
    )
    return [each for each in map(_wording, conn.execute(query)) if (each.subject_kind, each.subject_id) in wanted]


def of_subject(conn: Connection, kind: str, id: int) -> list[Wording]:
    """All wordings of a subject, in a fixed order."""
    query = select(_I).where(_I.c.subject_kind == kind, _I.c.subject_id == id)
    return list(map(_wording, conn.execute(query.order_by(_I.c.language, _I.c.field, _I.c.grammatical_case))))


def put(conn: Connection, wordings: Iterable[Wording]) -> None:
    """Store wordings; a proposal never replaces what a person gave for the same base."""
    for each in wordings:
        row = dict(zip([*_KEY, "base", "wording", "source"], each, strict=True))
        statement = upsert(conn, _I).values(**row)
        excluded = statement.excluded
        may_replace = (excluded.source == PERSON) | (_I.c.source == GUESS) | (_I.c.base != excluded.base)
        conn.execute(
            statement.on_conflict_do_update(
                index_elements=_KEY,
                set_={name: excluded[name] for name in ("base", "wording", "source")},
                where=may_replace,
            )
        )


def _wording(row: Row[Any]) -> Wording:
    return Wording(*(getattr(row, name) for name in [*_KEY, "base", "wording", "source"]))
