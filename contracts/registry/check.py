"""What the doctor asks of the register: no series of numbers stands before one that is used (F21)."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection

from contracts.kernel.context import Context
from contracts.kernel.database import counters
from contracts.kernel.numbering import NumberPattern
from contracts.kernel.refusal import N_
from contracts.kernel.sockets import Finding
from contracts.registry.queries import contracts
from contracts.registry.queries.contracts import scope_of


def check_counters(conn: Connection, ctx: Context, as_of: date) -> Iterator[Finding]:
    """No series stands before a number that is already used (F21)."""
    pattern = NumberPattern(ctx.numbering.register)
    used: dict[tuple[str, int], int] = {}
    for company_id, number in contracts.register_numbers(conn):
        parsed = pattern.parse(number)
        if parsed is not None:
            series = scope_of(company_id), parsed.year
            used[series] = max(used.get(series, 0), parsed.no)
    given = counters.last_numbers(conn)
    for (scope, year), no in used.items():
        if given.get((scope, year), 0) < no:
            facts = {"no": no, "year": year}
            yield Finding(
                "counter", N_("Register number {no} of {year} is used, but its series has not reached it."), facts
            )
