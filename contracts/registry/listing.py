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

from sqlalchemy import ColumnElement, Connection

from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading
from contracts.kernel.unit_of_work import needs
from contracts.people.queries import people
from contracts.registry.queries import facts, listing
from contracts.registry.queries.listing import Cursor, Exceptions, Filter, ListingDay, ListRow
from contracts.registry.roll import roll
from contracts.registry.rules.contract import Phase
from contracts.registry.rules.derive import Standing, derive_all

#: More late rows than this are rolled before the list is read.
MANY_LATE = 1000
_CHUNK = 200


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


@dataclass(frozen=True, slots=True)
class Page:
    """Rows by last day; ``next`` is where to go on, ``None`` where nothing follows."""

    rows: tuple[ListRow, ...]
    next: Cursor | None


@needs("contracts.read")
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
        place = ListingDay(call.as_of, ctx.rules.no)
        left_out = listing.exceptions(conn, place, MANY_LATE + 1)
        if left_out.late_count > MANY_LATE and not is_rolled and call.as_of == _today(ctx):
            return None
        stream = _stream(conn, ctx, call, query, left_out)
        if query.limit is None:
            return Page(tuple(row for _, row in stream), None)
        rows = list(islice(stream, query.limit + 1))
    shown = rows[: query.limit]
    return Page(tuple(row for _, row in shown), shown[-1][0] if len(rows) > query.limit and shown else None)


def _stream(
    conn: Connection, ctx: Context, call: Call, query: Query, left_out: Exceptions
) -> Iterator[tuple[Cursor, ListRow]]:
    place = ListingDay(call.as_of, ctx.rules.no)
    owners = None if query.owner is None else _owners(conn, query.owner)
    narrowed = listing.conditions(call, Filter(query.counterparty, query.company, owners, query.search))
    few = listing.matches(conn, query.search)
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
        sure: list[Iterator[tuple[Cursor, ListRow]]] = [((row.cursor, row) for row in each) for each in streams]
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
    conn: Connection, ctx: Context, call: Call, query: Query, where: tuple[ListingDay, Sequence[ColumnElement[bool]]]
) -> list[tuple[Cursor, ListRow]]:
    """Rows core decides about, in the order of what it decided."""
    ids = listing.late_ids(conn, *where, has_closed=query.has_closed)
    late = []
    for start in range(0, len(ids), _CHUNK):
        rows = listing.rows_of(conn, ids[start : start + _CHUNK])
        for _, row in _derived(conn, ctx, call, rows):
            is_after = query.after is None or row.cursor > query.after
            if is_after and (not query.phases or row.phase in query.phases):
                late.append((row.cursor, row))
    return sorted(late, key=itemgetter(0))


def _derived(conn: Connection, ctx: Context, call: Call, rows: Iterable[ListRow]) -> Iterator[tuple[Cursor, ListRow]]:
    """Stored rows with what core says about them on the day, a chunk at a time; one that cannot be derived stays."""
    source = iter(rows)
    while chunk := list(islice(source, _CHUNK)):
        done, _ = derive_all(facts.load(conn, [row.id for row in chunk]).values(), ctx.rules, call.as_of)
        standing = {each.subject.id: each.standing for each in done}
        for row in chunk:
            yield row.cursor, _on_day(row, standing[row.id]) if row.id in standing else row


def _on_day(row: ListRow, standing: Standing) -> ListRow:
    amount = standing.amount or row.amount
    return row._replace(
        phase=standing.phase,
        first_day=standing.first_day,
        last_day=standing.last_day,
        notice_deadline=standing.notice_deadline,
        post_by=standing.post_by,
        amount=amount,
        currency=amount.currency if amount else None,
        term_no=standing.term_no,
    )


def _today(ctx: Context) -> date:
    return ctx.now().astimezone(ctx.zone).date()
