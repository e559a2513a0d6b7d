"""A search among a great many contracts against the scan of the same texts that an unindexed LIKE is.

Run as ``python -m bench.bench_search [--contracts N] [--rounds N] [--postgres]``. Both answer with the first page of
the list, in its order, and must be equal.
"""

import argparse
import time
from collections.abc import Callable
from typing import Any

from bench.many_contracts import call_of, filled
from bench.timing import timed
from contracts.kernel.context import Context
from contracts.kernel.database.engine import reading, writing
from contracts.registry.listing import Query, list_contracts
from contracts.registry.queries import search

PAGE = 50
_CHUNK = 20_000
_WORDS = ("поставка", "оренда", "охорона", "прибирання", "ремонт", "навчання", "перевезення", "страхування", "друк")
_SCAN = "SELECT contract_id FROM register WHERE {likes} ORDER BY last_day, contract_id LIMIT 50"


def main() -> None:
    """Print the medians and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contracts", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--postgres", action="store_true")
    given = parser.parse_args()
    with filled(given.contracts, is_postgres=given.postgres) as ctx:
        engine = "PostgreSQL" if given.postgres else "SQLite"
        print(f"the first {PAGE} of a search among {given.contracts:,} contracts, {engine}, median of {given.rounds}")
        print(f"  indexing  {_index(ctx, given.contracts):7.1f} s")
        middle = str(given.contracts * 77 // 100)
        for kind, wanted in (
            ("a number", f"{middle}/2026"),
            ("part of a word", f"{middle}"),
            ("nothing like it", "водопостачання"),
            ("two common words", "охорона бюро"),
        ):
            _print_search(ctx, kind, wanted, given.rounds)


def _index(ctx: Context, count: int) -> float:
    """Give each contract a text of its own and index it; seconds of the indexing."""
    taken = 0.0
    with writing(ctx.engine) as conn:
        for start in range(1, count + 1, _CHUNK):
            texts = {id: _text_of(id) for id in range(start, min(start + _CHUNK, count + 1))}
            mark = "?" if conn.dialect.name == "sqlite" else "%s"
            raw: Any = conn.connection.cursor()
            statement = f"UPDATE register SET search_text = {mark} WHERE contract_id = {mark}"  # noqa: S608
            raw.executemany(statement, [(body, id) for id, body in texts.items()])
            began = time.perf_counter()
            search.write(conn, texts)
            taken += time.perf_counter() - began
        conn.commit()
    with ctx.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        conn.exec_driver_sql("ANALYZE" if conn.dialect.name == "sqlite" else "VACUUM ANALYZE")
    return taken


def _text_of(id: int) -> str:
    first, second = _WORDS[id % len(_WORDS)], _WORDS[id // 7 % len(_WORDS)]
    return search.fold(f"{id}/2026 П-{id} {first} та {second} тов «Бюро {id % 991}» 9910{id % 9973:04}")


def _print_search(ctx: Context, kind: str, wanted: str, rounds: int) -> None:
    ours, scan = (timed(each, rounds) for each in (_ours(ctx, wanted), _scan(ctx, wanted)))
    if ours[1] != scan[1]:
        raise SystemExit(f"the answers to {wanted!r} differ")
    print(
        f"  {kind:17} {len(ours[1]):3} found   ours {ours[0]:8.2f} ms   scan {scan[0]:9.2f} ms"
        f"   {scan[0] / ours[0]:7.1f} x faster"
    )


def _ours(ctx: Context, wanted: str) -> Callable[[], list[int]]:
    return lambda: [row.id for row in list_contracts(ctx, call_of(ctx), Query(search=wanted, limit=PAGE)).rows]


def _scan(ctx: Context, wanted: str) -> Callable[[], list[int]]:
    words = [f"%{word}%" for word in search.fold(wanted).split()]

    def run() -> list[int]:
        with reading(ctx.engine) as conn:
            connection: Any = conn.connection.driver_connection
            mark = "?" if conn.dialect.name == "sqlite" else "%s"
            likes = " AND ".join(f"search_text LIKE {mark}" for _ in words)
            return [row[0] for row in connection.execute(_SCAN.format(likes=likes), words).fetchall()]

    return run


if __name__ == "__main__":
    main()
