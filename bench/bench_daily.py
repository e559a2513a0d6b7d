"""The daily decision over a great many contracts, against the raw indexed query with its inserts, and an ORM loop.

Run as ``python -m bench.bench_daily [--contracts N] [--rounds N] [--postgres]``. All three decide the same day and take
it back; what they found due must be equal. The floor is the least any program must do: one indexed query that joins
the addressee, and the rows of reminders and messages inserted at once. The loop is what peers do (load every contract,
look at its dates, ask for the addressee); it looks at a sample, and its time is scaled up to all contracts.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select
from sqlmodel import Session

from bench.many_contracts import DAY, call_of, desk_of, filled
from contracts.kernel.context import Context
from contracts.kernel.database.engine import writing
from contracts.kernel.database.tables import table_of
from contracts.people.tables import PersonRow
from contracts.registry.roll import roll
from contracts.registry.tables.contract import ContractRow
from contracts.reminders.daily import decide
from contracts.reminders.rules.tiers import DEFAULT_TIERS
from contracts.reminders.tables import ReminderRow

SAMPLE = 20_000
TIERS = frozenset(DEFAULT_TIERS["renewal_decision"])
_QUERY = """
SELECT d.kind, d.subject_kind, d.subject_id, d.due_on, d.act_by, d.owner_id, d.why, r.number, r.title,
       r.counterparty_name, p.email, p.language
FROM deadline d JOIN register r ON r.contract_id = d.contract_id JOIN person p ON p.id = d.owner_id
WHERE d.check_on <= {mark} AND d.closed_on IS NULL"""
_MESSAGE = (
    *("id", "dedup_key", "message_header_id", "channel", "recipient_id", "address", "language", "state"),
    *("is_uncertain", "content", "attempts", "next_attempt_at", "server_said", "created_at"),
)
_REMINDER = (
    *("kind", "subject_kind", "subject_id", "due_on", "tier", "tier_on", "recipient_id", "business_date"),
    "message_id",
)


def ours(ctx: Context) -> tuple[float, set[int]]:
    """Seconds of a roll and a decision, and the contracts told about."""
    call = call_of(ctx)
    start = time.perf_counter()
    roll(ctx, call)
    with writing(ctx.engine) as conn:
        decide(conn, ctx, call)
        taken = time.perf_counter() - start
        found = set(conn.execute(select(table_of(ReminderRow).c.subject_id)).scalars())
    return taken, found


def floor(engine: Engine, at: Any) -> tuple[float, set[int]]:
    """The raw driver: the indexed query, and the rows it leads to."""
    is_sqlite = engine.dialect.name == "sqlite"
    mark, day = ("?", DAY.isoformat()) if is_sqlite else ("%s", DAY)
    moment = at.strftime("%Y-%m-%d %H:%M:%S.%f") if is_sqlite else at
    with writing(engine) as conn:
        raw: Any = conn.connection.driver_connection
        start = time.perf_counter()
        rows = raw.execute(_QUERY.format(mark=mark), (day,)).fetchall()
        mails: dict[int, list[Any]] = {}
        for row in rows:
            mails.setdefault(row[5], []).append(row)
        messages = [
            (*_head(id, mine[0]), json.dumps([[str(cell) for cell in row[:10]] for row in mine]), 0, moment, "", moment)
            for id, mine in mails.items()
        ]
        reminders = [(*row[:4], "30", day, row[5], day, row[5]) for row in rows]
        with closing(raw.cursor()) as cursor:
            cursor.executemany(_insert("message", _MESSAGE, mark), messages)
            cursor.executemany(_insert("reminder", _REMINDER, mark), reminders)
        taken = time.perf_counter() - start
    return taken, {row[2] for row in rows}


def loop(engine: Engine, sample: int, ctx: Context) -> tuple[float, set[int]]:
    """Every contract loaded and looked at, an address asked for at each hit: seconds, and what was found."""
    found, calendar = set[int](), ctx.rules.calendar("UA")
    key, person_key = table_of(ContractRow).c.id, table_of(PersonRow).c.id
    with Session(engine) as session:
        start = time.perf_counter()
        query = select(ContractRow).where(key <= sample).execution_options(yield_per=2000)
        for contract in session.scalars(query):
            days = 35 if contract.notice == "30d" else 45
            act_by = (contract.last_day or date.max) - timedelta(days=days)
            while not calendar.is_working(act_by):
                act_by -= timedelta(days=1)
            if (act_by - DAY).days in TIERS:
                person = session.scalars(select(PersonRow).where(person_key == contract.owner_id)).one()
                found.add(contract.id or 0)
                assert person.email
        taken = time.perf_counter() - start
    return taken, found


def _insert(table: str, columns: tuple[str, ...], mark: str) -> str:
    marks = ", ".join([mark] * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608


def _head(id: int, row: Any) -> tuple[Any, ...]:
    return id, f"k{id}", f"<k{id}@x>", "email", id, row[10], row[11], "queued", False


def _measure(url: str, folder: str, count: int, rounds: int) -> None:
    """Within a process of its own: rounds of ours and of the floor in turn; then the peak of memory; then the loop."""
    ctx = desk_of(url, Path(folder))
    mine: list[float] = []
    least: list[float] = []
    for _ in range(rounds + 1):
        seconds, found = ours(ctx)
        raw, wanted = floor(ctx.engine, ctx.now())
        if found != wanted:
            raise SystemExit(f"ours found {len(found)} due, the query {len(wanted)}")
        mine.append(seconds)
        least.append(raw)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sample = min(SAMPLE, count)
    slow, seen = loop(ctx.engine, sample, ctx)
    if seen != {id for id in found if id <= sample}:
        raise SystemExit(f"the loop found {len(seen)} due in its sample, ours others")
    medians = [statistics.median(each[1:]) for each in (mine, least)]
    print(
        json.dumps(
            {"ours": medians[0], "floor": medians[1], "loop": slow * count / sample, "peak": peak, "due": len(found)}
        )
    )


def main() -> None:
    """Print the medians and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contracts", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--measure", nargs=2, metavar=("URL", "FOLDER"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        _measure(given.measure[0], given.measure[1], given.contracts, given.rounds)
        return
    with filled(given.contracts, is_postgres=given.postgres) as ctx:
        url, folder = ctx.engine.url.render_as_string(hide_password=False), str(ctx.files.folder)
        command = [sys.executable, "-m", "bench.bench_daily", "--measure", url, folder]
        numbers = ["--contracts", str(given.contracts), "--rounds", str(given.rounds)]
        done = subprocess.run([*command, *numbers], check=True, capture_output=True, text=True)
    told = json.loads(done.stdout.splitlines()[-1])
    engine = "PostgreSQL" if given.postgres else "SQLite"
    own = told["ours"]
    print(f"daily decision over {given.contracts:,} contracts, {told['due']:,} due, {engine}, median of {given.rounds}")
    least, slow, peak = told["floor"], told["loop"], told["peak"]
    print(f"  roll, decide, record, queue               {own * 1000:10.0f} ms   peak {peak:.0f} MB (aim: 150)")
    print(f"  floor: raw indexed query and inserts      {least * 1000:10.0f} ms   {own / least:.1f} x of it (aim: 3)")
    print(f"  loop over all contracts, as an ORM does   {slow * 1000:10.0f} ms   {slow / own:.0f} x faster (aim: 300)")
    print(f"  the loop is scaled up from {min(SAMPLE, given.contracts):,} contracts")


if __name__ == "__main__":
    main()
