"""The door of a use case: it asks for the right, and opens one transaction as a unit of work."""

from collections.abc import Iterator
from contextlib import contextmanager

from contracts.kernel.context import Call, Context, Work
from contracts.kernel.database.engine import writing as database_writing
from contracts.kernel.refusal import Refusal


@contextmanager
def writing(ctx: Context, call: Call) -> Iterator[Work]:
    """The writing door as a unit of work; what is not committed is taken back."""
    with database_writing(ctx.engine) as conn:
        yield Work(conn, ctx, call)


def require(call: Call, right: str) -> None:
    """Refuse a call without the right, naming it."""
    if call.rights is not None and right not in call.rights:
        raise Refusal("You lack the right {right}; ask your administrator for it.", code="no_right", right=right)
