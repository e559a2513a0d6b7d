"""The register list: rows that are right on a day by their stored interval, the others by their spans (schema).

A row is *held* on day D where ``phase_from ≤ D < phase_until``; otherwise its phase is asked of ``phase_span``. A row
whose ``derived_until`` is over, or that was made under older rules, is *late*: core decides. Nothing here knows the
rule of a phase.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    func,
    literal,
    or_,
    select,
    tuple_,
    union_all,
)

from contracts.core.calendar import FAR
from contracts.core.identity import fold
from contracts.store import parties
from contracts.store.tables import Contract, Party, Person, PhaseSpan, Register, table_of

_G, _C, _S = table_of(Register), table_of(Contract), table_of(PhaseSpan)
_P, _O = table_of(Party), table_of(Person)
#: So many rows are named one by one.
_FEW = 500
#: Where rows without a last day stand: after all others.
_LAST = func.coalesce(_G.c.last_day, FAR)


class Cursor(NamedTuple):
    """Where a page ended: the last day shown and the contract's key."""

    last_day: date
    contract_id: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which contracts: every part narrows; ``owner_ids`` holds ``None`` for "no owner"."""

    counterparty: str | None = None
    company: str | None = None
    owner_ids: tuple[int | None, ...] | None = None
    search: str | None = None
    has_closed: bool = False
    viewer_id: int | None = None
    sees_all: bool = True


class Place(NamedTuple):
    """The day asked about, the rules in force, and whether the stored days are today's."""

    as_of: date
    rules_no: int


def conditions(wanted: Wanted, as_of: date) -> list[ColumnElement[bool]]:
    """The conditions over ``register`` that do not depend on a phase."""
    found: list[ColumnElement[bool]] = []
    if wanted.counterparty:
        found.append(_G.c.counterparty_id.in_(select(_P.c.id).where(parties.is_meant(wanted.counterparty))))
    if wanted.company:
        found.append(_G.c.own_company_id.in_(select(_P.c.id).where(parties.is_meant(wanted.company), _P.c.is_own)))
    if wanted.owner_ids is not None:
        found.append(_owned_by(wanted.owner_ids))
    for word in fold(wanted.search or "").split():
        found.append(_G.c.search_text.contains(word, autoescape=True))
    if not wanted.has_closed:
        # Asked for each row shown; as NOT EXISTS PostgreSQL may read every contract first.
        closed_on = select(_C.c.closed_on).where(_C.c.id == _G.c.contract_id).scalar_subquery()
        found.append(func.coalesce(closed_on, FAR) > as_of)
    if not wanted.sees_all:
        found.append(or_(_G.c.is_confidential.is_(False), _G.c.owner_id == (wanted.viewer_id or 0)))
    return found


def held(
    conn: Connection, place: Place, phases: Collection[str], narrowed: Sequence[ColumnElement[bool]]
) -> list["Stream"]:
    """Rows whose stored phase holds on the day, by last day: one stream a phase, each in the order of its index."""
    query = _ROWS.where(_is_sure(place), _holds(place.as_of), *narrowed)
    if not phases:
        return [Stream(conn, query)]
    return [Stream(conn, query.where(_G.c.phase == phase)) for phase in sorted(set(phases))]


def spanned(
    conn: Connection, place: Place, phases: Collection[str], narrowed: Sequence[ColumnElement[bool]]
) -> list["Stream"]:
    """Rows whose stored phase does not hold on the day: the span that does says it.

    After the morning's roll there are few or none: they are found first, lest the engine begin with the spans.
    """
    on_day = and_(_S.c.contract_id == _G.c.contract_id, _S.c.from_on <= place.as_of, _S.c.until_on > place.as_of)
    query = _ROWS.join(_S, on_day).add_columns(_S.c.phase.label("span_phase"))
    is_elsewhere = (_G.c.phase_from > place.as_of, _G.c.phase_until <= place.as_of)
    each_by_its_index = union_all(*(select(_G.c.contract_id).where(each) for each in is_elsewhere))
    few = conn.execute(each_by_its_index.limit(_FEW + 1)).scalars().all()
    if not few:
        return []
    where = [or_(*is_elsewhere) if len(few) > _FEW else _G.c.contract_id.in_(few), _is_sure(place), *narrowed]
    if phases:
        where.append(_S.c.phase.in_(sorted(phases)))
    return [Stream(conn, query.where(*where), is_few=True)]


def late_ids(conn: Connection, place: Place, narrowed: Sequence[ColumnElement[bool]], limit: int) -> list[int]:
    """At most so many contracts for which core must look again."""
    is_late = or_(_G.c.derived_until <= place.as_of, _G.c.rules_no < place.rules_no)
    # "+ 0": in the order of the key's index the engine would look at every row to find the few late ones.
    query = select(_G.c.contract_id).where(is_late, *narrowed).order_by(_G.c.contract_id + 0).limit(limit)
    return list(conn.execute(query).scalars())


def rows_of(conn: Connection, ids: Collection[int]) -> dict[int, Row[Any]]:
    """List rows by key, whatever their phase."""
    found: dict[int, Row[Any]] = {}
    ordered = sorted(ids)
    for start in range(0, len(ordered), 500):
        query = _ROWS.where(_G.c.contract_id.in_(ordered[start : start + 500]))
        found.update({row.contract_id: row for row in conn.execute(query)})
    return found


def key_of(row: Row[Any]) -> Cursor:
    """Where a stored row stands in the order of the list."""
    return Cursor(row.last_day or FAR, row.contract_id)


@dataclass(frozen=True, slots=True)
class Stream:
    """Rows in the order of (last day, key), those without a last day after all others, read in pages as asked for.

    They are two queries, as one order over both has no index; where there are ``is_few`` rows one query sorts them.
    """

    conn: Connection
    query: Select[Any]
    is_few: bool = False

    def rows(self, after: Cursor | None, until: date | None = None, page: int = 200) -> Iterator[Row[Any]]:
        """Every row after the cursor whose last day is at most ``until``."""
        if self.is_few:
            query = self.query if until is None else self.query.where(_G.c.last_day <= until)
            yield from self._pages(query.order_by(_LAST, _G.c.contract_id), _is_after, after, page)
            return
        if after is None or after.last_day != FAR:
            dated = self.query.where(_G.c.last_day.is_not(None) if until is None else _G.c.last_day <= until)
            yield from self._pages(dated.order_by(_G.c.last_day, _G.c.contract_id), _is_later, after, page)
            after = None
        if until is None:
            open_ended = self.query.where(_G.c.last_day.is_(None)).order_by(_G.c.contract_id)
            yield from self._pages(open_ended, _has_later_key, after, page)

    def _pages(
        self, query: Select[Any], is_after: Callable[[Cursor], ColumnElement[bool]], after: Cursor | None, page: int
    ) -> Iterator[Row[Any]]:
        while True:
            asked = query if after is None else query.where(is_after(after))
            found = self.conn.execute(asked.limit(page)).all()
            yield from found
            if len(found) < page:
                return
            after = key_of(found[-1])


_ROWS = select(
    *(
        _G.c[name]
        for name in (
            *("contract_id", "number", "title", "counterparty_name", "owner_id", "phase", "term_no", "first_day"),
            *("last_day", "notice_deadline", "post_by", "amount_minor", "currency", "is_confidential"),
        )
    ),
    _O.c.name.label("owner_name"),
).select_from(_G.outerjoin(_O, _O.c.id == _G.c.owner_id))


def _is_after(cursor: Cursor) -> ColumnElement[bool]:
    day = literal(cursor.last_day)
    return or_(day < _LAST, and_(day == _LAST, _G.c.contract_id > cursor.contract_id))


def _is_later(cursor: Cursor) -> ColumnElement[bool]:
    return tuple_(_G.c.last_day, _G.c.contract_id) > tuple_(literal(cursor.last_day), literal(cursor.contract_id))


def _has_later_key(cursor: Cursor) -> ColumnElement[bool]:
    return _G.c.contract_id > cursor.contract_id


def _is_sure(place: Place) -> ColumnElement[bool]:
    return and_(_G.c.derived_until > place.as_of, _G.c.rules_no >= place.rules_no)


def _holds(as_of: date) -> ColumnElement[bool]:
    return and_(_G.c.phase_from <= as_of, _G.c.phase_until > as_of)


def _owned_by(owner_ids: Collection[int | None]) -> ColumnElement[bool]:
    people = [each for each in owner_ids if each is not None]
    found: ColumnElement[bool] = _G.c.owner_id.in_(people)
    return or_(found, _G.c.owner_id.is_(None)) if None in owner_ids else found
