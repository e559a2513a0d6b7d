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
from contracts.kernel.derivation import Step
from contracts.kernel.unit_of_work import needs
from contracts.people.queries import people
from contracts.registry.queries import agenda as stored
from contracts.registry.queries import facts, listing
from contracts.registry.queries.agenda import AgendaLine
from contracts.registry.queries.listing import Filter, ListingDay
from contracts.registry.remedies import known_since
from contracts.registry.rules.derive import derive_all
from contracts.registry.rules.why import WaysLeft, ways_left


@dataclass(frozen=True, slots=True)
class Wish:
    """What of the agenda is wanted; ``within`` counts from the day to the last day to act, what is late stays."""

    within: Duration | None = None
    owner: str | None = None
    kind: DeadlineKind | None = None
    counterparty: str | None = None
    company: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do; ``days_left`` counts calendar days to ``act_by``, negative when late.

    ``known_since`` is the day a contract was entered, where ``act_by`` had passed already; ``ways_left`` what is open
    of a notice that can no longer go by the usual way.
    """

    kind: str
    contract_id: int | None
    contract: str
    title: str
    counterparty: str
    due_on: date
    act_by: date
    days_left: int
    owner: str
    why: tuple[Step, ...]
    known_since: date | None = None
    ways_left: WaysLeft | None = None


@needs("contracts.read")
def agenda(ctx: Context, call: Call, wish: Wish | None = None) -> tuple[Task, ...]:
    """Every open deadline the caller may see, the last day to act first."""
    wish = wish or Wish()
    day = call.as_of
    until = add(day, wish.within, ctx.rules.calendar(ctx.country)) if wish.within else None
    with reading(ctx.engine) as conn:
        lines = list(_lines(conn, ctx, call, wish))
    found = [
        Task(
            kind=each.kind,
            contract_id=each.contract_id,
            contract=each.contract,
            title=each.title,
            counterparty=each.counterparty,
            due_on=each.due_on,
            act_by=each.act_by,
            days_left=(each.act_by - day).days,
            owner=each.owner,
            why=each.why,
            known_since=known_since(each.why),
            ways_left=ways_left(each.why, each.act_by, each.due_on, day),
        )
        for each in lines
        if (until is None or each.act_by <= until) and wish.kind in (None, each.kind)
    ]
    return tuple(sorted(found, key=lambda each: (each.act_by, each.due_on, each.contract, each.kind)))


def _lines(conn: Connection, ctx: Context, call: Call, wish: Wish) -> Iterable[AgendaLine]:
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


def _derived(conn: Connection, ctx: Context, call: Call, ids: list[int]) -> Iterable[AgendaLine]:
    names = people.names(conn) if ids else {}
    for chunk in in_parts(ids):
        shown = stored.names(conn, chunk)
        done, _ = derive_all(facts.load(conn, chunk).values(), ctx.rules, call.as_of)
        for one in done:
            number, title, counterparty = shown[one.subject.id]
            for each in one.deadlines:
                yield AgendaLine(
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
