"""The register list: rows that are right on a day by their stored interval, the others by their spans (schema).

A row is *held* on day D where ``phase_from ≤ D < phase_until``; otherwise its phase is asked of ``phase_span``. A row
whose ``derived_until`` is over, or that was made under older rules, is *late*: core decides. Nothing here knows the
rule of a phase.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Integer,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
    union_all,
)

from contracts.kernel.calendar import FAR
from contracts.kernel.context import Call
from contracts.kernel.database.tables import table_of
from contracts.kernel.identity import fold
from contracts.kernel.money import Money
from contracts.parties.queries import parties
from contracts.parties.tables import PartyRow
from contracts.people.tables import PersonRow
from contracts.registry.queries import search
from contracts.registry.queries.visibility import visible
from contracts.registry.rules.contract import Phase
from contracts.registry.tables.contract import ContractRow
from contracts.registry.tables.derived import PhaseSpanRow, RegisterRow

_G, _C, _S = table_of(RegisterRow), table_of(ContractRow), table_of(PhaseSpanRow)
_P, _O = table_of(PartyRow), table_of(PersonRow)
#: So many rows are named one by one.
_FEW = 500
#: Where rows without a last day stand: after all others.
_LAST = func.coalesce(_G.c.last_day, FAR)
#: What a page is asked with: statements are made once and only these change.
_DAY, _RULES, _PAGE = (
    bindparam("as_of", type_=Date),
    bindparam("rules_no", type_=Integer),
    bindparam("page", type_=Integer),
)
_AFTER_DAY, _AFTER_KEY = bindparam("after_day", type_=Date), bindparam("after_key", type_=Integer)
_UNTIL = bindparam("until", type_=Date)


class Cursor(NamedTuple):
    """Where a page ended: the last day shown and the contract's key."""

    last_day: date
    contract_id: int


@dataclass(frozen=True, slots=True)
class Filter:
    """Which contracts: every part narrows; ``owner_ids`` holds ``None`` for "no owner"."""

    counterparty: str | None = None
    company: str | None = None
    owner_ids: tuple[int | None, ...] | None = None
    search: str | None = None


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
    currency: str | None
    owner: str | None
    term_no: int | None

    @property
    def cursor(self) -> Cursor:
        """Where the row stands in the order of the list."""
        return Cursor(self.last_day or FAR, self.id)


class ListingDay(NamedTuple):
    """The day asked about, and the rules in force."""

    as_of: date
    rules_no: int

    @property
    def parameters(self) -> dict[str, Any]:
        """What the statements are asked with."""
        return {"as_of": self.as_of, "rules_no": self.rules_no}


def conditions(call: Call, meant: Filter) -> list[ColumnElement[bool]]:
    """The conditions over ``register`` that depend neither on a phase nor on a day; the first is what may be seen."""
    where = visible(call, _G.c.contract_id)
    if meant.counterparty:
        where.append(_G.c.counterparty_id.in_(select(_P.c.id).where(parties.is_meant(meant.counterparty))))
    if meant.company:
        where.append(_G.c.own_company_id.in_(select(_P.c.id).where(parties.is_meant(meant.company), _P.c.is_own)))
    if meant.owner_ids is not None:
        where.append(_owned_by(meant.owner_ids))
    for word in fold(meant.search or "").split():
        where.append(_G.c.search_text.contains(word, autoescape=True))
    return where


class Exceptions(NamedTuple):
    """Which rows a day cannot be answered for by their stored phase: core decides, or the spans do."""

    late_count: int
    has_elsewhere: bool


def exceptions(conn: Connection, place: ListingDay, most: int) -> Exceptions:
    """How many rows are late (at most so many are counted), and whether any row's phase is of other days."""
    row = conn.execute(_EXCEPTIONS, {**place.parameters, "page": most}).one()
    return Exceptions(row.late, bool(row.ahead or row.behind))


def held(
    conn: Connection,
    place: ListingDay,
    phases: Collection[str],
    narrowed: Sequence[ColumnElement[bool]],
    *,
    has_closed: bool = False,
    is_few: bool = False,
) -> list["Stream"]:
    """Rows whose stored phase holds on the day, by last day: one stream a phase, each in the order of its index.

    Where few rows are wanted, as after a search, they are sorted instead: an index would be read from end to end.
    """
    each_phase: list[str | None] = [*sorted(set(phases))] or [None]
    queries = [_held_in(phase, has_closed) for phase in each_phase]
    return [
        Stream(conn, query.where(*narrowed) if narrowed else query, place.parameters, is_few=is_few)
        for query in queries
    ]


def matches(conn: Connection, text: str | None) -> list[ColumnElement[bool]]:
    """The derived rows a search means, named one by one where they are few; empty where it must be read for."""
    few = search.few(conn, text, _FEW) if text else None
    return [] if few is None else [_G.c.contract_id.in_(few)]


def spanned(
    conn: Connection,
    place: ListingDay,
    phases: Collection[str],
    narrowed: Sequence[ColumnElement[bool]],
    *,
    has_closed: bool = False,
) -> list["Stream"]:
    """Rows whose stored phase does not hold on the day: the span that does says it.

    After the morning's roll there are few or none: they are found first, lest the engine begin with the spans.
    """
    on_day = and_(_S.c.contract_id == _G.c.contract_id, _S.c.from_on <= _DAY, _S.c.until_on > _DAY)
    query = _ROWS.join(_S, on_day).add_columns(_S.c.phase.label("span_phase"))
    each_by_its_index = union_all(*(select(_G.c.contract_id).where(each) for each in _ELSEWHERE))
    few = conn.execute(each_by_its_index.limit(_FEW + 1), place.parameters).scalars().all()
    if not few:
        return []
    where = [or_(*_ELSEWHERE) if len(few) > _FEW else _G.c.contract_id.in_(few), _SURE, *narrowed]
    if not has_closed:
        where.append(_NOT_CLOSED)
    if phases:
        where.append(_S.c.phase.in_(sorted(phases)))
    return [Stream(conn, query.where(*where), place.parameters, is_few=True)]


def late_ids(
    conn: Connection, place: ListingDay, narrowed: Sequence[ColumnElement[bool]], *, has_closed: bool = False
) -> list[int]:
    """The contracts for which core must look again."""
    where = [*narrowed] if has_closed else [*narrowed, _NOT_CLOSED]
    # "+ 0": in the order of the key's index the engine would look at every row to find the few late ones.
    query = select(_G.c.contract_id).where(or_(*_LATE), *where).order_by(_G.c.contract_id + 0)
    return list(conn.execute(query, place.parameters).scalars())


def rows_of(conn: Connection, ids: Sequence[int]) -> list[ListRow]:
    """List rows by key, whatever their phase."""
    return [_row(row) for row in conn.execute(_ROWS.where(_G.c.contract_id.in_(ids)))]


@dataclass(frozen=True, slots=True)
class Stream:
    """Rows in the order of (last day, key), those without a last day after all others, read in pages as asked for.

    They are two queries, as one order over both has no index; where there are ``is_few`` rows one query sorts them.
    """

    conn: Connection
    query: Select[Any]
    parameters: Mapping[str, Any] = field(default_factory=dict)
    is_few: bool = False

    def rows(self, after: Cursor | None, until: date | None = None, page: int = 200) -> Iterator[ListRow]:
        """Every row after the cursor whose last day is at most ``until``."""
        if self.is_few:
            yield from self._pages(_ALL, after, until, page)
            return
        if after is None or after.last_day != FAR:
            yield from self._pages(_DATED, after, until, page)
            after = None
        if until is None:
            yield from self._pages(_OPEN, after, None, page)

    def _pages(self, part: "_Part", after: Cursor | None, until: date | None, page: int) -> Iterator[ListRow]:
        parameters = {**self.parameters, "page": page, "until": until}
        while True:
            query = _paged(self.query, part, after is not None, until is not None)
            if after is not None:
                parameters |= {"after_day": after.last_day, "after_key": after.contract_id}
            rows = self.conn.execute(query, parameters).all()
            yield from map(_row, rows)
            if len(rows) < page:
                return
            after = _row(rows[-1]).cursor


_SHOWN = (
    *("contract_id", "number", "title", "counterparty_name", "phase", "term_no", "first_day"),
    *("last_day", "notice_deadline", "post_by", "amount_minor", "currency"),
)
_PHASES = {each.value: each for each in Phase}
_ROWS = select(
    *(_G.c[name] for name in _SHOWN),
    _O.c.name.label("owner_name"),
).select_from(_G.outerjoin(_O, _O.c.id == _G.c.owner_id))


def _row(row: Iterable[Any]) -> ListRow:
    """A stored row as shown; a span's phase, where there is one, stands last and prevails."""
    id, number, title, counterparty, phase, term_no, first_day, last_day, deadline, post_by, *rest = row
    minor, currency, owner, *span = rest
    amount = Money(minor, currency) if minor is not None and currency else None
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
        amount,
        amount.currency if amount else None,
        owner,
        term_no,
    )


class _Part(NamedTuple):
    """A part of the list: which rows, in which order, and what comes after a cursor."""

    rows: Callable[[bool], ColumnElement[bool] | None]
    order: tuple[ColumnElement[Any], ...]
    is_after: ColumnElement[bool]


_ALL = _Part(
    lambda has_until: _G.c.last_day <= _UNTIL if has_until else None,
    (_LAST, _G.c.contract_id),
    or_(_AFTER_DAY < _LAST, and_(_AFTER_DAY == _LAST, _G.c.contract_id > _AFTER_KEY)),
)
_DATED = _Part(
    lambda has_until: _G.c.last_day <= _UNTIL if has_until else _G.c.last_day.is_not(None),
    (_G.c.last_day, _G.c.contract_id),
    tuple_(_G.c.last_day, _G.c.contract_id) > tuple_(_AFTER_DAY, _AFTER_KEY),
)
_OPEN = _Part(lambda _: _G.c.last_day.is_(None), (_G.c.contract_id,), _G.c.contract_id > _AFTER_KEY)

_SURE = and_(_G.c.derived_until > _DAY, _G.c.rules_no >= _RULES)
_LATE = (_G.c.derived_until <= _DAY, _G.c.rules_no < _RULES)
_ELSEWHERE = (_G.c.phase_from > _DAY, _G.c.phase_until <= _DAY)
#: Asked for each row shown; as NOT EXISTS PostgreSQL may read every contract first.
_NOT_CLOSED = (
    func.coalesce(select(_C.c.closed_on).where(_C.c.id == _G.c.contract_id).scalar_subquery(), literal(FAR)) > _DAY
)


@cache
def _held_in(phase: str | None, has_closed: bool) -> Select[Any]:
    query = _ROWS.where(_SURE, _G.c.phase_from <= _DAY, _G.c.phase_until > _DAY)
    if not has_closed:
        query = query.where(_NOT_CLOSED)
    return query if phase is None else query.where(_G.c.phase == phase)


@lru_cache(maxsize=256)
def _paged(query: Select[Any], part: _Part, has_after: bool, has_until: bool) -> Select[Any]:
    """A page of a part; the same statement object is compiled once."""
    rows = part.rows(has_until)
    if rows is not None:
        query = query.where(rows)
    if has_after:
        query = query.where(part.is_after)
    return query.order_by(*part.order).limit(_PAGE)


def _exceptions() -> Select[Any]:
    late = union_all(*(select(_G.c.contract_id).where(each).limit(_PAGE).subquery().select() for each in _LATE))
    count = select(func.count()).select_from(late.subquery()).scalar_subquery()
    ahead, behind = (exists().where(each) for each in _ELSEWHERE)
    return select(count.label("late"), ahead.label("ahead"), behind.label("behind"))


_EXCEPTIONS = _exceptions()


def _owned_by(owner_ids: Collection[int | None]) -> ColumnElement[bool]:
    is_one: ColumnElement[bool] = _G.c.owner_id.in_([each for each in owner_ids if each is not None])
    return or_(is_one, _G.c.owner_id.is_(None)) if None in owner_ids else is_one
