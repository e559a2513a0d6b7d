"""Workers that post charges and bank statements and may be told to die; what must stand then follows from the files.

Six days of payments come in files of three days, so that each day stands in up to three of them. On every day there are
twins, payments that name an act, payments of a known payer that name nothing, and payments of nobody.
"""

import os
import random
import signal
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, func, select

from contracts.kernel import audit
from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading
from contracts.kernel.database.tables import table_of
from contracts.kernel.files import FileStore
from contracts.kernel.money import Money
from contracts.kernel.tables import AuditEventRow
from contracts.money import derivation, import_charges, import_statement
from contracts.money.queries import charges, ledger, open_amounts, payments
from contracts.money.rules.statement import StatementLine
from contracts.money.tables import ChargeOpenRow, ChargeRow, PaymentRow
from contracts.operations.doctor import verify_audit
from contracts.people.calls import own_call
from tests.cast import add_contract, settle
from tests.conftest import examined
from tests.soak import killing, workers
from tests.soak.workers import Death, Place

FIRST, CODE, NUMBER = date(2026, 11, 2), "99100001", "7-Т"
ACCOUNT = "UA213223130000026007233566001"
ADVANCE = 30_000
#: Where a worker that posts may die.
STEPS: killing.Steps = {
    "keep the file": (FileStore, "put"),
    "record the file": (import_statement, "record"),
    "add the statement": (payments, "add_statement"),
    "add lines": (payments, "add_lines"),
    "name the payer": (payments, "set_payers"),
    "lock": (open_amounts, "lock"),
    "add allocations": (ledger, "add_allocations"),
    "rewrite open amounts": (open_amounts, "rewrite"),
    "derive": (derivation, "derive_open_amounts"),
    "append the audit": (audit, "append"),
    "add charges": (charges, "add_many"),
    "cover from advances": (import_charges, "cover_from_advances"),
    "commit": (Connection, "commit"),
}
#: One line of a statement: day, kopiykas, tax code of the payer, purpose.
Row = tuple[date, int, str, str]


@dataclass(frozen=True, slots=True)
class Books:
    """What the bank and the acts say: acts by number with their sums, and the lines of every day."""

    acts: dict[str, int]
    days: tuple[tuple[Row, ...], ...]

    @property
    def lines(self) -> list[Row]:
        """Every line there is, once."""
        return [line for day in self.days for line in day]

    def charges_file(self) -> bytes:
        """The table of acts, each due a day after the one before it."""
        rows = [
            f"{number};01.10.2026;{_sum(minor)};{NUMBER};{FIRST + timedelta(days=no):%d.%m.%Y}"
            for no, (number, minor) in enumerate(self.acts.items())
        ]
        return "\n".join(["Номер;Дата;Сума;Договір;Строк оплати", *rows]).encode()

    def statements(self) -> list[tuple[str, bytes]]:
        """Files of three days, one beginning on each day."""
        return [
            (f"{no}.csv", _table([line for day in self.days[no : no + 3] for line in day]))
            for no in range(len(self.days))
        ]

    def open_amounts(self) -> dict[str, int]:
        """What is open of each act: the advance covers the first due, then money that names an act covers it."""
        left, advance = dict(self.acts), ADVANCE
        for number, minor in self.acts.items():
            part = min(minor, advance)
            left[number], advance = minor - part, advance - part
        for _, minor, code, purpose in self.lines:
            number = purpose.rpartition(" ")[2]
            if code and number in left:
                left[number] = max(0, left[number] - minor)
        return {number: minor for number, minor in left.items() if minor}


def made_up(chance: random.Random, days: int = 6) -> Books:
    """Books with twins on every day."""
    acts = {f"АКТ-{no}": chance.randrange(20_000, 90_000) for no in range(1, 13)}
    made = []
    for no in range(days):
        day = FIRST + timedelta(days=no)
        lines = [
            (day, chance.randrange(1_000, 20_000), *chance.choice((
                (CODE, f"Оплата за акт {chance.choice(list(acts))}"),
                (CODE, f"за послуги {chance.randrange(10**6)}"),
                ("", f"переказ {chance.randrange(10**6)}"),
            )))
            for _ in range(chance.randrange(2, 6))
        ]  # fmt: skip
        made.append((*lines, lines[0]))
    return Books(acts, tuple(made))


def open_books(ctx: Context, call: Call) -> None:
    """A contract, and money that came before any act of it."""
    add_contract(ctx, call, settle(ctx, call), number=NUMBER)
    paid = StatementLine(
        FIRST - timedelta(days=30), Money(ADVANCE, "UAH"), other_code=CODE, purpose=f"аванс за дог. {NUMBER}"
    )
    import_statement.add_payment(ctx, call, paid)


def post(place: Place, files: Sequence[tuple[str, bytes]], death: Death | None = None) -> None:
    """Post files one after another, as a person does, and die where told."""
    if death:
        killing.arm(death.step, nth=death.nth, is_after=death.is_after, steps=STEPS)
    at = workers.moment(FIRST + timedelta(days=20))
    ctx = workers.desk_at(place, at)
    for name, data in files:
        call = Call(None, "tests", "cli", at.date(), at, f"{os.getpid()} {name}")
        if name.startswith("acts"):
            import_charges.import_charges(ctx, call, data, name)
        else:
            import_statement.import_statement(ctx, call, data, name)


def fork(place: Place, files: Sequence[tuple[str, bytes]], death: Death | None = None) -> int:
    """The same in a child; returns its process id."""
    return workers.fork(lambda: post(place, files, death))


def rush(place: Place, files: Sequence[tuple[str, bytes]], chance: random.Random) -> int:
    """Three workers at once with the same files in their own order, some of them dying; returns how many died."""
    pids = []
    for _ in range(3):
        own = list(files)
        chance.shuffle(own)
        death = Death(chance.choice(list(STEPS)), chance.randrange(1, 9), chance.random() < 0.5)
        pids.append(fork(place, own, death if chance.random() < 0.8 else None))
    if chance.random() < 0.7:
        signal.sigtimedwait([], chance.random() * 0.5)
        os.kill(chance.choice(pids), signal.SIGKILL)
    return sum(not workers.wait(pid) for pid in pids)


def check(place: Place, books: Books) -> None:
    """Every line and act stands once, covers what it must, and the register is in order."""
    ctx = workers.desk_at(place, workers.moment(FIRST + timedelta(days=20)))
    p, c, o, e = map(table_of, (PaymentRow, ChargeRow, ChargeOpenRow, AuditEventRow))
    counted = select(e.c.what, func.count().label("count")).group_by(e.c.what)
    with reading(ctx.engine) as conn:
        stored = conn.execute(
            select(p.c.paid_on, p.c.amount_minor, p.c.other_code, p.c.purpose).where(p.c.paid_on >= FIRST)
        )
        lines = Counter(tuple(row) for row in stored)
        acts = Counter(tuple(row) for row in conn.execute(select(c.c.number, c.c.amount_minor)))
        rows = conn.execute(select(c.c.number, o.c.open_minor).join(o, o.c.charge_id == c.c.id)).all()
        events = {row.what: row[1] for row in conn.execute(counted)}
    assert lines == Counter(books.lines), "a line was lost or came twice"
    assert acts == Counter(books.acts.items()), "an act was lost or came twice"
    assert {row.number: row.open_minor for row in rows} == books.open_amounts(), "an act is covered by another sum"
    assert events["post_payment"] == len(books.lines) + 1, "a payment without its event, or with two"
    assert events["post_charge"] == len(books.acts)
    assert not (findings := examined(ctx, FIRST + timedelta(days=20))), findings
    assert verify_audit(ctx, own_call(ctx, "soak", "soak", None, "soak")).first_break is None
    for path in ctx.files.everything():
        assert path.name.startswith(".aside-") or ctx.files.get(path.name)
    ctx.engine.dispose()


def settle_down(place: Place, work: Callable[[], None]) -> None:
    """A worker that nothing kills comes to its end."""
    assert workers.wait(workers.fork(work)), f"{place.url} killed nobody"


def _table(lines: Sequence[Row]) -> bytes:
    rows = [f"{day:%d.%m.%Y};{_sum(minor)};UAH;{code};{purpose}" for day, minor, code, purpose in lines]
    head = [f"Виписка по рахунку {ACCOUNT}", "Дата;Сума;Валюта;ЄДРПОУ контрагента;Призначення"]
    return "\n".join([*head, *rows]).encode()


def _sum(minor: int) -> str:
    return Money(minor, "UAH").wire.replace(".", ",")
