"""The agenda on a day, the last day to act first: stored where it is sure, derived elsewhere (domain §10)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from contracts.kernel.calendar import Duration, add
from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading
from contracts.kernel.database.rows import in_parts
from contracts.kernel.deadline import DeadlineKind
from contracts.kernel.unit_of_work import needs
from contracts.people.queries import people
from contracts.registry.queries import agenda as stored
from contracts.registry.queries import facts, listing
from contracts.registry.queries.agenda import OpenDeadline
from contracts.registry.queries.listing import Filter, ListingDay
from contracts.registry.remedies import known_since
from contracts.registry.rules.derive import derive_all
from contracts.registry.rules.why import ways_left


@dataclass(frozen=True, slots=True)
class Wish:
    """What of the agenda is wanted; ``within`` counts from the day to the last day to act, what is late stays."""

    within: Duration | None = None
    owner: str | None = None
    kind: DeadlineKind | None = None
    counterparty: str | None = None
    company: str | None = None


@needs("contracts.read")
def agenda(ctx: Context, call: Call, wish: Wish | None = None) -> tuple[OpenDeadline, ...]:
    """Every open deadline the caller may see, the last day to act first."""
    wish = wish or Wish()
    day = call.as_of
    until = add(day, wish.within, ctx.rules.calendar(ctx.country)) if wish.within else None
    with reading(ctx.engine) as conn:
        lines = list(_lines(conn, ctx, call, wish))
    found = [
        each._replace(
            days_left=(each.act_by - day).days,
            known_since=known_since(each.why),
            ways_left=ways_left(each.why, each.act_by, each.due_on, day),
        )
        for each in lines
        if (until is None or each.act_by <= until) and wish.kind in (None, each.kind)
    ]
    return tuple(sorted(found, key=lambda each: (each.act_by, each.due_on, each.contract, each.kind)))


def _lines(conn: Connection, ctx: Context, call: Call, wish: Wish) -> Iterable[OpenDeadline]:
    """Stored lines about contracts that are sure today, derived ones of the others, and those of other rooms.

    A day before today is derived for every contract: what is stored answers for today and later.
    """
    owners = (int(people.find(conn, wish.owner).id),) if wish.owner else None
    narrowed = listing.conditions(call, Filter(wish.counterparty, wish.company, owners))
    is_past = call.as_of < ctx.now().astimezone(ctx.zone).date()
    if not is_past:
        sure = stored.is_sure(call.as_of, ctx.rules.no)
        yield from stored.lines(conn, [stored.about_terms(), sure, *narrowed])
    yield from stored.lines(conn, [stored.about_terms(is_wanted=False), *narrowed])
    place = ListingDay(date.max if is_past else call.as_of, ctx.rules.no)
    yield from _derived(conn, ctx, call, listing.late_ids(conn, place, narrowed, has_closed=True))


def _derived(conn: Connection, ctx: Context, call: Call, ids: list[int]) -> Iterable[OpenDeadline]:
    names = people.names(conn) if ids else {}
    for chunk in in_parts(ids):
        shown = stored.names(conn, chunk)
        done, _ = derive_all(facts.load(conn, chunk).values(), ctx.rules, call.as_of)
        for one in done:
            number, title, counterparty = shown[one.subject.id]
            for each in one.deadlines:
                yield OpenDeadline(
                    kind=each.key.kind.value,
                    contract_id=one.subject.id,
                    contract=number,
                    title=title,
                    counterparty=counterparty,
                    due_on=each.key.due_on,
                    act_by=each.act_by,
                    owner_id=each.owner_id,
                    owner=names.get(each.owner_id or 0, ""),
                    why=each.why,
                )
