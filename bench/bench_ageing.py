"""Ageing of 1 000 000 charges and 800 000 payments: our query beside the raw grouped query and rows aged in Python.

Run as ``python -m bench.bench_ageing [--charges N] [--postgres]``. Aim: within 2× of the raw grouped query over the
open amounts, at least 40× faster than loading rows and allocating in Python.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, insert, select, text
from sqlmodel import SQLModel

from contracts.kernel.calendar import FAR
from contracts.kernel.database.engine import open_engine, reading, writing
from contracts.kernel.database.intake import insert_rows
from contracts.kernel.database.tables import table_of
from contracts.money.queries import open_amounts
from contracts.money.queries.ageing import Question, debts
from contracts.money.rules.ageing import Buckets
from contracts.money.tables import AllocationRow, ChargeRow, PaymentRow
from contracts.parties.tables import PartyAccountRow, PartyRow
from tests.databases import PostgresTemplate, SqliteTemplate

AS_OF = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 8, tzinfo=UTC)
PARTIES, CHUNK, ROUNDS = 5_000, 50_000, 5
_BY = {"recorded_at": AT, "recorded_by": "bench"}


def main() -> None:
    """Fill, measure each way in turn, print medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--charges", type=int, default=1_000_000)
    parser.add_argument("--postgres", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        template = PostgresTemplate() if given.postgres else None
        url = template.fresh() if template else SqliteTemplate(folder).fresh(folder)
        engine = open_engine(url)
        fill(engine, given.charges)
        measure(engine, given.charges)
        engine.dispose()
        if template:
            template.drop(url)


def fill(engine: Engine, count: int) -> None:
    """Charges over three years; eight payments for ten charges, each for one charge, some in part."""
    with writing(engine) as conn:
        names = ({"is_own": no == 0, "name": f"ТОВ {no}", "code": str(no)} for no in range(PARTIES + 1))
        rows = [{**_party(), **each} for each in names]
        conn.execute(insert(table_of(PartyRow)), rows)
        account = {"party_id": 1, "account": "UA1", "bank": "", "currency": "UAH", "from_on": date.min, "until_on": FAR}
        conn.execute(insert(table_of(PartyAccountRow)).values(account))
        for start in range(0, count, CHUNK):
            numbers = range(start, min(start + CHUNK, count))
            paid = [no for no in numbers if no % 10 < 8]
            _put(conn, ChargeRow, [_charge(no) for no in numbers])
            _put(conn, PaymentRow, [_payment(no) for no in paid])
            _put(conn, AllocationRow, [_allocation(no) for no in paid])
        open_amounts.rewrite_all(conn)
        conn.commit()
    with engine.connect() as conn:
        conn.execute(text("ANALYZE"))
        conn.commit()


def _put(conn: Connection, model: type[SQLModel], rows: list[dict[str, Any]]) -> None:
    insert_rows(conn, model, rows, tuple(rows[0]))


def measure(engine: Engine, count: int) -> None:
    """Each way five times, interleaved; the Python way once, as it takes long."""
    ways: dict[str, Callable[[Connection], int]] = {"raw": raw, "ours": ours, "ours, a past day": past}
    times: dict[str, list[float]] = {name: [] for name in ways}
    answers: dict[str, int] = {}
    for _round in range(ROUNDS):
        for name, way in ways.items():
            with reading(engine) as conn:
                started = time.perf_counter()
                answers[name] = way(conn)
                times[name].append(time.perf_counter() - started)
    with reading(engine) as conn:
        started = time.perf_counter()
        answers["Python"] = in_python(conn)
        python = time.perf_counter() - started
    if len({answers[name] for name in ("raw", "ours", "Python")}) != 1:
        raise SystemExit(f"the ways disagree: {answers}")
    median = {name: statistics.median(each) for name, each in times.items()}
    print(f"{engine.dialect.name}, {count:,} charges, {PARTIES:,} debtors")
    print(f"raw grouped query over open amounts  {median['raw'] * 1000:9.1f} ms")
    print(
        f"debts of today, with names           {median['ours'] * 1000:9.1f} ms  {median['ours'] / median['raw']:.2f}x"
    )
    print(f"debts of a past day, from all rows   {median['ours, a past day'] * 1000:9.1f} ms")
    print(
        f"rows loaded and allocated in Python  {python * 1000:9.1f} ms  ours is {python / median['ours']:.0f}x faster"
    )


def raw(conn: Connection) -> int:
    """The floor: one grouped query, nothing joined, nothing ordered."""
    sums = ", ".join(
        f"SUM(CASE WHEN due_on BETWEEN '{first.isoformat()}' AND '{last.isoformat()}' THEN open_minor ELSE 0 END)"
        for _, first, last in Buckets().limits(AS_OF)
    )
    query = (
        f"SELECT counterparty_id, currency, SUM(open_minor), {sums} FROM charge_open "  # noqa: S608
        "WHERE direction = 'receivable' GROUP BY counterparty_id, currency"
    )
    return sum(int(row[2]) for row in conn.exec_driver_sql(query))


def ours(conn: Connection) -> int:
    """Debts by counterparty as the command shows them."""
    return sum(row.outstanding for row in debts(conn, Question(AS_OF), Buckets()))


def past(conn: Connection) -> int:
    """The same for a day half a year ago: nothing kept answers it."""
    return sum(row.outstanding for row in debts(conn, Question(AS_OF - timedelta(days=180)), Buckets()))


def in_python(conn: Connection) -> int:
    """What is usual: load charges and allocations, subtract, age by rule."""
    charges, allocations = table_of(ChargeRow), table_of(AllocationRow)
    covered: dict[int, int] = {}
    for row in conn.execute(select(allocations.c.charge_id, allocations.c.covered_minor)):
        covered[row.charge_id] = covered.get(row.charge_id, 0) + row.covered_minor
    limits, aged = Buckets().limits(AS_OF), dict[tuple[int, str], dict[str, int]]()
    columns = (charges.c.id, charges.c.counterparty_id, charges.c.currency, charges.c.due_on, charges.c.amount_minor)
    for row in conn.execute(select(*columns)):
        still = row.amount_minor - covered.get(row.id, 0)
        if still > 0:
            held = aged.setdefault((row.counterparty_id, row.currency), {})
            name = next(name for name, first, last in limits if first <= row.due_on <= last)
            held[name] = held.get(name, 0) + still
    return sum(sum(each.values()) for each in aged.values())


def _party() -> dict[str, Any]:
    texts = ("short_name", "name_key", "address", "post_address", "email", "phone", "tax_status")
    return {"version": 1, "kind": "company", "country": "UA", "language": "uk", **dict.fromkeys(texts, "")}


def _charge(no: int) -> dict[str, Any]:
    issued_on = AS_OF - timedelta(days=no * 7919 % 1095 + 1)
    return {
        "id": no + 1,
        "own_company_id": 1,
        "counterparty_id": no % PARTIES + 2,
        "direction": "receivable",
        "kind": "act",
        "number": str(no),
        "number_key": str(no),
        "issued_on": issued_on,
        "part_no": 1,
        "due_on": issued_on + timedelta(days=14),
        "due_form": "period",
        "waits_for": "",
        "terms": "",
        "amount_minor": 10_000 + no % 977,
        "currency": "UAH",
        "note": "",
        **_BY,
    }


def _payment(no: int) -> dict[str, Any]:
    texts = ("other_name", "other_code", "other_account", "other_bank", "purpose", "reference", "document_no")
    return {
        "id": no + 1,
        "account_id": 1,
        "own_company_id": 1,
        "line_key": str(no),
        "is_incoming": True,
        "paid_on": min(_charge(no)["due_on"], AS_OF) if no % 3 else AS_OF,
        "amount_minor": _paid(no),
        "currency": "UAH",
        "counterparty_id": no % PARTIES + 2,
        "payer_sign": "code",
        **dict.fromkeys(texts, ""),
        **_BY,
    }


def _allocation(no: int) -> dict[str, Any]:
    payment = _payment(no)
    return {
        "payment_id": no + 1,
        "charge_id": no + 1,
        "covered_minor": payment["amount_minor"],
        "covered_currency": "UAH",
        "paid_minor": payment["amount_minor"],
        "effective_on": payment["paid_on"],
        "sign": "document",
        "is_by_rule": True,
        "rate": "",
        "rate_source": "",
        **_BY,
    }


def _paid(no: int) -> int:
    """Six of eight payments are in full, two in part."""
    whole = 10_000 + no % 977
    return whole if no % 10 < 6 else whole // 2


if __name__ == "__main__":
    main()
