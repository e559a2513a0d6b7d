"""The door of a use case: it asks for the right, and opens one transaction as a unit of work."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import update_wrapper
from typing import Concatenate, Final, ParamSpec, TypeVar

from contracts.kernel.context import Call, Context, Work
from contracts.kernel.database.engine import writing as database_writing
from contracts.kernel.refusal import Refusal

Rest = ParamSpec("Rest")
Answer = TypeVar("Answer")

#: The right each use case asks for, by its full name: what the manual prints and the tests walk.
DOORS: Final[dict[str, str]] = {}


@contextmanager
def writing(ctx: Context, call: Call) -> Iterator[Work]:
    """The writing door as a unit of work; what is not committed is taken back."""
    with database_writing(ctx.engine) as conn:
        yield Work(conn, ctx, call)


def needs(
    right: str,
) -> Callable[[Callable[Concatenate[Context, Call, Rest], Answer]], Callable[Concatenate[Context, Call, Rest], Answer]]:
    """A use case that refuses every caller without the right; it is entered into the table of doors."""

    def door(
        use_case: Callable[Concatenate[Context, Call, Rest], Answer],
    ) -> Callable[Concatenate[Context, Call, Rest], Answer]:
        DOORS[f"{use_case.__module__}.{use_case.__qualname__}"] = right

        def asked(ctx: Context, call: Call, /, *args: Rest.args, **named: Rest.kwargs) -> Answer:
            require(call, right)
            return use_case(ctx, call, *args, **named)

        return update_wrapper(asked, use_case)

    return door


def require(call: Call, right: str) -> None:
    """Refuse a call without the right, naming it; a login nobody entered is told who can enter it."""
    if not call.may(right):
        if call.person_id is None:
            raise Refusal(
                "Nobody is entered here with the login {login}: {administrators} can enter you by "
                "`contracts person add {login}` and give you a role.",
                code="unknown_login",
                login=call.login,
                administrators=", ".join(call.administrators),
            )
        raise Refusal("You lack the right {right}; ask your administrator for it.", code="no_right", right=right)
