"""The register's own rates above the shipped ones: a value from a day, or "unchanged until" (law §6).

An entry goes on where the table ends: no day is skipped, and what the table knows already is not contradicted. A newer
shipped table that contradicts an entry is named by the doctor until a person takes the entry back.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, select, update

from contracts.kernel.calendar import add_months
from contracts.kernel.context import Call, Context, recorded
from contracts.kernel.database.engine import reading
from contracts.kernel.database.rows import insert_one
from contracts.kernel.database.tables import table_of
from contracts.kernel.rates import RateTable
from contracts.kernel.sockets import Finding
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.law.rate_files import MONTHS, RatesFault, check_value, plain
from contracts.law.rows import OwnRateRow
from contracts.law.tables import RateFolder, joined_395, stale_in, table_of_code, take_over

_R = table_of(OwnRateRow)
_DAY = timedelta(days=1)
#: Tables made of others: their parts are entered.
_MADE_OF = {"ru_395": "cbr_key_rate"}


class OwnRate(NamedTuple):
    """An entry that stands."""

    id: int
    table: str
    kind: str
    since_on: date
    on: date
    value: str
    source: str
    recorded_by: str


@dataclass(frozen=True, slots=True)
class EnteredRate:
    """A table after an entry: the last sure day before and now."""

    table: str
    value: str | None
    on: date
    source: str
    was_sure_to: date
    sure_to: date


class StaleTable(NamedTuple):
    """A table that does not reach the day, its last sure day, and the command that mends it."""

    table: str
    sure_to: date
    command: str


def own_rates(conn: Connection) -> list[OwnRate]:
    """The entries that stand, in the order of recording."""
    names = ("id", "table_code", "kind", "since_on", "on", "value", "source", "recorded_by")
    query = select(*(_R.c[name] for name in names)).where(_R.c.undone_at.is_(None)).order_by(_R.c.id)
    return [OwnRate._make(row) for row in conn.execute(query)]


def tables_in_force(conn: Connection, folder: RateFolder) -> Mapping[str, RateTable]:
    """All tables with the register's own entries above them."""
    tables, rows = dict(folder.tables()), own_rates(conn)
    for code in {each.table for each in rows}:
        if code in tables:
            tables[code] = laid_over(tables[code], tuple(each for each in rows if each.table == code))
    return tables | {"ru_395": joined_395(tables)} if rows else tables


@lru_cache(maxsize=32)
def laid_over(table: RateTable, rows: Sequence[OwnRate]) -> RateTable:
    """A table with entries above it: their values count from their day, and it is sure to the last day they know."""
    values, sure_to = dict(table.values), table.sure_to
    for each in rows:
        if each.kind == "value":
            values[each.on] = Fraction(each.value)
        sure_to = max(sure_to, _sure_to(table, each.on))
    sources = dict.fromkeys((table.source, *(each.source for each in rows)))
    kept = (table.series, table.country, table.step, table.is_closed)
    return RateTable(table.code, tuple(sorted(values.items())), sure_to, "; ".join(sources), *kept)


def _sure_to(table: RateTable, on: date) -> date:
    """The last day an entry is sure of: a rate that changes is known on its day, a period to its end."""
    return on if table.step == "change" else add_months(on, MONTHS[table.step]) - _DAY


def contradictions(tables: Mapping[str, RateTable], rows: Sequence[OwnRate]) -> Iterator[Finding]:
    """Entries that a shipped or imported table contradicts by now."""
    for each in rows:
        table = tables.get(each.table)
        if table is None or table.sure_to <= each.since_on:
            continue
        if each.kind == "value":
            known = plain(table.value_on(each.on)) if table.first_day <= each.on <= table.sure_to else each.value
            is_wrong = known != each.value
        else:
            changed = [plain(value) for day, value in table.values if each.since_on < day <= each.on]
            is_wrong, known = bool(changed), ", ".join(changed)
        if is_wrong:
            yield Finding(
                "rate_contradicted",
                "{table}: your entry for {day} says {own}, the table says {known}; take it back by "
                "`contracts rates undo {table}`.",
                {"table": each.table, "day": each.on, "own": each.value, "known": known},
            )


def check_own_rates(conn: Connection, ctx: Context, as_of: date) -> list[Finding]:
    """For the doctor."""
    return list(contradictions(ctx.policy(RateFolder).tables(), own_rates(conn)))


def stale_tables(conn: Connection, ctx: Context, as_of: date, countries: Sequence[str] = ()) -> list[StaleTable]:
    """Tables that do not reach the day, each with the one command that mends it; the rate before the index."""
    tables = tables_in_force(conn, ctx.policy(RateFolder))
    found = stale_in(tables, as_of, countries)
    return [StaleTable(code, sure_to, mending(tables[code], as_of)) for code, sure_to in found]


def mending(table: RateTable, as_of: date) -> str:
    """The command that carries a table on: the rate unchanged until today, or the next period's value."""
    if table.step == "change":
        return f"contracts rates confirm {table.code} --until {as_of.isoformat()} --source TEXT"
    return f"contracts rates add {table.code} {(table.sure_to + _DAY).isoformat()} VALUE --source TEXT"


@needs("contracts.read")
def list_tables(ctx: Context, call: Call) -> Mapping[str, RateTable]:
    """The tables in force by code."""
    with reading(ctx.engine) as conn:
        return tables_in_force(conn, ctx.policy(RateFolder))


@needs("contracts.read")
def list_own_rates(ctx: Context, call: Call) -> list[OwnRate]:
    """The register's own entries that stand."""
    with reading(ctx.engine) as conn:
        return own_rates(conn)


@needs("contracts.read")
def list_stale(ctx: Context, call: Call, countries: Sequence[str] = ()) -> list[StaleTable]:
    """Tables that do not reach the day of the call."""
    with reading(ctx.engine) as conn:
        return stale_tables(conn, ctx, call.as_of, countries)


@needs("payments.post")
def add_rate(ctx: Context, call: Call, code: str, on: date, value: Fraction, source: str) -> EnteredRate:
    """A value from a day on. Raises ``RatesFault`` where days before it are not known, or the table says otherwise."""
    return _enter(ctx, call, code, on, value, source)


@needs("payments.post")
def confirm_rate(ctx: Context, call: Call, code: str, until: date, source: str) -> EnteredRate:
    """The last value did not change until a day. Raises ``RatesFault`` for a day to come or known already."""
    return _enter(ctx, call, code, until, None, source)


@needs("payments.post")
def undo_rate(ctx: Context, call: Call, code: str) -> EnteredRate:
    """Take the last entry of a table back. Raises ``RatesFault`` where there is none."""
    with writing(ctx, call) as work:
        rows = [each for each in own_rates(work.conn) if each.table == code]
        before = _table(work.conn, ctx, code)
        if not rows:
            raise RatesFault("The table {table} has no entries of yours: nothing to take back.", table=code)
        last = rows[-1]
        gone = {"undone_at": call.at, "undone_by": call.login}
        work.conn.execute(update(_R).where(_R.c.id == last.id).values(gone))
        work.note(_subject(), "undo_rate", {"before": {"table": code, "on": last.on.isoformat(), "value": last.value}})
        sure_to = _table(work.conn, ctx, code).sure_to
        work.commit()
    return EnteredRate(code, last.value or None, last.on, last.source, before.sure_to, sure_to)


@needs("payments.post")
def import_table(
    ctx: Context, call: Call, file: Path, *, code: str = "", source: str = "", sure_to: date | None = None
) -> tuple[RateTable, RateTable | None]:
    """Take a table of a file over into the data folder; returns it and the one before. Raises ``RatesFault``."""
    data = ctx.policy(RateFolder).data
    if data is None:
        raise RatesFault("There is no data folder to keep a table in.")
    with writing(ctx, call) as work:
        table, before = take_over(file, data, code=code, source=source, sure_to=sure_to)
        after = {"table": table.code, "sure_to": table.sure_to.isoformat(), "source": table.source}
        work.note(_subject(), "import_rates", {"after": after})
        work.commit()
    return table, before


def _enter(ctx: Context, call: Call, code: str, on: date, value: Fraction | None, source: str) -> EnteredRate:
    if not source.strip():
        raise RatesFault("Say by --source where the figure comes from.", code="no_source")
    with writing(ctx, call) as work:
        before = _table(work.conn, ctx, code)
        if value is None:
            _check_confirmed(before, on, call.as_of)
        else:
            check_value(before.step, value)
            _check_added(before, on, value, call.as_of)
        row = {"table_code": code, "kind": "confirmed" if value is None else "value", "since_on": before.sure_to}
        row |= {"on": on, "value": "" if value is None else plain(value), "source": source.strip(), "undone_by": ""}
        insert_one(work.conn, _R, {**row, **recorded(call)})
        after = {"table": code, "on": on.isoformat(), "value": row["value"], "source": source.strip()}
        work.note(_subject(), "confirm_rate" if value is None else "add_rate", {"after": after})
        sure_to = _table(work.conn, ctx, code).sure_to
        work.commit()
    return EnteredRate(code, None if value is None else plain(value), on, source.strip(), before.sure_to, sure_to)


def _table(conn: Connection, ctx: Context, code: str) -> RateTable:
    table = table_of_code(tables_in_force(conn, ctx.policy(RateFolder)), code)
    if code in _MADE_OF or table.is_closed:
        part = _MADE_OF.get(code, "")
        raise RatesFault(
            "The table {table} is not carried on{part}.", table=code, part=f": enter it into {part}" if part else ""
        )
    return table


def _check_confirmed(table: RateTable, until: date, today: date) -> None:
    if table.step != "change":
        raise RatesFault(
            "{table} has a value for each period: add the next one, `{command}`.",
            table=table.code,
            command=mending(table, today),
        )
    if until > today:
        raise RatesFault("{day} has not come: nobody can know that the rate will not change.", day=until)
    if until <= table.sure_to:
        raise RatesFault("{table} is known to {sure_to} already.", table=table.code, sure_to=table.sure_to)


def _check_added(table: RateTable, on: date, value: Fraction, today: date) -> None:
    if on <= table.sure_to:
        known = table.value_on(on) if on >= table.first_day else None
        if known != value:
            raise RatesFault(
                "{table} says {known} for {day}, not {value}: the table is sure to {sure_to}.",
                table=table.code,
                known=plain(known) if known is not None else "–",
                day=on,
                value=plain(value),
                sure_to=table.sure_to,
            )
        raise RatesFault("{table} is known to {sure_to} already.", table=table.code, sure_to=table.sure_to)
    first = table.sure_to + _DAY
    if table.step != "change":
        if on != first:
            raise RatesFault("The next period of {table} begins on {day}: enter it first.", table=table.code, day=first)
    elif min(on - _DAY, today) > table.sure_to:
        last = min(on - _DAY, today)
        raise RatesFault(
            "The days of {table} from {first} to {last} are not known: first confirm that nothing changed, "
            "`{command}`.",
            table=table.code,
            first=first,
            last=last,
            command=mending(table, last),
        )


def _subject() -> Subject:
    return Subject(SubjectKind.IMPORT, 0)
