"""Import of an xlsx register against openpyxl with ``session.add_all``: facts with audit, and with the roll finished.

Run as ``python -m bench.bench_import [--rows N] [--rounds N] [--postgres]``. Both run in one process, in turn, each
into a fresh database; afterwards the facts and the derived rows of both are compared, row by row.
"""

import argparse
import gc
import statistics
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import xlsxwriter
from sqlalchemy import Engine, select

from bench import import_baseline
from contracts.app import SWEEP_AFTER
from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import open_engine, reading
from contracts.kernel.database.tables import table_of
from contracts.operations.doctor import verify_audit
from contracts.people.calls import own_call
from contracts.registry.exchange.importing import import_facts
from contracts.registry.roll import roll
from contracts.registry.tables.contract import ContractRow, StatusMoveRow, TermRow
from contracts.registry.tables.derived import DeadlineRow, PhaseSpanRow, RegisterRow
from tests.conftest import TODAY, Clock, Post, context_over
from tests.databases import PostgresTemplate, SqliteTemplate

HEADERS = (
    *("№ договору", "Дата договору", "Контрагент", "ЄДРПОУ", "Предмет договору", "Діє з", "Діє до", "Пролонгація"),
    *("Строк пролонгації", "Строк повідомлення", "Сума, грн", "Відповідальний"),
)
_SURNAMES = ("Марченко", "Ткач", "Бондар", "Лисенко", "Гончар", "Шевчук", "Поліщук", "Савчук", "Коваль", "Мороз")
_NAMES = ("Олена Іванівна", "Ігор Петрович", "Марія Степанівна", "Андрій Олегович")
_SUBJECTS = ("Оренда приміщення", "Постачання паперу", "Обслуговування мережі", "Прибирання", "Охорона об’єкта")
_MODELS = (ContractRow, StatusMoveRow, RegisterRow, PhaseSpanRow, DeadlineRow, TermRow)
#: Keys given in another order of rows, and moments of recording, do not tell two registers apart.
_LEFT_OUT = frozenset({"id", "recorded_by", "recorded_at"})
PARTIES_PER_HUNDRED = 20


def write_register(path: Path, rows: int) -> None:
    """A register of twelve columns as a company might keep it: most contracts renew, owners and parties repeat."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet, day = book.add_worksheet("Реєстр"), book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write_row(0, 0, HEADERS)
        owners = [f"{surname} {name}" for surname in _SURNAMES for name in _NAMES]
        parties = max(rows * PARTIES_PER_HUNDRED // 100, 1)
        renewals = (*["автоматична"] * 3, "без пролонгації", "за згодою сторін")
        for no in range(1, rows + 1):
            first_day = date(2023, 1, 1) + timedelta(days=no * 37 % 1300)
            party = no * 7919 % parties
            values: list[Any] = [f"{no}-{'АБВГ'[no % 4]}/{first_day:%y}", first_day - timedelta(days=no % 20)]
            values += [
                f"ТОВ «Постачальник {party}»",
                f"{30_000_000 + party}",
                f"{_SUBJECTS[no % 5]}, об’єкт {no % 900}",
            ]
            values += [first_day, first_day + timedelta(days=364 + no % 3 * 200), renewals[no % 5]]
            values += [f"{12 + no % 2 * 12} місяців", f"{30 + no % 3 * 15} днів", no * 7919 % 9_000_000 / 4]
            for place, value in enumerate((*values, owners[no % len(owners)])):
                if isinstance(value, date):
                    sheet.write_datetime(no, place, value, day)
                else:
                    sheet.write(no, place, value)


def ours(path: Path, ctx: Context) -> tuple[float, float]:
    """Seconds until the facts and the audit are committed, and until the roll is finished too."""
    at = ctx.now()
    call = Call(None, "bench", "cli", TODAY, at, "bench")
    start = perf_counter()
    import_facts(ctx, call, path)
    facts = perf_counter() - start
    roll(ctx, call)
    return facts, perf_counter() - start


def theirs(path: Path, ctx: Context, *, with_derived: bool) -> float:
    """Seconds of the baseline."""
    start = perf_counter()
    import_baseline.run(path, ctx.engine, ctx.rules, ctx.now(), TODAY, with_derived=with_derived)
    return perf_counter() - start


def answers(engine: Engine, model: Any) -> list[tuple[Any, ...]]:
    """What a table says, in the order of its contracts."""
    table = table_of(model)
    columns = [each for each in table.c if each.name not in _LEFT_OUT]
    order = [each for each in (table.c.get("contract_id"), *table.primary_key.columns) if each is not None]
    with reading(engine) as conn:
        return [tuple(row) for row in conn.execute(select(*columns).order_by(*order))]


def check_equal(one: Context, other: Context, models: tuple[Any, ...]) -> None:
    """Both databases say the same, and the audit chain of ours is whole."""
    for model in models:
        mine, yours = answers(one.engine, model), answers(other.engine, model)
        differing = [pair for pair in zip(mine, yours, strict=False) if pair[0] != pair[1]]
        if len(mine) != len(yours) or differing:
            raise SystemExit(f"{model.__tablename__} differs: {len(mine)} and {len(yours)} rows, {differing[:1]}")
    verdict = verify_audit(one, own_call(one, "bench", "bench", None, "bench"))
    if verdict.first_break is not None:
        raise SystemExit(f"the audit chain breaks at {verdict.first_break}")


def measure(make: Callable[[], Context], path: Path, rounds: int) -> dict[str, list[float]]:
    """Seconds of every variant, in turn; the answers of the first round are compared."""
    taken: dict[str, list[float]] = {name: [] for name in ("facts", "rolled", "add_all", "add_all derived")}
    for no in range(rounds):
        mine, plain, full = make(), make(), make()
        gc.collect()
        facts, rolled = ours(path, mine)
        gc.collect()
        taken["add_all"].append(theirs(path, plain, with_derived=False))
        gc.collect()
        taken["add_all derived"].append(theirs(path, full, with_derived=True))
        taken["facts"].append(facts)
        taken["rolled"].append(rolled)
        if no == 0:
            check_equal(mine, plain, _MODELS[:2])
            check_equal(mine, full, _MODELS)
        for ctx in (mine, plain, full):
            ctx.engine.dispose()
    return taken


def _desks(folder: Path, *, is_postgres: bool) -> Callable[[], Context]:
    template = PostgresTemplate() if is_postgres else None
    sqlite = SqliteTemplate(folder)

    def make() -> Context:
        home = Path(tempfile.mkdtemp(dir=folder))
        url = template.fresh() if template else sqlite.fresh(home)
        return context_over(open_engine(url), home, Clock(), Post())

    return make


def main() -> None:
    """Print the medians and how many times faster ours is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--postgres", action="store_true")
    given = parser.parse_args()
    gc.set_threshold(SWEEP_AFTER)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "register.xlsx"
        write_register(path, given.rows)
        taken = measure(_desks(folder, is_postgres=given.postgres), path, given.rounds)
    median = {name: statistics.median(seconds) for name, seconds in taken.items()}
    engine = "PostgreSQL" if given.postgres else "SQLite"
    print(f"import of {given.rows:,} xlsx rows, {engine}, median of {given.rounds} rounds; the answers are equal")
    for what, mine, baseline, aim in (
        ("facts committed", "facts", "add_all", 8),
        ("with the roll finished", "rolled", "add_all derived", 3),
    ):
        ratio = median[baseline] / median[mine]
        print(f"  {what:<24} {median[mine]:7.1f} s   add_all {median[baseline]:7.1f} s   {ratio:5.1f} x (aim {aim} x)")


if __name__ == "__main__":
    main()
