"""A page of the list over a great many contracts, at any depth, against the raw indexed query of the same rows.

Run as ``python -m bench.bench_list [--contracts N] [--rounds N] [--postgres]``. The floor is the driver's own cursor
with the query a page cannot do without; beside both stands what peers do, OFFSET over the same order. The rows of all
three must be equal.
"""

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any

from bench.many_contracts import call_of, filled
from bench.timing import timed
from contracts.kernel.context import Context
from contracts.kernel.database.engine import reading
from contracts.registry.listing import Query, list_contracts
from contracts.registry.queries.listing import Cursor
from contracts.registry.rules.contract import Phase

PAGE = 50
_COLUMNS = """r.contract_id, r.number, r.title, r.counterparty_name, r.phase, r.first_day, r.last_day,
r.notice_deadline, r.post_by, r.amount_minor, r.currency, p.name, r.term_no"""
_FROM = "FROM register r LEFT JOIN person p ON p.id = r.owner_id WHERE r.phase = {m}"
_ORDER = "ORDER BY r.last_day, r.contract_id LIMIT 50"
_KEYSET = f"SELECT {_COLUMNS} {_FROM} AND (r.last_day, r.contract_id) > ({{m}}, {{m}}) {_ORDER}"
_OFFSET = f"SELECT {_COLUMNS} {_FROM} {_ORDER} OFFSET {{m}}"


def main() -> None:
    """Print the medians and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contracts", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--postgres", action="store_true")
    given = parser.parse_args()
    with filled(given.contracts, is_postgres=given.postgres) as ctx:
        engine = "PostgreSQL" if given.postgres else "SQLite"
        print(f"a page of {PAGE} of {given.contracts:,} contracts in force, {engine}, median of {given.rounds}")
        for share in (0, 50, 90):
            _print_depth(ctx, share, given.contracts * share // 100, given.rounds)


def _print_depth(ctx: Context, share: int, skipped: int, rounds: int) -> None:
    query = Query(phases=(Phase.IN_FORCE,), limit=PAGE, after=_cursor(ctx, skipped))
    ours, floor, offset = (timed(each, rounds) for each in _variants(ctx, query, skipped))
    if not ours[1] == floor[1] == offset[1]:
        raise SystemExit(f"the pages at {share} % differ")
    mine, least, peers = ours[0], floor[0], offset[0]
    print(
        f"  at {share:2d} %   ours {mine:7.2f} ms   raw query {least:7.2f} ms ({mine / least:.1f} x of it, aim: 3)"
        f"   OFFSET {peers:8.2f} ms"
    )


def _variants(ctx: Context, query: Query, skipped: int) -> tuple[Callable[[], list[int]], ...]:
    is_sqlite = ctx.engine.dialect.name == "sqlite"
    mark = "?" if is_sqlite else "%s"
    after = query.after or Cursor(date.min, 0)
    day = after.last_day.isoformat() if is_sqlite else after.last_day

    def raw(statement: str, *given: Any) -> Callable[[], list[int]]:
        def run() -> list[int]:
            with reading(ctx.engine) as conn:
                connection: Any = conn.connection.driver_connection
                return [row[0] for row in connection.execute(statement.format(m=mark), given).fetchall()]

        return run

    return (
        lambda: [row.id for row in list_contracts(ctx, call_of(ctx), query).rows],
        raw(_KEYSET, Phase.IN_FORCE.value, day, after.contract_id),
        raw(_OFFSET, Phase.IN_FORCE.value, skipped),
    )


def _cursor(ctx: Context, skipped: int) -> Cursor | None:
    """The place after so many rows."""
    if not skipped:
        return None
    with reading(ctx.engine) as conn:
        row = conn.exec_driver_sql(
            f"SELECT last_day, contract_id FROM register WHERE phase = 'in_force' "  # noqa: S608
            f"ORDER BY last_day, contract_id LIMIT 1 OFFSET {skipped - 1}"
        ).one()
    return Cursor(date.fromisoformat(str(row[0])), row[1])


if __name__ == "__main__":
    main()
