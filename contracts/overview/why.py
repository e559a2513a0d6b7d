"""Why each date of a contract is what it is, on any day: the steps from the facts, never a stored sentence."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading
from contracts.kernel.deadline import Deadline
from contracts.kernel.derivation import Step
from contracts.kernel.unit_of_work import needs
from contracts.parties.queries import parties
from contracts.registry.lookup import Which, find_contract, shown_number
from contracts.registry.queries import agenda, facts
from contracts.registry.rules.deadlines import deadlines_on
from contracts.registry.rules.lifecycle import missing_in
from contracts.registry.rules.term import After, outline
from contracts.registry.rules.why import WaysLeft, end_steps, ending_steps, ways_left


@dataclass(frozen=True, slots=True)
class Explained:
    """One deadline with the steps that lead to it."""

    kind: str
    due_on: date
    act_by: date
    steps: tuple[Step, ...]
    ways_left: WaysLeft | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """A contract on a day: its open deadlines explained; ``steps`` say how its end came about.

    ``missing`` names the facts without which something cannot be derived.
    """

    number: str
    counterparty: str
    deadlines: tuple[Explained, ...]
    steps: tuple[Step, ...]
    missing: tuple[str, ...]


@needs("contracts.read")
def why(ctx: Context, call: Call, which: Which | str) -> Explanation:
    """The derivation of every open deadline of a contract, the nearest first."""
    with reading(ctx.engine) as conn:
        row = find_contract(conn, call, which)
        id = row.id
        other = parties.row_of(conn, row.counterparty_id)
        known = facts.load(conn, [id])[id]
        whole = outline(known, ctx.rules, call.as_of)
        deadlines = explained(conn, id, deadlines_on(whole, call.as_of), call.as_of)
    link = whole.link_on(call.as_of)
    steps = end_steps(whole, link, call.as_of) if link else []
    if link and link.after is not After.OPEN and link.after is not After.AGREED:
        steps += ending_steps(whole, link) if link.after is not After.RENEWS else []
    return Explanation(
        shown_number(row),
        other.short_name or other.name,
        deadlines,
        tuple(steps),
        missing_in(whole, call.as_of),
    )


def explained(conn: Connection, id: int, deadlines: Iterable[Deadline], as_of: date) -> tuple[Explained, ...]:
    """Deadlines of a contract's terms, and those of what belongs to it, by the last day to act."""
    found = [_explained(each, as_of) for each in deadlines]
    found += [Explained(each.kind, each.due_on, each.act_by, each.why) for each in agenda.of_other_rooms(conn, id)]
    return tuple(sorted(found, key=lambda each: (each.act_by, each.kind)))


def _explained(deadline: Deadline, as_of: date) -> Explained:
    kind, _, due_on = deadline.key
    left = ways_left(deadline.why, deadline.act_by, due_on, as_of)
    return Explained(kind.value, due_on, deadline.act_by, deadline.why, left)
