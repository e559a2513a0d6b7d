"""A list shows exactly the contracts in a phase on a day: stored rows where they are right, else core decides (F9).

For today the stored rows answer; late ones are derived in memory, and beyond a thousand of them the roll goes first.
For another day the phase comes from the spans and every shown row is derived for that day.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import merge
from itertools import islice
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row

from contracts.kernel.calendar import FAR
from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading
from contracts.kernel.database.rows import in_parts
from contracts.kernel.money import Money
from contracts.people.queries import people
from contracts.registry.queries import facts, listing
from contracts.registry.queries.listing import Cursor, Exceptions, Place, Wanted
from contracts.registry.roll import roll
from contracts.registry.rules.contract import Phase
from contracts.registry.rules.derive import derive_all

#: More late rows than this are rolled before the list is read.
MANY_LATE = 1000
_CHUNK = 200
_PHASES = {each.value: each for each in Phase}


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for; ``owner`` is a login or a name, ``-`` stands for "no owner"; ``after`` a cursor."""

    phases: tuple[Phase, ...] = ()
    counterparty: str | None = None
    company: str | None = None
    owner: str | None = None
    ends_by: date | None = None
    search: str | None = None
    has_closed: bool = False
    limit: int | None = None
    after: Cursor | None = None


class ListRow(NamedTuple):
    """One contract as the list shows it on a day."""

    id: int
    number: str
    title: str
    counterparty: str
    phase: Phase
    first_day: date | None
    last_day: date | None
    notice_deadline: date | None
    post_by: date | None
    amount: Money | None
    owner: str
    term_no: int | None


@dataclass(frozen=True, slots=True)
class Page:
    """Rows by last day; ``next`` is where to go on, ``None`` where nothing follows."""

    rows: tuple[ListRow, ...]
    next: Cursor | None


def list_contracts(ctx: Context, call: Call, query: Query) -> Page:
    """The contracts meant, those that end first first; those without an end last."""
    page = _page(ctx, call, query)
    if page is None:
        roll(ctx, call)
        page = _page(ctx, call, query, is_rolled=True)
    return page or Page((), None)


def _page(ctx: Context, call: Call, query: Query, *, is_rolled: bool = False) -> Page | None:
    """The page; ``None`` where a great many rows are late today, as after an import: only then does reading write."""
    with reading(ctx.engine) as conn:
        place = Place(call.as_of, ctx.rules.no)
        left_out = listing.exceptions(conn, place, MANY_LATE + 1)
        if left_out.late_count > MANY_LATE and not is_rolled and call.as_of == _today(ctx):
            return None
        found = _stream(conn, ctx, call, query, left_out)
        if query.limit is None:
            return Page(tuple(row for _, row in found), None)
        rows = list(islice(found, query.limit + 1))
    shown = rows[: query.limit]
    return Page(tuple(row for _, row in shown), shown[-1][0] if len(rows) > query.limit and shown else None)


def _stream(
    conn: Connection, ctx: Context, call: Call, query: Query, left_out: Exceptions
) -> Iterator[tuple[Cursor, ListRow]]:
    place = Place(call.as_of, ctx.rules.no)
    owners = None if query.owner is None else _owners(conn, query.owner)
    wanted = Wanted(query.counterparty, query.company, owners, query.search, call.person_id, call.sees_all)
    narrowed = listing.conditions(wanted)
    few = listing.found(conn, wanted)
    sure_of = [*few, *narrowed]
    is_today = call.as_of == _today(ctx)
    phases = [each.value for each in query.phases]
    until = query.ends_by if is_today else None
    page = min(_CHUNK, query.limit + 1) if query.limit else _CHUNK
    stored = listing.held(conn, place, phases, sure_of, has_closed=query.has_closed, is_few=bool(few))
    if left_out.has_elsewhere:
        stored += listing.spanned(conn, place, phases, sure_of, has_closed=query.has_closed)
    streams = [each.rows(query.after, until, page) for each in stored]
    if is_today:
        sure: list[Iterator[tuple[Cursor, ListRow]]] = [
            ((listing.key_of(row), _row(row)) for row in each) for each in streams
        ]
    else:
        sure = [_derived(conn, ctx, call, each) for each in streams]
    late = _late(conn, ctx, call, query, (place, narrowed)) if left_out.late_count else []
    together = merge(*sure, late, key=itemgetter(0)) if late or len(sure) > 1 else sure[0]
    for cursor, row in together:
        if query.ends_by is None or (row.last_day is not None and row.last_day <= query.ends_by):
            yield cursor, row


def _owners(conn: Connection, text: str) -> tuple[int | None, ...]:
    return (None,) if text.strip() in ("-", "—", "") else (int(people.find(conn, text).id),)


def _late(
    conn: Connection, ctx: Context, call: Call, query: Query, where: tuple[Place, Sequence[ColumnElement[bool]]]
) -> list[tuple[Cursor, ListRow]]:
    """Rows core decides about, in the order of what it decided."""
    ids = listing.late_ids(conn, *where, has_closed=query.has_closed)
    found = []
    for chunk in in_parts(ids, _CHUNK):
        rows = listing.rows_of(conn, chunk)
        for _, row in _derived(conn, ctx, call, rows.values()):
            cursor = Cursor(row.last_day or FAR, row.id)
            if (not query.phases or row.phase in query.phases) and (query.after is None or cursor > query.after):
                found.append((cursor, row))
    return sorted(found, key=lambda each: each[0])


def _derived(conn: Connection, ctx: Context, call: Call, rows: Iterable[Row[Any]]) -> Iterator[tuple[Cursor, ListRow]]:
    """Stored rows with what core says about them on the day, a chunk at a time; one that cannot be derived stays."""
    source = iter(rows)
    while chunk := list(islice(source, _CHUNK)):
        known = facts.load(conn, [row.contract_id for row in chunk])
        done, _ = derive_all(known.values(), ctx.rules, call.as_of)
        standing = {each.subject.id: each.standing for each in done}
        for row in chunk:
            at = standing.get(row.contract_id)
            yield listing.key_of(row), _row(row) if at is None else _on_day(row, at)


def _row(row: Row[Any]) -> ListRow:
    """A stored row as shown; a span's phase, where there is one, stands last and prevails."""
    id, number, title, counterparty, _, phase, term_no, first_day, last_day, deadline, post_by, *rest = tuple(row)
    minor, currency, _, owner, *span = rest
    return ListRow(
        id,
        number,
        title,
        counterparty,
        _PHASES[span[0] if span else phase],
        first_day,
        last_day,
        deadline,
        post_by,
        Money(minor, currency) if minor is not None and currency else None,
        owner or "",
        term_no,
    )


def _on_day(row: Row[Any], standing: Any) -> ListRow:
    return ListRow(
        id=row.contract_id,
        number=row.number,
        title=row.title,
        counterparty=row.counterparty_name,
        phase=standing.phase,
        first_day=standing.first_day,
        last_day=standing.last_day,
        notice_deadline=standing.notice_deadline,
        post_by=standing.post_by,
        amount=standing.amount or _row(row).amount,
        owner=row.owner_name or "",
        term_no=standing.term_no,
    )


def _today(ctx: Context) -> date:
    return ctx.now().astimezone(ctx.zone).date()
