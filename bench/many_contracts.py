"""A register of any size for the benchmarks: what a morning finds after years of daily runs, derived by core itself.

Contracts are copies of two thousand whose last days follow one another, a day apart; so each day a like share
of them reaches a tier. Every copy has its facts and derived rows; its deadline is looked at next when core says.
"""

import gc
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection
from sqlmodel import SQLModel

from contracts.app import SWEEP_AFTER
from contracts.kernel.calendar import Duration
from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import open_engine, writing
from contracts.kernel.database.intake import insert_rows
from contracts.kernel.database.tables import table_of
from contracts.kernel.derivation import steps_json
from contracts.kernel.subject import ContractId, PersonId
from contracts.parties.tables import PartyRow
from contracts.people.tables import PersonRow
from contracts.registry.queries.register_rows import register_row
from contracts.registry.rules.contract import Conditions, ContractFacts, Renewal, Status
from contracts.registry.rules.derive import derive_contract
from contracts.registry.tables.contract import ContractRow, StatusMoveRow
from contracts.registry.tables.derived import DeadlineRow, PhaseSpanRow, RegisterRow
from contracts.reminders.rules.tiers import ReminderPolicy, TierClock
from tests.conftest import Clock, Post, context_over
from tests.databases import PostgresTemplate, SqliteTemplate

#: A Tuesday: on Mondays there are weekly lines beside what is due.
DAY = date(2026, 11, 24)
DAYS, PEOPLE = 2000, 200
_MODELS: tuple[type[SQLModel], ...] = (ContractRow, StatusMoveRow, RegisterRow, PhaseSpanRow, DeadlineRow)
_NAME = "ТОВ «Чистий двір»"


class Kind(NamedTuple):
    """The rows of one contract of which there are many copies."""

    contract: dict[str, Any]
    move: dict[str, Any]
    register: dict[str, Any]
    spans: tuple[dict[str, Any], ...]
    deadlines: tuple[dict[str, Any], ...]


@contextmanager
def filled(count: int, *, is_postgres: bool) -> Iterator[Context]:
    """The context over such a register, in a place of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        template = PostgresTemplate() if is_postgres else None
        url = template.fresh() if template else SqliteTemplate(folder).fresh(folder)
        ctx = desk_of(url, folder)
        fill(ctx, count)
        yield ctx
        ctx.engine.dispose()
        if template:
            template.drop(url)


def desk_of(url: str, folder: Path) -> Context:
    """A context over a database, on the morning of the day; sweeps for cycles are as rare as in the program."""
    gc.set_threshold(SWEEP_AFTER)
    clock = Clock()
    clock.set(DAY)
    return context_over(open_engine(url), folder, clock, Post())


def call_of(ctx: Context) -> Call:
    """A call of that morning."""
    return Call(None, "bench", "cli", DAY, ctx.now(), f"bench:{os.getpid()}")


def fill(ctx: Context, count: int) -> None:
    """Put so many contracts (a multiple of the kinds) into an empty register, the day before decided last."""
    at = ctx.now()
    parties = [_row(PartyRow(id=no, name=_NAME, name_key=f"{no}", is_own=no == 1)) for no in (1, 2)]
    owners = [
        _row(PersonRow(id=no, login=f"p{no}", name=f"Особа {no}", email=f"p{no}@yasensvit.example"))
        for no in range(1, PEOPLE + 1)
    ]
    with writing(ctx.engine) as conn:
        with _without_indexes(conn):
            insert_rows(conn, PartyRow, parties, list(parties[0]))
            insert_rows(conn, PersonRow, owners, list(owners[0]))
            kinds = [_copy(_kind(ctx, no, at), no + 1) for no in range(min(DAYS, count))]
            insert_rows(conn, ContractRow, [each.contract for each in kinds], list(kinds[0].contract))
            insert_rows(conn, StatusMoveRow, [each.move for each in kinds], list(kinds[0].move))
            insert_rows(conn, RegisterRow, [each.register for each in kinds], list(kinds[0].register))
            spans = [row for each in kinds for row in each.spans]
            insert_rows(conn, PhaseSpanRow, spans, list(spans[0]))
            deadlines = [row for each in kinds for row in each.deadlines]
            insert_rows(conn, DeadlineRow, deadlines, list(deadlines[0]))
            for model in _MODELS:
                _multiply(conn, model, len(kinds), count // len(kinds) - 1)
        conn.commit()
    with ctx.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        conn.exec_driver_sql("ANALYZE" if conn.dialect.name == "sqlite" else "VACUUM ANALYZE")


def _kind(ctx: Context, no: int, at: datetime) -> Kind:
    last_day = DAY + timedelta(days=46 + no)
    first_day, is_automatic = last_day - timedelta(days=DAYS + 400), no % 2 == 0
    base = Conditions(
        first_day=first_day,
        last_day=last_day,
        renewal=Renewal.AUTOMATIC if is_automatic else Renewal.NONE,
        renewal_length=Duration(12, "month") if is_automatic else None,
        notice=Duration(30, "day") if is_automatic else None,
    )
    moves = ((first_day, Status.SIGNED),)
    derived = derive_contract(ContractFacts(ContractId(0), 1, base, moves, owner_id=PersonId(1)), ctx.rules, DAY)
    row = ContractRow(
        own_company_id=1,
        counterparty_id=2,
        title="Прибирання приміщень",
        first_day=first_day,
        last_day=last_day,
        dated_on=first_day,
        renewal=base.renewal.value if base.renewal else None,
        renewal_length="12m" if is_automatic else None,
        notice="30d" if is_automatic else None,
        recorded_at=at,
    )
    head = dict.fromkeys(table_of(RegisterRow).columns.keys()) | {
        "own_company_id": 1,
        "counterparty_id": 2,
        "title": row.title,
        "counterparty_name": _NAME,
        "is_confidential": False,
        "search_text": "прибирання приміщень",
    }
    yesterday = TierClock(ctx.policy(ReminderPolicy), ctx.rules.calendar("UA"), DAY - timedelta(days=1))
    deadlines = tuple(
        {
            "kind": each.key.kind.value,
            "subject_kind": "contract",
            "subject_id": 0,
            "due_on": each.key.due_on,
            "contract_id": 0,
            "owner_id": 0,
            "act_by": each.act_by,
            "check_on": yesterday.next_on(each),
            "why": steps_json(each.why),
        }
        for each in derived.deadlines
    )
    spans = tuple(
        {"contract_id": 0, "from_on": each.from_on, "until_on": each.until_on, "phase": each.phase.value}
        for each in derived.spans
    )
    move = StatusMoveRow(
        contract_id=0, no=1, status="signed", effective_on=first_day, recorded_at=at, recorded_by="bench"
    )
    return Kind(_row(row), _row(move), register_row(derived, head), spans, deadlines)


def _copy(kind: Kind, id: int) -> Kind:
    owner, number = id % PEOPLE + 1, f"{id}-Т"
    named = {"number": number, "number_key": number, "register_no": f"{id}/2026", "import_key": f"key {id}"}
    return Kind(
        {**kind.contract, **named, "id": id, "owner_id": owner},
        {**kind.move, "contract_id": id},
        {**kind.register, "contract_id": id, "number": number, "owner_id": owner},
        tuple({**each, "contract_id": id} for each in kind.spans),
        tuple({**each, "subject_id": id, "contract_id": id, "owner_id": owner} for each in kind.deadlines),
    )


def _multiply(conn: Connection, model: type[SQLModel], count: int, times: int) -> None:
    """Copy the first ``count`` contracts' rows so many times within the database."""
    table = table_of(model)
    key = "id" if model is ContractRow else "contract_id"
    new_id = f"({key} + k * {count})"
    changed = {
        **dict.fromkeys(("id", "contract_id", "subject_id"), new_id),
        "owner_id": f"id_k - id_k / {PEOPLE} * {PEOPLE} + 1".replace("id_k", f"({key} + k)"),
        "register_no": f"{new_id} || '/2026'",
        "import_key": f"'key ' || {new_id}",
        **dict.fromkeys(("number", "number_key"), f"{new_id} || '-Т'"),
    }
    names = table.columns.keys()
    values = ", ".join(changed.get(name, name) for name in names)
    numbers = f"WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < {times})"  # noqa: S608
    if times > 0:
        conn.exec_driver_sql(
            f"INSERT INTO {table.name} ({', '.join(names)}) {numbers} "  # noqa: S608
            f"SELECT {values} FROM {table.name}, n WHERE {key} <= {count}"
        )


def _row(entity: SQLModel) -> dict[str, Any]:
    return {name: getattr(entity, name) for name in table_of(type(entity)).columns.keys()}  # noqa: SIM118


@contextmanager
def _without_indexes(conn: Connection) -> Iterator[None]:
    """Indexes are made after the rows: a hundred times fewer writes."""
    indexes = [each for model in _MODELS for each in table_of(model).indexes]
    for each in indexes:
        each.drop(conn)
    yield
    for each in indexes:
        each.create(conn)
