"""Posting of a bank statement: lines a second, and what the list of payments with proposals takes after it.

Run as ``python -m bench.bench_posting [LINES]``. Of ten lines six name their act, two only their payer, two nobody;
each debtor has ten acts under its contract. Processor time, on SQLite.
"""

import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from bench.many_contracts import DAY, call_of, desk_of
from contracts.kernel.context import Context
from contracts.kernel.unit_of_work import writing
from contracts.money.import_charges import import_charges
from contracts.money.import_statement import import_statement
from contracts.money.payments import list_payments
from contracts.parties.queries import parties
from tests.cast import Cast, add_contract
from tests.databases import SqliteTemplate

FIRST = DAY - timedelta(days=60)
ACTS = 10
_PEOPLE = ("department", "marchenko", "tkachuk", "bondar", "admin")


def main() -> None:
    """Fill a register, post the acts and the statement, list what is left; print what each took."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ctx = desk_of(SqliteTemplate(folder).fresh(folder), folder)
        debtors = max(count // ACTS, 1)
        fill(ctx, debtors)
        acts, lines = charges_file(debtors), statement(count, debtors)
        for does in (lambda: post_acts(ctx, acts), lambda: post(ctx, lines), lambda: show(ctx)):
            started = time.process_time()
            print(f"{does()} in {time.process_time() - started:.2f} s")


def fill(ctx: Context, debtors: int) -> None:
    """An own company, debtors, and a contract with each."""
    call = call_of(ctx)
    with writing(ctx, call) as work:
        parties.add(work.conn, {"is_own": True, "name": "ТОВ «Ясенсвіт»", "code": "99000011"})
        ids = [parties.add(work.conn, {"name": f"ТОВ «Боржник {no}»", "code": f"98{no:06}"}) for no in range(debtors)]
        work.commit()

    cast = Cast(company=1, **dict.fromkeys(("cleaning", "supplier"), 2), **dict.fromkeys(_PEOPLE, 0))
    for no, id in enumerate(ids):
        add_contract(ctx, call, cast, number=f"Д-{no}", counterparty_id=id, owner_id=None)


def charges_file(debtors: int) -> bytes:
    """Ten acts of each debtor, due a day after one another."""
    rows = [
        f"АКТ-{no}/{act};{FIRST:%d.%m.%Y};{1000 + act},00;Д-{no};{FIRST + timedelta(days=10 + act):%d.%m.%Y}"
        for no in range(debtors)
        for act in range(ACTS)
    ]
    return "\n".join(["Номер;Дата;Сума;Договір;Строк оплати", *rows]).encode()


def statement(count: int, debtors: int) -> bytes:
    """Lines that name an act, a payer alone, or nobody."""

    def line(no: int) -> str:
        debtor, kind = no % debtors, no // debtors % 10
        code, purpose = f"98{debtor:06}", f"за послуги {no}"
        if kind < 6:
            purpose = f"Оплата за акт АКТ-{debtor}/{kind}"
        elif kind > 7:
            code = ""
        return f"{FIRST + timedelta(days=20 + no % 20):%d.%m.%Y};{1000 + kind},00;UAH;{code};{purpose}"

    head = ["Виписка по рахунку UA213223130000026007233566001", "Дата;Сума;Валюта;ЄДРПОУ контрагента;Призначення"]
    return "\n".join([*head, *map(line, range(count))]).encode()


def post_acts(ctx: Context, data: bytes) -> str:
    """Post the acts from a table."""
    done = import_charges(ctx, call_of(ctx), data, "acts.csv")
    return f"{done.new:,} charges posted from a table"


def post(ctx: Context, data: bytes) -> str:
    """Post the statement."""
    done = import_statement(ctx, call_of(ctx), data, "bank.csv")
    return f"{done.new:,} lines posted, {done.matched:,} matched by rule, {done.unidentified:,} of nobody known"


def show(ctx: Context) -> str:
    """List payments with their proposals."""
    shown = list_payments(ctx, call_of(ctx))
    return f"{len(shown):,} payments listed with {sum(len(each.proposals) for each in shown):,} proposals"


if __name__ == "__main__":
    main()
