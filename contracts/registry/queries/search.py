"""The text a contract is found by is indexed beside its register row, by the three-letter pieces of the folded text.

SQLite keeps the pieces in an FTS5 table, PostgreSQL as hashed numbers under a GIN index; both name *candidates*, and
the text itself decides, so a word is found wherever it stands and however it is typed. Words shorter than a piece are
looked for in the text alone. Only rows that were derived are indexed: a late row is read anyway.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any
from zlib import crc32

from sqlalchemy import Connection, Select, column, delete, select, table, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import Integer

from contracts.kernel.database import intake
from contracts.kernel.database.tables import table_of
from contracts.kernel.identity import fold
from contracts.registry.tables.derived import RegisterRow

_G = table_of(RegisterRow)
#: FTS5 on SQLite, where ``rowid`` is the contract's key.
_LITE = table("search", column("rowid"), column("search"), column("body"))
_LARGE = table("search", column("contract_id"), column("pieces", postgresql.ARRAY(Integer)))
_PIECE = 3


def write(conn: Connection, bodies: Mapping[int, str]) -> None:
    """Index these texts (folded, as ``register.search_text``) by contract, in place of what was indexed before."""
    if not bodies:
        return
    ids = sorted(bodies)
    if conn.dialect.name == "sqlite":
        rows = [{"id": id, "body": bodies[id]} for id in ids]
        conn.execute(text("INSERT OR REPLACE INTO search (rowid, body) VALUES (:id, :body)"), rows)
        return
    conn.execute(delete(_LARGE).where(_LARGE.c.contract_id.in_(ids)))
    intake.insert_columns(conn, _LARGE, {"contract_id": ids, "pieces": [_hashes(bodies[id]) for id in ids]})


def few(conn: Connection, wanted: str, most: int) -> list[int] | None:
    """The derived contracts whose text has every word; ``None`` where they are more, or no word can be looked up."""
    words = fold(wanted).split()
    candidates = _candidates(conn, words)
    if candidates is None:
        return None
    has_each = [_G.c.search_text.contains(word, autoescape=True) for word in words]
    found = list(conn.execute(candidates.where(*has_each).limit(most + 1)).scalars())
    return found if len(found) <= most else None


def wrongly_indexed(conn: Connection, ids: Collection[int]) -> dict[int, str]:
    """The texts, by contract, of derived rows whose index holds something else or nothing: for the doctor."""
    named = sorted(ids)
    derived = select(_G.c.contract_id, _G.c.search_text).where(_G.c.contract_id.in_(named), _G.c.rules_no > 0)
    bodies: dict[int, str] = {row.contract_id: row.search_text for row in conn.execute(derived)}
    if conn.dialect.name == "sqlite":
        stored = conn.execute(select(_LITE.c.rowid, _LITE.c.body).where(_LITE.c.rowid.in_(named)))
        indexed: dict[int, Any] = {row.rowid: row.body for row in stored}
        return {id: body for id, body in bodies.items() if indexed.get(id) != body}
    rows = conn.execute(select(_LARGE).where(_LARGE.c.contract_id.in_(named)))
    indexed = {row.contract_id: row.pieces for row in rows}
    return {id: body for id, body in bodies.items() if indexed.get(id) != _hashes(body)}


def _hashes(body: str) -> list[int]:
    """The pieces of a text as numbers of 31 bits; two pieces may share one, as candidates only."""
    return sorted({_hash(piece) for piece in _pieces(body)})


@lru_cache(maxsize=65536)
def _hash(piece: str) -> int:
    return crc32(piece.encode()) & 0x7FFF_FFFF


def _pieces(body: str) -> Iterable[str]:
    return (body[at : at + _PIECE] for at in range(len(body) - _PIECE + 1))


def _candidates(conn: Connection, words: Sequence[str]) -> Select[Any] | None:
    pieces = sorted({piece for word in words for piece in _pieces(word)})
    if not pieces:
        return None
    if conn.dialect.name == "sqlite":
        asked = " AND ".join('"' + piece.replace('"', '""') + '"' for piece in pieces)
        joined = _LITE.join(_G, _G.c.contract_id == _LITE.c.rowid)
        return select(_G.c.contract_id).select_from(joined).where(_LITE.c.search.op("MATCH")(asked))
    numbers = [_hash(piece) for piece in pieces]
    joined = _LARGE.join(_G, _G.c.contract_id == _LARGE.c.contract_id)
    return select(_G.c.contract_id).select_from(joined).where(_LARGE.c.pieces.op("@>")(numbers))
